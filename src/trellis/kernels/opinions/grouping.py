"""A cut of the map into groups, and how it is chosen; `honest.py` and `official.py` each make one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.result import NO_GROUP, Partition

FEWEST_GROUPS, MOST_GROUPS = 2, 5
# A new number of groups is shown when it has won this many updates in a row, as in the published engine.
WINS_TO_CHANGE = 4


@dataclass(frozen=True, eq=False)
class Cut:
    """`labels` has the group of every grouped person, -1 for those in none; `centres` is groups × 2.

    `why` says why there are none; the others are as in OpinionMap.
    """

    k: int
    labels: NDArray[np.int64]
    centres: NDArray[np.float64]
    partitions: tuple[Partition, ...]
    why: str
    k_wins: tuple[int, int]
    stability: float | None = None
    group_stabilities: tuple[float, ...] = ()
    sampled: int = 0
    base_centres: NDArray[np.float64] | None = None


def no_cut(people: int, why: str, *, partitions: tuple[Partition, ...] = (), stability: float | None = None, sampled: int = 0) -> Cut:
    labels = np.full(people, NO_GROUP, dtype=np.int64)
    return Cut(0, labels, np.zeros((0, 2)), partitions, why, (0, 0), stability, sampled=sampled)


def smoothed_k(winner: int, *, shown: int, wins: tuple[int, int], possible: set[int]) -> tuple[int, tuple[int, int]]:
    """The number of groups to show, and the count of wins to remember.

    `shown` (0 for none) stays until another k has won WINS_TO_CHANGE updates in a row, or it is no longer possible.
    """
    counted = (winner, wins[1] + 1 if wins[0] == winner else 1)
    stays = shown in possible and counted[1] < WINS_TO_CHANGE
    return (shown if stays else winner), counted
