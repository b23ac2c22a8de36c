"""Everybody's money through the rounds of equal shares, exactly, in whole numbers.

The count is made again at the final share. All amounts are multiples of 1 / `unit` of the smallest unit of money, so that
sums and comparisons are those of whole numbers, of any length, which NumPy does on arrays of objects.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.equal_shares import run
from trellis.kernels.tally.ledger import Ledger
from trellis.kernels.tally.limits import open_room
from trellis.kernels.tally.outcome import Outcome
from trellis.kernels.tally.supports import Supports, supports


@dataclass(frozen=True, eq=False)
class Purchase:
    """One round. `price` is what a unit of gain costs a supporter (see `Supports`), `paid` what a voter of each of `rows` paid;
    both in the replay's unit. `full` says which rows paid all that was asked."""

    project: int
    price: int
    rows: np.ndarray
    paid: np.ndarray
    full: np.ndarray
    gains: np.ndarray | None

    def paid_about(self, unit: int) -> np.ndarray:
        """What those who paid in full paid, as floats in the smallest unit of money."""
        price = self.price / unit
        return np.full(len(self.rows), price) if self.gains is None else self.gains * price


@dataclass(frozen=True, eq=False)
class Replay:
    """The rounds, and who had what. Rows are those of `supports`: ballots that support the same are one."""

    supports: Supports
    unit: int
    endowment: int
    purchases: tuple[Purchase, ...]
    left: np.ndarray
    """What a voter of each row has left after the last round, in the unit."""
    left_out: frozenset[int] = frozenset()
    """Projects the count went without."""

    def amount(self, whole: int) -> Fraction:
        """A number of the replay's units in the smallest unit of money."""
        return Fraction(int(whole), self.unit)

    def moments(self) -> Iterator[tuple[int, np.ndarray]]:
        """What a voter of each row had before each round and after the last. The array is the same each time, and changes."""
        left = np.full(self.supports.n_rows, self.endowment, dtype=object)
        for moment, purchase in enumerate(self.purchases):
            yield moment, left
            left[purchase.rows] -= purchase.paid
        yield len(self.purchases), left

    def about(self) -> Iterator[np.ndarray]:
        """The same moments in floating point, in the smallest unit of money. The array is the same each time, and changes."""
        left = np.full(self.supports.n_rows, self.endowment / self.unit)
        for purchase in self.purchases:
            yield left
            rest = left[purchase.rows] - purchase.paid_about(self.unit)
            left[purchase.rows] = np.where(purchase.full, rest, 0.0)
        yield left

    def gains(self, project: int) -> np.ndarray | None:
        """What the project is worth to each of its rows beside its `worth`; None if the same to all."""
        return None if self.supports.row_utility is None else self.supports.row_utility[project]

    def rho(self, moment: int) -> Fraction:
        """The price of a unit of utility in one round."""
        purchase = self.purchases[moment]
        return Fraction(purchase.price, self.unit * self.supports.worth[purchase.project])

    def raised(self, project: int, moment: int, left: np.ndarray) -> Fraction:
        """What the project's supporters could bring at one moment, at the price of what was bought then; all they have in the end.

        In the smallest unit of money. `left` is what each row had at that moment.
        """
        rows = self.supports.rows[project]
        weights = self.supports.weights[rows].astype(object)
        money = left[rows]
        if moment == len(self.purchases):
            return Fraction(int(money @ weights), self.unit)
        purchase = self.purchases[moment]
        # min(money, price x worth / worth of what was bought), both times the worth of what was bought.
        worth = self.supports.worth[purchase.project]
        asked = purchase.price * self.supports.worth[project]
        gains = self.gains(project)
        asked = asked if gains is None else gains.astype(np.int64).astype(object) * asked
        return Fraction(int(np.minimum(money * worth, asked) @ weights), self.unit * worth)


def replay(election: Election, outcome: Outcome) -> Replay | None:
    """The rounds of an equal-shares outcome, made again; None under a rule in which voters have no share."""
    if outcome.endowment is None:
        return None
    barred = {each.id for each in outcome.refused if each.reason != "limit"}
    barred |= {each.id for each in election.projects if each.cost > outcome.budget}
    backing = supports(election, outcome.utility)
    never = [number for number, project in enumerate(election.projects) if project.id in barred]
    return replay_of(election, outcome, backing, leave_out=never)


def replay_of(
    election: Election, outcome: Outcome, backing: Supports, *, leave_out: Collection[int], only_rows: np.ndarray | None = None
) -> Replay:
    """Count at the final share as if some projects were not there. The money of `only_rows` alone is followed, if they are given."""
    # A project without support is never bought and changes nothing for the others.
    total = [0 if number in leave_out else total for number, total in enumerate(backing.total)]
    order = {id: place for place, id in enumerate(outcome.tie_order)}
    rank = [order[project.id] for project in election.projects]
    counted = run(replace(backing, total=total), outcome.endowment, rank, open_room(election, outcome.limits)).purses
    # Purses keep one row of columns for each endowment they are counted at; here that is one.
    bought, ran_out = counted.bought, np.atleast_2d(counted.ran_out)[0]
    exact = Ledger(backing, outcome.endowment)
    exact.bring_up(bought, ran_out)
    followed = np.ones(backing.n_rows, dtype=bool)
    if only_rows is not None:
        followed[:] = False
        followed[only_rows] = True
    return _followed(exact, bought, ran_out, followed, frozenset(leave_out))


def _followed(exact: Ledger, bought: list[int], ran_out: np.ndarray, followed: np.ndarray, left_out: frozenset[int]) -> Replay:
    backing = exact.supports
    left = np.full(backing.n_rows, exact.start, dtype=object)
    purchases = []
    for place, project in enumerate(bought):
        here = followed[backing.rows[project]]
        rows, price = backing.rows[project][here], exact.paid[place]
        gains = None if backing.row_utility is None else backing.row_utility[project][here]
        full = ran_out[rows] > place
        asked = np.full(len(rows), price, dtype=object) if gains is None else gains.astype(np.int64).astype(object) * price
        paid = np.where(full, asked, left[rows])
        left[rows] -= paid
        purchases.append(Purchase(project, price, rows, paid, full, gains))
    return Replay(backing, exact.denominator, exact.start, tuple(purchases), left, left_out)
