"""Handover notes: who may read them, and which there are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.apps.gatherings.models import Gathering, GatheringState, HandoverNote
from trellis.apps.gatherings.models.turns import Turn


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
