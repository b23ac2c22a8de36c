"""What every voter has left: in doubles with a proven error bound, and exactly where that can't decide.

A purse is the endowment less all prices paid in full, or exactly 0 once its owner has given all they had. So the whole state
is known exactly from two things: the projects bought, in order, and for every ballot row the round in which it ran out.

The *price* of a project is the x that solves: sum over its supporters of weight x min(purse, x times utility) = cost (Peters,
Pierczynski, Skowron 2021, section 3: their rho). Where all supporters have the same utility, x is simply what each pays and
rho is x / worth.
"""

import math
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.ledger import NEVER, Ledger
from trellis.kernels.tally.supports import Supports

add_up = np.add.reduce
ROUNDING = 2.0**-52
"""Twice the relative error of one operation on doubles; the factor two covers the arithmetic of the bounds themselves."""
SUM_ROUNDING = 48 * ROUNDING
"""Relative error of numpy's pairwise sum of products: blocks of 128 by eight, then halving, so under 48 for 2**27 terms."""
SOMETHING = 1e-290
"""What a purse that has not run out shows at least, so that a purse of 0.0 is one that has."""
SURE = 2.0**-25
"""A price in doubles is used only when proven to be within this part (3e-8) of the exact one."""
APART = 1.0 + 2.0**-22
"""Two prices (each over its worth) whose doubles differ by more than this factor are proven to differ that way."""
CLOSE_ENOUGH = 2.0**-40
"""A price that is to be paid is taken from exact arithmetic when its bound is weaker than this, so that bounds stay small."""


class Purses:
    """The purses of all ballot rows at one endowment, after some purchases."""

    __slots__ = ("supports", "endowment", "left", "error", "worst_error", "ran_out", "bought", "prices", "ledger")

    def __init__(self, supports: Supports, endowment: Fraction):
        start = float(endowment)
        self.supports = supports
        self.endowment = endowment
        self.left = np.full(supports.n_rows, start)
        self.worst_error = start * ROUNDING
        self.error = np.full(supports.n_rows, self.worst_error)
        self.ran_out = np.full(supports.n_rows, NEVER, dtype=np.int32)
        self.bought: list[int] = []
        self.prices: list[float] = []
        self.ledger = Ledger(supports, endowment)

    def price(self, project: int, start: float) -> tuple[float, float]:
        """(Price, weight of the rich): the price by Newton's method from `start`, which is at most SURE above the solution.

        The weight (voters x utility) is given only when all who can't pay in full have nothing at all: then the price is exactly
        cost / weight. Otherwise it is 0. The price is infinite when the supporters together have too little.

        The money raised at x is a concave, piecewise linear function of x, so tangents taken from the left of the
        solution end left of it, and each step but the last makes more voters poor. Proof of the bound: let D be the sum of
        the purses' errors over all who are not surely rich, and of the rounding. Going down to x(1 - SURE) loses SURE x R,
        R the weight of the rich; going up to x(1 + SURE) gains at least that with R the weight of those whose purse holds for
        x(1 + 2 SURE), given that no purse's error exceeds SURE x. Both are more than D, so the exact price is in between.
        """
        support = self.supports
        cost, total = float(support.costs[project]), float(support.total[project])
        gains = None if support.row_utility is None else support.row_utility[project]
        purses = self.left.take(support.rows[project])
        x = start * (1 - 2 * SURE)
        n_poor = -1
        poor = ((purses if gains is None else purses / gains) < x).nonzero()[0]
        weights = support.row_weights[project]
        while len(poor) > n_poor:
            n_poor = len(poor)
            poor_weights = weights.take(poor)
            money = float(add_up(poor_weights * purses.take(poor)))
            rich = total - float(add_up(poor_weights if gains is None else poor_weights * gains.take(poor)))
            if rich < 0.5:
                return self.price_of_all(project, cost, money, poor)
            x = (cost - money) / rich
            limit = x * (1 + 2 * SURE)
            unsure = (purses < (limit if gains is None else gains * limit)).nonzero()[0]
            if len(unsure) == n_poor:
                doubt = self.worst_error * (total - rich) + SUM_ROUNDING * cost
                if doubt <= SURE * x * rich and self.worst_error <= SURE * x:
                    return x, (rich if money == 0.0 else 0.0)
                break
            reached = x if gains is None else gains.take(unsure) * x
            poor = unsure[purses.take(unsure) < reached]
        return self.checked(project, x, money, unsure)

    def checked(self, project: int, x: float, money: float, unsure: np.ndarray) -> tuple[float, float]:
        """The price if its bound holds, else the exact one."""
        support = self.supports
        rows = support.rows[project].take(unsure)
        weights = support.row_weights[project].take(unsure)
        if support.row_utility is None:
            sure_rich = support.total[project] - float(add_up(weights))
        else:
            sure_rich = support.total[project] - float((weights * support.row_utility[project].take(unsure)).sum())
        doubt = float(add_up(weights * self.error.take(rows))) + SUM_ROUNDING * support.costs[project]
        if doubt > SURE * x * sure_rich or self.worst_error > SURE * x:
            return self.exact_as_double(project), 0.0
        return x, 0.0

    def price_of_all(self, project: int, cost: float, money: float, poor: np.ndarray) -> tuple[float, float]:
        """The price when nobody seems rich: infinite if the supporters surely have too little, else decided exactly."""
        rows = self.supports.rows[project].take(poor)
        weights = self.supports.row_weights[project].take(poor)
        if money + float(add_up(weights * self.error.take(rows))) + SUM_ROUNDING * cost < cost:
            return math.inf, 0.0
        return self.exact_as_double(project), 0.0

    def exact_as_double(self, project: int) -> float:
        price = self.exact_price(project)
        return math.inf if price is None else float(price)

    def exact_price(self, project: int) -> Fraction | None:
        """The exact price, None if the supporters have too little."""
        return self.ledger.price(project, self.bought, self.ran_out, self.left, self.error)

    def buy(self, project: int, price: float) -> None:
        """Let the supporters pay: `price` is what `price()` found in this very state."""
        support = self.supports
        rows = support.rows[project]
        weights = support.row_weights[project]
        gains = 1.0 if support.row_utility is None else support.row_utility[project]
        purses, errors = self.left.take(rows), self.error.take(rows)
        price, doubt = self.payable(project, price, purses, errors, weights, gains)
        rest = purses - gains * price
        errors += doubt * gains + ROUNDING * purses
        poor = rest < -errors
        close = rest <= errors
        if np.count_nonzero(close) > np.count_nonzero(poor):
            near = close & ~poor & (purses > 0.0)
            poor[near] = self.exactly_poor(project, rows[near], gains if isinstance(gains, float) else gains[near])
            poor |= purses == 0.0
        out = rows[poor & (purses > 0.0)]
        self.ran_out[out] = len(self.bought)
        np.maximum(rest, SOMETHING, out=rest)
        rest[poor] = 0.0
        errors[poor] = 0.0
        self.left[rows] = rest
        self.error[rows] = errors
        self.worst_error = max(self.worst_error, float(errors.max()))
        self.bought.append(project)
        self.prices.append(price)

    def payable(self, project: int, price: float, purses, errors, weights, gains) -> tuple[float, float]:
        """The price and a bound of its error, small against the price: where it is not, the exact price is used."""
        unsure = purses < gains * (price * (1 + 2 * SURE))
        unsure_weights = weights[unsure]
        share = unsure_weights if isinstance(gains, float) else unsure_weights * gains[unsure]
        sure_rich = self.supports.total[project] - float(add_up(share))
        doubt = float(add_up(unsure_weights * errors[unsure])) + SUM_ROUNDING * self.supports.costs[project]
        if sure_rich > 0 and doubt <= CLOSE_ENOUGH * price * sure_rich and self.worst_error <= SURE * price:
            return price, doubt / sure_rich
        price = self.exact_as_double(project)
        return price, price * ROUNDING

    def exactly_poor(self, project: int, rows: np.ndarray, gains) -> np.ndarray:
        """Which of these rows have exactly less than the price: those whose purse is as good as equal to it."""
        price = self.exact_price(project)
        utilities = np.broadcast_to(gains, rows.shape)
        purses = self.ledger.purses(rows, self.bought, self.ran_out)
        return np.array([purse < price * int(gain) for purse, gain in zip(purses, utilities, strict=True)])
