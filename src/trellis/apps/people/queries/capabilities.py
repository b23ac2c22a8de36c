"""Who is checked, trained or able, as groups have seen it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from trellis.apps.people.models.capabilities import Capabilities, Capability
from trellis.core.references import Ref


def has_capability(person, kind: str, *, group: Ref | None = None, on: date) -> bool:
    """Whether a group (this one, when named) has seen it and it has not run out on that day."""
    return person is not None and person.pk in with_capability([person.pk], kind, group=group, on=on)


def with_capability(people: Iterable[UUID], kind: str, *, group: Ref | None = None, on: date) -> set[UUID]:
    """Which of these people have it. One query."""
    found = Capability.objects.filter(person__in=list(people), kind=kind).good_on(on)
    if group is not None:
        found = found.of_group(group)
    return set(found.values_list("person_id", flat=True))


def capabilities_of(person) -> Capabilities:
    """What groups have seen of a person; for the person, and for each group its own."""
    return Capability.objects.filter(person=person)
