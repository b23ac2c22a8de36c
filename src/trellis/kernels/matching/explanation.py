"""Why each pair, and why a need stayed without one. Facts only: whoever shows them writes the sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trellis.kernels.matching.graph import Id
from trellis.kernels.matching.result import Matching


class Why(StrEnum):
    """Why a place stayed empty."""

    NO_EDGE = "no_edge"
    TOO_FEW_EDGES = "too_few_edges"
    NO_ROOM = "no_room"
    SHARED = "shared"
    TOO_DEAR = "too_dear"


@dataclass(frozen=True)
class Better:
    """An offer that would have cost a need less than the one it got, or at all: who has it, and what taking it would cost others."""

    offer: Id
    cost: int | float
    taken_by: tuple[Id, ...]
    price: int | float
    """By how much everything else would cost more, at least, if a place of this offer were taken away."""


@dataclass(frozen=True)
class PairFacts:
    """A pair, and where it stands among what was possible for this need."""

    need: Id
    offer: Id
    cost: int | float
    rank: int
    """1 if nothing possible for this need costs less."""
    n_possible: int
    better: tuple[Better, ...]
    """The offers that would have cost less, cheapest first (those this need got as well left out)."""


@dataclass(frozen=True)
class UnmatchedFacts:
    """A need with empty places: how many, and why.

    With `SHARED`: `rivals` are the needs (this one among them) that in any way of dealing out compete for the `contested` offers, which
    all have no place left; together they want more than these can give. With `TOO_DEAR`: leaving a place empty costs less.
    """

    need: Id
    empty: int
    wanted: int
    n_possible: int
    why: Why
    rivals: tuple[Id, ...] = ()
    contested: tuple[Id, ...] = ()
    n_places: int = 0
    """How many places the contested offers have together."""
    cheapest: int | float | None = None


def explain(matching: Matching) -> tuple[list[PairFacts], list[UnmatchedFacts]]:
    """The facts behind every pair, in the order of `matching.pairs`, and behind every need with empty places."""
    graph = matching.graph
    edges_of: list[list[int]] = [[] for _ in graph.needs]
    for edge, tail in enumerate(graph.tails):
        edges_of[tail].append(edge)
    for edges in edges_of:
        edges.sort(key=graph.costs.__getitem__)
    used = set(matching.chosen)
    used_by: list[list[int]] = [[] for _ in graph.offers]
    got = [0] * len(graph.needs)
    for edge in matching.chosen:
        used_by[graph.heads[edge]].append(graph.tails[edge])
        got[graph.tails[edge]] += 1
    pairs = [_pair(matching, edge, edges_of[graph.tails[edge]], used, used_by) for edge in matching.chosen]
    empty = [
        _unmatched(matching, need, wanted - got[need], edges_of, used, used_by)
        for need, wanted in enumerate(graph.wanted)
        if wanted > got[need]
    ]
    return pairs, empty


def _pair(matching: Matching, edge: int, edges: list[int], used: set[int], used_by: list[list[int]]) -> PairFacts:
    graph = matching.graph
    cost = graph.costs[edge]
    cheaper = [each for each in edges if graph.costs[each] < cost]
    better = tuple(
        Better(
            graph.offers[graph.heads[each]],
            graph.amount(graph.costs[each]),
            tuple(graph.needs[need] for need in used_by[graph.heads[each]]),
            graph.amount(max(matching.offer_prices[graph.heads[each]], 0)),
        )
        for each in cheaper
        if each not in used
    )
    tail, head = graph.tails[edge], graph.heads[edge]
    return PairFacts(graph.needs[tail], graph.offers[head], graph.amount(cost), 1 + len(cheaper), len(edges), better)


def _unmatched(
    matching: Matching, need: int, empty: int, edges_of: list[list[int]], used: set[int], used_by: list[list[int]]
) -> UnmatchedFacts:
    graph = matching.graph
    edges = edges_of[need]
    facts = {"need": graph.needs[need], "empty": empty, "wanted": graph.wanted[need], "n_possible": len(edges)}
    cheapest = graph.amount(graph.costs[edges[0]]) if edges else None
    if not edges:
        return UnmatchedFacts(**facts, why=Why.NO_EDGE)
    if all(edge in used for edge in edges):
        return UnmatchedFacts(**facts, why=Why.TOO_FEW_EDGES, cheapest=cheapest)
    if all(not graph.room[graph.heads[edge]] for edge in edges):
        return UnmatchedFacts(**facts, why=Why.NO_ROOM, cheapest=cheapest)
    rivals, contested, all_full = _reach(matching, need, edges_of, used, used_by)
    if not all_full:
        return UnmatchedFacts(**facts, why=Why.TOO_DEAR, cheapest=cheapest)
    return UnmatchedFacts(
        **facts, why=Why.SHARED, rivals=tuple(graph.needs[each] for each in sorted(rivals)),
        contested=tuple(graph.offers[each] for each in sorted(contested)), n_places=sum(graph.room[each] for each in contested),
        cheapest=cheapest,
    )  # fmt: skip


def _reach(matching: Matching, start: int, edges_of: list, used: set[int], used_by: list[list[int]]) -> tuple[set[int], set[int], bool]:
    """The needs and offers that one more pair for this need could ever push aside, and whether all these offers are full."""
    graph = matching.graph
    rivals, contested, waiting = {start}, set(), [start]
    while waiting:
        for edge in edges_of[waiting.pop()]:
            head = graph.heads[edge]
            if edge in used or head in contested:
                continue
            if len(used_by[head]) < graph.room[head]:
                return rivals, contested, False
            contested.add(head)
            for tail in used_by[head]:
                if tail not in rivals:
                    rivals.add(tail)
                    waiting.append(tail)
    return rivals, contested, True
