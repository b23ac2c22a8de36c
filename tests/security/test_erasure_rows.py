"""On either database: after erasing, no row of any table holds a word of the person, or their id.

The files of the database are looked at in test_erasure.py, which needs SQLite. On PostgreSQL the bytes of deleted rows
are the server's business until VACUUM, which an erasure asks for.
"""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tests.security import traces
from tests.security.canaries import Maker, Planted
from trellis.core.forgetting.erasing import erase, would_erase
from trellis.core.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TRELLIS_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


def rows_with(words: dict[str, str]) -> set[str]:
    """Which of these words stand in which table."""
    found = set()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    with connection.cursor() as cursor:
        for table in sorted(tables & set(connection.introspection.table_names())):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            text = repr(cursor.fetchall()).casefold()
            found |= {f"{name} in {table}" for name, word in words.items() if word.casefold() in text}
    return found


def test_no_row_of_any_table_holds_them():
    ann = Person.objects.create_user(email=traces.ADDRESS, display_name=traces.NAME)
    ben = Person.objects.create_user(email="ben@example.org", display_name="Ben")
    made = list(Maker(ann, ben).planted())
    assert [each for each in made if isinstance(each, str)] == []
    planted = [each for each in made if isinstance(each, Planted)]
    words = {f"{each.name}.{name}": word for each in planted for name, word in each.plain.items()}
    words |= {"id": ann.pk.hex if connection.vendor == "sqlite" else str(ann.pk), "address": traces.ADDRESS, "name": traces.NAME}
    before = rows_with(words)
    assert {each.partition(" in ")[0] for each in before} == set(words), "the search must find each of them before"
    counted = would_erase(ann, now=timezone.now())
    assert rows_with(words) == before
    assert erase(ann, now=timezone.now()) == counted
    assert rows_with(words) == set()
    assert traces.rows_left(planted) == []
    assert Person.objects.filter(pk=ben.pk).exists()


def test_somebody_who_left_no_trace_is_erased_all_the_same():
    ann = Person.objects.create_user(email="ann@example.org")
    erase(ann, now=timezone.now())
    assert not Person.objects.filter(pk=ann.pk).exists()
    assert rows_with({"id": uuid.UUID(str(ann.pk)).hex, "written": str(ann.pk)}) == set()
