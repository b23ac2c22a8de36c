"""The proof that nothing is better: one number per need and per offer, and a sum that anyone can work out again.

Linear programming duality (Kantorovich 1942; Schrijver, Combinatorial Optimization, 2003, chapters 17 and 21): give each need a value
u of at most the penalty, and each offer a price v of at least 0. Then for every matching

    cost + penalty * empty places  >=  sum(wanted * u) - sum(room * v) - sum over edges of max(0, u - v - cost)

because each pair saves its need at most u and takes a place worth v. All numbers are whole, so nothing is lost in rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

from trellis.kernels.matching.graph import Graph
from trellis.kernels.matching.result import Matching


def lower_bound(graph: Graph, need_values: Sequence[int], offer_prices: Sequence[int]) -> int:
    """The least that cost and penalties together can be, in 1/scale, by these values and prices.

    Values above the penalty and prices below 0 are pulled to them first, so that any numbers give a true bound.
    """
    values = [min(value, graph.penalty) for value in need_values]
    prices = [max(price, 0) for price in offer_prices]
    bound = sum(number * value for number, value in zip(graph.wanted, values, strict=True))
    bound -= sum(number * price for number, price in zip(graph.room, prices, strict=True) if price)
    for tail, head, cost in zip(graph.tails, graph.heads, graph.costs, strict=True):
        slack = values[tail] - prices[head] - cost
        if slack > 0:
            bound -= slack
    return bound


def settled(graph: Graph, chosen: Sequence[int], need_values: Sequence[int], offer_prices: Sequence[int]) -> Matching:
    """A matching with what its values and prices prove about it."""
    bound = lower_bound(graph, need_values, offer_prices)
    if not graph.stated:
        bound -= graph.penalty * (sum(graph.wanted) - len(chosen))
    return Matching(graph, tuple(sorted(chosen)), tuple(need_values), tuple(offer_prices), bound)


def verify(matching: Matching) -> list[str]:
    """What is wrong with a matching: pairs beyond a capacity, or a bound that its own certificate does not give. [] if nothing."""
    graph = matching.graph
    wrong = []
    if len(set(matching.chosen)) != len(matching.chosen):
        wrong.append("a pair twice")
    taken, given = [0] * len(graph.needs), [0] * len(graph.offers)
    for edge in matching.chosen:
        taken[graph.tails[edge]] += 1
        given[graph.heads[edge]] += 1
    wrong += [f"need {graph.needs[n]!r} beyond its capacity" for n, number in enumerate(taken) if number > graph.wanted[n]]
    wrong += [f"offer {graph.offers[n]!r} beyond its capacity" for n, number in enumerate(given) if number > graph.room[n]]
    if settled(graph, matching.chosen, matching.need_values, matching.offer_prices).bound_in_units != matching.bound_in_units:
        wrong.append("another bound")
    if matching.bound_in_units > matching.cost_in_units + matching.penalties_in_units:
        wrong.append("a bound above the cost")
    return wrong
