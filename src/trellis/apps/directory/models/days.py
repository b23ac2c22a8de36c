"""Weekdays and month days as HSDS writes them (RFC 5545: "MO,WE", "2TU,-1FR", "1,15")."""

import re

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = re.compile(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$")


def byday(weekdays: list[int], nth: list[tuple[int, int]]) -> str:
    """The BYDAY text of weekdays (0 is Monday) and of nth weekdays (n, weekday)."""
    return ",".join([_CODES[day] for day in sorted(set(weekdays))] + [f"{n}{_CODES[day]}" for n, day in nth])


def parse_byday(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Weekdays and nth weekdays in a BYDAY text; ValueError when it is none."""
    weekdays: list[int] = []
    nth: list[tuple[int, int]] = []
    for part in filter(None, (each.strip().upper() for each in text.split(","))):
        match = _PART.match(part)
        if match is None:
            raise ValueError(f"{part!r} is not a weekday")
        day = _CODES.index(match[2])
        if match[1]:
            nth.append((int(match[1]), day))
        else:
            weekdays.append(day)
    return weekdays, nth


def parse_month_days(text: str) -> list[int]:
    """The days in a BYMONTHDAY text; ValueError when one is out of range."""
    days = [int(part) for part in text.split(",") if part.strip()]
    for day in days:
        if not 1 <= abs(day) <= 31:
            raise ValueError(f"{day} is not a day of a month")
    return days
