"""Fixtures of the sweep."""

import pytest

from tests.access.world import World, build


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    """One organization with everything it can have, and somebody in every role towards it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()
