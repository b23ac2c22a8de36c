"""What all agree on: across groups (Small et al. 2021, on group-aware consensus), of the majority, and bridging statements."""

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.counts import GroupVotes
from trellis.kernels.opinions.result import Bridge, Majority
from trellis.kernels.opinions.shares import SIGNIFICANT, Values, against_half, smoothed

MOST = 5
# Every group agrees by more than chance would give, and by at least this share after smoothing.
BRIDGING_SHARE = 0.6


def across_groups(votes: GroupVotes) -> tuple[Values, Values]:
    """For each statement the product over groups of the smoothed share who agree, and of those who disagree."""
    return smoothed(votes.agrees, votes.seen).prod(axis=0), smoothed(votes.disagrees, votes.seen).prod(axis=0)


def majority_statements(votes: GroupVotes, *, zeroed: NDArray[np.bool_]) -> tuple[tuple[Majority, ...], tuple[Majority, ...]]:
    """Statements that most of all grouped people agree with, and those most disagree with: at most five each, strongest first.

    The smoothed share is over one half and significant; the order is by share × its test.
    """
    seen = votes.seen.sum(axis=0)
    sides = (("agree", votes.agrees.sum(axis=0)), ("disagree", votes.disagrees.sum(axis=0)))
    agreed, disagreed = (_majority(name, successes, seen, ~zeroed) for name, successes in sides)
    return agreed, disagreed


def _majority(direction: str, successes: NDArray[np.int64], trials: NDArray[np.int64], open_to: NDArray[np.bool_]) -> tuple[Majority, ...]:
    share, test = smoothed(successes, trials), against_half(successes, trials)
    fit = open_to & (share > 0.5) & (test > SIGNIFICANT)
    ranked = [int(each) for each in np.argsort(-share * test, kind="stable") if fit[each]]
    return tuple(
        Majority(each, direction, int(successes[each]), int(trials[each]), float(share[each]), float(test[each])) for each in ranked[:MOST]
    )


def bridging_statements(votes: GroupVotes, *, zeroed: NDArray[np.bool_]) -> tuple[Bridge, ...]:
    """Statements with which every group agrees, by the smallest agreement of any group: at most five, strongest first.

    In each of two or more groups the smoothed share is at least BRIDGING_SHARE and significant against one half. The group that
    agrees least decides, not the product over groups: a product lets one large agreement hide a small one, and falls with the
    number of groups. That is our reading of bridging (Ovadya and Thorburn 2023, "Bridging Systems"); the engine has only the product.
    """
    if len(votes.seen) < 2:
        return ()
    shares = smoothed(votes.agrees, votes.seen)
    significant = against_half(votes.agrees, votes.seen) > SIGNIFICANT
    lowest = shares.min(axis=0)
    consensus = shares.prod(axis=0)
    fit = ~zeroed & significant.all(axis=0) & (lowest >= BRIDGING_SHARE)
    ranked = [int(each) for each in np.lexsort((-consensus, -lowest)) if fit[each]]
    return tuple(Bridge(each, float(lowest[each]), int(shares[:, each].argmin()), float(consensus[each])) for each in ranked[:MOST])
