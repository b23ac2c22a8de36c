"""Days and times among the words."""

import pytest

from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.timewords import with_time_from_words


@pytest.mark.parametrize(
    ("typed", "words", "day", "time"),
    [
        ("AA meetings near Maldon on Tuesday", "AA meetings near Maldon", "tue", ""),
        ("AA on tuesday evening near Maldon", "AA near Maldon", "tue", "evening"),
        ("aa clacton thursday", "aa clacton", "thu", ""),
        ("yoga saturday mornings", "yoga", "sat", "morning"),
        ("peer group tonight", "peer group", "evening", ""),
        ("food bank open now", "food bank", "now", ""),
        ("food bank open today", "food bank", "today", ""),
        ("choir tomorrow evening", "choir", "tomorrow", "evening"),
        ("this evening", "", "evening", ""),
    ],
)
def test_a_time_that_was_meant_becomes_a_filter(typed, words, day, time):
    understood = with_time_from_words(Asked(words=typed))
    assert (understood.words, understood.day, understood.time) == (words, day, time)


@pytest.mark.parametrize(
    "typed",
    ["Monday Newcomers", "evening peer group", "Sunday", "now and then", "know how", "friday night social club", "sunday school teacher"],
)
def test_names_stay_words(typed):
    assert with_time_from_words(Asked(words=typed)).words == typed


def test_a_filter_that_was_chosen_counts_more():
    asked = Asked(words="aa on tuesday", day="fri")
    assert with_time_from_words(asked) is asked


def test_exact_words_are_left_alone():
    asked = Asked(words="aa on tuesday", literal=True)
    assert with_time_from_words(asked) is asked
