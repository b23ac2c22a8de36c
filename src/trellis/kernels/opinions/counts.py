"""How each group voted on each statement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.votes import AGREE, DISAGREE, Conversation

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class GroupVotes:
    """Groups × statements: votes of agreement, of disagreement, and all votes with passes. Votes on rejected statements are in it."""

    agrees: Counts
    disagrees: Counts
    seen: Counts

    @property
    def together(self) -> "GroupVotes":
        """The same of all groups as one."""
        return GroupVotes(*(each.sum(axis=0, keepdims=True) for each in (self.agrees, self.disagrees, self.seen)))


def group_votes(conversation: Conversation, group_of: NDArray[np.int64], n_groups: int) -> GroupVotes:
    """Count by group; `group_of` has one value per participant, below 0 for those in no group, who are not counted."""
    m = conversation.n_statements
    group = group_of[conversation.rows]
    counted = group >= 0
    cell = group[counted] * m + conversation.columns[counted]
    vote = conversation.votes[counted]

    def count(cells: Counts) -> Counts:
        return np.bincount(cells, minlength=n_groups * m).reshape(n_groups, m)

    return GroupVotes(count(cell[vote == AGREE]), count(cell[vote == DISAGREE]), count(cell))
