"""The log knows people by a name that only their own row knows."""

import uuid
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from trellis.core.actions import acting
from trellis.core.log import chain
from trellis.core.log.models import LogEntry
from trellis.core.log.people import log_name_of, people_named, people_of, person_of, without_people
from trellis.core.people.actions import set_details
from trellis.core.people.models import Person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def made(name: str = "Ann") -> Person:
    return Person.objects.create_user(email=f"{name.lower()}@example.org", display_name=name)


def test_neither_actor_nor_subject_nor_fact_holds_the_persons_id():
    ann = made()
    with acting(ann):
        set_details(ann, display_name="Ann B", language="en", now=NOW)
    entry = LogEntry.objects.get()
    assert entry.actor_id == entry.subject_id == str(ann.log_name) != str(ann.pk)
    assert str(ann.pk) not in repr(LogEntry.objects.values().get())


def test_people_in_facts_stand_under_their_name_in_the_log():
    ann = made()
    facts = without_people({"person": str(ann.pk), "helper_person": ann.pk, "role": "keeper", "gone_person": str(uuid.uuid4())})
    assert facts == {"person": str(ann.log_name), "helper_person": str(ann.log_name), "role": "keeper", "gone_person": ""}


def test_who_did_it_is_found_until_they_are_erased_and_the_chain_still_holds():
    ann, ben = made(), made("Ben")
    for person in (ann, ben):
        with acting(person):
            set_details(person, display_name="Other", language="en", now=NOW)
    by_ann, by_ben = LogEntry.objects.order_by("number")
    assert (person_of(by_ann), person_of(by_ben)) == (ann, ben)
    ann.delete()
    assert person_of(by_ann) is None
    assert people_of([by_ann, by_ben]) == {str(ben.log_name): ben}
    assert list(chain.faults()) == []


def test_names_that_are_none_find_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert people_named(["", "program", "12"]) == {}
        assert log_name_of("nobody") == ""


def test_whoever_stood_in_the_log_before_keeps_their_id_as_their_name():
    """The migration for places that are older than names in the log."""
    known, unknown = made(), made("Ben")
    with transaction.atomic():
        chain.append(deed=uuid.uuid4(), at=NOW, action="test.thing.done", channel="test", actor_id=str(known.pk))
    migration = import_module("trellis.core.migrations.0004_person_log_name")
    migration.name_people(apps, connection.schema_editor())
    known.refresh_from_db()
    unknown.refresh_from_db()
    assert known.log_name == known.pk
    assert unknown.log_name != unknown.pk
