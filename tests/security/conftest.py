"""The place of the sweep, in which every kind of thing exists once."""

from tests.access.conftest import built, world  # noqa: F401  fixtures
