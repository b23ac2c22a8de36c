"""The same answer as `plain.solve`, with NumPy and SciPy: for hundreds of thousands of edges, in commands and jobs only.

The parts of the graph that nothing joins are matched one by one: SciPy's sparse Jonker-Volgenant (`min_weight_full_bipartite_matching`),
with one place "stays empty" for each need, after a capacity on one side was written out as so many equal places. What comes out is
believed only as far as it is proven: values and prices are worked out again from the matching, in whole numbers (Bellman-Ford over
all edges at once), and `lower_bound` must give exactly what it costs. Where numbers or capacities are too large for that,
`plain.solve` answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from trellis.kernels.matching import plain
from trellis.kernels.matching.graph import Cost, Graph, Id, graph_of
from trellis.kernels.matching.result import Matching

FEW_EDGES = 4_000
"""So few are quicker in plain Python."""

LARGEST_FLOAT = 2**52
"""Whole numbers beyond this are not exact in SciPy's arithmetic."""

MOST_WRITTEN_OUT = 6_000_000
"""Edges after capacities were written out; more are left to plain Python."""

TOGETHER = 2_000
"""Parts with fewer edges are matched together with their neighbours: a call for each of thousands of small ones would take longest."""

MOST_ROUNDS = 20_000


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
    """`trellis.kernels.matching.match` for large graphs: the same arguments, the same totals; of several equal answers perhaps another."""
    return solve(
        graph_of(
            edges, need_capacity=need_capacity, offer_capacity=offer_capacity, forbidden=forbidden, unmatched=unmatched,
            needs=needs, offers=offers,
        )
    )  # fmt: skip


def solve(graph: Graph) -> Matching:
    """The best matching of a graph that was checked before; proven, or found by plain Python."""
    if len(graph.costs) < FEW_EDGES:
        return plain.solve(graph)
    tails, heads = np.array(graph.tails, np.int64), np.array(graph.heads, np.int64)
    n, m = len(graph.needs), len(graph.offers)
    wanted = np.minimum(_capped(graph.wanted), np.bincount(tails, minlength=n))
    room = np.minimum(_capped(graph.room), np.bincount(heads, minlength=m))
    largest = max(map(abs, graph.costs), default=0)
    if not _fits(graph, tails, heads, wanted, room, largest):
        return plain.solve(graph)
    costs = np.array(graph.costs, np.int64)
    chosen = _chosen(graph, tails, heads, costs, wanted, room)
    values, prices = _duals(graph, tails, heads, costs, room, chosen)
    found = _settled(graph, tails, heads, costs, chosen, values, prices)
    return found if found.optimal else plain.solve(graph)


def _capped(capacities: list[int]) -> np.ndarray:
    """Capacities small enough to be reckoned with: nothing has as many edges as the cap."""
    return np.array([min(number, 2**31) for number in capacities], np.int64)


def _fits(graph: Graph, tails: np.ndarray, heads: np.ndarray, wanted: np.ndarray, room: np.ndarray, largest: int) -> bool:
    """Whether every sum is exact, and capacities above 1 stand on one side of each edge only."""
    longest_way = (largest + 1) * 2 * (min(wanted.sum(), room.sum()) + 1) + abs(graph.penalty)
    if int(longest_way) * 2 > LARGEST_FLOAT or (np.minimum(wanted[tails], room[heads]) > 1).any():
        return False
    return int((wanted[tails] * room[heads]).sum()) <= MOST_WRITTEN_OUT


def _chosen(
    graph: Graph, tails: np.ndarray, heads: np.ndarray, costs: np.ndarray, wanted: np.ndarray, room: np.ndarray
) -> np.ndarray:  # fmt: skip
    """The edges of a cheapest way to fill every place or leave it empty, part by part."""
    edge, row, column = _written_out(tails, heads, wanted, room)
    n_rows, n_columns = int(wanted.sum()), int(room.sum())
    joined = csr_array((np.ones(len(edge), np.int8), (row, column + n_rows)), (n_rows + n_columns, n_rows + n_columns))
    _n_parts, part = connected_components(joined, directed=False)
    order = np.argsort(part[row], kind="stable")
    borders = np.flatnonzero(np.diff(part[row][order])) + 1
    borders = borders[np.diff(borders // TOGETHER, prepend=0) > 0]
    found = [_of_part(edge[each], row[each], column[each], costs, graph.penalty) for each in np.split(order, borders) if len(each)]
    return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _written_out(tails: np.ndarray, heads: np.ndarray, wanted: np.ndarray, room: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each edge once for each place of its need and each place of its offer: edge, row, column."""
    copies = wanted[tails] * room[heads]
    edge = np.repeat(np.arange(len(tails)), copies)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
    first_row, first_column = np.cumsum(wanted) - wanted, np.cumsum(room) - room
    row = first_row[tails[edge]] + number // room[heads[edge]]
    column = first_column[heads[edge]] + number % room[heads[edge]]
    return edge, row, column


def _of_part(edge: np.ndarray, row: np.ndarray, column: np.ndarray, costs: np.ndarray, penalty: int) -> np.ndarray:
    """The chosen edges of one part. SciPy leaves out zeros, so all costs are moved above 0; every row has one, so nothing changes."""
    rows, row = np.unique(row, return_inverse=True)
    columns, column = np.unique(column, return_inverse=True)
    n, m = len(rows), len(columns)
    lift = 1 - min(int(costs[edge].min()), penalty)
    weights = np.concatenate([costs[edge] + lift, np.full(n, penalty + lift)]).astype(float)
    places = np.concatenate([column, m + np.arange(n)])
    weighted = csr_array((weights, (np.concatenate([row, np.arange(n)]), places)), (n, m + n))
    found_rows, found_columns = min_weight_full_bipartite_matching(weighted)
    filled = found_columns < m
    key = row * m + column
    sorted_keys = np.argsort(key)
    at = np.searchsorted(key, found_rows[filled] * m + found_columns[filled], sorter=sorted_keys)
    return edge[sorted_keys[at]]


def _duals(
    graph: Graph, tails: np.ndarray, heads: np.ndarray, costs: np.ndarray, room: np.ndarray, chosen: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """For each need and offer what the way from it to a free place costs, when every pair may be changed: all edges at once, again and
    again, until nothing falls any more. In an optimal matching these are its values and prices."""
    n, m = len(graph.needs), len(graph.offers)
    used = np.zeros(len(tails), bool)
    used[chosen] = True
    free = np.bincount(heads[chosen], minlength=m) < _capped(graph.room)
    order = np.argsort(tails, kind="stable")
    order = order[~used[order]]
    out_tails, out_heads, out_costs = tails[order], heads[order], costs[order]
    starts = np.flatnonzero(np.r_[True, np.diff(out_tails) > 0]) if len(order) else np.zeros(0, np.int64)
    owners = out_tails[starts]
    back_tails, back_heads, back_costs = tails[chosen], heads[chosen], costs[chosen]
    values = np.full(n, graph.penalty, np.int64)
    highest = abs(graph.penalty) + int(np.abs(costs).max(initial=0)) + 1
    prices = np.where(free, 0, highest)
    for _ in range(MOST_ROUNDS):
        fallen = prices.copy()
        np.minimum.at(fallen, back_heads, values[back_tails] - back_costs)
        lower = values.copy()
        if len(starts):
            lower[owners] = np.minimum(values[owners], np.minimum.reduceat(out_costs + fallen[out_heads], starts))
        if (lower == values).all() and (fallen == prices).all():
            break
        values, prices = lower, fallen
        if values.min(initial=0) < -highest * 4:
            break
    return values, np.maximum(prices, 0)


def _settled(
    graph: Graph, tails: np.ndarray, heads: np.ndarray, costs: np.ndarray, chosen: np.ndarray, values: np.ndarray, prices: np.ndarray
) -> Matching:  # fmt: skip
    """`certificate.settled` with all edges at once; the sums that could grow large are Python's."""
    slack = int(np.maximum(values[tails] - prices[heads] - costs, 0).sum())
    told_values, told_prices = values.tolist(), prices.tolist()
    bound = sum(map(int.__mul__, graph.wanted, told_values)) - sum(map(int.__mul__, graph.room, told_prices)) - slack
    if not graph.stated:
        bound -= graph.penalty * (sum(graph.wanted) - len(chosen))
    return Matching(graph, tuple(chosen.tolist()), tuple(told_values), tuple(told_prices), bound)
