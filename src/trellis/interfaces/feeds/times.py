"""Times, dates and days of the week as people and programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from trellis.interfaces.feeds.cells import BadCell, as_text, line

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FORMS = {
    form: number
    for number, forms in enumerate(
        (
            ("mo", "mon", "monday", "mondays"),
            ("tu", "tue", "tues", "tuesday", "tuesdays"),
            ("we", "wed", "weds", "wednesday", "wednesdays"),
            ("th", "thu", "thur", "thurs", "thursday", "thursdays"),
            ("fr", "fri", "friday", "fridays"),
            ("sa", "sat", "saturday", "saturdays"),
            ("su", "sun", "sunday", "sundays"),
        )
    )
    for form in forms
}
_DAY_GROUPS = {
    "daily": range(7), "everyday": range(7), "every day": range(7), "7 days a week": range(7),
    "all week": range(7), "weekdays": range(5), "weekday": range(5), "weekends": (5, 6),
    "weekend": (5, 6),
}  # fmt: skip
_WHICH = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4,
    "5th": 5, "fifth": 5, "last": -1,
}  # fmt: skip
_MONTHS = {
    name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_CLOCK = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ])?(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*"
    r"([ap])?\.?\s*(?:m\.?)?\s*(?:z|utc|gmt|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{2})(\d{2})(?:hrs?|h)?$", re.IGNORECASE)
_ALWAYS = re.compile(r"24\s*(?:-|/)?\s*(?:hours?|hrs?|7)\b|around the clock|always open", re.IGNORECASE)
_BY_APPOINTMENT = re.compile(r"by (?:prior )?appointment|appointment only|\bappt\b", re.IGNORECASE)
_CLOSED = re.compile(r"closed?$|none$|n/?a$", re.IGNORECASE)


time_zones = cache(available_timezones)
"""The names of time zones; asking the system each time reads a folder tree."""


@dataclass(slots=True)
class Days:
    """What a cell says about days: weekdays, or which ones of the month, and what is left over."""

    weekdays: list[int] = field(default_factory=list)
    nth: list[tuple[int, int]] = field(default_factory=list)
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.nth)


def always_open(value: Any) -> bool:
    """Whether a cell says that it never closes."""
    return bool(_ALWAYS.search(as_text(value)[:200]))


def by_appointment(value: Any) -> bool:
    """Whether a cell says to make an appointment."""
    return bool(_BY_APPOINTMENT.search(as_text(value)[:2000]))


def clock(value: Any) -> str:
    """A time of day as HH:MM; midnight at the end of a day is 00:00. A zone suffix is dropped.

    HSDS asks for an offset beside the time, but the hours meant are those on the door.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = as_text(value)
        value = value.zfill(4) if len(value) in (3, 4) else value
    raw = line(value, limit=200).strip().lower()
    if not raw or _CLOSED.match(raw):
        return ""
    if raw in {"noon", "midday", "12 noon", "12noon", "12:00 noon"}:
        return "12:00"
    if raw in {"midnight", "12 midnight", "12:00 midnight"}:
        return "00:00"
    match = _COMPACT.match(raw) or _CLOCK.match(raw)
    if not match:
        raise BadCell(_("This is not a time of day."))
    hour, minute = int(match[1]), int(match[2] or 0)
    half = match[3] if match.re is _CLOCK else None
    if half and not 1 <= hour <= 12 and not 13 <= hour <= 23:
        raise BadCell(_("This is not a time of day."))
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise BadCell(_("This is not a time of day."))
    return f"{hour:02}:{minute:02}"


def is_backwards(opens: str, closes: str, *, longest_night: int) -> bool:
    """Whether an end before its start can't be a night: it would last longer than so many minutes."""
    if not opens or not closes or closes >= opens:
        return False
    minutes = [int(each[:2]) * 60 + int(each[3:]) for each in (opens, closes)]
    return minutes[1] + 24 * 60 - minutes[0] > longest_night


def looks_like_clock(value: Any) -> bool:
    """Whether a cell that should hold a date holds a time instead, as in careless exports."""
    raw = as_text(value).strip()
    if not raw or len(raw) > 40 or re.match(r"\d{4}-\d\d-\d\d", raw):
        return False
    if always_open(raw) or raw.lower() in {"noon", "midnight", "midday"}:
        return True
    if not re.search(r"[:.]\d\d|[ap]\.?m", raw, re.IGNORECASE) or "/" in raw:
        return False
    try:
        return bool(clock(raw))
    except BadCell:
        return False


def day(value: Any, *, month_first: bool = False) -> date | None:
    """A calendar date; year 1 is what a programmer writes for "every year" and counts as none."""
    raw = line(value, limit=200)
    if not raw:
        return None
    parts = _date_parts(raw, month_first)
    if parts is None:
        raise BadCell(_("This is not a date."))
    try:
        found = date(*parts)
    except ValueError as error:
        raise BadCell(_("There is no such day in the calendar.")) from error
    if not 1000 <= found.year <= 9000:
        raise BadCell(_("This year can't be meant."))
    return found


def _date_parts(raw: str, month_first: bool) -> tuple[int, int, int] | None:
    if match := re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?:$|[T ].*)", raw):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?:$|[ ,].*)", raw):
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 70 and len(match[3]) == 2 else 1900 if len(match[3]) == 2 else 0
        if (month_first and one <= 12) or two > 12:
            one, two = two, one
        return year, two, one
    if match := re.match(r"(?:\w{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? (\w{3})\w*\.?,? (\d{4})\b", raw):
        month = _MONTHS.get(match[2].lower())
        return (int(match[3]), month, int(match[1])) if month else None
    if match := re.match(r"(\w{3})\w*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", raw):
        month = _MONTHS.get(match[1].lower())
        return (int(match[3]), month, int(match[2])) if month else None
    return None


def days(value: Any) -> Days:
    """The days in "Mon - Wed, Fri", "2nd & 4th Wednesday", "1MO,3MO", "weekdays", ["Monday"]."""
    raw = line(value, limit=500).lower()
    found = Days()
    if not raw:
        return found
    inside = re.sub(r"\([^)]*\)", lambda m: _keep(found, m[0]), raw)
    for group, members in _DAY_GROUPS.items():
        if re.search(rf"\b{group}\b", inside):
            found.weekdays += [n for n in members if n not in found.weekdays]
            inside = re.sub(rf"\b{group}\b", " ", inside)
    tokens = re.findall(r"-?\d+(?=[a-z]{2}\b)(?!st|nd|rd|th)|[a-z]+|\d(?:st|nd|rd|th)|[-\u2013\u2014]", inside)
    _walk(tokens, found)
    found.weekdays.sort()
    return found


def _keep(found: Days, inside: str) -> str:
    found.rest = f"{found.rest} {inside.strip('()')}".strip()
    return " "


def _walk(tokens: list[str], found: Days) -> None:
    which: list[int] = []
    span_from: int | None = None
    last: int | None = None
    strays: list[str] = []
    for token in tokens:
        if token in _WHICH:
            which = which + [_WHICH[token]] if last is None else [_WHICH[token]]
            last = None
        elif re.fullmatch(r"-?\d+", token):
            which, last = [int(token)], None
        elif token in _DAY_FORMS:
            number = _DAY_FORMS[token]
            if which:
                found.nth += [(n, number) for n in which if (n, number) not in found.nth]
            else:
                first = span_from if span_from is not None else number
                for step in range((number - first) % 7 + 1):
                    if (first + step) % 7 not in found.weekdays:
                        found.weekdays.append((first + step) % 7)
            last, span_from = number, None
        elif token in {"-", "\u2013", "\u2014", "to", "through", "thru", "until"}:
            span_from = last
        elif token not in {"and", "of", "each", "every", "the", "month", "on", "from", "or", "in"}:
            strays.append(token)
    if strays:
        found.rest = f"{found.rest} {' '.join(strays)}".strip()


def weekday_number(value: Any, *, sunday: int) -> int | None:
    """A day given as a number where Sunday is `sunday` (0, 1 or 7), or by name; Monday is 0."""
    raw = as_text(value).strip()
    if not raw:
        return None
    if re.fullmatch(r"\d+", raw):
        number = int(raw)
        if sunday == 0 and 0 <= number <= 7 or sunday == 1 and 1 <= number <= 7:
            return (number - sunday - 1) % 7
        raise BadCell(_("There is no day of the week number %(number)s.") % {"number": raw[:20]})
    named = days(raw)
    if len(named.weekdays) != 1 or named.nth:
        raise BadCell(_("This is not a day of the week."))
    return named.weekdays[0]


def day_name(number: int) -> str:
    """The English name of a weekday, for sources that want one."""
    return _DAY_NAMES[number].capitalize()
