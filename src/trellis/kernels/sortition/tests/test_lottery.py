"""Laws of rounding: no quota is ever broken, every ticket is given out, and everyone keeps their chance as far as tickets allow."""

from collections import Counter
from math import floor

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trellis.kernels.sortition.fairness import fair_chances
from trellis.kernels.sortition.lottery import select
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.publication import check_lottery
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.rounding import nearest_weights, whole_tickets


@st.composite
def selections(draw):
    """A small pool, quotas around one of its panels (so that there is a panel), seats, and perhaps shared homes."""
    rows = draw(st.lists(st.tuples(st.sampled_from("fm"), st.sampled_from("nse")), min_size=3, max_size=14))
    ids = tuple(f"p{place:02}" for place in range(len(rows)))
    size = draw(st.integers(1, min(5, len(rows) - 1)))
    seated = draw(st.permutations(range(len(rows))))[:size]
    limits = []
    for place, values in enumerate(("fm", "nse")):
        for value in values:
            seats = sum(rows[person][place] == value for person in seated)
            limits.append(Quota("ga"[place], value, max(0, seats - draw(st.integers(0, 2))), seats + draw(st.integers(0, 2))))
    homes = draw(st.none() | st.lists(st.sampled_from([None, "1", "2", "3"]), min_size=len(rows), max_size=len(rows)))
    if homes is not None:
        shared = [homes[person] for person in seated if homes[person]]
        assume(len(set(shared)) == len(shared))
    return Pool(ids, ("g", "a"), tuple(rows)), Quotas(tuple(limits)), size, homes


@settings(deadline=None)
@given(selections(), st.sampled_from(["maximin", "leximin"]))
def test_tickets_keep_quotas_households_and_chances(case, objective):
    pool, quotas, size, homes = case

    lottery = select(pool, quotas, size=size, objective=objective, households=homes)

    check_lottery(lottery, pool, quotas, households=homes)
    assert lottery.tickets == 1_000_000
    assert len({panel.members for panel in lottery.panels}) == len(lottery.panels)
    exact = lottery.exact.probabilities
    assert all(abs(chance - exact[person]) < 2e-5 for person, chance in lottery.probabilities.items())
    assert lottery.rounding_loss < 2e-5


@settings(deadline=None)
@given(selections(), st.integers(1, 60))
def test_equal_panels_keep_quotas_and_serve_equal_people_alike(case, panels):
    pool, quotas, size, homes = case

    lottery = select(pool, quotas, size=size, households=homes, uniform=panels)

    check_lottery(lottery, pool, quotas, households=homes)
    assert lottery.tickets == len(lottery.panels) == panels
    if homes is None:
        for profile in lottery.exact.profiles:
            times = {lottery.tickets_of[person] for person in profile.ids}
            assert max(times) - min(times) <= 1


@settings(deadline=None, max_examples=10)
@given(selections(), st.integers(1, 12))
def test_no_more_panels_than_were_allowed(case, most):
    pool, quotas, size, homes = case

    lottery = select(pool, quotas, size=size, households=homes, max_panels=most)

    check_lottery(lottery, pool, quotas, households=homes)
    assert len(lottery.panels) <= most
    assert lottery.tickets == 1_000_000


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=12), st.integers(1, 10_000))
def test_every_panel_gets_its_share_rounded_down_or_up(weights, tickets):
    panels = [(weight, (f"p{place}", f"p{place + 1}")) for place, weight in enumerate(weights)]
    ids = [f"p{place}" for place in range(len(weights) + 1)]

    given_out = {members: count for count, members in whole_tickets(panels, ids=ids, tickets=tickets)}

    assert sum(given_out.values()) == tickets
    for weight, members in panels:
        share = weight / sum(weights) * tickets
        assert floor(share - 1e-6) <= given_out.get(members, 0) <= floor(share + 1e-6) + 1


def test_the_tickets_left_over_go_where_people_are_short():
    """Three panels of a third each on four tickets: b is on two of them and lacks most, so the fourth goes to one of hers; by hand."""
    panels = [(1 / 3, ("a", "b")), (1 / 3, ("b", "c")), (1 / 3, ("d", "e"))]

    found = whole_tickets(panels, ids="abcde", tickets=4)

    assert found == [(2, ("a", "b")), (1, ("b", "c")), (1, ("d", "e"))]


def test_weights_of_given_panels_come_as_near_as_they_can():
    """a and b should have half each, c all of it: with these two panels that is possible, though not with these weights."""
    panels = [(0.3, ("a", "c")), (0.4, ("a", "c")), (0.3, ("b", "c"))]

    found = {members: weight for weight, members in nearest_weights(panels, {"a": 0.5, "b": 0.5, "c": 1.0, "d": 0.0})}

    assert found == {("a", "c"): pytest.approx(0.5), ("b", "c"): pytest.approx(0.5)}


def test_a_hundred_equal_panels_of_a_pool_that_is_hard_to_divide():
    """A made-up pool of 60 people and 12 seats: the smallest chance is what whole numbers of panels allow, less one at most."""
    generator = np.random.default_rng(7)
    rows = [tuple(f"{name}{value}" for name, value in zip("abc", generator.integers(0, 3, 3), strict=True)) for _ in range(60)]
    seated = Counter(value for row in rows[:12] for value in row)
    quotas = Quotas(
        tuple(
            Quota(name, f"{name}{value}", max(0, seated[f"{name}{value}"] - 1), seated[f"{name}{value}"] + 1)
            for name in "abc"
            for value in range(3)
        )
    )
    pool = Pool(tuple(f"p{place}" for place in range(60)), tuple("abc"), tuple(rows))

    lottery = select(pool, quotas, size=12, uniform=100)

    check_lottery(lottery, pool, quotas)
    assert lottery.minimum >= floor(100 * lottery.exact.minimum + 1e-6) / 100 - 0.01


def test_selecting_again_gives_the_same_lottery():
    pool = Pool(tuple("abcdef"), ("g",), (("f",), ("m",), ("f",), ("m",), ("m",), ("m",)))
    quotas = Quotas((Quota("g", "f", 1, 2), Quota("g", "m", 1, 2)))

    assert select(pool, quotas, size=3).fingerprint == select(pool, quotas, size=3).fingerprint


@pytest.mark.parametrize("ticket", [-1, 1_000_000])
def test_there_is_no_such_ticket(ticket):
    lottery = select(Pool(("a", "b"), ("g",), (("f",), ("f",))), Quotas((Quota("g", "f", 1, 1),)), size=1)

    with pytest.raises(Malformed, match="they go from 0 to 999999"):
        lottery.panel_with(ticket)


def test_contradictory_quotas_make_no_lottery():
    with pytest.raises(Impossible):
        select(Pool(("a", "b"), ("g",), (("f",), ("f",))), Quotas((Quota("g", "f", 2, 2),)), size=1)


def test_the_exact_lottery_is_kept_beside_the_tickets():
    pool = Pool(("a", "b", "c"), ("g",), (("f",), ("f",), ("f",)))
    quotas = Quotas((Quota("g", "f", 1, 1),))

    assert select(pool, quotas, size=1).exact == fair_chances(pool, quotas, size=1)
