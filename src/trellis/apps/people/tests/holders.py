"""People who hold a role, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from trellis.core.people.models import Grant, Person

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def make_person(role: str = "", **fields) -> Person:
    """A person, with a role for the whole place if one is named."""
    person = Person.objects.create_user(**fields)
    if role:
        Grant.objects.create(person=person, role=role, granted_at=SINCE)
    return person
