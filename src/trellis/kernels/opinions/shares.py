"""The two tests of shares that the published pipeline uses; both add one vote to each count, so that few votes do not look certain."""

import numpy as np
from numpy.typing import NDArray

# 90 % on one side of the normal distribution.
SIGNIFICANT = 1.2816

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


def smoothed(successes: Counts, trials: Counts) -> Values:
    """The share of successes with one added to each of the two sides (Laplace): one half where nobody voted."""
    return (successes + 1) / (trials + 2)


def against_half(successes: Counts, trials: Counts) -> Values:
    """The z of a share against one half."""
    return 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def against_others(inside: Counts, trials_inside: Counts, outside: Counts, trials_outside: Counts) -> Values:
    """The z of the difference of two shares."""
    n, others = trials_inside + 1, trials_outside + 1
    pooled = (inside + outside + 2) / (n + others)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0.0) * (1 / n + 1 / others))
    return np.where(spread > 0, ((inside + 1) / n - (outside + 1) / others) / np.where(spread > 0, spread, 1.0), 0.0)
