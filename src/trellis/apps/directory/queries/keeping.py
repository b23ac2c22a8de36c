"""What keepers and editors look at: records to edit, changes that wait, history."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from trellis.apps.directory.models import (
    Location,
    Organization,
    RecordKind,
    Revision,
    RevisionState,
    Service,
    Space,
)
from trellis.apps.directory.models.vocabulary import Status

_NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

MODELS = {
    RecordKind.ORGANIZATION: Organization,
    RecordKind.SERVICE: Service,
    RecordKind.LOCATION: Location,
    RecordKind.SPACE: Space,
}


def editable_by(person, kind: RecordKind) -> QuerySet:
    """The records of a kind that a person may edit or propose changes to; none for others."""
    rows = MODELS[kind].objects.all()
    if person is None:
        return rows.none()
    if person.holds("keeper"):
        return rows
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    field = "pk__in" if kind == RecordKind.ORGANIZATION else "organization_id__in"
    return rows.filter(**{field: scopes})


def revisions_visible_to(person) -> QuerySet[Revision]:
    """Revisions that a person may read: keepers all, editors those of their organizations."""
    rows = Revision.objects.select_related("proposed_by", "decided_by")
    if person is None:
        return rows.none()
    if person.holds("keeper"):
        return rows
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    return rows.filter(Q(organization_id__in=scopes) | Q(proposed_by=person))


def waiting_for_review(person) -> QuerySet[Revision]:
    """Proposed changes, oldest first."""
    return revisions_visible_to(person).filter(state=RevisionState.PROPOSED).order_by("proposed_at", "id")


def history_of(kind: RecordKind, record_id: uuid.UUID, person) -> QuerySet[Revision]:
    """All revisions of one record, newest first."""
    return revisions_visible_to(person).filter(kind=kind, record_id=record_id)


def due_for_confirming(person, *, today: date, after_days: int = 365) -> QuerySet[Service]:
    """Running services that nobody has confirmed for a year, the longest first, never confirmed before all."""
    limit = today - timedelta(days=after_days)
    return (
        editable_by(person, RecordKind.SERVICE)
        .filter(status=Status.ACTIVE)
        .filter(Q(assured_on__isnull=True) | Q(assured_on__lt=limit))
        .select_related("organization")
        .order_by(F("assured_on").asc(nulls_first=True), "name", "id")
    )


def organizations_called(words: str) -> list[Organization]:
    """The organizations of this name, two at most, or the one whose id is in the address."""
    number = _NUMBER.search(words)
    if number:
        return list(Organization.objects.filter(pk=number[0]))
    return list(Organization.objects.filter(name__iexact=words.strip())[:2]) if words.strip() else []


def belongings_of(organization: Organization) -> list[tuple[str, QuerySet]]:
    """What an organization offers and has, by kind, each by name."""
    return [
        (kind.value, MODELS[kind].objects.filter(organization=organization).order_by("name", "id"))
        for kind in MODELS
        if kind != RecordKind.ORGANIZATION
    ]


def named_like(rows: QuerySet, words: str) -> QuerySet:
    """Records whose name has all the words."""
    for word in words.split()[:8]:
        rows = rows.filter(name__icontains=word)
    return rows.order_by("name", "id")


def names_of(revisions: Iterable[Revision]) -> dict[uuid.UUID, str]:
    """A name for each revision's record, from what it proposes; secret places by their public area."""
    return {
        each.pk: each.content.get("public_area", "")
        if each.content.get("confidential")
        else each.content.get("name", "") or each.content.get("address_1", "")
        for each in revisions
    }
