"""Who paid what: an equal-shares outcome replayed round by round, exactly, one ballot row at a time and never voters x projects."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.outcome import Outcome


@dataclass(frozen=True, eq=False)
class Payment:
    """What the supporters of one winner paid in its round.

    `rows` are rows of `election.ballots` that support it, `utility` int64 what each row gets from it, `full` bool whether the
    row paid rho x utility, and `left` how much each row had before the round, exact: `left_index` points into `amounts`.
    """

    place: int
    project: int
    rho: Fraction
    rows: np.ndarray
    utility: np.ndarray
    full: np.ndarray
    amounts: tuple[Fraction, ...]
    amount_index: np.ndarray
    """Each row paid `amounts[amount_index]` per voter: few distinct amounts, many rows."""

    def paid(self) -> np.ndarray:
        """What one voter of each row paid, as float64, in the smallest unit of money."""
        return np.array([float(amount) for amount in self.amounts])[self.amount_index]


def payments(election: Election, outcome: Outcome) -> Iterator[Payment]:
    """Replay the rounds of an equal-shares outcome; nothing for greedy, Phragmen or projects that were filled up.

    What a voter has left in the end: the endowment less all they paid. Peters, Pierczynski, Skowron 2021, section 3.
    """
    raise NotImplementedError
    yield
