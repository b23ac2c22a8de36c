"""Groups by the honest rules: best of many starts, none of fewer than five people, none that would not come out again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.centring import CentredVotes
from trellis.kernels.opinions.grouping import FEWEST_GROUPS, MOST_GROUPS, Cut, no_cut, smoothed_k
from trellis.kernels.opinions.kmeans import Clusters, best_clusters
from trellis.kernels.opinions.result import NO_GROUP, OpinionMap, Partition
from trellis.kernels.opinions.silhouette import MOST_POINTS, silhouettes
from trellis.kernels.opinions.stability import STABLE, Stability, stabilities

SMALLEST_GROUP = 5


@dataclass(frozen=True, eq=False)
class _Tried:
    """One number of groups: `shown` are the clusters of at least five people."""

    clusters: Clusters
    silhouette: float
    stability: Stability

    @property
    def k(self) -> int:
        return len(self.clusters.centres)

    @property
    def shown(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.clusters.sizes >= SMALLEST_GROUP)

    @property
    def partition(self) -> Partition:
        sizes = tuple(int(size) for size in self.clusters.sizes)
        return Partition(self.k, self.clusters.inertia, self.silhouette, sizes, self.stability.lower)


def honest_cut(
    votes: CentredVotes,
    grouped: NDArray[np.int64],
    places: NDArray[np.float64],
    vectors: NDArray[np.float64],
    *,
    seed: int,
    previous: OpinionMap | None,
) -> Cut:
    """Choose the groups of the `grouped` people, who stand at `places`: the best silhouette among the cuts that are stable."""
    if len(grouped) < FEWEST_GROUPS * SMALLEST_GROUP:
        return no_cut(len(grouped), "few-people")
    different = len(np.unique(places, axis=0))
    if different < FEWEST_GROUPS:
        return no_cut(len(grouped), "no-difference")
    tried, sampled = _tried(votes, grouped, places, vectors, most=min(MOST_GROUPS, different), seed=seed, previous=previous)
    partitions = tuple(each.partition for each in tried)
    large = [each for each in tried if len(each.shown) >= FEWEST_GROUPS]
    if not large:
        return no_cut(len(grouped), "small-groups", partitions=partitions, sampled=sampled)
    stable = {each.k: each for each in large if each.stability.lower >= STABLE}
    if not stable:
        best = max(each.stability.lower for each in large)
        return no_cut(len(grouped), "unstable", partitions=partitions, stability=best, sampled=sampled)
    winner = max(stable.values(), key=lambda each: (each.silhouette, -each.k)).k
    shown, wins = (previous.cut, previous.k_wins) if previous else (0, (0, 0))
    k, wins = smoothed_k(winner, shown=shown, wins=wins, possible=set(stable))
    return _cut(stable[k], partitions, wins, sampled)


def _tried(
    votes: CentredVotes,
    grouped: NDArray[np.int64],
    places: NDArray[np.float64],
    vectors: NDArray[np.float64],
    *,
    most: int,
    seed: int,
    previous: OpinionMap | None,
) -> tuple[list[_Tried], int]:
    before = np.array([group.centre for group in previous.groups]) if previous and previous.groups else None
    random = np.random.default_rng(seed)
    cuts = [best_clusters(places, k, random=random, also=before) for k in range(FEWEST_GROUPS, most + 1)]
    sample = _sample(len(places), seed)
    fits = silhouettes(places[sample], [_of_large_groups(each)[sample] for each in cuts])
    stable = stabilities(votes, grouped, vectors, cuts, seed=seed)
    tried = [_Tried(*each) for each in zip(cuts, fits, stable, strict=True)]
    return tried, len(sample) if len(sample) < len(places) else 0


def _of_large_groups(clusters: Clusters) -> NDArray[np.int64]:
    """Labels, -1 in groups too small to show: one person far away would make any cut that parts him from the others look good."""
    return np.where(clusters.sizes[clusters.labels] >= SMALLEST_GROUP, clusters.labels, NO_GROUP)


def _sample(people: int, seed: int) -> NDArray[np.int64]:
    if people <= MOST_POINTS:
        return np.arange(people)
    chance = np.random.default_rng([seed, 1]).random(people)
    return np.sort(np.argsort(chance, kind="stable")[:MOST_POINTS])


def _cut(chosen: _Tried, partitions: tuple[Partition, ...], wins: tuple[int, int], sampled: int) -> Cut:
    shown = chosen.shown
    name = np.full(chosen.k, NO_GROUP, dtype=np.int64)
    name[shown] = np.arange(len(shown))
    return Cut(
        k=chosen.k,
        labels=name[chosen.clusters.labels],
        centres=chosen.clusters.centres[shown],
        partitions=partitions,
        why="",
        k_wins=wins,
        stability=chosen.stability.lower,
        group_stabilities=tuple(chosen.stability.groups[each] for each in shown),
        sampled=sampled,
    )
