"""Handover notes: who may read them, and which there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from trellis.apps.gatherings.models import Gathering, GatheringState, HandoverNote
from trellis.apps.gatherings.models.turns import Shift, Turn
from trellis.apps.people.models import Capability


def next_gathering(gathering: Gathering) -> Gathering | None:
    """The one of the same series that takes place after this one."""
    later = Gathering.objects.filter(series=gathering.series_id, state=GatheringState.PLANNED)
    return later.filter(starts_at__gte=gathering.starts_at).exclude(pk=gathering.pk).order_by("starts_at", "part").first()


def gathering_before(gathering: Gathering) -> Gathering | None:
    """The one of the same series that took place before this one."""
    before = Gathering.objects.filter(series=gathering.series_id, state=GatheringState.PLANNED)
    return before.filter(starts_at__lte=gathering.starts_at).exclude(pk=gathering.pk).order_by("-starts_at", "-part").first()


def is_on_or_next(person, gathering: Gathering) -> bool:
    """Whether somebody has a turn at this gathering or at the next one of its series."""
    if person is None:
        return False
    later = next_gathering(gathering)
    here = Q(shift__gathering=gathering) | (Q(shift__gathering=later) if later is not None else Q(pk=None))
    return Turn.objects.filter(here, person=person, shift__dropped=False).taken().exists()


def notes_from(gathering: Gathering, now: datetime) -> QuerySet[HandoverNote]:
    """What this shift leaves for the next, as long as it has not expired."""
    return HandoverNote.objects.filter(gathering=gathering, expires_at__gt=now)


def runs_out_soon(today: date) -> QuerySet[Capability]:
    """What groups have seen and what runs out within a month, if the person has not been told of that day."""
    soon = Capability.objects.filter(until_on__gte=today, until_on__lte=today + timedelta(days=30))
    return soon.exclude(reminder__for_on=F("until_on")).select_related("person").order_by("until_on", "pk")


def roles_of(gathering: Gathering) -> list[str]:
    """The roles that the next shift can have."""
    later = next_gathering(gathering)
    at = [gathering, *([later] if later is not None else [])]
    return sorted(set(Shift.objects.filter(gathering__in=at, dropped=False).values_list("role", flat=True)), key=str.casefold)


def is_id(text: str) -> bool:
    """Whether a text from an address can be the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
