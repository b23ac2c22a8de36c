"""When a series takes place: its days, and the moments on which each begins and ends.

Local time stays over a change of the clocks: seven in the evening is seven in the evening. A start in the hour that is skipped is read
with the offset from before, as RFC 5545 section 3.3.5 says, so it falls an hour later on the clock; in the hour that comes twice the
first counts. An end keeps its local time too (a night ends at seven), unless it or the start falls into such an hour: then it lasts
as long as it always does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.gatherings.models import Repeats, Series
from trellis.kernels.hours import Rule, next_day
from trellis.kernels.hours.rules import NO_CALENDAR, Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How a series comes again, before it is one: the same fields as the series has."""

    repeats: str
    first_on: date
    begins: time
    minutes: int
    time_zone: str
    interval: int = 1
    byday: str = ""
    bymonthday: str = ""
    until_on: date | None = None
    closed_on_holidays: bool = False
    term_time_only: bool = False

    @property
    def comes_again(self) -> bool:
        """Whether a rule makes its days."""
        return self.repeats in (Repeats.WEEKLY, Repeats.MONTHLY)


def pattern_of(series: Series) -> Pattern:
    """The pattern that a series has now."""
    return Pattern(**{name: getattr(series, name) for name in Pattern.__dataclass_fields__})


def rule_of(pattern: Pattern, *, bare: bool = False) -> Rule | None:
    """The rule by which its days are found; None for days given one by one. `bare`: before holidays and terms are taken away."""
    if pattern.repeats == Repeats.LISTED:
        return None
    weekdays, nth = parse_byday(pattern.byday)
    return Rule(
        freq=str(pattern.repeats),
        weekdays=tuple(weekdays),
        nth=tuple(nth),
        month_days=tuple(parse_month_days(pattern.bymonthday)),
        interval=pattern.interval,
        starts_on=pattern.first_on,
        until=pattern.until_on,
        closed_on_holidays=pattern.closed_on_holidays and not bare,
        term_time_only=pattern.term_time_only and not bare,
    )


def days(pattern: Pattern, *, since: date, until: date, bare: bool = False) -> Iterator[date]:
    """Its days from `since` to `until`, both included."""
    rule = rule_of(pattern, bare=bare)
    if rule is None:
        return
    calendar: Calendar = NO_CALENDAR if bare else opening_calendar("")
    day, last = next_day(rule, calendar, since.toordinal(), until.toordinal()), until.toordinal()
    while day is not None:
        yield date.fromordinal(day)
        day = next_day(rule, calendar, day + 1, last)


def moments(day: date, begins: time, minutes: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When one of them begins and ends, in UTC."""
    local = datetime.combine(day, begins)
    ends = local + timedelta(minutes=minutes)
    starts_at = local.replace(tzinfo=zone).astimezone(UTC)
    if _is_odd(local, zone) or _is_odd(ends, zone):
        return starts_at, starts_at + timedelta(minutes=minutes)
    return starts_at, ends.replace(tzinfo=zone).astimezone(UTC)


def moments_of(series: Series | Pattern, day: date) -> tuple[datetime, datetime]:
    """The same for a day of a series."""
    return moments(day, series.begins, series.minutes, ZoneInfo(series.time_zone))


def _is_odd(local: datetime, zone: ZoneInfo) -> bool:
    """Whether this time of the clock is skipped on that day, or comes twice."""
    return local.replace(tzinfo=zone, fold=0).utcoffset() != local.replace(tzinfo=zone, fold=1).utcoffset()
