"""k-means in the plane: many seeded starts at once, on weighted cells when there are many points, and a last round on the points.

Of the generator only `random()` is used, whose numbers do not change between versions of NumPy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_CELLS = 700
STARTS = 24
FINALISTS = 6
MOST_ROUNDS = 300
MOST_MOVES = 200
# Distances held at a time, so that they stay in the processor's cache.
IN_CACHE = 25_000
# Starts need not settle to the last bit; the best go on from there.
ROUGH = 1e-6


@dataclass(frozen=True, eq=False)
class Clusters:
    centres: Points
    labels: Labels
    inertia: float

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.bincount(self.labels, minlength=len(self.centres))


@dataclass(frozen=True, eq=False)
class Cells:
    """Points gathered: the mean place of each cell and how many points it stands for."""

    places: Points
    weights: NDArray[np.float64]


def cells_of(points: Points, *, most: int = MOST_CELLS) -> Cells:
    """The points themselves when there are few, else the means of the filled squares of a grid of 4 × `most`, of which most stay empty."""
    if len(points) <= most:
        return Cells(points, np.ones(len(points)))
    low = points.min(axis=0)
    span = np.maximum(points.max(axis=0) - low, 1e-12)
    side = 2 * int(np.sqrt(most))
    square = np.minimum((points - low) / span * side, side - 1).astype(np.int64)
    cell = square[:, 0] * side + square[:, 1]
    weights = np.bincount(cell)
    filled = weights > 0
    sums = np.stack([np.bincount(cell, weights=points[:, axis])[filled] for axis in (0, 1)], axis=1)
    return Cells(sums / weights[filled, None], weights[filled].astype(np.float64))


def best_clusters(points: Points, k: int, *, random: np.random.Generator, also: Points | None = None) -> Clusters:
    """The partition of least inertia found from many seeded starts, and from the centres `also` (k × 2) if given.

    The starts run on cells where there are many points; the best different ends go on with every point.
    """
    centres, inertia = settled_starts(cells_of(points), k, random=random, also=also)
    finalists = [_exchanged(points, settle(points, centres[each])) for each in _different(inertia)[:FINALISTS]]
    return in_order(min(finalists, key=lambda clusters: clusters.inertia))


def settled_starts(
    cells: Cells,
    k: int,
    *,
    random: np.random.Generator,
    starts: int = STARTS,
    also: Points | None = None,
    tolerance: float = ROUGH,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each start ends (starts × k × 2) and with what inertia. More groups have more false optima, so they get more starts."""
    begun = _spread_starts(cells, k, starts * max(k - 1, 1), random)
    if also is not None and len(also) == k:
        begun = np.concatenate([begun, also[None]])
    return _settled(cells, begun, tolerance=tolerance)


def in_order(clusters: Clusters) -> Clusters:
    """The largest cluster first; of equal ones the leftmost, so that a name does not depend on the start."""
    order = np.lexsort((clusters.centres[:, 1], clusters.centres[:, 0], -clusters.sizes))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Clusters(clusters.centres[order], place[clusters.labels], clusters.inertia)


def nearest(points: Points, centres: Points) -> Labels:
    """For each point the nearest centre; of equally near ones the first."""
    label = np.zeros(len(points), dtype=np.int64)
    least = np.full(len(points), np.inf)
    x, y = np.ascontiguousarray(points.T)
    for place, centre in enumerate(centres):
        squares = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
        label[squares < least] = place
        np.minimum(least, squares, out=least)
    return label


def _squares(points: Points, centres: Points) -> NDArray[np.float64]:
    return (points[None, :, 0] - centres[:, None, 0]) ** 2 + (points[None, :, 1] - centres[:, None, 1]) ** 2


def _spread_starts(cells: Cells, k: int, starts: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Starts × k × 2: each next centre is drawn with a chance of weight × squared distance to the nearest before (k-means++)."""
    x, y = cells.places.T
    draws = random.random((k, starts))
    chance = np.broadcast_to(np.cumsum(cells.weights), (starts, len(x)))
    least = np.full((starts, len(x)), np.inf)
    centres = np.empty((starts, k, 2))
    for place in range(k):
        aim = draws[place] * chance[:, -1]
        drawn = np.minimum((chance <= aim[:, None]).sum(axis=1), len(x) - 1)
        centres[:, place] = cells.places[drawn]
        least = np.minimum(least, (x - x[drawn, None]) ** 2 + (y - y[drawn, None]) ** 2)
        chance = np.cumsum(least * cells.weights, axis=1)
    return centres


def _settled(cells: Cells, centres: NDArray[np.float64], *, tolerance: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lloyd's rounds for all starts at once (starts × k × 2), until a round gains no more than `tolerance` of the inertia.

    Starts that have settled leave. Returns the centres and the inertia of each.
    """
    centres = centres.copy()
    inertia = np.full(len(centres), np.inf)
    x, y = cells.places.T
    across = np.stack([x, y, np.ones(len(x))])
    sums = np.stack([cells.weights * x, cells.weights * y, cells.weights], axis=1)
    from_origin = float(cells.weights @ (x * x + y * y))
    at_once = max(1, IN_CACHE // (centres.shape[1] * len(x)))
    for first in range(0, len(centres), at_once):
        moving = np.arange(first, min(first + at_once, len(centres)))
        for _ in range(MOST_ROUNDS):
            moved, now = _round(across, sums, centres[moving])
            now += from_origin
            centres[moving] = moved
            still = now < inertia[moving] - tolerance * np.abs(now) - 1e-12 * from_origin
            inertia[moving] = now
            moving = moving[still]
            if not len(moving):
                break
    return centres, np.maximum(inertia, 0.0)


def _round(
    across: NDArray[np.float64], sums: NDArray[np.float64], centres: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One of Lloyd's rounds for every start. Squares are taken without the part of the point alone, which decides nothing.

    A cell that is as near to two centres counts for both: these are only starts, and `settle` does not allow that.
    """
    starts, k, _ = centres.shape
    x, y = centres[:, :, 0].T, centres[:, :, 1].T
    coefficients = np.stack([-2 * x, -2 * y, x * x + y * y], axis=2)
    squares = (coefficients.reshape(k * starts, 3) @ across).reshape(k, starts, -1)
    least = squares.min(axis=0)
    own = (squares == least).astype(np.float64).reshape(k * starts, -1)
    total = (own @ sums).reshape(k, starts, 3).transpose(1, 0, 2)
    weight = total[:, :, 2:]
    moved = np.where(weight > 0, total[:, :, :2] / np.where(weight > 0, weight, 1.0), centres)
    return moved, least @ sums[:, 2]


def _different(inertia: NDArray[np.float64]) -> list[int]:
    """The starts by inertia, without those that ended in the same place as a better one."""
    order = np.argsort(inertia, kind="stable")
    kept = [int(order[0])]
    for each in order[1:]:
        if inertia[each] > inertia[kept[-1]] * (1 + ROUGH):
            kept.append(int(each))
    return kept


def settle(points: Points, centres: Points, *, weights: NDArray[np.float64] | None = None) -> Clusters:
    """Lloyd's rounds on the points from given centres (k × 2) until nobody changes; `weights` say how many each point stands for."""
    weights = np.ones(len(points)) if weights is None else weights
    labels = nearest(points, centres)
    for _ in range(MOST_ROUNDS):
        centres = means(points, labels, centres, weights=weights)
        again = nearest(points, centres)
        if np.array_equal(again, labels):
            break
        labels = again
    return _clusters(points, labels, centres, weights)


def _exchanged(points: Points, clusters: Clusters) -> Clusters:
    """Move single points while that lowers the inertia (Hartigan and Wong 1979): it leaves optima in which Lloyd's rounds are stuck.

    A point's own weight in its centre is what the rounds overlook; with many points it hardly counts, so the moves are limited.
    """
    labels, centres = clusters.labels.copy(), clusters.centres
    rows = np.arange(len(points))
    for _ in range(MOST_MOVES):
        size = np.bincount(labels, minlength=len(centres)).astype(np.float64)
        squares = _squares(points, centres)
        cost = squares * (size / (size + 1))[:, None]
        own = squares[labels, rows] * (size / np.maximum(size - 1, 1e-9))[labels]
        cost[labels, rows] = np.inf
        best = np.argmin(cost, axis=0)
        gain = np.where(size[labels] > 1, own - cost[best, rows], 0.0)
        moved = int(np.argmax(gain))
        if gain[moved] <= 1e-9 * (1 + clusters.inertia / len(points)):
            break
        labels[moved] = best[moved]
        centres = means(points, labels, centres)
    return _clusters(points, labels, centres, np.ones(len(points)))


def means(points: Points, labels: Labels, centres: Points, *, weights: NDArray[np.float64] | None = None) -> Points:
    """The mean of each cluster; one that has nobody stays where it is, at `centres`."""
    weights = np.ones(len(points)) if weights is None else weights
    k = len(centres)
    total = np.bincount(labels, weights=weights, minlength=k)
    sums = np.stack([np.bincount(labels, weights=weights * points[:, axis], minlength=k) for axis in (0, 1)], axis=1)
    return np.where(total[:, None] > 0, sums / np.where(total > 0, total, 1.0)[:, None], centres)


def _clusters(points: Points, labels: Labels, centres: Points, weights: NDArray[np.float64]) -> Clusters:
    apart = points - centres[labels]
    return Clusters(centres, labels, float((weights[:, None] * apart * apart).sum()))
