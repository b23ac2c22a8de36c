"""What a matching says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.kernels.matching.graph import Graph, Id


@dataclass(frozen=True)
class Matching:
    """Who meets whom, and the proof that no matching is better.

    `chosen` are numbers of edges of `graph`, ascending. `need_values` and `offer_prices` are the certificate, in 1/`graph.scale`:
    `lower_bound(graph, need_values, offer_prices)` can be worked out again from them by anyone. `bound` is that lower bound
    for the total cost of any matching with as many pairs (in 1/scale); with a stated penalty, for cost and penalties together.
    """

    graph: Graph
    chosen: tuple[int, ...]
    need_values: tuple[int, ...]
    offer_prices: tuple[int, ...]
    bound_in_units: int

    @property
    def pairs(self) -> list[tuple[Id, Id, int | float]]:
        """Need, offer, cost of each pair, in the order of the edges given."""
        graph = self.graph
        return [(graph.needs[graph.tails[e]], graph.offers[graph.heads[e]], graph.amount(graph.costs[e])) for e in self.chosen]

    @property
    def partners(self) -> dict[Id, list[Id]]:
        """For each need that got anything, its offers."""
        found: dict[Id, list[Id]] = {}
        for need, offer, _ in self.pairs:
            found.setdefault(need, []).append(offer)
        return found

    @property
    def missing(self) -> dict[Id, int]:
        """For each need that did not get all it wanted, how many places stay empty."""
        left = list(self.graph.wanted)
        for edge in self.chosen:
            left[self.graph.tails[edge]] -= 1
        return {self.graph.needs[need]: number for need, number in enumerate(left) if number}

    @property
    def unmatched(self) -> list[Id]:
        """Needs that did not get all they wanted, in the order given."""
        return list(self.missing)

    @property
    def matched(self) -> int:
        """How many pairs there are."""
        return len(self.chosen)

    @property
    def cost_in_units(self) -> int:
        return sum(self.graph.costs[edge] for edge in self.chosen)

    @property
    def total_cost(self) -> int | float:
        return self.graph.amount(self.cost_in_units)

    @property
    def penalties_in_units(self) -> int:
        """What the empty places count, if somebody stated a penalty; otherwise 0."""
        return self.graph.penalty * sum(self.missing.values()) if self.graph.stated else 0

    @property
    def bound(self) -> int | float:
        return self.graph.amount(self.bound_in_units)

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no matching is better."""
        return self.bound_in_units == self.cost_in_units + self.penalties_in_units
