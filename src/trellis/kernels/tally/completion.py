"""The add-one completion without stepping: the endowments at which the outcome changes, found by halving intervals.

Add-one raises every voter's endowment by one step at a time and counts afresh, until the outcome is exhaustive or the next one
would overspend. Nearly all of these counts buy the same projects in the same order. These facts let whole intervals of
endowments be counted at once, from their two ends only (t0 < t1; both ends buy the same projects in the same order):

1. *More endowment, fuller purses, lower prices.* After any given sequence of purchases every purse is nondecreasing in the
   endowment, and the price of every project nonincreasing. By induction over rounds: if the purses b_i are nondecreasing, then so is
   the money sum w_i min(b_i, x u_i) raised at any x, so the price x that raises the cost is nonincreasing; and b_i - min(b_i, x u_i)
   = max(0, b_i - x u_i) is nondecreasing again.
2. So if at t1, in some round, every project but the winner has rho(t1) > the winner's rho(t0), the winner wins at every t
   in between: its rho(t) <= rho(t0) < rho_other(t1) <= rho_other(t). A winner at t1 whose rho is the same at both ends wins
   throughout, by the tie order too. And if at t1 nothing more can be bought, nothing can be at any smaller endowment.
3. *Who runs out where* is monotone too: a voter who can pay in full at t0 can at every larger t (their purse is larger,
   the price lower). If both ends agree, round for round, on who ran out, all t in between agree with them, and all purses are
   linear in t. The rho of a project is then convex in t. For any set Q of its supporters, those in Q give at most all they have and
   the others at most rho times their utility, so rho >= (cost - money of Q) / (utility of the others), which is linear in t, with
   equality for the Q that really can't pay in full; so rho is the highest of such lines. Being convex, the winner's rho lies below
   its chord; a rival's lies above the lines of those who can't pay at the one end and at the other. If the higher of these is above the
   chord all along, the winner wins all along.
4. *In any order.* If every voter who supports several projects of a set, and has anything, can pay for all of those in
   full (at t0, so at every t), buying some of them changes neither the prices of the others nor who pays what. If all other
   projects' rho(t1) is above the set's rho(t0), the set is bought before them, in whatever order, with the same purses after it.

5. *It goes on anyway.* What is bought after some round at any t of the interval costs at most what those have left at t1 who support
   something payable at t1. If that keeps within the budget, and leaves room for a supported project that is not payable at t1, add-one
   stops nowhere in the interval, whatever the order, and nothing more has to be known of it.

Where none of these decides, the interval is cut and both pieces go on from that round, not from the start; an
interval of one endowment is a plain count. The result is that of plain stepping, and a test compares them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.equal_shares import Bids, best_of, lowest, opening_bids, within
from trellis.kernels.tally.limits import Room
from trellis.kernels.tally.purses import APART, NEVER, ROUNDING, SUM_ROUNDING, SURE, Purses, add_up
from trellis.kernels.tally.supports import Supports

MOST_AT_ONCE = 12
LOOK_AGAIN = 6
"""After so many purchases without a cut it is asked again whether the part matters at all."""
Line = tuple[float, float]
"""Something linear in the endowment, by its values at the two ends of a part."""
Offers = dict[int, tuple[float, float]]
"""Per project its price at the lower end of a part and the weight of the rich, as `Purses.price` gives them."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """Endowments `first` to `last` (in steps above the start) that all lead to the same purchases, up to their order."""

    first: int
    last: int
    bought: list[int]


@dataclass(frozen=True, slots=True)
class Stop:
    """When add-one stops: before the outcome costs more than `budget`, and, if `when_exhaustive`, as soon as nothing more fits into it."""

    budget: int
    when_exhaustive: bool


@dataclass(eq=False)
class Part:
    """An interval in the middle of its count: the purses at its two ends (one for a single endowment) after the same purchases."""

    first: int
    last: int
    low: Purses | None
    high: Purses
    bids: Bids
    room: Room


class Search:
    """Walks through the endowments in order, stretch by stretch."""

    def __init__(self, supports: Supports, start: Fraction, step: Fraction, rank: Sequence[int], room: Room, stop: Stop):
        self.supports = supports
        self.stop = stop
        self.start = start
        self.step = step
        self.rank = rank
        self.room = room
        self.counts = 0

    def stretches(self) -> Iterator[Stretch]:
        """All stretches from the start on at which add-one might stop: the next interval is as long as all before it together."""
        first, last = 0, 0
        while True:
            parts = [self.opening(first, last)]
            while parts:
                part = parts.pop()
                halves = self.advance(part)
                if halves is None:
                    yield Stretch(part.first, part.last, part.high.bought)
                else:
                    parts += reversed(halves)
            first, last = last + 1, 2 * last + 1

    def opening(self, first: int, last: int) -> Part:
        low = None if first == last else self.purses_at(first)
        return Part(first, last, low, self.purses_at(last), opening_bids(self.supports), self.room)

    def purses_at(self, steps: int) -> Purses:
        return Purses(self.supports, self.start + steps * self.step)

    def advance(self, part: Part) -> list[Part] | None:
        """Count on until the end (None), or until the interval has to be halved (its halves), or cannot hold the end (none)."""
        worth = self.supports.worth
        self.counts += 1
        look_again = len(part.high.bought) + LOOK_AGAIN
        while (project := lowest(part.bids, part.high)) >= 0:
            rho = float(part.bids.least[project])
            low_price = 0.0
            if part.low is not None:
                low_price, _ = part.low.price(project, rho * worth[project])
                if low_price == math.inf:
                    return [] if self.goes_on(part) else self.halves(part, self.first_affordable(part, project))
                rho = max(rho, low_price / worth[project])
            rivals = within(part.bids, part.high, rho * APART)
            if len(rivals) > 1:
                winners, cut = self.decide(part, rivals)
            else:
                winners = {project: low_price}
            if not winners:
                return [] if self.goes_on(part) else self.halves(part, cut)
            for winner, price in winners.items():
                self.buy(part, winner, price)
            if len(part.high.bought) >= look_again:
                if self.goes_on(part):
                    return []
                look_again += LOOK_AGAIN
        return None

    def goes_on(self, part: Part) -> bool:
        """Whether add-one surely stops nowhere in the part, whatever else is bought there.

        What can still be bought is, at most, what can be paid at the upper end, where purses are fullest; and it costs at most what
        its supporters have left there. If that overspends nowhere, and leaves a project that can't be paid and would fit, it goes on.
        """
        support = self.supports
        if part.room.left:
            return False
        money = support.weights * (part.high.left + part.high.error)
        have = set(part.high.bought)
        rest = [project for project, total in enumerate(support.total) if total and project not in have]
        payable, never = [], []
        for project in rest:
            most = float(add_up(money.take(support.rows[project]))) * (1 + SURE)
            (payable if most >= support.costs[project] else never).append(project)
        if not never:
            return False
        payers = np.zeros(support.n_rows, dtype=bool)
        for project in payable:
            payers[support.rows[project]] = True
        most = min(float(money[payers].sum()) * (1 + SURE) + 1, sum(support.costs[project] for project in payable))
        spent = sum(support.costs[project] for project in have)
        wanted = min(support.costs[project] for project in never) if self.stop.when_exhaustive else 0
        return spent + most + wanted <= self.stop.budget

    def buy(self, part: Part, project: int, low_price: float) -> None:
        """Buy at both ends."""
        if part.low is not None:
            part.low.buy(project, low_price)
        part.high.buy(project, float(part.bids.least[project]) * self.supports.worth[project])
        part.bids.least[project] = math.inf
        part.room = part.room.after(project)
        part.bids.least[part.room.shut] = math.inf

    def decide(self, part: Part, rivals: list[int]) -> tuple[dict[int, float], int]:
        """(What is bought next at every endowment of the part, with its price at the lower end; where to cut if that is not proven)."""
        if part.low is None:
            return {best_of(rivals, part.high, part.bids, self.rank)[0]: 0.0}, 0
        worth = self.supports.worth
        low = {rival: part.low.price(rival, float(part.bids.least[rival]) * worth[rival]) for rival in rivals}
        winner = self.constant_best(part, low)
        if winner < 0:
            winner = self.convex_best(part, low)
        if winner >= 0:
            return {winner: low[winner][0]}, 0
        together = self.in_any_order(part, low)
        return together, 0 if together else self.crossing(part, low)

    def constant_best(self, part: Part, low: Offers) -> int:
        """The best at the upper end, if its price is the same throughout: the others' are nowhere lower than there; else -1."""
        rich, least = part.bids.rich, min(part.bids.least[rival] for rival in low)
        nearest = [rival for rival in low if part.bids.least[rival] <= least * APART]
        constant = [rival for rival in nearest if low[rival][1] and rich[rival] == low[rival][1]]
        if not constant:
            return -1
        best = best_of(nearest, part.high, part.bids, self.rank)[0] if len(nearest) > 1 else constant[0]
        return best if best in constant else -1

    def convex_best(self, part: Part, low: Offers) -> int:
        """The rival that is clearly best at both ends and proven best in between by fact 3; else -1."""
        worth = self.supports.worth
        at_low = {rival: price / worth[rival] for rival, (price, _) in low.items()}
        best = min(at_low, key=at_low.__getitem__)
        chord = at_low[best] * APART, float(part.bids.least[best]) * APART
        others = [rival for rival in low if rival != best]
        if any(at_low[rival] <= chord[0] or part.bids.least[rival] <= chord[1] for rival in others) or not agree(part):
            return -1
        return best if all(self.stays_above(part, rival, low[rival][0], chord) for rival in others) else -1

    def stays_above(self, part: Part, project: int, low_price: float, chord: Line) -> bool:
        """Whether the rho of a project is proven above a straight line, given by its values at the two ends."""
        high_price = float(part.bids.least[project]) * self.supports.worth[project]
        lines = []
        for purses, price in ((part.low, low_price), (part.high, high_price)):
            if price < math.inf:
                lines += self.floor(part, project, purses, price)
        return bool(lines) and highest_is_above(lines, chord)

    def floor(self, part: Part, project: int, purses: Purses, price: float) -> list[Line]:
        """A straight line under the rho of a project: its rho if those who can't pay `price` out of `purses` gave all they have."""
        support = self.supports
        rows = support.rows[project]
        gains = None if support.row_utility is None else support.row_utility[project]
        poor = (purses.left.take(rows) < (price if gains is None else gains * price)).nonzero()[0]
        weights = support.row_weights[project].take(poor)
        rich = support.total[project] - float((weights if gains is None else weights * gains.take(poor)).sum())
        if rich < 0.5:
            return []
        rows = rows.take(poor)
        cost = support.costs[project]
        doubt = max(part.low.worst_error, part.high.worst_error) * float(weights.sum()) + SUM_ROUNDING * cost
        low, high = (
            (cost - float((weights * end.left.take(rows)).sum()) - doubt) / (rich * support.worth[project]) for end in (part.low, part.high)
        )
        return [(low, high)]

    def in_any_order(self, part: Part, low: Offers) -> dict[int, float]:
        """Projects that are all bought next in one order or another, with their prices at the lower end; empty if not proven."""
        worth = self.supports.worth
        if part.room.left:
            return {}
        together = dict(low)
        while True:
            if len(together) > MOST_AT_ONCE or any(price == math.inf for price, _ in together.values()):
                return {}
            most = max(price / worth[rival] for rival, (price, _) in together.items())
            more = [rival for rival in within(part.bids, part.high, most * APART) if rival not in together]
            if not more:
                break
            for rival in more:
                together[rival] = part.low.price(rival, float(part.bids.least[rival]) * worth[rival])
        prices = {rival: price for rival, (price, _) in together.items()}
        return prices if self.can_pay_all(part.low, prices) else {}

    def can_pay_all(self, purses: Purses, prices: dict[int, float]) -> bool:
        """Whether all who support several of these projects, and have anything, can surely pay for all of those in full."""
        support = self.supports
        rows = np.concatenate([support.rows[project] for project in prices])
        gains = support.row_utility
        due = [np.full(len(support.rows[p]), price) if gains is None else gains[p] * price for p, price in prices.items()]
        owners, where, times = np.unique(rows, return_inverse=True, return_counts=True)
        several = times > 1
        shared = owners[several]
        enough = purses.left[shared] - purses.error[shared] >= np.bincount(where, weights=np.concatenate(due))[several] * (1 + 4 * SURE)
        return bool((enough | (purses.ran_out[shared] < NEVER)).all())

    def crossing(self, part: Part, low: Offers) -> int:
        """About the first endowment at which the best of the upper end beats the best of the lower, found by halving; or the middle."""
        worth = self.supports.worth
        first, last = part.first, part.last
        one = min(low, key=lambda rival: low[rival][0] / worth[rival])
        other = min(low, key=part.bids.least.__getitem__)
        if one == other or not agree(part):
            return (first + last + 1) // 2
        while last - first > 1:
            middle = (first + last) // 2
            purses = self.between(part, middle)
            rho_one, rho_other = (
                purses.price(rival, float(part.bids.least[rival]) * worth[rival])[0] / worth[rival] for rival in (one, other)
            )
            first, last = (first, middle) if rho_other < rho_one else (middle, last)
        return last

    def first_affordable(self, part: Part, project: int) -> int:
        """About where a project that can't be paid at the lower end, but at the upper, becomes affordable."""
        support = self.supports
        rows, weights = support.rows[project], support.row_weights[project]
        low, high = float(part.low.left[rows] @ weights), float(part.high.left[rows] @ weights)
        share = (support.costs[project] - low) / (high - low) if high > low else 0.5
        if not agree(part):
            share = min(0.75, max(0.25, share))
        return part.first + math.ceil((part.last - part.first) * share)

    def halves(self, part: Part, cut: int) -> list[Part]:
        """The part taken apart before the endowment `cut`; each half keeps the purses of its outer end."""
        middle = min(max(cut - 1, part.first), part.last - 1)
        left_high = self.between(part, middle)
        right_low = self.between(part, middle + 1) if middle + 1 < part.last else None
        left = Part(part.first, middle, part.low if middle > part.first else None, left_high, part.bids.copy(), part.room)
        if middle == part.first:
            left.high = part.low
        right = Part(middle + 1, part.last, right_low, part.high, part.bids, part.room)
        return [left, right]

    def between(self, part: Part, steps: int) -> Purses:
        """The purses at an endowment inside a part, after its purchases."""
        low, high = part.low, part.high
        purses = self.purses_at(steps)
        if agree(part):
            share = (steps - part.first) / (part.last - part.first)
            purses.left = low.left + (high.left - low.left) * share
            purses.error = (low.error + high.error) + (8 * ROUNDING) * high.left
            purses.worst_error = float(purses.error.max())
            purses.ran_out = low.ran_out.copy()
            purses.bought, purses.prices = list(high.bought), list(high.prices)
            return purses
        for project, start in zip(high.bought, high.prices, strict=True):
            price, _ = purses.price(project, start)
            purses.buy(project, price)
        return purses


def highest_is_above(lines: list[Line], chord: Line) -> bool:
    """Whether at every point between the ends one of at most two lines is above the chord, by more than rounding."""
    one, other = lines[0], lines[-1]
    if max(map(abs, one + other)) > min(chord) * 2.0**26:
        return False
    if max(one[0], other[0]) <= chord[0] or max(one[1], other[1]) <= chord[1]:
        return False
    before, after = one[0] - other[0], one[1] - other[1]
    if before * after >= 0:
        return True
    where = before / (before - after)
    return one[0] + (one[1] - one[0]) * where > chord[0] + (chord[1] - chord[0]) * where


def agree(part: Part) -> bool:
    """Whether the same voters ran out in the same rounds at both ends, so that everything is linear in between."""
    return np.array_equal(part.low.ran_out, part.high.ran_out)


def completed(
    support: Supports, start: Fraction, step: Fraction, rank: Sequence[int], room: Room, stop: str, budget: int
) -> tuple[int, int]:
    """How many steps add-one takes, and how many counts it took to find out.

    It stops at the first outcome that is exhaustive (no supported project left that would fit into the budget; only when `stop` is
    "exhaustive"), at the last before one that overspends, or when nothing supported is left to fund.
    """
    search = Search(support, start, step, rank, room, Stop(budget, stop == "exhaustive"))
    for stretch in search.stretches():
        spent = sum(support.costs[project] for project in stretch.bought)
        if spent > budget:
            return stretch.first - 1, search.counts
        if finished(support, stretch.bought, room, budget - spent if stop == "exhaustive" else None):
            return stretch.first, search.counts
    raise AssertionError("the stretches never end")


def finished(support: Supports, bought: list[int], room: Room, money: int | None) -> bool:
    """Whether no supported project is left that fits into the limits (and into `money`, unless None)."""
    for project in bought:
        room = room.after(project)
    have = set(bought)
    return not any(
        total and project not in have and (money is None or support.costs[project] <= money) and room.fits(project)
        for project, total in enumerate(support.total)
    )
