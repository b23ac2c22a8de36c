"""The same purses in exact fractions, worked out only when doubles can't decide.

All amounts share one denominator: numbers over it are plain integers, and a new price multiplies it at most by the weight of
those who paid, so that no common divisors of long numbers are ever sought.
"""

from fractions import Fraction
from math import gcd

import numpy as np

from trellis.kernels.tally.grouping import chosen_entries
from trellis.kernels.tally.supports import Supports

NEVER = 2**31 - 1
"""The round in which a purse ran out that has not."""
NEAR = 2.0**-20


class Ledger:
    """Exact prices of the rounds so far, found on demand from the projects bought and the rounds in which rows ran out."""

    __slots__ = ("supports", "endowment", "denominator", "start", "paid")

    def __init__(self, supports: Supports, endowment: Fraction):
        self.supports = supports
        self.endowment = endowment
        self.denominator = endowment.denominator
        self.start = endowment.numerator
        self.paid: list[int] = []

    def exact_prices(self, bought: list[int], ran_out: np.ndarray) -> list[Fraction]:
        """The exact price of each round."""
        self.bring_up(bought, ran_out)
        return [Fraction(paid, self.denominator) for paid in self.paid]

    def bring_up(self, bought: list[int], ran_out: np.ndarray) -> None:
        """Work out the prices of rounds not yet known."""
        known, rounds = len(self.paid), len(bought)
        if known == rounds:
            return
        support = self.supports
        rows = np.flatnonzero(ran_out < rounds)
        gave_all = np.bincount(ran_out[rows], weights=support.weights[rows], minlength=rounds)
        row, at, weight = self.round_entries(rows, bought)
        out = ran_out[row]
        paid_before = at < out
        pairs = out[paid_before].astype(np.int64) * rounds + at[paid_before]
        before = np.bincount(pairs, weights=weight[paid_before], minlength=rounds * rounds).reshape(rounds, rounds)
        poor = np.bincount(at[~paid_before], weights=weight[~paid_before], minlength=rounds)
        for number in range(known, rounds):
            project = bought[number]
            counts = {int(earlier): int(before[number, earlier]) for earlier in np.flatnonzero(before[number])}
            missing = self.missing(support.costs[project], int(gave_all[number]), counts)
            price = self.over_denominator(missing, support.total[project] - int(poor[number]))
            self.paid.append(price)

    def round_entries(self, rows: np.ndarray, bought: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The bought projects that rows support: (row, round, voters x utility) of each."""
        support = self.supports
        round_of = np.full(len(support.costs), -1, dtype=np.int64)
        round_of[bought] = np.arange(len(bought))
        entries = chosen_entries(support.starts, rows)
        row = np.repeat(rows, support.starts[rows + 1] - support.starts[rows])
        at = round_of[support.projects[entries]]
        kept = at >= 0
        weight = support.weights[row]
        if support.utility is not None:
            weight = weight * support.utility[entries]
        return row[kept], at[kept], weight[kept]

    def missing(self, cost: int, voters: int, paid_before: dict[int, int]) -> int:
        """Cost less what `voters` have left, over the denominator; `paid_before[r]` of weight paid the price of round r."""
        money = self.start * voters - sum(count * self.paid[earlier] for earlier, count in paid_before.items())
        return cost * self.denominator - money

    def over_denominator(self, amount: int, weight: int) -> int:
        """amount / (denominator x weight) as a number over the denominator, which grows if it has to."""
        common = gcd(amount, weight)
        factor = weight // common
        if factor > 1:
            self.denominator *= factor
            self.start *= factor
            self.paid = [paid * factor for paid in self.paid]
        return amount // common

    def purses(self, rows: np.ndarray, bought: list[int], ran_out: np.ndarray) -> list[Fraction]:
        """What rows have left, exactly."""
        self.bring_up(bought, ran_out)
        support = self.supports
        round_of = {project: number for number, project in enumerate(bought)}
        known: dict[tuple[tuple[int, int], ...], Fraction] = {}
        result = []
        for row in rows.tolist():
            if ran_out[row] != NEVER:
                result.append(Fraction(0))
                continue
            entries = range(support.starts[row], support.starts[row + 1])
            listed = [(int(support.projects[entry]), entry) for entry in entries]
            history = tuple(
                (round_of[project], 1 if support.utility is None else int(support.utility[entry]))
                for project, entry in listed
                if project in round_of
            )
            if history not in known:
                left = self.start - sum(self.paid[at] * gain for at, gain in history)
                known[history] = Fraction(left, self.denominator)
            result.append(known[history])
        return result

    def price(self, project: int, bought: list[int], ran_out: np.ndarray, left: np.ndarray, error: np.ndarray) -> Fraction | None:
        """The exact price of a project now, None if its supporters have too little.

        Newton's method from the left on exact numbers: start with all who have something counted rich, and make poor
        those who are, until none is left. The doubles only serve to skip rows that are surely richer than the price.
        """
        self.bring_up(bought, ran_out)
        support = self.supports
        rows = support.rows[project]
        gains = np.ones(len(rows), dtype=np.int64) if support.row_utility is None else support.row_utility[project].astype(np.int64)
        weights = support.weights[rows]
        poor = ran_out[rows] < NEVER
        low, high = (left[rows] - error[rows]) / gains, (left[rows] + error[rows]) / gains
        while True:
            rich_weight = int((weights * gains)[~poor].sum())
            if rich_weight == 0:
                return None
            having = rows[poor & (ran_out[rows] == NEVER)]
            _, at, weight = self.round_entries(having, bought)
            counts = np.bincount(at, weights=weight, minlength=len(bought))
            paid_before = {int(earlier): int(counts[earlier]) for earlier in np.flatnonzero(counts)}
            missing = self.missing(support.costs[project], int(support.weights[having].sum()), paid_before)
            price = Fraction(missing, self.denominator * rich_weight)
            guess = float(price)
            newly = ~poor & (high < guess * (1 - NEAR))
            unsure = np.flatnonzero(~poor & ~newly & (low <= guess * (1 + NEAR)))
            for place, purse in zip(unsure, self.purses(rows[unsure], bought, ran_out), strict=True):
                newly[place] = purse < price * int(gains[place])
            if not newly.any():
                return price
            poor |= newly
