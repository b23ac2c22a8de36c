"""Contradictory quotas: the change that is named is the smallest there is, as trying every change shows."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.relaxation import relax


def pool_of(*rows: str) -> Pool:
    return Pool(tuple(f"p{place}" for place in range(len(rows))), ("gender", "area"), tuple((row[0], row[1]) for row in rows))


def quotas_of(*limits: tuple[str, int, int]) -> Quotas:
    return Quotas(tuple(Quota("gender" if name in "fm" else "area", name, least, most) for name, least, most in limits))


def changes(relaxation) -> list[tuple[str, str, int, int]]:
    return [(change.quota.value, change.limit, change.before, change.after) for change in relaxation.changes]


def test_quotas_that_agree_are_left_alone():
    found = relax(pool_of("fn", "mn", "fs"), quotas_of(("f", 1, 2), ("m", 0, 1), ("n", 1, 2), ("s", 0, 1)), size=2)

    assert found.changes == ()
    assert found.seats == 0


def test_too_few_people_lower_one_minimum():
    """Four seats, two of them for women, but only one woman in the pool: by hand, the minimum falls from 2 to 1."""
    pool = pool_of("fn", "mn", "ms", "mn", "ms")
    quotas = quotas_of(("f", 2, 3), ("m", 1, 3), ("n", 1, 3), ("s", 1, 3))

    found = relax(pool, quotas, size=4)

    assert changes(found) == [("f", "minimum", 2, 1)]
    assert not found.quotas.broken_by(pool, ["p0", "p1", "p2", "p3"])


def test_of_two_equal_changes_the_one_further_down_the_list_is_taken():
    """Three seats, but at most one each for f and m: either maximum may rise by one, and the list says f first."""
    quotas = quotas_of(("f", 0, 1), ("m", 0, 1))

    found = relax(pool_of("fn", "fn", "mn", "mn"), quotas, size=3)

    assert changes(found) == [("m", "maximum", 1, 2)]


def test_one_limit_by_two_seats_is_taken_before_two_limits_by_one():
    found = relax(pool_of("fn", "fn", "fs", "mn", "ms", "ms"), quotas_of(("f", 0, 1), ("m", 0, 1)), size=4)

    assert found.seats == 2
    assert len(found.changes) == 1


def test_limits_stretch_within_their_flex_if_that_is_enough():
    quotas = Quotas((Quota("gender", "f", 0, 1, 0, 3), Quota("gender", "m", 0, 1, 0, 1)))

    found = relax(pool_of("fn", "fn", "mn", "mn"), quotas, size=3)

    assert changes(found) == [("f", "maximum", 1, 2)]
    assert found.within_flex


def test_limits_stretch_beyond_their_flex_if_they_must():
    quotas = Quotas((Quota("gender", "f", 0, 1, 0, 1), Quota("gender", "m", 0, 1, 0, 1)))

    found = relax(pool_of("fn", "fn", "mn", "mn"), quotas, size=3)

    assert changes(found) == [("m", "maximum", 1, 2)]
    assert not found.within_flex


def test_more_seats_than_people_can_be_mended_by_no_quota():
    with pytest.raises(Impossible, match="3 seats can't be filled: 2 people are in the pool"):
        relax(pool_of("fn", "mn"), quotas_of(("f", 0, 3), ("m", 0, 3)), size=3)


def test_more_seats_than_households_neither():
    with pytest.raises(Impossible, match="2 seats can't be filled: 1 households"):
        relax(pool_of("fn", "mn"), quotas_of(("f", 0, 3), ("m", 0, 3)), size=2, households=["a", "a"])


def test_the_household_rule_counts():
    """Both women live together, so a minimum of two women can't be met."""
    found = relax(pool_of("fn", "fs", "mn"), quotas_of(("f", 2, 2), ("m", 0, 1)), size=2, households=["a", "a", "b"])

    assert changes(found) == [("f", "minimum", 2, 1)]


@st.composite
def contradictions(draw):
    rows = draw(st.lists(st.sampled_from(["fn", "fs", "mn", "ms"]), min_size=2, max_size=6))
    size = draw(st.integers(1, len(rows)))
    limits = []
    for value in "fmns":
        least = draw(st.integers(0, 3))
        limits.append((value, least, draw(st.integers(least, 3))))
    return pool_of(*rows), quotas_of(*limits), size


@settings(deadline=None)
@given(contradictions())
def test_no_smaller_change_exists(case):
    """Against trying every panel: the change a panel needs is known by counting."""
    pool, quotas, size = case

    found = relax(pool, quotas, size=size)

    best = min(needed(pool, quotas, members) for members in combinations(pool.ids, size))
    assert (found.seats, len(found.changes)) == best[:2]
    assert amounts_of(found, quotas) == best[2]


def needed(pool, quotas, members) -> tuple[int, int, tuple[int, ...]]:
    """What one panel needs, best first: the sum of changes, how many limits change, and the changes in the list's order."""
    rows = dict(zip(pool.ids, pool.values, strict=True))
    down, up = [], []
    for quota in quotas.limits:
        seats = sum(rows[member][pool.features.index(quota.feature)] == quota.value for member in members)
        down.append(max(0, quota.minimum - seats))
        up.append(max(0, seats - quota.maximum))
    amounts = tuple(down + up)
    return sum(amounts), sum(map(bool, amounts)), amounts


def amounts_of(found, quotas) -> tuple[int, ...]:
    by_limit = {(change.quota, change.limit): change.seats for change in found.changes}
    return tuple(by_limit.get((quota, limit), 0) for limit in ("minimum", "maximum") for quota in quotas.limits)
