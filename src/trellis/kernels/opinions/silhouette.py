"""How well people fit their own group rather than the next one (Rousseeuw 1987)."""

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 1_500
BLOCK = 250


def silhouettes(points: NDArray[np.float64], partitions: list[NDArray[np.int64]]) -> list[float]:
    """The mean silhouette of each partition of the same points, from -1 to 1; 0 where there is one group only.

    A label is a group from 0, or -1 for a point that is left out. Takes time with the square of the points: give a sample of them
    when there are more than MOST_POINTS.
    """
    members = [np.eye(int(labels.max(initial=0)) + 1)[labels] * (labels >= 0)[:, None] for labels in partitions]
    totals = np.zeros(len(partitions))
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        distances = np.sqrt((block[:, :1] - points[:, 0]) ** 2 + (block[:, 1:] - points[:, 1]) ** 2)
        for place, labels in enumerate(partitions):
            own = labels[start : start + BLOCK]
            counted = own >= 0
            fits = _of_block(distances[counted] @ members[place], own[counted], members[place].sum(axis=0))
            totals[place] += fits.sum()
    return [float(total / max((labels >= 0).sum(), 1)) for total, labels in zip(totals, partitions, strict=True)]


def _of_block(sums: NDArray[np.float64], own: NDArray[np.int64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    rows = np.arange(len(own))
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[:, sizes == 0] = np.inf
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    wider = np.maximum(inside, outside)
    alone = (sizes[own] <= 1) | ~np.isfinite(outside) | (wider == 0)
    return np.where(alone, 0.0, (outside - inside) / np.where(alone, 1.0, wider))
