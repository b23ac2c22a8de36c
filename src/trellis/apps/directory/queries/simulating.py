"""A year of upkeep played through: how many records are confirmed after each week, at so many minutes a week of keepers' time.

Plain arithmetic with a seed: the same assumptions always give the same year. The steps are those of the reminders (a letter, a
reminder after three weeks, a second person after three more, one letter per address in two weeks) and of the work list (what nobody
answered is rung). What the numbers rest on stands beside each; docs/upkeep.md says which are measured and which are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

FRESH_WEEKS = 52
"""A record counts as confirmed when somebody confirmed it within a year."""
HIDDEN_AFTER = 12
"""Weeks after the last question was left unanswered in which a record is marked and then left out of search."""


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What a year depends on. Shares are from 0 to 1, times in seconds of a keeper's attention."""

    records: int = 1_000
    minutes_a_week: float = 10.0
    confirmed_at_start: float = 0.0
    new_a_year: float = 0.10
    records_per_organization: float = 2.5
    has_address: float = 0.70
    has_second_address: float = 0.35
    has_number: float = 0.85
    answers_first: float = 0.35
    answers_reminder: float = 0.20
    answers_second: float = 0.20
    answer_is_a_change: float = 0.20
    picks_up: float = 0.45
    seconds_call_answered: float = 110.0
    seconds_call_missed: float = 40.0
    seconds_visit: float = 900.0
    found_there: float = 0.8
    seconds_change: float = 75.0
    seconds_press: float = 5.0
    rounds_a_week: int = 420
    asked_after_weeks: int = 26
    weeks: int = 52
    seed: int = 7


@dataclass(frozen=True)
class Year:
    """What came of it: the confirmed share after each week, of all records and of those that search shows, and what it took."""

    share: tuple[float, ...]
    shown: tuple[float, ...]
    letters: int
    calls: int
    minutes: float


@dataclass
class _Record:
    """A record, when it was last confirmed (a week, or None), and where its round of asking stands."""

    organization: int
    confirmed: int | None
    step: int = 0
    since: int = 0
    asked: bool = False
    changed: bool = False


@dataclass(frozen=True)
class _Organization:
    first: bool
    second: bool
    number: bool


def simulate(told: Assumptions) -> Year:
    """Play a year through, week by week."""
    chance = Random(told.seed)
    organizations: list[_Organization] = []
    records = [_made(told, chance, organizations, early=True) for _each in range(told.records)]
    share, shown, letters, calls, seconds = [], [], 0, 0, 0.0
    last_letter: dict[tuple[int, bool], int] = {}
    arriving = left = 0.0
    for week in range(told.weeks):
        arriving += told.records * told.new_a_year / 52
        while arriving >= 1:
            records.append(_made(told, chance, organizations, early=False))
            arriving -= 1
        letters += _ask(told, chance, records, organizations, last_letter, week)
        # What one week leaves over is used in the next: a keeper with two minutes a week rings every second week.
        left = min(left, max(60 * told.minutes_a_week, told.seconds_visit)) + 60 * told.minutes_a_week
        n_calls, spent = _keep(told, chance, records, organizations, week, left)
        calls, seconds, left = calls + n_calls, seconds + spent, left - spent
        fresh = sum(1 for each in records if each.confirmed is not None and week - each.confirmed < FRESH_WEEKS)
        hidden = sum(1 for each in records if each.step >= 4 and week - each.since >= HIDDEN_AFTER and each.confirmed is None)
        share.append(fresh / len(records))
        shown.append(fresh / max(len(records) - hidden, 1))
    return Year(tuple(share), tuple(shown), letters, calls, seconds / 60)


def _made(told: Assumptions, chance: Random, organizations: list[_Organization], *, early: bool) -> _Record:
    if not organizations or chance.random() < 1 / told.records_per_organization:
        organizations.append(
            _Organization(
                first=chance.random() < told.has_address,
                second=chance.random() < told.has_second_address,
                number=chance.random() < told.has_number,
            )
        )
    confirmed = -chance.randrange(FRESH_WEEKS) if early and chance.random() < told.confirmed_at_start else None
    return _Record(len(organizations) - 1, confirmed)


def _ask(told, chance: Random, records: list[_Record], organizations, last_letter: dict[tuple[int, bool], int], week: int) -> int:
    """The program's week: rounds begin and go on, letters leave, some are answered. Gives back how many letters left."""
    begun = 0
    answering: dict[tuple[int, bool], bool] = {}
    letters = 0
    for each in records:
        due = each.confirmed is None or week - each.confirmed >= told.asked_after_weeks
        if each.changed or not due:
            continue
        if each.step == 0:
            if begun >= told.rounds_a_week:
                continue
            begun, each.step, each.since = begun + 1, 1, week
        elif each.step < 4 and each.asked and week - each.since >= 3:
            each.step, each.since, each.asked = each.step + 1, week, False
        if each.step > 3 or each.asked:
            continue
        second = each.step == 3
        organization = organizations[each.organization]
        if not (organization.second if second else organization.first):
            each.step, each.since = (3, week) if not second else (4, week)
            continue
        to = (each.organization, second)
        if to not in answering:
            if week - last_letter.get(to, -9) < 2:
                continue
            last_letter[to], letters = week, letters + 1
            likely = (told.answers_first, told.answers_reminder, told.answers_second)[each.step - 1]
            answering[to] = chance.random() < likely
        each.asked, each.since = True, week
        if answering[to]:
            _answered(told, chance, each, week)
    return letters


def _answered(told: Assumptions, chance: Random, each: _Record, week: int) -> None:
    each.step, each.asked = 0, False
    if chance.random() < told.answer_is_a_change:
        each.changed = True
    else:
        each.confirmed = week


def _keep(told: Assumptions, chance: Random, records: list[_Record], organizations, week: int, left: float) -> tuple[int, float]:
    """The keepers' week: changes that were sent are put in, then what nobody answered is rung, or
    visited where there is no number, until the minutes are used."""
    calls, spent = 0, 0.0
    for each in [each for each in records if each.changed]:
        if left - spent < told.seconds_change:
            return calls, spent
        spent += told.seconds_change + told.seconds_press
        each.changed, each.confirmed, each.step = False, week, 0
    silent = [each for each in records if each.step >= 3 and (each.confirmed is None or week - each.confirmed >= told.asked_after_weeks)]
    tried: set[int] = set()
    # Calls first: they settle more in the same time.
    for each in sorted(silent, key=lambda one: (not organizations[one.organization].number, one.confirmed is not None, one.confirmed or 0)):
        by_phone = organizations[each.organization].number
        if left - spent < (told.seconds_call_answered if by_phone else told.seconds_visit):
            break
        if each.organization in tried:
            continue
        tried.add(each.organization)
        calls += by_phone
        if chance.random() >= (told.picks_up if by_phone else told.found_there):
            spent += told.seconds_call_missed if by_phone else told.seconds_visit
            continue
        # One call or visit settles all records of an organization that are due; each takes a press.
        theirs = [one for one in silent if one.organization == each.organization]
        spent += (told.seconds_call_answered if by_phone else told.seconds_visit) + told.seconds_press * len(theirs)
        for one in theirs:
            one.confirmed, one.step, one.asked = week, 0, False
    return calls, spent


MOST_PLAYED = 1_000
"""A larger directory is played as a thousand records with its minutes in proportion."""


@lru_cache(maxsize=256)
def share_confirmed(records: int, minutes: float, **changes: float) -> tuple[float, ...]:
    """The confirmed share after each week for a directory of this size."""
    return simulate(_scaled(Assumptions(records=max(records, 1), minutes_a_week=minutes, **changes))).share


def _scaled(told: Assumptions) -> Assumptions:
    if told.records <= MOST_PLAYED:
        return told
    part = MOST_PLAYED / told.records
    return replace(
        told, records=MOST_PLAYED, minutes_a_week=told.minutes_a_week * part, rounds_a_week=max(1, round(told.rounds_a_week * part))
    )


def minutes_needed(told: Assumptions, *, share: float = 0.9, most: float = 100_000) -> float | None:
    """The fewest minutes a week, to within a twentieth, at which the share is confirmed after the year; None if no time is enough."""
    if simulate(_scaled(replace(told, minutes_a_week=most))).share[-1] < share:
        return None
    low, high = 0.0, 1.0
    while simulate(_scaled(replace(told, minutes_a_week=high))).share[-1] < share:
        low, high = high, high * 2
    while high - low > max(0.5, high / 20):
        middle = (low + high) / 2
        if simulate(_scaled(replace(told, minutes_a_week=middle))).share[-1] >= share:
            high = middle
        else:
            low = middle
    return high


def table(records: int) -> list[tuple[int, list[int]]]:
    """For the keepers' page: minutes a week, and the confirmed share in percent after three, six, nine and twelve months."""
    rows = []
    for minutes in (10, 30, 60, 120):
        share = share_confirmed(records, float(minutes))
        rows.append((minutes, [round(100 * share[week - 1]) for week in (13, 26, 39, 52)]))
    return rows
