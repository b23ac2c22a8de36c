from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.opinions.kmeans import best_clusters, cells_of, nearest, settle
from trellis.kernels.opinions.silhouette import silhouettes
from trellis.kernels.opinions.stability import adjusted_rand_index, contingency

POINTS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=6, unique=True)


def cost(points: np.ndarray, labels: tuple[int, ...]) -> float:
    parts = [points[np.array(labels) == label] for label in set(labels)]
    return sum(float(((part - part.mean(axis=0)) ** 2).sum()) for part in parts)


@given(POINTS, st.integers(2, 3))
@settings(deadline=None, max_examples=15)
def test_no_partition_at_all_has_less_inertia(drawn: list[tuple[int, int]], k: int):
    points = np.array(drawn, dtype=np.float64)

    found = best_clusters(points, k, random=np.random.default_rng(1))

    least = min(cost(points, (0, *labels)) for labels in product(range(k), repeat=len(points) - 1))
    assert found.inertia == pytest.approx(least, abs=1e-9)
    assert found.inertia == pytest.approx(cost(points, tuple(found.labels)), abs=1e-9)


def test_the_largest_cluster_is_the_first():
    points = np.array([[0.0, 0], [0, 1], [9, 9], [9, 8], [9, 10]])

    found = best_clusters(points, 2, random=np.random.default_rng(1))

    assert found.labels.tolist() == [1, 1, 0, 0, 0]
    assert found.centres.tolist() == [[9, 9], [0, 0.5]]
    assert found.inertia == pytest.approx(2.5)


def test_cells_stand_for_all_points():
    points = np.random.default_rng(1).normal(size=(5_000, 2))

    cells = cells_of(points)

    assert len(cells.places) < 2_800
    assert cells.weights.sum() == 5_000
    np.testing.assert_allclose(cells.weights @ cells.places, points.sum(axis=0))


def test_many_points_are_cut_as_well_as_by_many_rounds_on_all():
    random = np.random.default_rng(2)
    points = np.concatenate([random.normal(centre, 1, size=(1_000, 2)) for centre in ((0, 0), (4, 0), (2, 4))])

    found = best_clusters(points, 3, random=np.random.default_rng(1))

    tries = [settle(points, points[random.integers(0, len(points), 3)]).inertia for _ in range(30)]
    assert found.inertia <= min(tries) * (1 + 1e-9)


def test_of_equally_near_centres_the_first():
    assert nearest(np.array([[0.0, 0]]), np.array([[1.0, 0], [-1, 0]])).tolist() == [0]


def test_weights_count_as_so_many_points():
    points = np.array([[0.0, 0], [1, 0], [10, 0]])
    repeated = np.array([[0.0, 0], [0, 0], [0, 0], [1, 0], [10, 0]])

    once, often = settle(points, points[[0, 2]], weights=np.array([3.0, 1, 1])), settle(repeated, points[[0, 2]])

    np.testing.assert_allclose(once.centres, often.centres)
    assert once.inertia == pytest.approx(often.inertia) == pytest.approx(0.75)


def test_silhouette_by_hand():
    """Points 0, 1 | 4: inside 1 and outside 4 and 3 give 3/4 and 2/3; one alone counts 0."""
    points = np.array([[0.0, 0], [1, 0], [4, 0]])

    assert silhouettes(points, [np.array([0, 0, 1])]) == [pytest.approx((3 / 4 + 2 / 3) / 3)]


def test_silhouette_leaves_out_who_is_in_no_group():
    points = np.array([[0.0, 0], [1, 0], [4, 0], [5, 0], [1000, 0]])

    without, marked = silhouettes(points[:4], [np.array([0, 0, 1, 1])]), silhouettes(points, [np.array([0, 0, 1, 1, -1])])

    assert without == marked


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [
        ([0, 0, 1, 1], [0, 0, 1, 1], 1.0),
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 8 / 33),
    ],
)
def test_adjusted_rand_index_by_hand(first: list[int], second: list[int], index: float):
    assert adjusted_rand_index(contingency(np.array(first), np.array(second), 3)) == pytest.approx(index)
