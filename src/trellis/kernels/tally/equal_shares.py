"""The Method of Equal Shares at one endowment.

Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021, section 3: every voter
starts with the same endowment; again and again the affordable project with the least rho (price of one unit of utility) is bought, each
supporter paying rho x utility or all they have left.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.limits import Room
from trellis.kernels.tally.purses import APART, Purses
from trellis.kernels.tally.supports import Supports


@dataclass(eq=False)
class Bids:
    """Lower bounds of every project's rho: rho only rises from round to round, so an old one still bounds a new one.

    `least[p]` is the bound, infinite for projects out of the race. `fresh[p]` is the round in which it was found, so
    that it is the rho of that round itself, and `rich[p]` as `Purses.price` gave it.
    """

    least: np.ndarray
    fresh: list[int]
    rich: list[float]

    def copy(self) -> "Bids":
        return Bids(self.least.copy(), [-1] * len(self.fresh), list(self.rich))


def opening_bids(supports: Supports) -> Bids:
    """All supported projects at cost / (worth x weight): what each would cost if nobody ever ran short."""
    least = [
        cost / (worth * total) if total else math.inf
        for cost, worth, total in zip(supports.costs, supports.worth, supports.total, strict=True)
    ]
    return Bids(np.array(least), [-1] * len(least), [0.0] * len(least))


def lowest(bids: Bids, purses: Purses) -> int:
    """The project whose rho is least in doubles, or -1: only those are looked at again whose old bound is the least."""
    worth, now = purses.supports.worth, len(purses.bought)
    least, fresh = bids.least, bids.fresh
    while True:
        project = int(least.argmin())
        if least[project] == math.inf:
            return -1
        if fresh[project] == now:
            return project
        refresh(bids, purses, project, worth[project])


def refresh(bids: Bids, purses: Purses, project: int, worth: int) -> None:
    price, bids.rich[project] = purses.price(project, float(bids.least[project]) * worth)
    bids.least[project] = price / worth
    bids.fresh[project] = len(purses.bought)


def within(bids: Bids, purses: Purses, bound: float) -> list[int]:
    """All projects whose rho, looked at again, is no more than `bound`."""
    worth, now = purses.supports.worth, len(purses.bought)
    found = []
    for project in np.flatnonzero(bids.least <= bound).tolist():
        if bids.fresh[project] != now:
            refresh(bids, purses, project, worth[project])
        if bids.least[project] <= bound:
            found.append(project)
    return found


def exact_rho(purses: Purses, bids: Bids, project: int) -> Fraction:
    """The rho of a project whose bid is fresh, exactly."""
    worth = purses.supports.worth[project]
    if bids.rich[project]:
        return Fraction(purses.supports.costs[project], int(bids.rich[project]) * worth)
    price = purses.exact_price(project)
    if price is None:
        return Fraction(2**64) ** 64
    return price / worth


def best_of(candidates: Sequence[int], purses: Purses, bids: Bids, rank: Sequence[int]) -> tuple[int, list[int]]:
    """Among projects too close for doubles: (the one with the least rho, ties to the first in rank; all tied with it)."""
    rhos = {project: exact_rho(purses, bids, project) for project in candidates}
    least = min(rhos.values())
    tied = sorted((project for project, rho in rhos.items() if rho == least), key=rank.__getitem__)
    return tied[0], tied


@dataclass(eq=False)
class Run:
    """One finished count: the purses at its end, and the ties by round."""

    purses: Purses
    ties: Mapping[int, list[int]]


def run(supports: Supports, endowment: Fraction, rank: Sequence[int], room: Room) -> Run:
    """Count once. `rank[p]` is the place of project p in the tie order; `room` holds limits per category."""
    purses, bids, ties = Purses(supports, endowment), opening_bids(supports), {}
    while (project := lowest(bids, purses)) >= 0:
        candidates = within(bids, purses, float(bids.least[project]) * APART)
        if len(candidates) > 1:
            project, tied = best_of(candidates, purses, bids, rank)
            if len(tied) > 1:
                ties[len(purses.bought)] = tied
        purses.buy(project, float(bids.least[project]) * supports.worth[project])
        bids.least[project] = math.inf
        room = room.after(project)
        bids.least[room.shut] = math.inf
    return Run(purses, ties)
