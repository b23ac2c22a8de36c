"""Replacements: every quota still holds, and nobody is asked who may not be."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.replacements import alternates, relax_for, replacements, vacancies

IDS = tuple("abcdefgh")
POOL = Pool(IDS, ("gender",), (("f",), ("f",), ("f",), ("m",), ("m",), ("m",), ("m",), ("f",)))
QUOTAS = Quotas((Quota("gender", "f", 1, 2), Quota("gender", "m", 1, 2)))


@pytest.mark.parametrize(
    ("panel", "declined", "unavailable", "field", "reason"),
    [
        (["a", "z"], ["a"], [], "panel", "'z' is not in the pool"),
        (["a"], ["a"], ["y"], "unavailable", "'y' is not in the pool"),
        (["a"], ["b"], [], "declined", "'b' has no seat to decline"),
        (["a"], [], [], "declined", "nobody declined, so there is nothing to fill"),
    ],
)
def test_answers_that_make_no_sense(panel, declined, unavailable, field, reason):
    with pytest.raises(Malformed) as refused:
        vacancies(POOL, panel=panel, declined=declined, unavailable=unavailable)

    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_nobody_is_asked_who_was_asked_or_lives_with_somebody_who_stays():
    free = vacancies(POOL, panel=["a", "d", "e"], declined=["d"], unavailable=["b"], households=["1", "2", None, None, "3", "3", "4", "1"])

    assert free.kept == ("a", "e")
    assert free.pool.ids == ("c", "g")
    assert free.households == (None, "4")
    assert (free.seats, free.size) == (1, 3)


def test_nobody_is_left():
    with pytest.raises(Impossible, match="nobody is left who may be asked"):
        vacancies(POOL, panel=["a", "b"], declined=["a"], unavailable=IDS[2:])


def test_those_who_stay_may_be_more_than_a_maximum_allows():
    """Quotas that were tightened after the draw: the change that is named starts from who is there."""
    free = vacancies(POOL, panel=["a", "b", "c"], declined=["c"])
    tight = Quotas((Quota("gender", "f", 0, 1), Quota("gender", "m", 0, 3)))

    with pytest.raises(Impossible, match="those who stay are more than the maximum of gender f: 2, not 1"):
        replacements(POOL, tight, free)
    assert [(change.quota.value, change.after) for change in relax_for(POOL, tight, free).changes] == [("f", 2)]


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_with_those_who_stay_every_replacement_keeps_every_quota(data):
    rows = data.draw(st.lists(st.sampled_from(["fn", "fs", "mn", "ms"]), min_size=5, max_size=8))
    pool = Pool(IDS[: len(rows)], ("gender", "area"), tuple((row[0], row[1]) for row in rows))
    panel = data.draw(st.sets(st.sampled_from(pool.ids), min_size=2, max_size=4))
    declined = data.draw(st.sets(st.sampled_from(sorted(panel)), min_size=1))
    quotas = Quotas(
        tuple(
            Quota(feature, value, max(0, seats - 1), seats + data.draw(st.integers(0, 1)))
            for feature, value in (("gender", "f"), ("gender", "m"), ("area", "n"), ("area", "s"))
            for seats in [sum(value in rows[pool.ids.index(member)] for member in panel)]
        )
    )
    assume(len(pool) > len(panel))

    free = vacancies(pool, panel=panel, declined=declined)
    valid = [
        group for group in combinations(free.pool.ids, free.seats) if not quotas.broken_by(pool, [*free.kept, *group])
    ]  # fmt: skip
    if not valid:
        with pytest.raises(Impossible):
            replacements(pool, quotas, free)
        return
    lottery = replacements(pool, quotas, free)

    assert {panel.members for panel in lottery.panels} <= set(valid)
    assert set(lottery.ids) - lottery.excluded == {person for group in valid for person in group}


def test_alternates_keep_the_quotas_one_by_one():
    found = alternates(POOL, QUOTAS, panel=["a", "b", "d"], seed="7 3", each=2)

    assert list(found) == ["a", "b", "d"]
    # With two women seated, only a man can take the place of the one man; for a woman either will do.
    assert set(found["d"]) <= {"e", "f", "g"}
    for member, others in found.items():
        assert len(others) == 2
        for person in others:
            assert not QUOTAS.broken_by(POOL, [person, *({"a", "b", "d"} - {member})])


def test_alternates_are_drawn_by_the_seed_and_by_nothing_else():
    first = alternates(POOL, QUOTAS, panel=["a", "b", "d"], seed="7 3", each=5)
    backwards = Pool(POOL.ids[::-1], POOL.features, POOL.values[::-1])

    assert alternates(backwards, QUOTAS, panel=["a", "b", "d"], seed="7 3", each=5) == first
    assert alternates(POOL, QUOTAS, panel=["a", "b", "d"], seed="7 4", each=5) != first


def test_alternates_share_no_household_with_the_panel():
    found = alternates(POOL, QUOTAS, panel=["a", "d"], seed="1", each=8, households=["1", "1", None, "2", "2", None, None, "3"])

    assert "b" in found["a"]
    assert "e" in found["d"]
    assert "e" not in found["a"]
    assert "b" not in found["d"]
