"""How long each part of a record stays true, which part is due for asking, and how likely it is wrong by now.

A part is as fresh as the later of two days: the last confirmation of the whole record, and the last change of just that part.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from trellis.apps.directory.models import AskingRound, ClassAssured, Organization, RecordKind, Service, Space
from trellis.apps.directory.models.vocabulary import FieldClass, ServiceKind, Status

ASKED_AFTER = {
    FieldClass.HOURS: 182,
    FieldClass.PLACE: 182,
    FieldClass.CONTACT: 182,
    FieldClass.COST: 365,
    FieldClass.ABOUT: 730,
}
"""Days after which we ask whether a part is still right."""

HALF_LIFE = {
    FieldClass.HOURS: 1_500,
    FieldClass.PLACE: 2_500,
    FieldClass.CONTACT: 2_000,
    FieldClass.COST: 2_500,
    FieldClass.ABOUT: 6_000,
}
"""Days after which half of such parts have changed: together a third of records are wrong somewhere after a year. An assumption;
directories of care find between a quarter and a half (docs/upkeep.md)."""

FASTER = 2 / 3
"""Meetings move more often than offices."""

CLASSES = {
    RecordKind.SERVICE: tuple(FieldClass),
    RecordKind.ORGANIZATION: (FieldClass.CONTACT, FieldClass.ABOUT),
    RecordKind.LOCATION: (FieldClass.PLACE,),
    RecordKind.SPACE: (FieldClass.HOURS, FieldClass.CONTACT, FieldClass.COST, FieldClass.ABOUT),
}
QUIET_AFTER_PUTTING_BACK = 42
"""Days in which nobody is asked again about a record that a keeper put back."""

_FIELDS = {
    "schedules": (FieldClass.HOURS,),
    "places": (FieldClass.HOURS, FieldClass.PLACE),
    **dict.fromkeys(("contacts", "website", "email", "online_url", "online_notes", "phone_notes"), (FieldClass.CONTACT,)),
    **dict.fromkeys(
        (
            "cost", "fees_description", "eligibility_description", "minimum_age", "maximum_age", "referral",
            "application_process", "required_documents", "wait_time", "promised_days", "how_to_book",
        ),
        (FieldClass.COST,),
    ),
    **dict.fromkeys(
        ("name", "alternate_name", "group_name", "description", "what_to_expect", "approach", "kind", "languages", "categories"),
        (FieldClass.ABOUT,),
    ),
}  # fmt: skip


def classes_of_fields(kind: str, fields: Iterable[str]) -> list[FieldClass]:
    """The parts that these fields belong to; for a place every field is where it is."""
    if kind == RecordKind.LOCATION:
        return [FieldClass.PLACE] if set(fields) - {"assured_on", "assured_by"} else []
    found = {each for name in fields for each in _FIELDS.get(name, ())}
    return [each for each in CLASSES[RecordKind(kind)] if each in found]


def asked_after(row: Any, part: FieldClass) -> timedelta:
    """How long this part of this record stays fresh."""
    return timedelta(days=round(ASKED_AFTER[part] * _pace(row)))


def _pace(row: Any) -> float:
    return FASTER if isinstance(row, Service) and row.kind == ServiceKind.MEETING else 1.0


def part_dates(row: Any, changed: dict[str, date]) -> dict[FieldClass, date | None]:
    """When each part was last right, as far as is known; `changed` has the days of parts that were changed alone."""
    return {
        part: max(filter(None, (row.assured_on, changed.get(part))), default=None) for part in CLASSES[RecordKind(row._meta.model_name)]
    }


def due_part(row: Any, changed: dict[str, date], *, today: date) -> FieldClass | None:
    """The part that is most overdue, or None while all is fresh. Of what was never confirmed, the first part."""
    late: list[tuple[int, FieldClass]] = []
    for part, right_on in part_dates(row, changed).items():
        if right_on is None:
            return part
        over = (today - right_on - asked_after(row, part)).days
        if over >= 0:
            late.append((-over, part))
    return min(late, key=lambda each: each[0])[1] if late else None


def chance_wrong(row: Any, changed: dict[str, date], *, today: date) -> float:
    """How likely something on the record is wrong by now: 0 to 1. Never confirmed counts like two years."""
    right = 1.0
    for part, right_on in part_dates(row, changed).items():
        days = (today - right_on).days if right_on else 730
        right *= 0.5 ** (max(days, 0) / (HALF_LIFE[part] * _pace(row)))
    return 1 - right


def changed_parts(kind: str = "", ids: Iterable[Any] | None = None) -> dict[Any, dict[str, date]]:
    """For each record the days on which parts of it were changed alone; of all records, or of these of one kind."""
    found: dict[Any, dict[str, date]] = {}
    rows = ClassAssured.objects.all() if ids is None else ClassAssured.objects.filter(kind=kind, record_id__in=list(ids))
    for record_id, part, day in rows.values_list("record_id", "field_class", "assured_on"):
        found.setdefault(record_id, {})[part] = day
    return found


def running(kind: RecordKind) -> QuerySet:
    """The records of a kind that readers find, or would find were they confirmed."""
    match kind:
        case RecordKind.SERVICE:
            shown = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)
            return Service.objects.filter(status__in=shown, organization__status=Status.ACTIVE).select_related("organization")
        case RecordKind.SPACE:
            return Space.objects.filter(status=Status.ACTIVE).select_related("organization", "location")
        case _:
            offering = Service.objects.values("organization_id")
            return Organization.objects.filter(status=Status.ACTIVE).exclude(pk__in=offering)


ASKED_KINDS = (RecordKind.SERVICE, RecordKind.SPACE, RecordKind.ORGANIZATION)


def due_for_asking(kind: RecordKind, *, today: date, most: int) -> list[tuple[Any, FieldClass]]:
    """Records of a kind that somebody should be asked about, with the part that is due; never confirmed first, then the oldest.

    A record about which a round is open, or was put back lately, is left alone.
    """
    lately = today - timedelta(days=QUIET_AFTER_PUTTING_BACK)
    quiet = AskingRound.objects.filter(kind=kind).filter(
        Q(ended_on__isnull=True)
        | Q(end__in=[AskingRound.End.PUT_BACK, AskingRound.End.STOPPED, AskingRound.End.CHANGED], ended_on__gt=lately)
    )
    soonest = today - timedelta(days=round(min(ASKED_AFTER.values()) * FASTER))
    rows = (
        running(kind)
        .filter(Q(assured_on__isnull=True) | Q(assured_on__lte=soonest))
        .exclude(pk__in=quiet.values("record_id"))
        .order_by("assured_on", "pk")
    )
    found: list[tuple[Any, FieldClass]] = []
    held = list(rows[: most * 4])
    changed = changed_parts(kind, [row.pk for row in held])
    for row in sorted(held, key=lambda each: (each.assured_on is not None, each.assured_on or date.min, each.pk)):
        part = due_part(row, changed.get(row.pk, {}), today=today)
        if part is not None:
            found.append((row, part))
    return found[:most]
