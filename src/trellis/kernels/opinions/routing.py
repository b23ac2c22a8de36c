"""What to ask next: the weight with which a statement is shown to somebody who has not seen it (Small et al. 2021, on comment routing)."""

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.counts import GroupVotes
from trellis.kernels.opinions.shares import Values, smoothed

METADATA_WEIGHT = 49.0


def priorities(votes: GroupVotes, extremity: Values, *, metadata: NDArray[np.bool_]) -> Values:
    """One weight per statement: high for what divides or is agreed on, is seldom passed, and is new.

    ((1 - pass share) × (1 + extremity) × agree share × (1 + 8 × 2^(-votes / 5)))², shares smoothed, votes of grouped people.
    Metadata statements ask who somebody is, and always weigh 49.
    """
    agrees, seen = votes.agrees.sum(axis=0), votes.seen.sum(axis=0)
    passes = seen - agrees - votes.disagrees.sum(axis=0)
    worth = (1 - smoothed(passes, seen)) * (1 + extremity) * smoothed(agrees, seen)
    newness = 1 + 8 * 2.0 ** (-seen / 5)
    return np.where(metadata, METADATA_WEIGHT, (worth * newness) ** 2)


def ask_next(priority: Values, *, rejected: NDArray[np.bool_]) -> tuple[int, ...]:
    """The statements by weight, without those that moderators rejected."""
    return tuple(int(each) for each in np.argsort(-priority, kind="stable") if not rejected[each])
