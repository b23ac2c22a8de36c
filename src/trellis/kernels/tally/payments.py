"""Who paid what: an equal-shares outcome replayed round by round, exactly, and never voters x projects in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.grouping import chosen_entries
from trellis.kernels.tally.ledger import NEVER
from trellis.kernels.tally.outcome import Outcome
from trellis.kernels.tally.purses import Purses
from trellis.kernels.tally.supports import supports


@dataclass(frozen=True, eq=False)
class Payment:
    """What the supporters of one winner paid in its round.

    `rows` are rows of `election.ballots` that support it (several voters each, see `Ballots.weights`), `utility` int64 what a voter of the
    row gets from it (1 under cost and cardinality), `full` whether they paid the whole price. A voter of row i paid exactly
    `amounts[amount_index[i]]`: few distinct amounts, many rows. Money is in the election's smallest unit.
    """

    place: int
    project: int
    rho: Fraction
    rows: np.ndarray
    utility: np.ndarray
    full: np.ndarray
    amounts: tuple[Fraction, ...]
    amount_index: np.ndarray

    def paid(self) -> np.ndarray:
        """What one voter of each row paid, as float64."""
        return np.array([float(amount) for amount in self.amounts])[self.amount_index]


def payments(election: Election, outcome: Outcome) -> Iterator[Payment]:
    """Replay the rounds of an equal-shares outcome; nothing for greedy, Phragmen and projects that were filled up.

    What a voter has left in the end is the endowment less all they paid.
    """
    if outcome.rule != "equal-shares" or not outcome.rounds:
        return
    support = supports(election, outcome.utility)
    purses = Purses(support, outcome.endowment)
    by_row = np.argsort(support.row_of, kind="stable")
    firsts = np.searchsorted(support.row_of[by_row], np.arange(support.n_rows + 1))
    for place, step in enumerate(outcome.rounds):
        rows = support.rows[step.project]
        before = purses.ran_out[rows] == NEVER
        price, _ = purses.price(step.project, support.costs[step.project] / support.total[step.project])
        left_before = purses.ledger
        bought, ran_out = list(purses.bought), purses.ran_out.copy()
        purses.buy(step.project, price)
        full = purses.ran_out[rows] == NEVER
        gave_rest = np.flatnonzero(before & ~full)
        gains = np.ones(len(rows), dtype=np.int64) if support.row_utility is None else support.row_utility[step.project].astype(np.int64)
        amounts: list[Fraction] = [Fraction(0)]
        index = np.zeros(len(rows), dtype=np.int64)
        unit = step.rho * support.worth[step.project]
        for gain in np.unique(gains[full]).tolist():
            index[full & (gains == gain)] = len(amounts)
            amounts.append(unit * gain)
        known: dict[Fraction, int] = {}
        for position, amount in zip(gave_rest, left_before.purses(rows[gave_rest], bought, ran_out), strict=True):
            if amount not in known:
                known[amount] = len(amounts)
                amounts.append(amount)
            index[position] = known[amount]
        ballots = by_row[chosen_entries(firsts, rows)]
        repeats = np.diff(firsts)[rows]
        yield Payment(
            place=place,
            project=step.project,
            rho=step.rho,
            rows=ballots,
            utility=np.repeat(gains, repeats),
            full=np.repeat(full, repeats),
            amounts=tuple(amounts),
            amount_index=np.repeat(index, repeats),
        )
