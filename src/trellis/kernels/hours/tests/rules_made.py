"""Hypothesis makers of rules, calendars and moments, in one year and a half so that everything meets everything."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from trellis.kernels.hours import Calendar, Rule

FIRST = date(2026, 1, 1)
days = st.integers(0, 550).map(lambda n: FIRST + timedelta(days=n))
moments = st.integers(0, 550 * 1440).map(lambda n: datetime(2026, 1, 1) + timedelta(minutes=n))
weekdays = st.lists(st.integers(0, 6), unique=True, max_size=7).map(tuple)
minutes = st.one_of(st.sampled_from([0, 540, 600, 720, 1020, 1380]), st.integers(0, 1439))


@st.composite
def rules(draw, **fixed):
    values = {
        "weekdays": draw(weekdays),
        "opens": draw(minutes),
        "closes": draw(st.one_of(st.none(), minutes, st.just(1440))),
        "freq": draw(st.sampled_from(["WEEKLY", "WEEKLY", "MONTHLY", "ONCE"])),
        "interval": draw(st.sampled_from([1, 1, 2, 3])),
        "nth": draw(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.integers(0, 6)), max_size=2).map(tuple)),
        "month_days": draw(st.lists(st.sampled_from([1, 13, 29, 30, 31, -1]), unique=True, max_size=2).map(tuple)),
        "starts_on": draw(st.one_of(st.none(), days)),
        "until": draw(st.one_of(st.none(), st.none(), days)),
        "valid_from": draw(st.one_of(st.none(), st.none(), days)),
        "valid_to": draw(st.one_of(st.none(), st.none(), days)),
        "term_time_only": draw(st.booleans()),
        "closed_on_holidays": draw(st.booleans()),
        "except_dates": draw(st.lists(days, max_size=2).map(tuple)),
        "by_appointment": draw(st.sampled_from([False, False, False, True])),
    }
    return Rule(**(values | fixed))


rule_lists = st.lists(rules(), max_size=4)


@st.composite
def calendars(draw):
    holidays = dict.fromkeys(draw(st.lists(days, max_size=5)), "holiday")
    spans = draw(st.lists(st.tuples(days, st.integers(0, 90)), max_size=3))
    return Calendar(holidays, tuple((first, first + timedelta(days=length)) for first, length in spans))
