"""The queue of cases as one guardian sees it, and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import F, QuerySet, When

from trellis.apps.people.models import Case, CaseState, Urgency

LOOK_WITHIN = {Urgency.NOW: timedelta(hours=1), Urgency.TODAY: timedelta(hours=8), Urgency.WEEK: timedelta(days=3)}
CLOSE_WITHIN = {Urgency.NOW: timedelta(days=2), Urgency.TODAY: timedelta(days=7), Urgency.WEEK: timedelta(days=28)}
REMIND_AGAIN = {Urgency.NOW: timedelta(minutes=15), Urgency.TODAY: timedelta(hours=2), Urgency.WEEK: timedelta(days=1)}
LAST_LEVEL = 3
LAST_LEVEL_AGAIN = timedelta(days=1)

_DUE = Choose(When(state=CaseState.OPEN, then=F("look_by")), default=F("close_by"))


def clock(urgency: str, now: datetime) -> dict[str, datetime]:
    """By when somebody must look, and by when it should be closed, counted from now."""
    return {"look_by": now + LOOK_WITHIN[urgency], "close_by": now + CLOSE_WITHIN[urgency]}


def queue_for(person) -> QuerySet[Case]:
    """Cases that are not closed, the one that is due first on top."""
    return Case.objects.visible_to(person).running().annotate(due=_DUE).select_related("worry", "taken_by").order_by("due", "id")


def closed_for(person) -> QuerySet[Case]:
    """Closed cases, the latest first."""
    return Case.objects.visible_to(person).filter(state=CaseState.CLOSED).select_related("worry").order_by("-closed_at", "id")


def to_remind_of(now: datetime) -> list[Case]:
    """Cases that are overdue and of which nobody was reminded lately."""
    overdue = Case.objects.running().annotate(due=_DUE).filter(due__lte=now).order_by("due", "id")
    return [case for case in overdue if case.reminded_at is None or now - case.reminded_at >= _pause(case)]


def kept_out_of(case: Case) -> set:
    """Ids of the people for whom this case does not exist."""
    return set(case.conflicts.values_list("person_id", flat=True))


def _pause(case: Case) -> timedelta:
    return LAST_LEVEL_AGAIN if case.n_reminders >= LAST_LEVEL else REMIND_AGAIN[case.urgency]
