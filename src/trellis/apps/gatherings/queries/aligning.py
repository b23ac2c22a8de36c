"""What has to happen so that the gatherings of a series stand on the days that its pattern has. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from trellis.apps.gatherings.models import Gathering, GatheringState, Repeats, Series
from trellis.apps.gatherings.queries.recurring import days, moments_of, pattern_of

DAYS_AHEAD = 400
MADE_AGAIN_AT = 370
"""A series is made ahead once fewer days than this are left, so that it happens once a month and not every night."""


@dataclass
class Alignment:
    """Days that need a gathering, gatherings that go to another day or time, come back, or fall away."""

    until: date
    add: list[date] = field(default_factory=list)
    move: list[tuple[Gathering, date]] = field(default_factory=list)
    revive: list[Gathering] = field(default_factory=list)
    drop: list[Gathering] = field(default_factory=list)


def horizon(series: Series, today: date) -> date:
    """Up to which day its gatherings are made."""
    return max(today, series.first_on) + timedelta(days=DAYS_AHEAD)


def alignment(series: Series, *, since: date, today: date) -> Alignment:
    """Compare what stands with what the pattern has from `since` on.

    Those that were changed by hand keep their day. The others go to the day of the pattern in the same week, or in the same month for
    a monthly one; what is left over falls away or is added.
    """
    pattern, until = pattern_of(series), horizon(series, today)
    if pattern.repeats == Repeats.LISTED:
        return Alignment(until)
    wanted = set(days(pattern, since=max(since, pattern.first_on), until=until))
    found = Alignment(until)
    free: list[Gathering] = []
    for row in series.gatherings.filter(original_on__gte=since, part=0).order_by("original_on"):
        row.series = series
        if row.changed:
            wanted.discard(row.original_on)
        elif row.original_on in wanted:
            wanted.discard(row.original_on)
            if row.state == GatheringState.DROPPED:
                found.revive.append(row)
            elif (row.starts_at, row.ends_at) != moments_of(series, row.original_on):
                found.move.append((row, row.original_on))
        elif row.state == GatheringState.PLANNED:
            free.append(row)
    _pair(found, free, sorted(wanted), by_week=pattern.repeats == Repeats.WEEKLY)
    return found


def _pair(found: Alignment, free: list[Gathering], open_days: list[date], *, by_week: bool) -> None:
    """Give each free gathering an open day of its own week or month."""

    def period(day: date) -> tuple[int, int]:
        return day.isocalendar()[:2] if by_week else (day.year, day.month)

    waiting = defaultdict(list)
    for day in open_days:
        waiting[period(day)].append(day)
    for row in free:
        place = waiting[period(row.original_on)]
        if place:
            found.move.append((row, place.pop(0)))
        else:
            found.drop.append(row)
    found.add = sorted(day for left in waiting.values() for day in left)
