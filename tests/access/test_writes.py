"""The counter of what is written, on which the sweep relies: whatever changes something, however it is asked for, moves it."""

import pytest
from django.db import connection, transaction

from tests.access.sweeping import fingerprint
from tests.access.writes import rows_written
from trellis.apps.directory.models import Organization, Service, TaxonomyTerm
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person, make_service
from trellis.core.people.models import Grant, Person

pytestmark = pytest.mark.django_db


def _plain_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_organization SET name = 'Another'")


def _question_that_deletes() -> None:
    """A statement that writes and answers in one; on PostgreSQL it may even be a SELECT."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM core_grant WHERE 1 RETURNING id")
        else:
            cursor.execute("WITH gone AS (DELETE FROM core_grant RETURNING id) SELECT * FROM gone")
        cursor.fetchall()


def _past_djangos_cursor() -> None:
    connection.connection.execute("DELETE FROM core_grant")


WAYS = {
    "a row more": lambda: Person.objects.create_user(email="new@example.org"),
    "many rows more": lambda: Grant.objects.bulk_create([Grant(person=Person.objects.get(), role="steward", granted_at=NOW)]),
    "a row changed": lambda: Organization.objects.get().save(),
    "rows changed": lambda: Organization.objects.update(name="Another"),
    "rows changed to what they were": lambda: Organization.objects.update(name="The name"),
    "a row deleted": lambda: Grant.objects.all().delete(),
    "rows deleted at once": lambda: Grant.objects.all()._raw_delete("default"),
    "rows deleted with another": lambda: Person.objects.get().delete(),
    "a pair more": lambda: Service.objects.get().terms.add(TaxonomyTerm.objects.get()),
    "plain SQL": _plain_sql,
    "a question that deletes": _question_that_deletes,
    "past Django": _past_djangos_cursor,
}


@pytest.fixture
def things(db):
    make_service(make_organization(name="The name"))
    TaxonomyTerm.objects.create(taxonomy="trellis", code="food-bank", name="Food bank")
    make_person("keeper", email="keeper@example.org")


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_written_is_counted(things, way):
    before = rows_written()

    WAYS[way]()

    assert rows_written() > before


@pytest.mark.parametrize("way", WAYS)
def test_what_was_undone_stays_counted(things, way):
    """So a write cannot hide between two looks."""
    before, was = rows_written(), fingerprint()

    mark = transaction.savepoint()
    WAYS[way]()
    transaction.savepoint_rollback(mark)

    assert rows_written() > before
    assert fingerprint() == was


def test_reading_is_not_counted(things):
    before = rows_written()

    fingerprint()
    mark = transaction.savepoint()
    list(Organization.objects.select_related().all())
    transaction.savepoint_rollback(mark)

    assert rows_written() == before


def test_a_changed_row_changes_the_fingerprint(things):
    was = fingerprint()

    Organization.objects.update(name="Another")

    assert fingerprint() != was
