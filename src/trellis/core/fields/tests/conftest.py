"""The table of the test model, and keys of its own for every test."""

import pytest
from django.db import connection

from .places import Note


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path
    return tmp_path / "secrets" / "field.keys"


@pytest.fixture(scope="session")
def note_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Note)


@pytest.fixture
def notes(note_table, db):
    return Note.objects
