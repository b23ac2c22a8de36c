"""Fixtures of the sweep."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.world import World, build


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Path]]:
    """Made once for all tests of a module, and taken back after them; and the folder of its files."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=files):
            made = build()
        yield made, files
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, settings, tmp_path) -> World:
    """One organization with everything it can have, and somebody in every role towards it. What a test does to it is undone."""
    made, files = built
    settings.MEDIA_ROOT = shutil.copytree(files, tmp_path / "files")
    return copy.deepcopy(made)
