"""Open now, until, next: the laws, and the cases that people notice."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings

from trellis.kernels.hours import (
    LOOK_AHEAD_DAYS,
    NO_CALENDAR,
    Calendar,
    Reason,
    Rule,
    Status,
    held_on,
    is_open,
    mask_bit,
    occurrences,
    status,
    weekly_mask,
)

from .rules_made import calendars, moments, rule_lists

MINUTE = timedelta(minutes=1)
OFFICE = Rule(weekdays=(0, 1, 2, 3, 4), opens=540, closes=1020)
NIGHT = Rule(weekdays=(4,), opens=1320, closes=120)


@settings(deadline=None)
@given(rule_lists, calendars(), moments)
def test_open_iff_an_occurrence_covers_the_moment(rules, calendar, at):
    covering = occurrences(rules, calendar, at, at + MINUTE)

    assert status(rules, calendar, at).open is bool(covering)
    assert is_open(rules, calendar, at) is bool(covering)


@settings(deadline=None)
@given(rule_lists, calendars(), moments)
def test_next_opens_is_the_first_start_after_the_moment(rules, calendar, at):
    end = at + timedelta(days=LOOK_AHEAD_DAYS)
    starts = [found.start for found in occurrences(rules, calendar, at, end) if found.start > at]

    found = status(rules, calendar, at).next_opens

    if starts:
        assert found == starts[0]
    else:
        assert found is None or found >= end


@settings(deadline=None)
@given(rule_lists, calendars(), moments)
def test_until_is_the_first_minute_at_which_it_is_shut(rules, calendar, at):
    answer = status(rules, calendar, at)
    if answer.until is None:
        return
    assert not is_open(rules, calendar, answer.until)
    step = max(MINUTE, (answer.until - at) / 50)
    assert all(is_open(rules, calendar, at + n * step) for n in range(50) if at + n * step < answer.until)
    assert is_open(rules, calendar, answer.until - MINUTE)


@settings(deadline=None)
@given(rule_lists, calendars(), moments)
def test_mask_holds_every_moment_open(rules, calendar, at):
    mask = weekly_mask(rules)
    assert all(0 <= bits < 1 << 48 for bits in mask)
    weekday, bit = mask_bit(at)
    if is_open(rules, calendar, at):
        assert mask[weekday] & bit


@settings(deadline=None)
@given(rule_lists, calendars(), moments)
def test_occurrences_against_every_day_in_turn(rules, calendar, start):
    """A twin that asks each day and each rule, with nothing clever."""
    end = start + timedelta(days=40)
    expected = set()
    for rule in rules:
        for n in range(-1, 41):
            day = start.date() + timedelta(days=n)
            if rule.by_appointment or not held_on(rule, calendar, day):
                continue
            opens = datetime(day.year, day.month, day.day) + timedelta(minutes=rule.opens)
            closes = opens + timedelta(minutes=rule.minutes)
            if closes > start and opens < end:
                expected.add((opens, closes))

    found = occurrences(rules, calendar, start, end)

    assert [(o.start, o.end) for o in found] == sorted(expected)


def test_office_hours():
    assert status([OFFICE], NO_CALENDAR, datetime(2026, 11, 23, 16, 59, 59)) == Status(
        True, datetime(2026, 11, 23, 17), datetime(2026, 11, 24, 9), Reason.OPEN
    )
    assert status([OFFICE], NO_CALENDAR, datetime(2026, 11, 27, 17)) == Status(False, None, datetime(2026, 11, 30, 9), Reason.CLOSED)


def test_past_midnight_belongs_to_the_evening_it_started():
    assert status([NIGHT], NO_CALENDAR, datetime(2026, 11, 28, 1, 30)) == Status(
        True, datetime(2026, 11, 28, 2), datetime(2026, 12, 4, 22), Reason.OPEN
    )
    assert not is_open([NIGHT], NO_CALENDAR, datetime(2026, 11, 27, 1, 30))


def test_night_before_a_holiday_runs_on_into_it():
    rule = Rule(weekdays=(4,), opens=1320, closes=120, closed_on_holidays=True)
    boxing_day = Calendar({date(2026, 12, 26): "boxing_day"})

    assert is_open([rule], boxing_day, datetime(2026, 12, 26, 1))


def test_openings_that_touch_are_one():
    rules = [Rule(weekdays=(0,), opens=540, closes=720), Rule(weekdays=(0,), opens=720, closes=900)]

    found = status(rules, NO_CALENDAR, datetime(2026, 11, 23, 10))

    assert found.until == datetime(2026, 11, 23, 15)
    assert found.next_opens == datetime(2026, 11, 23, 12)


def test_round_the_clock_never_says_until():
    always = Rule(weekdays=(0, 1, 2, 3, 4, 5, 6), opens=0, closes=0)

    found = status([always], NO_CALENDAR, datetime(2026, 11, 23, 10))

    assert (found.open, found.until, found.reason) == (True, None, Reason.ALWAYS_OPEN)


def test_unknown_end_counts_for_an_hour_and_is_said():
    rule = Rule(weekdays=(0,), opens=1140)

    found = status([rule], NO_CALENDAR, datetime(2026, 11, 23, 19, 59))

    assert (found.open, found.until, found.reason) == (True, None, Reason.OPEN_END_UNKNOWN)
    assert not is_open([rule], NO_CALENDAR, datetime(2026, 11, 23, 20))


def test_reasons_for_a_shut_door():
    at = datetime(2026, 12, 25, 10)
    christmas = Calendar({date(2026, 12, 25): "christmas_day"}, ((date(2026, 11, 2), date(2026, 12, 18)),))
    day = {"weekdays": (4,), "opens": 540, "closes": 1020}

    def reason(*rules):
        return status(rules, christmas, at).reason

    assert reason() is Reason.NOT_KNOWN
    assert reason(Rule(**day, by_appointment=True)) is Reason.APPOINTMENT
    assert reason(Rule(**day, closed_on_holidays=True)) is Reason.HOLIDAY
    assert reason(Rule(**day, term_time_only=True)) is Reason.OUT_OF_TERM
    assert reason(Rule(**day, except_dates=(at.date(),))) is Reason.CANCELLED
    assert reason(Rule(**day, until=date(2026, 12, 1))) is Reason.ENDED


def test_ends_of_time_do_not_overflow():
    rules = [
        Rule(weekdays=(0, 1, 2, 3, 4, 5, 6), opens=1200, closes=60),
        Rule(freq="MONTHLY", nth=((-1, 4),), opens=1320),
    ]

    for at in (datetime.min, datetime.max):
        status(rules, NO_CALENDAR, at)
        occurrences(rules, NO_CALENDAR, datetime.min, datetime.max)


def test_mask_spills_into_the_next_day_and_round_the_week():
    mask = weekly_mask([Rule(weekdays=(6,), opens=1410, closes=45)])

    assert mask == (0b11, 0, 0, 0, 0, 0, 1 << 47)
