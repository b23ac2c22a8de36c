"""Which days a rule starts on, against dateutil's reading of RFC 5545 and against the plain definition."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.hours import NO_CALENDAR, Calendar, Rule, held_on, next_day

from .rules_made import calendars, days, rules

DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(600)]


def dateutil_days(rule):
    """The days that dateutil finds for the pattern alone."""
    if rule.nth:
        by_weekday = [rrule.weekdays[weekday](n) for n, weekday in rule.nth]
    else:
        by_weekday = [rrule.weekdays[weekday] for weekday in rule.weekdays] or None
    found = rrule.rrule(
        rrule.WEEKLY if rule.freq == "WEEKLY" else rrule.MONTHLY,
        dtstart=datetime.combine(rule.starts_on, time()),
        interval=rule.interval,
        wkst=rrule.MO,
        byweekday=by_weekday,
        bymonthday=rule.month_days or None,
        until=datetime.combine(rule.until or DAYS[-1], time()),
    )
    return {moment.date() for moment in found}


plain = {"valid_from": None, "valid_to": None, "except_dates": (), "term_time_only": False, "closed_on_holidays": False}


@settings(deadline=None)
@given(
    st.one_of(
        rules(freq="WEEKLY", nth=(), month_days=(), starts_on=date(2026, 3, 18), **plain),
        rules(freq="MONTHLY", starts_on=date(2026, 1, 31), **plain),
        days.flatmap(lambda day: rules(freq="MONTHLY", starts_on=day, **plain)),
        days.flatmap(lambda day: rules(freq="WEEKLY", nth=(), month_days=(), starts_on=day, **plain)),
    )
)
def test_days_agree_with_dateutil(rule):
    assert {day for day in DAYS if held_on(rule, NO_CALENDAR, day)} == {day for day in dateutil_days(rule) if day <= DAYS[-1]}


@settings(deadline=None)
@given(rules(), calendars(), days, st.integers(0, 450))
def test_next_day_is_the_first_day_held(rule, calendar, first, span):
    last = first + timedelta(days=span)
    expected = next((day for day in DAYS if first <= day <= last and held_on(rule, calendar, day)), None)

    found = next_day(rule, calendar, first.toordinal(), min(last, DAYS[-1]).toordinal())

    assert (found and date.fromordinal(found)) == expected


@settings(deadline=None)
@given(rules(), calendars(), days)
def test_what_is_taken_away_is_never_held(rule, calendar, day):
    if not held_on(rule, calendar, day):
        return
    assert day not in rule.except_dates
    assert not (rule.closed_on_holidays and day in calendar.holidays)
    assert not rule.term_time_only or not calendar.terms or any(a <= day <= b for a, b in calendar.terms)
    assert (rule.until or day) >= day and (rule.valid_to or day) >= day
    assert (rule.starts_on or day) <= day and (rule.valid_from or day) <= day


def test_first_tuesday_and_last_friday():
    rule = Rule(freq="MONTHLY", nth=((1, 1), (-1, 4)), opens=1140)

    assert [day for day in DAYS[:59] if held_on(rule, NO_CALENDAR, day)] == [
        date(2026, 1, 6),
        date(2026, 1, 30),
        date(2026, 2, 3),
        date(2026, 2, 27),
    ]


def test_fifth_weekday_skips_months_without_one():
    rule = Rule(freq="MONTHLY", nth=((5, 0),), opens=600)

    assert [day.isoformat() for day in DAYS[:180] if held_on(rule, NO_CALENDAR, day)] == ["2026-03-30", "2026-06-29"]


def test_31st_is_not_moved_in_short_months():
    rule = Rule(freq="MONTHLY", month_days=(31,), opens=600)

    assert [day.month for day in DAYS[:365] if held_on(rule, NO_CALENDAR, day)] == [1, 3, 5, 7, 8, 10, 12]


def test_every_second_week_needs_a_date_to_count_from():
    rule = Rule(weekdays=(1,), interval=2, opens=600)

    assert not any(held_on(rule, NO_CALENDAR, day) for day in DAYS)


def test_unknown_terms_do_not_close_term_time_rules():
    rule = Rule(weekdays=(1,), opens=600, term_time_only=True)
    summer = Calendar({}, ((date(2026, 6, 1), date(2026, 7, 20)),))

    assert held_on(rule, NO_CALENDAR, date(2026, 8, 4))
    assert not held_on(rule, summer, date(2026, 8, 4))


@pytest.mark.parametrize(
    "wrong",
    [
        {"freq": "DAILY"},
        {"opens": -1},
        {"opens": 1440},
        {"closes": 1441},
        {"interval": 0},
        {"weekdays": (7,)},
        {"nth": ((0, 1),)},
        {"nth": ((6, 1),)},
        {"nth": ((1, 7),)},
        {"month_days": (0,)},
        {"month_days": (32,)},
    ],
)
def test_impossible_rules_name_the_field(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rule(**wrong)
