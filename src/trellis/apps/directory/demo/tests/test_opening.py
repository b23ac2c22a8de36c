"""The short notation for opening times."""

from datetime import date

import pytest

from trellis.apps.directory.demo.opening import OpeningError, opening_rules
from trellis.apps.directory.models.records import ScheduleRecord

SUNDAY = date(2026, 11, 22)


def read(text: str) -> list[ScheduleRecord]:
    return opening_rules(text, today=SUNDAY)


def test_two_openings_in_a_day():
    assert read("Mon-Wed,Fri 09:30-12:30 13:30-16:00") == [
        ScheduleRecord(weekdays=[0, 1, 2, 4], opens_at="09:30", closes_at="12:30"),
        ScheduleRecord(weekdays=[0, 1, 2, 4], opens_at="13:30", closes_at="16:00"),
    ]


def test_past_midnight_and_always():
    assert read("Fri-Sat 22:00-04:00") == [ScheduleRecord(weekdays=[4, 5], opens_at="22:00", closes_at="04:00")]
    assert read("24 hours") == [ScheduleRecord(weekdays=list(range(7)), opens_at="00:00", closes_at="00:00")]


def test_unknown_end():
    assert read("daily 10:00") == [ScheduleRecord(weekdays=list(range(7)), opens_at="10:00")]


def test_monthly():
    assert read("1st,last Tue 19:00-20:30") == [ScheduleRecord(freq="MONTHLY", nth=[(1, 1), (-1, 1)], opens_at="19:00", closes_at="20:30")]


def test_every_second_week():
    assert read("every 2nd Thu from 2026-01-08 10:00-12:00") == [
        ScheduleRecord(weekdays=[3], interval=2, starts_on=date(2026, 1, 8), opens_at="10:00", closes_at="12:00")
    ]


def test_once_in_a_week_to_come():
    day = date(2026, 12, 5)

    assert read("Sat in 2 weeks 11:00-16:00") == [
        ScheduleRecord(freq="ONCE", starts_on=day, until=day, opens_at="11:00", closes_at="16:00")
    ]


def test_flags_and_remark():
    [rule] = read("Mon 10:00-12:00 term not bank holidays by appointment except 25 Dec, 1 Jan ; Ring the bell")

    assert rule.term_time_only
    assert rule.closed_on_holidays
    assert rule.by_appointment
    assert rule.except_dates == [date(2026, 12, 25), date(2026, 1, 1), date(2027, 12, 25), date(2027, 1, 1)]
    assert rule.description == "Ring the bell"


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 1), date(2027, 3, 31)),
        (date(2027, 2, 1), date(2026, 11, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 11, 1), date(2028, 3, 31)),
    ],
)
def test_season_is_the_one_that_is_on_or_the_next(today, first, last):
    [rule] = opening_rules("Mon 10:00-12:00 season 1 Nov-31 Mar", today=today)

    assert (rule.valid_from, rule.valid_to) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mon",
        "Mon 9:30-12:00",
        "Mon 25:00-26:00",
        "Moo 10:00-12:00",
        "Fri-Mon 10:00-12:00",
        "every 2nd Fri from 2026-01-08 10:00-12:00",
        "every 9th Thu from 2026-01-08 10:00-12:00",
        "Mon 10:00-12:00 sometimes",
        "Mon 10:00-12:00 season 31 Feb-1 Mar",
        "Mon 10:00-12:00 except 30 Feb",
    ],
)
def test_what_cannot_be_read_is_quoted(text):
    with pytest.raises(OpeningError, match="in "):
        read(text)
