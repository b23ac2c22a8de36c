"""What people say, and what it comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.hours.saying import Said, Unclear, understood

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("second Tuesday", Said("MONTHLY", nth=((2, 1),))),
        ("The second Tuesday of every month.", Said("MONTHLY", nth=((2, 1),))),
        ("first and third Monday of the month", Said("MONTHLY", nth=((1, 0), (3, 0)))),
        ("last Friday, not on bank holidays", Said("MONTHLY", nth=((-1, 4),), closed_on_holidays=True)),
        ("every Thursday in term time", Said("WEEKLY", weekdays=(3,), term_time_only=True)),
        (
            "Thursdays, term-time only, but not on public holidays",
            Said("WEEKLY", weekdays=(3,), term_time_only=True, closed_on_holidays=True),
        ),
        ("mondays, wednesdays and fridays", Said("WEEKLY", weekdays=(0, 2, 4))),
        ("every 28 days", Said("WEEKLY", interval=4)),
        ("every other Tuesday", Said("WEEKLY", interval=2, weekdays=(1,))),
        ("fortnightly on Wed", Said("WEEKLY", interval=2, weekdays=(2,))),
        ("every three weeks on Sat and Sun", Said("WEEKLY", interval=3, weekdays=(5, 6))),
        ("every weekday", Said("WEEKLY", weekdays=(0, 1, 2, 3, 4))),
        ("1st and 15th of the month", Said("MONTHLY", month_days=(1, 15))),
        ("last day of every 3 months", Said("MONTHLY", interval=3, month_days=(-1,))),
        ("31st of February", Said("MONTHLY", interval=12, month_days=(31,), month=2)),
        ("first Saturday in June", Said("MONTHLY", interval=12, nth=((1, 5),), month=6)),
    ],
)
def test_as_people_say_it(text, said):
    assert understood(text) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("every 10 days", "not_weeks"), ("every 0 days", "unknown"), ("every second Tuesday", "two_meanings"), ("every month", "which_day"),
        ("when the moon is full", "unknown"), ("", "unknown"), ("32nd of the month", "unknown"), ("every sunny weeks", "unknown"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_asked_back(text, code):
    with pytest.raises(Unclear) as told:
        understood(text)
    assert told.value.code == code


@given(st.sampled_from(DAYS), st.sampled_from(["first", "second", "third", "fourth", "fifth", "last"]), st.booleans())
def test_case_and_the_article_make_no_difference(day, nth, loud):
    text = f"{nth} {day}"
    assert understood(text.upper() if loud else f"the {text.lower()} of the month") == understood(text)


@given(st.text(max_size=250))
def test_anything_is_understood_or_unclear(text):
    try:
        said = understood(text)
    except Unclear:
        return
    assert said.interval >= 1 and all(0 <= day <= 6 for day in said.weekdays)
