"""What is odd about a pattern, before it is made: codes and dates; the sentences are in `views.pattern_words`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

from trellis.apps.gatherings.queries.recurring import Pattern, days, moments_of

LOOK_YEARS = 8
"""A 29th of February that falls on a given weekday can be 40 years away; a date that is not there within 8 years is told as never."""
SHOWN = 6
CHECKED = 120


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a pattern comes to. `problem` forbids it: "never", "never_first", "until", "overlaps". `skipped` are months without one."""

    days: tuple[date, ...]
    problem: str = ""
    clash: tuple[date, date] | None = None
    skipped: tuple[date, ...] = ()
    ends: bool = False


def judge(pattern: Pattern) -> Judgement:
    """Look a pattern over. Days given one by one have nothing to be judged."""
    if pattern.until_on is not None and pattern.until_on < pattern.first_on:
        return Judgement((), "until")
    if not pattern.comes_again:
        return Judgement((pattern.first_on,), ends=True)
    last = pattern.first_on + timedelta(days=366 * LOOK_YEARS)
    found = list(islice(days(pattern, since=pattern.first_on, until=last), CHECKED))
    if not found:
        return Judgement((), "never" if _never(pattern, last) else "never_now")
    clash = _clash(pattern, found)
    if clash is not None:
        return Judgement(tuple(found[:SHOWN]), "overlaps", clash)
    return Judgement(tuple(found[:SHOWN]), skipped=tuple(_months_without(pattern)), ends=pattern.until_on is not None)


def _never(pattern: Pattern, last: date) -> bool:
    """Whether the pattern itself has no day, whatever holidays and terms say."""
    return next(days(pattern, since=pattern.first_on, until=last, bare=True), None) is None


def _clash(pattern: Pattern, found: list[date]) -> tuple[date, date] | None:
    """Two of its days of which the second begins before the first has ended."""
    if pattern.minutes <= 24 * 60:
        least = min(((later - earlier).days for earlier, later in pairwise(found)), default=2)
        if least > 1 or pattern.minutes <= 22 * 60:
            return None
    for earlier, later in pairwise(found):
        if moments_of(pattern, earlier)[1] > moments_of(pattern, later)[0]:
            return earlier, later
    return None


def _months_without(pattern: Pattern) -> list[date]:
    """Months of the next year, among those it asks for, that have no such day: a fifth Tuesday, a 31st."""
    if pattern.repeats != "MONTHLY":
        return []
    start = pattern.first_on.replace(day=1)
    end = start.replace(year=start.year + 1)
    have = {(day.year, day.month) for day in days(pattern, since=start, until=end - timedelta(days=1), bare=True)}
    wanted, month = [], start
    while month < end and (pattern.until_on is None or month <= pattern.until_on):
        if _months_between(start, month) % pattern.interval == 0 and (month.year, month.month) not in have and month > start:
            wanted.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return wanted


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month
