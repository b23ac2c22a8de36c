"""Sequential Phragmen: everybody earns money at the same speed; a project is bought as soon as its supporters can pay for it.

Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", IJCAI 2022 (after Phragmen 1894). The load of
a voter is the money they have spent per head; buying p at time l sets the load of all its supporters to
l = (cost of p + sum of its supporters' loads) / (number of its supporters). The next project is the one with the least l.
The rule ends when one that is next costs more than what is left of the budget; projects dearer than the whole budget take no part.

Loads are sums and means of positive numbers, so the relative error in doubles grows by no more than one rounded sum per
round; what that can't separate is compared in exact fractions, from the round in which each voter last paid.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import numpy as np

from trellis.kernels.tally.limits import Room
from trellis.kernels.tally.supports import Supports

APART = 1 + 2.0**-28
"""A factor between loads that stands for a true difference: 2**17 rounds of relative error 64 x 2**-52 stay below half of it."""


class Loads:
    """What each ballot row has spent per head, in doubles, and the round in which it last paid (0: never)."""

    def __init__(self, supports: Supports):
        self.supports = supports
        self.load = np.zeros(supports.n_rows)
        self.last = np.zeros(supports.n_rows, dtype=np.int64)
        self.denominator = 1
        self.exact: list[int] = [0]
        self.bought: list[int] = []

    def next_load(self, project: int) -> float:
        """The load of the supporters if the project were bought now, in doubles."""
        support = self.supports
        spent = float((support.row_weights[project] * self.load[support.rows[project]]).sum())
        return (support.costs[project] + spent) / support.total[project]

    def exact_load(self, project: int) -> Fraction:
        """The same, exactly."""
        return Fraction(self.exact_spent(project), self.denominator * self.supports.total[project])

    def exact_spent(self, project: int) -> int:
        rows = self.supports.rows[project]
        voters = np.bincount(self.last[rows], weights=self.supports.row_weights[project], minlength=1)
        spent = sum(int(voters[at]) * self.exact[at] for at in np.flatnonzero(voters))
        return self.supports.costs[project] * self.denominator + spent

    def buy(self, project: int) -> Fraction:
        """Set the supporters' load; returns it."""
        amount, weight = self.exact_spent(project), self.supports.total[project]
        load = Fraction(amount, self.denominator * weight)
        factor = weight // gcd(amount, weight)
        self.denominator *= factor
        self.exact = [spent * factor for spent in self.exact]
        self.exact.append(amount // (weight // factor))
        self.bought.append(project)
        rows = self.supports.rows[project]
        self.load[rows] = float(load)
        self.last[rows] = len(self.bought)
        return load


def phragmen(supports: Supports, budget: int, rank: Sequence[int], room: Room) -> tuple[Loads, list[Fraction], dict[int, list[int]]]:
    """Count: (the loads in the end, the load at each purchase, ties by round)."""
    loads, prices, ties = Loads(supports), [], {}
    open_projects = np.array([bool(total) and cost <= budget for total, cost in zip(supports.total, supports.costs, strict=True)])
    least = np.array([cost / total if total else np.inf for cost, total in zip(supports.costs, supports.total, strict=True)])
    least[~open_projects] = np.inf
    least[room.shut] = np.inf
    left = budget
    while tied := next_projects(loads, least):
        if any(supports.costs[project] > left for project in tied):
            break
        tied.sort(key=rank.__getitem__)
        if len(tied) > 1:
            ties[len(prices)] = tied
        project = tied[0]
        prices.append(loads.buy(project))
        left -= supports.costs[project]
        least[project] = np.inf
        room = room.after(project)
        least[room.shut] = np.inf
    return loads, prices, ties


def next_projects(loads: Loads, least: np.ndarray) -> list[int]:
    """All projects that could be paid first, at exactly the same time. Loads only rise, so old ones in `least` are lower bounds."""
    fresh: set[int] = set()
    while True:
        project = int(least.argmin())
        if least[project] == np.inf:
            return []
        bound = float(least[project]) * APART
        stale = [other for other in np.flatnonzero(least <= bound).tolist() if other not in fresh]
        if not stale:
            break
        for other in stale:
            least[other] = loads.next_load(other)
            fresh.add(other)
    close = np.flatnonzero(least <= bound).tolist()
    if len(close) == 1:
        return close
    exact = {other: loads.exact_load(other) for other in close}
    first = min(exact.values())
    return [other for other, load in exact.items() if load == first]
