"""The sentences of `trellis match`: what was found, why each pair, why a need stayed without one."""

from __future__ import annotations

from trellis.kernels.matching import Matching, PairFacts, UnmatchedFacts, Why

SHOWN = 3


def summary(found: Matching) -> list[str]:
    """What was found, in a few lines."""
    graph = found.graph
    empty = sum(found.missing.values())
    lines = [
        f"{_count(found.matched, 'pair')} between {_count(len(graph.needs), 'need')} and {_count(len(graph.offers), 'offer')}, "
        f"total cost {found.total_cost:,}.",
    ]
    if empty:
        lines.append(f"{_count(empty, 'place')} of {_count(len(found.missing), 'need')} stay{'s' if empty == 1 else ''} empty.")
    if found.optimal:
        lines.append(
            "This is proven: nothing has more pairs, or as many for less." if not graph.stated else "This is proven: nothing is cheaper."
        )
    else:
        lines.append(f"Not proven: the total can't be below {found.bound:,}.")
    return lines


def of_pair(facts: PairFacts, found: Matching) -> str:
    """Why a need meets this offer."""
    start = f"{facts.need} meets {facts.offer} (cost {facts.cost:,})"
    if facts.n_possible == 1:
        return f"{start}: it was the only offer possible."
    if facts.rank == 1:
        return f"{start}: no offer possible for it costs less."
    if not facts.better:
        return f"{start}: it met each offer that costs less, too."
    best = facts.better[0]
    but = f"{start}: {best.offer} would cost it {best.cost:,}, but"
    others = len(facts.better) - 1
    more = f"; so with {_count(others, 'other offer')} that would cost less" if others else ""
    if not best.taken_by:
        return f"{but} has no place{more}."
    whom = _listed(best.taken_by)
    if found.graph.stated or best.price < found.graph.amount(found.graph.penalty) / 2:
        return f"{but} meets {whom}; without that place the others would cost at least {best.price:,} more{more}."
    return f"{but} meets {whom}; without that place somebody else would stay without{more}."


def of_unmatched(facts: UnmatchedFacts) -> str:
    """Why a need has empty places."""
    start = (
        f"{facts.need} stays without" if facts.empty == facts.wanted else f"{facts.need} has {facts.empty} of {facts.wanted} places empty"
    )
    if facts.why == Why.NO_EDGE:
        return f"{start}: no offer is possible for it."
    if facts.why == Why.TOO_FEW_EDGES:
        return f"{start}: it met each of the {_count(facts.n_possible, 'offer')} possible for it."
    if facts.why == Why.NO_ROOM:
        return f"{start}: the offers possible for it have no place at all."
    if facts.why == Why.TOO_DEAR:
        return f"{start}: filling it, and moving others for it, would cost more than that. Its cheapest offer costs {facts.cheapest:,}."
    shared = f"{_count(len(facts.rivals), 'need')} share the {_count(facts.n_places, 'place')} of {_count(len(facts.contested), 'offer')}"
    return f"{start}: {shared}, and it would cost no less if another of them stayed without."


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _listed(ids: tuple) -> str:
    shown = ", ".join(map(str, ids[:SHOWN]))
    return f"{shown} and {_count(len(ids) - SHOWN, 'other')}" if len(ids) > SHOWN else shown
