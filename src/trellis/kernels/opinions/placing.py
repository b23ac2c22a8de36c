"""Where people and statements stand on the map (Small et al. 2021, on sparsity-aware projection)."""

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.centring import CentredVotes


def coordinates(votes: CentredVotes, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """People × 2: the sum of (vote - mean) × loading over the statements seen, times sqrt(statements / votes cast).

    Without the root, people who voted little would all pile up in the centre.
    """
    stretch = np.sqrt(votes.asked / np.maximum(votes.cast, 1))
    return (votes.matrix @ np.ascontiguousarray(vectors.T)) * stretch[:, None]


def extremity(votes: CentredVotes, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each statement, how far from the centre somebody would stand who had voted on this one only, and agreed."""
    return np.sqrt(votes.asked) * (1.0 - votes.means) * np.sqrt((vectors**2).sum(axis=0))
