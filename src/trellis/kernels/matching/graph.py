"""Needs, offers, and the edges between them: checked, numbered, and with costs as whole numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

DECIMALS = 9
"""Costs are kept to so many decimals; what is finer is rounded (half to even)."""

MOST = 10**15
"""The largest cost, and the largest capacity."""

Id = Hashable
Cost = int | float | Decimal | Fraction


@dataclass
class Malformed(ValueError):
    """What was given is no such graph. `row` and `field` say where, as far as it is known."""

    reason: str
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Graph:
    """A bipartite graph in numbers.

    `tails[e]`, `heads[e]` and `costs[e]` are need, offer and cost of edge e: indexes into `needs` and `offers`, and whole numbers of
    1/`scale`. No pair stands there twice, and no forbidden pair at all. `penalty` is what each unfilled place of a need counts, in the
    same unit: so much that one more pair is worth any cost, unless `stated` says that somebody gave it.
    """

    needs: tuple[Id, ...]
    offers: tuple[Id, ...]
    tails: list[int]
    heads: list[int]
    costs: list[int]
    wanted: list[int]
    """Per need, how many different offers it wants."""
    room: list[int]
    """Per offer, how many different needs it can serve."""
    scale: int
    penalty: int
    stated: bool
    n_forbidden: int = 0
    n_repeated: int = 0
    """Edges left out because the pair is forbidden, or stands there again at no lower cost."""

    def amount(self, number: int) -> int | float:
        """A whole number of 1/scale as a cost again; whole where it can be."""
        if self.scale == 1:
            return number
        return number // self.scale if number % self.scale == 0 else number / self.scale


def graph_of(
    edges: Iterable[tuple[Id, Id, Cost]],
    *,
    need_capacity: Mapping[Id, int] | int = 1,
    offer_capacity: Mapping[Id, int] | int = 1,
    forbidden: Iterable[tuple[Id, Id]] = (),
    unmatched: Cost | None = None,
    needs: Iterable[Id] = (),
    offers: Iterable[Id] = (),
) -> Graph:
    """Check and number what is given; see `match` for what each argument means.

    Raises `Malformed` for costs and capacities that are no numbers, not finite or beyond 10**15, and capacities below 0 or not whole.
    """
    rows = list(edges)
    return graph_from_columns(
        [need for need, _, _ in rows], [offer for _, offer, _ in rows], [cost for _, _, cost in rows],
        need_capacity=need_capacity, offer_capacity=offer_capacity, forbidden=forbidden, unmatched=unmatched, needs=needs, offers=offers,
    )  # fmt: skip


def graph_from_columns(
    tails: Sequence[Id],
    heads: Sequence[Id],
    costs: Sequence[Cost],
    *,
    need_capacity: Mapping[Id, int] | int = 1,
    offer_capacity: Mapping[Id, int] | int = 1,
    forbidden: Iterable[tuple[Id, Id]] = (),
    unmatched: Cost | None = None,
    needs: Iterable[Id] = (),
    offers: Iterable[Id] = (),
) -> Graph:
    """The same as `graph_of`, from a column of needs, one of offers and one of costs: quick for hundreds of thousands of edges."""
    whole, scale, stated = _whole(costs, unmatched)
    need_index = _numbered(needs, tails)
    offer_index = _numbered(offers, heads)
    n_offers = len(offer_index)
    pairs = [
        tail * n_offers + head for tail, head in zip(map(need_index.__getitem__, tails), map(offer_index.__getitem__, heads), strict=True)
    ]
    n_forbidden = 0
    never = {need_index[need] * n_offers + offer_index[offer] for need, offer in forbidden if need in need_index and offer in offer_index}
    if never:
        kept = [place for place, pair in enumerate(pairs) if pair not in never]
        n_forbidden = len(pairs) - len(kept)
        pairs, whole = [pairs[place] for place in kept], [whole[place] for place in kept]
    best = dict(zip(pairs, whole, strict=True))
    n_repeated = len(pairs) - len(best)
    if n_repeated:
        best = {}
        for pair, cost in zip(pairs, whole, strict=True):
            if cost < best.get(pair, cost + 1):
                best[pair] = cost
    found = list(best.values())
    wanted = _capacities(need_index, need_capacity, "need_capacity")
    room = _capacities(offer_index, offer_capacity, "offer_capacity")
    penalty = ample(found, wanted, room) if stated is None else stated
    return Graph(
        tuple(need_index), tuple(offer_index), [pair // n_offers for pair in best], [pair % n_offers for pair in best], found, wanted, room,
        scale, penalty, stated is not None, n_forbidden, n_repeated,
    )  # fmt: skip


def _numbered(first: Iterable[Id], further: Iterable[Id]) -> dict[Id, int]:
    known = dict.fromkeys(first)
    known.update(dict.fromkeys(further))
    return {id: place for place, id in enumerate(known)}


def _whole(costs: Sequence[Cost], unmatched: Cost | None) -> tuple[list[int], int, int | None]:
    """Costs and the stated penalty as whole numbers of 1/scale."""
    if all(type(cost) is int for cost in costs) and (unmatched is None or type(unmatched) is int):
        highest = max(map(abs, costs), default=0)
        if highest <= MOST and abs(unmatched or 0) <= MOST:
            return list(costs), 1, unmatched  # type: ignore[return-value]
    exact = [_exact(cost, row) for row, cost in enumerate(costs, 1)]
    stated = None if unmatched is None else _exact(unmatched, None)
    scale = _scale([*exact, stated] if stated is not None else exact)
    return [int(cost * scale) for cost in exact], scale, int(stated * scale) if stated is not None else None


def ample(costs: list[int], wanted: list[int], room: list[int]) -> int:
    """A penalty so large that a matching with more pairs is always better, whatever it costs."""
    most_pairs = min(sum(wanted), sum(room), len(costs))
    return 2 * most_pairs * max((abs(cost) for cost in costs), default=0) + 1


def _exact(cost: Cost, row: int | None) -> Decimal:
    field = "cost" if row is not None else "unmatched"
    try:
        if isinstance(cost, bool):
            raise TypeError
        if isinstance(cost, Fraction):
            cost = float(cost)
        number = Decimal(repr(cost)) if isinstance(cost, float) else Decimal(cost)
    except (InvalidOperation, TypeError, ValueError):
        raise Malformed(f"{cost!r} is not a number", row=row, field=field) from None
    if not number.is_finite() or abs(number) > MOST:
        raise Malformed(f"{cost} is too large to be a cost" if not number.is_nan() else "is not a number", row=row, field=field)
    exponent = number.as_tuple().exponent
    return round(number, DECIMALS) if isinstance(exponent, int) and exponent < -DECIMALS else number


def _scale(costs: list[Decimal]) -> int:
    finest = 0
    for cost in costs:
        exponent = cost.as_tuple().exponent
        if isinstance(exponent, int) and exponent < finest and cost != cost.to_integral_value():
            finest = exponent
    return 10**-finest


def _capacities(index: dict[Id, int], given: Mapping[Id, int] | int, field: str) -> list[int]:
    if given == 1:
        return [1] * len(index)
    found = [given if isinstance(given, int) else given.get(id, 1) for id in index]
    for id, number in zip(index, found, strict=True):
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST:
            raise Malformed(f"the capacity of {id!r} must be a whole number from 0 to 10**15", field=field)
    return found
