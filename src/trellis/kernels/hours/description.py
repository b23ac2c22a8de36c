"""Rules put together the way a notice on a door would: days with equal hours side by side. Codes only, no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .recurrence import weekdays_of
from .rules import Rule


class Note(NamedTuple):
    """What is special about a group: a code, and what it is about.

    "every" (n,): every n weeks, or n months beside "nth", "weekday_of_month" or "month_day"
    "nth" (n, weekday): the n-th such weekday of the month, -1 the last
    "weekday_of_month" (weekday,): every such weekday in the months concerned
    "month_day" (number,): -1 is the last day
    "on" (date,): once · "from" (date,) · "until" (date,)
    "term_time" () · "not_holidays" () · "except" (date, ...) · "appointment" ()
    """

    code: str
    values: tuple[int | date, ...] = ()


class Group(NamedTuple):
    """Weekdays (empty for monthly and single openings, whose days are in the notes), hours, and notes.

    times holds (opens, closes) in minutes since midnight, sorted; closes is None when unknown.
    """

    weekdays: tuple[int, ...]
    times: list[tuple[int, int | None]]
    notes: tuple[Note, ...]


def grouped(rules: Sequence[Rule], *, on: date | None = None) -> list[Group]:
    """Put rules with equal notes together, then days with equal hours.

    Weekly groups come first, by first weekday; then monthly; then single dates. Ordinary ones before those with notes.
    With `on`, only what still matters from that date: first dates and exceptions in the past are not noted, and rules
    that are over are left out. Sources date each weekday apart, so without it Monday to Friday may fall into five.
    """
    by_notes: dict[tuple[Note, ...], dict[int, set[tuple[int, int | None]]]] = {}
    for rule in rules:
        if on is not None and _over(rule, on):
            continue
        days = by_notes.setdefault(_notes(rule, on), {})
        for weekday in weekdays_of(rule) if rule.freq == "WEEKLY" else (-1,):
            days.setdefault(weekday, set()).add((rule.opens, rule.closes))
    groups = []
    for notes, days in by_notes.items():
        by_times: dict[tuple[tuple[int, int | None], ...], list[int]] = {}
        for weekday in sorted(days):
            by_times.setdefault(tuple(sorted(days[weekday], key=_time_order)), []).append(weekday)
        for times, weekdays in by_times.items():
            groups.append(Group(() if weekdays == [-1] else tuple(weekdays), list(times), notes))
    return sorted(groups, key=_group_order)


def day_runs(weekdays: Iterable[int]) -> list[tuple[int, int]]:
    """Weekdays as runs (first, last), both included: (0, 1, 2, 5) -> [(0, 2), (5, 5)]. Runs do not wrap past Sunday."""
    runs: list[tuple[int, int]] = []
    for weekday in sorted(set(weekdays)):
        if runs and runs[-1][1] == weekday - 1:
            runs[-1] = (runs[-1][0], weekday)
        else:
            runs.append((weekday, weekday))
    return runs


def _over(rule: Rule, on: date) -> bool:
    last = [day for day in (rule.until, rule.valid_to, rule.starts_on if rule.freq == "ONCE" else None) if day]
    return bool(last) and min(last) < on


def _notes(rule: Rule, on: date | None) -> tuple[Note, ...]:
    notes = []
    if rule.freq == "ONCE":
        if rule.starts_on:
            notes.append(Note("on", (rule.starts_on,)))
    else:
        if rule.freq == "MONTHLY":
            notes += _monthly_notes(rule)
        if rule.interval > 1:
            notes.append(Note("every", (rule.interval,)))
        starts = [day for day in (rule.starts_on, rule.valid_from) if day and (on is None or day > on)]
        ends = [day for day in (rule.until, rule.valid_to) if day]
        if starts:
            notes.append(Note("from", (max(starts),)))
        if ends:
            notes.append(Note("until", (min(ends),)))
    if rule.term_time_only:
        notes.append(Note("term_time"))
    if rule.closed_on_holidays:
        notes.append(Note("not_holidays"))
    excepted = tuple(sorted(day for day in rule.except_dates if on is None or day >= on))
    if excepted:
        notes.append(Note("except", excepted))
    if rule.by_appointment:
        notes.append(Note("appointment"))
    return tuple(notes)


def _monthly_notes(rule: Rule) -> list[Note]:
    notes = [Note("nth", pair) for pair in rule.nth]
    if not rule.nth:
        notes += [Note("weekday_of_month", (weekday,)) for weekday in weekdays_of(rule) if rule.weekdays]
    notes += [Note("month_day", (day,)) for day in rule.month_days]
    if not notes and rule.starts_on:
        notes.append(Note("month_day", (rule.starts_on.day,)))
    return notes


def _time_order(times: tuple[int, int | None]) -> tuple[int, int]:
    return times[0], -1 if times[1] is None else times[1]


def _group_order(group: Group) -> tuple[bool, bool, int, tuple[int, ...], int]:
    codes = [note.code for note in group.notes]
    return (not group.weekdays, "on" in codes, len(codes), group.weekdays, group.times[0][0])
