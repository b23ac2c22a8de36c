"""Groups as the published engine makes them: base clusters, one start, silhouette (Small et al. 2021, on clustering)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.grouping import FEWEST_GROUPS, MOST_GROUPS, Cut, no_cut, smoothed_k
from trellis.kernels.opinions.kmeans import Cells, settle
from trellis.kernels.opinions.result import OpinionMap, Partition
from trellis.kernels.opinions.silhouette import silhouettes

BASE_CLUSTERS = 100
BASES_PER_GROUP = 12
# What a number of groups scores that leaves a base cluster by itself.
REJECTED = -1.0


@dataclass(frozen=True, eq=False)
class _Grouping:
    """Base clusters gathered into k groups: `of_base` has the group of each base."""

    centres: NDArray[np.float64]
    of_base: NDArray[np.int64]
    score: float
    partition: Partition


def official_cut(places: NDArray[np.float64], *, previous: OpinionMap | None) -> Cut:
    """Base clusters of the people at `places`, gathered for each k by weighted k-means; the best silhouette over the bases wins.

    Both start from the first different points, in order of participants, or from the centres of the previous map. Nothing is
    drawn by chance, nothing is tried twice, and nothing is withheld.
    """
    if not len(places):
        return no_cut(0, "few-people")
    base_of, bases = _bases(places, previous)
    if len(bases.places) < FEWEST_GROUPS:
        return no_cut(len(places), "no-difference" if len(places) > 1 else "few-people")
    most = min(MOST_GROUPS, FEWEST_GROUPS + len(bases.places) // BASES_PER_GROUP, len(bases.places))
    groupings = {k: _grouping(places, base_of, bases, k, previous) for k in range(FEWEST_GROUPS, most + 1)}
    winner = max(groupings, key=lambda k: (groupings[k].score, -k))
    shown, wins = (previous.cut, previous.k_wins) if previous else (0, (0, 0))
    k, wins = smoothed_k(winner, shown=shown, wins=wins, possible=set(groupings))
    return Cut(
        k=k,
        labels=groupings[k].of_base[base_of],
        centres=groupings[k].centres,
        partitions=tuple(each.partition for each in groupings.values()),
        why="",
        k_wins=wins,
        base_centres=bases.places,
    )


def _bases(places: NDArray[np.float64], previous: OpinionMap | None) -> tuple[NDArray[np.int64], Cells]:
    """The base cluster of each person, and the bases with the number of their people; up to 100 different places are bases as they are."""
    start = _first_different(places, BASE_CLUSTERS)
    if len(start) == BASE_CLUSTERS and previous is not None and len(previous.base_centres) == BASE_CLUSTERS:
        start = previous.base_centres
    found = settle(places, start)
    filled, base_of = np.unique(found.labels, return_inverse=True)
    return base_of, Cells(found.centres[filled], found.sizes[filled].astype(np.float64))


def _grouping(places: NDArray[np.float64], base_of: NDArray[np.int64], bases: Cells, k: int, previous: OpinionMap | None) -> _Grouping:
    start = _first_different(bases.places, k)
    if previous is not None and len(previous.groups) == k:
        start = np.array([group.centre for group in previous.groups])
    found = settle(bases.places, start, weights=bases.weights)
    of_base, centres = found.labels, found.centres
    labels = of_base[base_of]
    apart = places - centres[labels]
    silhouette = silhouettes(bases.places, [of_base])[0]
    alone = (np.bincount(of_base, minlength=k) < 2).any()
    sizes = tuple(int(size) for size in np.bincount(labels, minlength=k))
    return _Grouping(centres, of_base, REJECTED if alone else silhouette, Partition(k, float((apart**2).sum()), silhouette, sizes))


def _first_different(places: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    _, first = np.unique(places, axis=0, return_index=True)
    return places[np.sort(first)[:most]]
