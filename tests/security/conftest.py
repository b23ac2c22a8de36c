"""The place of the sweep, in which every kind of thing exists once."""

from tests.access.conftest import world  # noqa: F401  a fixture
