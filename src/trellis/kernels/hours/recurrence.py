"""On which days a rule starts: asked of one day, or for the next day from one on.

Days are proleptic ordinals (`date.toordinal`), since whole-number steps are what makes this quick.
Source: RFC 5545 section 3.3.10 (FREQ, INTERVAL, BYDAY, BYMONTHDAY, UNTIL), with WKST=MO.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from .rules import Calendar, Rule

LAST_ORDINAL = date.max.toordinal()


def held_on(rule: Rule, calendar: Calendar, day: date) -> bool:
    """Whether an occurrence of the rule starts on this date (appointments included, they only never count as open)."""
    ordinal = day.toordinal()
    return next_day(rule, calendar, ordinal, ordinal) is not None


def in_pattern(rule: Rule, day: date) -> bool:
    """The same, before holidays, terms and single cancelled dates are taken away: why a door is shut."""
    first, last = _bounds(rule, day.toordinal(), day.toordinal())
    return first <= last and _first_in_pattern(rule, None, first, last) is not None


def next_day(rule: Rule, calendar: Calendar, first: int, last: int) -> int | None:
    """The first ordinal from `first` to `last`, both included, on which the rule starts an occurrence.

    Costs one step a week or month looked at, so it is bounded by the caller's window.
    """
    first, last = _bounds(rule, first, last)
    if first > last:
        return None
    return _first_in_pattern(rule, calendar, first, last)


def weekdays_of(rule: Rule) -> tuple[int, ...]:
    """The weekdays on which a weekly rule starts, sorted; empty when it names none and has no first date."""
    if rule.weekdays:
        return tuple(sorted(set(rule.weekdays)))
    return (rule.starts_on.weekday(),) if rule.starts_on else ()


def _bounds(rule: Rule, first: int, last: int) -> tuple[int, int]:
    if rule.starts_on is not None:
        first = max(first, rule.starts_on.toordinal())
    if rule.valid_from is not None:
        first = max(first, rule.valid_from.toordinal())
    if rule.until is not None:
        last = min(last, rule.until.toordinal())
    if rule.valid_to is not None:
        last = min(last, rule.valid_to.toordinal())
    return max(first, 1), min(last, LAST_ORDINAL)


def _first_in_pattern(rule: Rule, calendar: Calendar | None, first: int, last: int) -> int | None:
    if rule.freq == "WEEKLY":
        return _weekly(rule, calendar, first, last)
    if rule.freq == "MONTHLY":
        return _monthly(rule, calendar, first, last)
    if rule.starts_on is None:
        return None
    day = rule.starts_on.toordinal()
    return day if first <= day <= last and _allowed(rule, calendar, day) else None


def _allowed(rule: Rule, calendar: Calendar | None, ordinal: int) -> bool:
    if calendar is None or not (rule.except_dates or rule.closed_on_holidays or rule.term_time_only):
        return True
    day = date.fromordinal(ordinal)
    if day in rule.except_dates:
        return False
    if rule.closed_on_holidays and day in calendar.holidays:
        return False
    return not rule.term_time_only or calendar.in_term(day)


def _weekly(rule: Rule, calendar: Calendar | None, first: int, last: int) -> int | None:
    weekdays = weekdays_of(rule)
    monday = first - (first - 1) % 7
    step = 7 * rule.interval
    if rule.interval > 1:
        if rule.anchor is None:
            return None
        anchor = rule.anchor.toordinal()
        monday += (anchor - (anchor - 1) % 7 - monday) % step
    while monday <= last:
        for weekday in weekdays:
            day = monday + weekday
            if first <= day <= last and _allowed(rule, calendar, day):
                return day
        monday += step
    return None


def _monthly(rule: Rule, calendar: Calendar | None, first: int, last: int) -> int | None:
    start, end = date.fromordinal(first), date.fromordinal(last)
    month, last_month = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    if rule.interval > 1:
        if rule.anchor is None:
            return None
        month += (rule.anchor.year * 12 + rule.anchor.month - 1 - month) % rule.interval
    while month <= last_month:
        before = date(month // 12, month % 12 + 1, 1).toordinal() - 1
        for number in _days_of_month(rule, month // 12, month % 12 + 1):
            day = before + number
            if first <= day <= last and _allowed(rule, calendar, day):
                return day
        month += rule.interval
    return None


def _days_of_month(rule: Rule, year: int, month: int) -> list[int]:
    first_weekday, length = monthrange(year, month)
    days: set[int] | None = None
    if rule.nth:
        days = set()
        for n, weekday in rule.nth:
            if n > 0:
                number = 1 + (weekday - first_weekday) % 7 + 7 * (n - 1)
            else:
                number = length - (first_weekday + length - 1 - weekday) % 7 + 7 * (n + 1)
            if 1 <= number <= length:
                days.add(number)
    elif rule.weekdays:
        days = {number for weekday in rule.weekdays for number in range(1 + (weekday - first_weekday) % 7, length + 1, 7)}
    if rule.month_days:
        numbers = {number if number > 0 else length + 1 + number for number in rule.month_days}
        days = numbers if days is None else days & numbers
    if days is None:
        days = {rule.starts_on.day} if rule.starts_on else set()
    return sorted(number for number in days if 1 <= number <= length)
