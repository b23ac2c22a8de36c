"""Greedy counting: the best score first, passing over what no longer fits.

This is the usual municipal rule when the score is the number of votes ("cost": a vote is worth the project's cost, per unit of
money that is the votes); with "cardinality" it is votes per money, with "points" and "borda" points per money. See Talmon and
Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019. "costpoints" ranks by points alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from trellis.kernels.tally.limits import Room
from trellis.kernels.tally.supports import COST

COSTPOINTS = "costpoints"
BY_TOTAL = (COST, COSTPOINTS)


@dataclass(frozen=True, eq=False)
class Pick:
    """One project that greedy took, and all that were equally good then (with itself; alone when there was no tie)."""

    project: int
    tied: list[int]


def scores(total: Sequence[int], costs: Sequence[int], utility: str) -> list[Fraction]:
    """Each project's score, exact: votes or points, per unit of money unless the utility is in proportion to cost."""
    if utility in BY_TOTAL:
        return [Fraction(amount) for amount in total]
    return [Fraction(amount, cost) for amount, cost in zip(total, costs, strict=True)]


def greedy(
    candidates: Iterable[int], score: Sequence[Fraction], costs: Sequence[int], money: int, rank: Sequence[int], room: Room
) -> tuple[list[Pick], Room]:
    """Take candidates by falling score, ties by `rank`, each that fits into the money and the limits; those without score never."""
    groups: dict[Fraction, list[int]] = {}
    for project in sorted(candidates, key=rank.__getitem__):
        if score[project] > 0:
            groups.setdefault(score[project], []).append(project)
    picks: list[Pick] = []
    for value in sorted(groups, reverse=True):
        waiting = groups[value]
        while fitting := [project for project in waiting if costs[project] <= money and room.fits(project)]:
            picks.append(Pick(fitting[0], fitting))
            money -= costs[fitting[0]]
            room = room.after(fitting[0])
            waiting = fitting[1:]
    return picks, room
