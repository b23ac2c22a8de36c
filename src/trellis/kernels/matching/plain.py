"""The best matching, exactly, in plain Python.

Successive shortest paths with potentials (Ahuja, Magnanti, Orlin: Network Flows, 1993, section 9.7): each place of each need finds the
cheapest way to be filled, moving others aside where that is cheaper, or stays empty at the penalty. All sums are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

from trellis.kernels.matching.certificate import settled
from trellis.kernels.matching.graph import Cost, Graph, Id, graph_of
from trellis.kernels.matching.result import Matching


def match(
    edges: Iterable[tuple[Id, Id, Cost]],
    *,
    need_capacity: Mapping[Id, int] | int = 1,
    offer_capacity: Mapping[Id, int] | int = 1,
    forbidden: Iterable[tuple[Id, Id]] = (),
    unmatched: Cost | None = None,
    needs: Iterable[Id] = (),
    offers: Iterable[Id] = (),
) -> Matching:
    """Match needs with offers: as many pairs as possible, and among those the least total cost.

    `edges` are (need, offer, cost): who could meet, and how well (less is better; any finite numbers). Ids may be anything hashable.
    A pair meets at most once; of a repeated edge the cheapest counts. `need_capacity` is how many different offers a need wants,
    `offer_capacity` how many different needs an offer can serve: one number for all, or by id (1 where none is given). `forbidden`
    pairs never meet, whatever edge there is. `unmatched` is a cost at which a place rather stays empty: then the
    least sum of costs and `unmatched` per empty place is looked for, instead of the most pairs. `needs` and `offers` may name those
    without any edge, so that they are counted.

    The answer is proven (`optimal` is true). The time grows with places * edges: some hundreds of edges take milliseconds. For tens of
    thousands use `trellis.kernels.matching.fast.match`. Raises `Malformed`.
    """
    return solve(
        graph_of(
            edges, need_capacity=need_capacity, offer_capacity=offer_capacity, forbidden=forbidden, unmatched=unmatched,
            needs=needs, offers=offers,
        )
    )  # fmt: skip


def solve(graph: Graph) -> Matching:
    """The best matching of a graph that was checked before."""
    search = _Search(graph)
    for need, wanted in enumerate(graph.wanted):
        # A need can't have more pairs than edges: one place beyond them says so, and the others stay empty without a search.
        for _ in range(min(wanted, len(search.edges_of[need]) + 1)):
            if not search.place(need):
                break
    return settled(graph, [edge for edge, used in enumerate(search.used) if used], search.values, search.prices)


class _Search:
    """The flow so far, and for each need and offer what it costs from there to a free place: its value, its price."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.edges_of: list[list[int]] = [[] for _ in graph.needs]
        for edge, tail in enumerate(graph.tails):
            self.edges_of[tail].append(edge)
        self.used = bytearray(len(graph.costs))
        self.used_by: list[list[int]] = [[] for _ in graph.offers]
        self.free = list(graph.room)
        self.values = [min((graph.costs[e] for e in edges), default=graph.penalty) for edges in self.edges_of]
        self.values = [min(value, graph.penalty) for value in self.values]
        self.prices = [0] * len(graph.offers)

    def place(self, start: int) -> bool:
        """Fill one place of a need in the cheapest way; False if the cheapest is to leave one of its own empty."""
        graph, values, prices, used = self.graph, self.values, self.prices, self.used
        n = len(graph.needs)
        distance = {start: 0}
        came_by: dict[int, int] = {}
        settled: dict[int, int] = {}
        heap = [(0, start)]
        best, end = None, -1
        while heap:
            so_far, node = heappop(heap)
            if best is not None and (so_far > best or end >= n):
                break
            if node in settled:
                continue
            settled[node] = so_far
            if node < n:
                stop = so_far + graph.penalty - values[node]
                if best is None or stop < best:
                    best, end = stop, node
                for edge in self.edges_of[node]:
                    if used[edge]:
                        continue
                    head = graph.heads[edge]
                    further = so_far + graph.costs[edge] - values[node] + prices[head]
                    if further < distance.get(n + head, further + 1):
                        distance[n + head] = further
                        came_by[n + head] = edge
                        heappush(heap, (further, n + head))
            else:
                head = node - n
                if self.free[head]:
                    stop = so_far - prices[head]
                    if best is None or stop <= best:
                        best, end = stop, node
                    continue
                for edge in self.used_by[head]:
                    tail = graph.tails[edge]
                    further = so_far + values[tail] - prices[head] - graph.costs[edge]
                    if further < distance.get(tail, further + 1):
                        distance[tail] = further
                        came_by[tail] = edge
                        heappush(heap, (further, tail))
        assert best is not None
        for node, so_far in settled.items():
            if so_far < best:
                if node < n:
                    values[node] += best - so_far
                else:
                    prices[node - n] += best - so_far
        self._augment(start, end, came_by)
        return end != start

    def _augment(self, start: int, end: int, came_by: dict[int, int]) -> None:
        """Turn every edge on the way around: what was used becomes free, and the other way round."""
        graph, n = self.graph, len(self.graph.needs)
        if end >= n:
            self.free[end - n] -= 1
        node = end
        while node != start:
            edge = came_by[node]
            head = graph.heads[edge]
            if node >= n:
                self.used[edge] = 1
                self.used_by[head].append(edge)
                node = graph.tails[edge]
            else:
                self.used[edge] = 0
                self.used_by[head].remove(edge)
                node = n + head
