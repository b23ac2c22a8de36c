"""Least served first, and proposals for peers."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.matching import gini, least_served_first, proposals, weekly_places


@pytest.mark.parametrize("seed", range(5))
def test_over_26_weeks_12_places_are_given_out_evenly(seed):
    chance = random.Random(seed)
    people = range(60)
    weeks = [chance.sample(people, 36) for _ in range(26)]

    given = weekly_places(weeks, places=12, seed=seed)

    times = Counter(who for week in given for who in week)
    assert gini(times[who] for who in people) <= 0.10
    assert min(times[who] for who in people) >= 1
    assert all(len(set(got)) == 12 and set(got) <= set(wanting) for got, wanting in zip(given, weeks, strict=True))


def test_the_order_is_the_same_for_the_same_seed_however_they_are_named():
    one = least_served_first(["a", "b", "c", "d"], {"b": 2}, seed="x")
    other = least_served_first(["d", "c", "b", "a", "a"], {"b": 2}, seed="x")

    assert one == other
    assert [each.id for each in one][-1] == "b"
    assert [each.n_equal for each in one] == [3, 3, 3, 1]


def test_every_equal_is_first_now_and_then():
    first = Counter(least_served_first("abc", {}, seed=seed)[0].id for seed in range(300))

    assert all(70 < number < 130 for number in first.values())


def test_weights_are_stated_shares():
    order = least_served_first("ab", {"a": 4, "b": 3}, seed=1, weights={"a": 2})

    assert [each.id for each in order] == ["a", "b"]
    with pytest.raises(ValueError, match="above 0"):
        least_served_first("ab", {}, seed=1, weights={"a": 0})


@pytest.mark.parametrize("amounts, found", [([], 0), ([0, 0], 0), ([5, 5, 5], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)])
def test_gini(amounts, found):
    assert gini(amounts) == pytest.approx(found)


WISHES = st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.sampled_from("vwxyz"), st.integers(0, 9)))
ANSWERS = st.dictionaries(st.sampled_from("vwxyz"), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9)))
PAIRS = st.lists(st.tuples(st.sampled_from("abcdvwxyz"), st.sampled_from("abcdvwxyz")), max_size=5)


@given(WISHES, ANSWERS, PAIRS, st.dictionaries(st.sampled_from("vwxyz"), st.integers(0, 3)))
def test_nobody_is_proposed_whom_either_avoids_or_did_not_name(seekers, companions, avoid, room):
    found = proposals(seekers, companions, avoid=avoid, room=room)

    never = {frozenset(pair) for pair in avoid}
    named = Counter()
    for seeker, several in found.items():
        assert len(several) <= 3 and len({each.companion for each in several}) == len(several)
        for each in several:
            named[each.companion] += 1
            assert each.companion in seekers[seeker] and seeker in companions[each.companion]
            assert frozenset((seeker, each.companion)) not in never
    assert all(number <= room.get(companion, 1) for companion, number in named.items())


def test_everybody_gets_a_first_proposal_before_anybody_gets_a_second():
    seekers = {"a": {"x": 1, "y": 2}, "b": {"x": 1}}
    companions = {"x": {"a": 1, "b": 5}, "y": {"a": 9}}

    found = proposals(seekers, companions, room=1)

    assert [each.companion for each in found["b"]] == ["x"]
    assert [(each.companion, each.seeker_rank, each.companion_rank, each.n_possible) for each in found["a"]] == [("y", 2, 1, 2)]
