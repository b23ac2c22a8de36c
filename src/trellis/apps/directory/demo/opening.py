"""Reads the short notation for opening times in which the demo place is written.

    Mon-Fri 09:30-12:30 13:30-16:00        several openings a day
    Mon,Wed 10:00-12:00                    some days
    daily 22:00-02:00                      past midnight
    24 hours                               always
    1st,3rd Tue 19:00-20:30                monthly, also `last Fri`
    every 2nd Thu from 2026-01-08 10:00    every second week, counted from a date
    Sat in 2 weeks 11:00-16:00             once, in the second week after this one

After the times may stand `term` (school terms only), `not bank holidays`, `by appointment`,
`season 1 Nov-31 Mar`, `except 25 Dec, 26 Dec`, and after a semicolon a remark for the reader.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from trellis.apps.directory.models.records import ScheduleRecord

DAYS = {name: number for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))}
MONTHS = {
    name: number
    for number, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1)
}
WHICH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}

_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIMES = re.compile(rf"({_CLOCK})(?:-({_CLOCK}))?(?=\s|$)")
_DAY_LIST = r"[A-Z][a-z]{2}(?:[,-][A-Z][a-z]{2})*"
_EVERY = re.compile(r"every (\w+) (\w{3}) from (\d{4}-\d\d-\d\d)\s*")
_MONTHLY = re.compile(r"((?:1st|2nd|3rd|4th|5th|last)(?:,(?:1st|2nd|3rd|4th|5th|last))*) ([A-Z][a-z]{2})\s*")
_ONCE = re.compile(r"([A-Z][a-z]{2}) in (\d+) weeks?\s*")
_WEEKLY = re.compile(rf"(daily|{_DAY_LIST})\s*")
_SEASON = re.compile(r"season (\d+) (\w{3})-(\d+) (\w{3})")
_EXCEPT = re.compile(r"except (\d+ \w{3}(?:, \d+ \w{3})*)")


class OpeningError(ValueError):
    """A rule that cannot be read; the message quotes it."""


def opening_rules(text: str, *, today: date) -> list[ScheduleRecord]:
    """The schedule records of one line of the notation: one for each opening in a day."""
    rule, _, remark = text.partition(";")
    rest = rule.strip()
    if rest.startswith("24 hours"):
        days, times, rest = ScheduleRecord(weekdays=list(range(7))), [("00:00", "00:00")], rest[8:].strip()
    else:
        days, rest = _days(rest, text, today)
        times, rest = _times(rest)
    days = _flags(days, rest, text, today)
    if not times and not days.by_appointment:
        raise OpeningError(f"no time of day in {text!r}")
    days = replace(days, description=remark.strip())
    return [replace(days, opens_at=opens, closes_at=closes) for opens, closes in times or [("", "")]]


def _days(rest: str, text: str, today: date) -> tuple[ScheduleRecord, str]:
    if found := _EVERY.match(rest):
        start, weekday = date.fromisoformat(found[3]), _day(found[2], text)
        if start.weekday() != weekday:
            raise OpeningError(f"{found[3]} is not a {found[2]} in {text!r}")
        interval = WHICH.get(found[1], 0)
        if interval < 2:
            raise OpeningError(f"cannot count {found[1]!r} weeks in {text!r}")
        return ScheduleRecord(weekdays=[weekday], interval=interval, starts_on=start), rest[found.end() :]
    if found := _ONCE.match(rest):
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(weeks=int(found[2]), days=_day(found[1], text))
        return ScheduleRecord(freq="ONCE", starts_on=day, until=day), rest[found.end() :]
    if found := _MONTHLY.match(rest):
        nth = [(WHICH[which], _day(found[2], text)) for which in found[1].split(",")]
        return ScheduleRecord(freq="MONTHLY", nth=nth), rest[found.end() :]
    if found := _WEEKLY.match(rest):
        weekdays = list(range(7)) if found[1] == "daily" else _weekdays(found[1], text)
        return ScheduleRecord(weekdays=weekdays), rest[found.end() :]
    raise OpeningError(f"no days in {text!r}")


def _weekdays(listed: str, text: str) -> list[int]:
    found: set[int] = set()
    for part in listed.split(","):
        first, _, last = part.partition("-")
        start, end = _day(first, text), _day(last or first, text)
        if end < start:
            raise OpeningError(f"{part!r} runs backwards in {text!r}")
        found.update(range(start, end + 1))
    return sorted(found)


def _day(name: str, text: str) -> int:
    if name not in DAYS:
        raise OpeningError(f"{name!r} is not a weekday in {text!r}")
    return DAYS[name]


def _times(rest: str) -> tuple[list[tuple[str, str]], str]:
    times = []
    while found := _TIMES.match(rest):
        times.append((found[1], found[2] or ""))
        rest = rest[found.end() :].strip()
    return times, rest


def _flags(days: ScheduleRecord, rest: str, text: str, today: date) -> ScheduleRecord:
    while rest:
        if found := _SEASON.match(rest):
            first, last = _season(found, text, today)
            days, taken = replace(days, valid_from=first, valid_to=last), found.end()
        elif found := _EXCEPT.match(rest):
            named = [each.split() for each in found[1].split(", ")]
            dates = [_date(year, *each, text=text) for year in (today.year, today.year + 1) for each in named]
            days, taken = replace(days, except_dates=dates), found.end()
        elif rest.startswith("term"):
            days, taken = replace(days, term_time_only=True), len("term")
        elif rest.startswith("not bank holidays"):
            days, taken = replace(days, closed_on_holidays=True), len("not bank holidays")
        elif rest.startswith("by appointment"):
            days, taken = replace(days, by_appointment=True), len("by appointment")
        else:
            raise OpeningError(f"cannot read {rest!r} in {text!r}")
        rest = rest[taken:].strip()
    return days


def _season(found: re.Match[str], text: str, today: date) -> tuple[date, date]:
    """The season that is on, or the next one."""
    for year in (today.year - 1, today.year, today.year + 1):
        first = _date(year, found[1], found[2], text=text)
        last = _date(year, found[3], found[4], text=text)
        if last < first:
            last = _date(year + 1, found[3], found[4], text=text)
        if last >= today:
            return first, last
    raise OpeningError(f"no season in {text!r}")


def _date(year: int, day: str, month: str, *, text: str) -> date:
    try:
        return date(year, MONTHS[month], int(day))
    except (KeyError, ValueError):
        raise OpeningError(f"no such day as {day} {month} in {text!r}") from None
