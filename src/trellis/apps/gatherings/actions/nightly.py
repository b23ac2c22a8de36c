"""Every night: the gatherings of the year to come are made."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from trellis.apps.gatherings.actions.series import make_ahead
from trellis.apps.gatherings.models import Repeats, Series
from trellis.apps.gatherings.queries.aligning import MADE_AGAIN_AT, alignment
from trellis.core.actions import as_program
from trellis.core.jobs import every, job


def make_all_ahead(*, now: datetime) -> int:
    """Each series in a transaction of its own, so that a night that breaks off is finished by the next. How many were made."""
    near = (now + timedelta(days=MADE_AGAIN_AT)).date()
    waiting = Series.objects.filter(repeats__in=[Repeats.WEEKLY, Repeats.MONTHLY], ended_at=None)
    waiting = waiting.filter(Q(until_on=None) | Q(until_on__gte=now.date()))
    # What keeps holidays and terms is looked at every night, as these become known late.
    waiting = waiting.filter(Q(made_until=None) | Q(made_until__lt=near) | Q(closed_on_holidays=True) | Q(term_time_only=True))
    made = 0
    for series in waiting.order_by("pk"):
        today = now.astimezone(series.zone).date()
        if not _has_work(series, today):
            continue
        with as_program("job"):
            made += make_ahead(series, today=today, now=now)
    return made


def _has_work(series: Series, today: date) -> bool:
    if series.made_until is None or series.made_until < today + timedelta(days=MADE_AGAIN_AT):
        return True
    found = alignment(series, since=max(today, series.first_on), today=today)
    return bool(found.drop or found.revive or [day for day in found.add if day <= series.made_until])


@every("day at 02:20")
@job()
def make_gatherings_ahead() -> None:
    """A year and a month ahead."""
    make_all_ahead(now=timezone.now())
