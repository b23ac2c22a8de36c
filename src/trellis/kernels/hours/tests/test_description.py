"""Grouping for a notice on the door, and the short form that travels with a search result."""

from datetime import date

import pytest
from hypothesis import given, settings

from trellis.kernels.hours import Note, Rule, day_runs, from_compact, grouped, to_compact

from .rules_made import rule_lists


def test_week_with_a_long_thursday():
    rules = [Rule(weekdays=(day,), opens=540, closes=1020) for day in (0, 1, 2, 4)]
    rules += [Rule(weekdays=(3,), opens=540, closes=720), Rule(weekdays=(3,), opens=780, closes=1200)]

    assert grouped(rules) == [
        ((0, 1, 2, 4), [(540, 1020)], ()),
        ((3,), [(540, 720), (780, 1200)], ()),
    ]


def test_notes_and_their_order():
    rules = [
        Rule(freq="ONCE", starts_on=date(2026, 12, 1), opens=600),
        Rule(freq="MONTHLY", nth=((1, 1),), opens=1140),
        Rule(weekdays=(2,), opens=600, closes=720, interval=2, starts_on=date(2026, 1, 7), term_time_only=True),
        Rule(weekdays=(5,), opens=600, closes=720),
    ]

    assert grouped(rules) == [
        ((5,), [(600, 720)], ()),
        ((2,), [(600, 720)], (Note("every", (2,)), Note("from", (date(2026, 1, 7),)), Note("term_time"))),
        ((), [(1140, None)], (Note("nth", (1, 1)),)),
        ((), [(600, None)], (Note("on", (date(2026, 12, 1),)),)),
    ]


def test_on_a_date_leaves_out_what_is_over_and_joins_what_differs_only_in_the_past():
    rules = [
        Rule(weekdays=(0,), opens=540, closes=1020, starts_on=date(2024, 1, 1)),
        Rule(weekdays=(1,), opens=540, closes=1020, starts_on=date(2024, 1, 2), except_dates=(date(2024, 5, 7),)),
        Rule(weekdays=(2,), opens=540, closes=1020, until=date(2025, 1, 1)),
    ]

    assert grouped(rules, on=date(2026, 1, 1)) == [((0, 1), [(540, 1020)], ())]
    assert len(grouped(rules)) == 3


@settings(deadline=None)
@given(rule_lists)
def test_every_opening_is_in_a_group(rules):
    times = {time for group in grouped(rules) for time in group.times}

    assert times == {(rule.opens, rule.closes) for rule in rules if rule.freq != "WEEKLY" or rule.weekdays or rule.starts_on}


def test_runs_of_days():
    assert day_runs((6, 0, 1, 2, 4)) == [(0, 2), (4, 4), (6, 6)]
    assert day_runs(()) == []


@settings(deadline=None)
@given(rule_lists)
def test_short_form_gives_equal_rules_back(rules):
    assert from_compact(to_compact(rules)) == rules


def test_short_form_is_short():
    assert to_compact([Rule(weekdays=(0, 1, 2, 3, 4), opens=540, closes=1020)]) == ["W01234|540|1020"]


@pytest.mark.parametrize("text", ["", "W", "X1|2|3", "W8|540|", "W1|540|600|", "W1|540|600|q", "W1|540|600|s20260231"])
def test_broken_short_form_is_refused(text):
    with pytest.raises(ValueError, match="not an opening rule"):
        from_compact([text])
