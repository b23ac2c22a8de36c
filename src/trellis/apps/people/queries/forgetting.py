"""What a person is told before they take everything out or are forgotten."""

from __future__ import annotations

from trellis.apps.people.models import Takeout
from trellis.core.people.models import Grant, Person

NEEDED = ("steward", "guardian")
"""Roles without which a place does not go on: one gives roles, one reads what people are worried about."""


def last_holder_of(person: Person) -> str:
    """The needed role that only this person holds, or ""."""
    for role in NEEDED:
        holders = Grant.objects.filter(role=role, scope_id="", person__is_active=True)
        if holders.filter(person=person).exists() and not holders.exclude(person=person).exists():
            return role
    return ""


def takeout_of(person: Person) -> Takeout | None:
    """The person's takeout, whatever its state."""
    return Takeout.objects.filter(person=person).first()
