"""Laws of every matching, over made-up graphs."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.matching import explain, lower_bound, match, verify
from trellis.kernels.matching.tests.twin import best_by_trying

COSTS = st.integers(-9, 30) | st.sampled_from([0.5, 2.25, -1.75])
EDGES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz"), COSTS), max_size=9)
CAPACITIES = st.dictionaries(st.sampled_from("abcdwxyz"), st.integers(0, 3))
FORBIDDEN = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=3)


@given(EDGES, CAPACITIES, FORBIDDEN)
def test_the_twin_that_tries_everything_finds_nothing_better(edges, capacities, forbidden):
    found = match(edges, need_capacity=capacities, offer_capacity=capacities, forbidden=forbidden)

    assert (found.matched, found.total_cost) == best_by_trying(
        edges, need_capacity=capacities, offer_capacity=capacities, forbidden=forbidden
    )
    assert found.optimal
    assert verify(found) == []


@given(EDGES, CAPACITIES, st.integers(-5, 40))
def test_with_a_price_of_staying_empty_the_least_sum_is_found(edges, capacities, unmatched):
    found = match(edges, need_capacity=capacities, offer_capacity=capacities, unmatched=unmatched)

    total = found.total_cost + unmatched * sum(found.missing.values())
    assert total == best_by_trying(edges, need_capacity=capacities, offer_capacity=capacities, unmatched=unmatched)
    assert found.optimal and found.bound == total


@given(EDGES, CAPACITIES, FORBIDDEN)
def test_no_forbidden_pair_meets_and_no_capacity_is_exceeded(edges, capacities, forbidden):
    pairs = match(edges, need_capacity=capacities, offer_capacity=capacities, forbidden=forbidden).pairs

    assert not {(need, offer) for need, offer, _ in pairs} & set(forbidden)
    taken = Counter(id for need, offer, _ in pairs for id in (need, offer))
    assert all(number <= capacities.get(id, 1) for id, number in taken.items())


@given(EDGES, CAPACITIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_total(edges, capacities, chance):
    shuffled = edges[:]
    chance.shuffle(shuffled)

    one = match(edges, need_capacity=capacities, offer_capacity=capacities)
    other = match(shuffled, need_capacity=capacities, offer_capacity=capacities)

    assert (one.matched, one.total_cost) == (other.matched, other.total_cost)


@given(EDGES, st.lists(st.integers(-50, 50), min_size=8, max_size=8))
def test_any_numbers_at_all_give_a_bound_that_is_no_higher_than_the_cost(edges, numbers):
    graph = match(edges, unmatched=7).graph
    best = best_by_trying(edges, unmatched=7) * graph.scale

    assert lower_bound(graph, numbers[: len(graph.needs)], numbers[4 : 4 + len(graph.offers)]) <= best


@given(EDGES, CAPACITIES)
def test_every_pair_and_every_empty_place_is_explained(edges, capacities):
    found = match(edges, need_capacity=capacities, offer_capacity=capacities)

    pairs, empty = explain(found)

    assert [(each.need, each.offer, each.cost) for each in pairs] == found.pairs
    assert {each.need: each.empty for each in empty} == found.missing
    for each in empty:
        assert each.why != "too_dear"
        if each.why == "shared":
            assert sum(min(capacities.get(need, 1), 4) for need in each.rivals) >= 1
            assert each.n_places == sum(capacities.get(offer, 1) for offer in each.contested)
