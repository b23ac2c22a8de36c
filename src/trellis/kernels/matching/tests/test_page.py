"""The examples of docs/kernels/matching.md, run."""

from pathlib import Path

import pytest

from trellis.kernels.matching import lower_bound, match

PAGE = Path(__file__).resolve().parents[5] / "docs/kernels/matching.md"
LIFTS = [("ann", "car-1", 30), ("ann", "car-2", 45), ("bo", "car-1", 35), ("cy", "car-1", 60), ("cy", "car-2", 50)]

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the docs are not here")


def test_the_worked_example():
    found = match(LIFTS)

    assert (found.matched, found.total_cost, found.bound) == (2, 80, 80)
    empty = found.graph.penalty
    by_hand = {"ann": empty - 5, "bo": empty, "cy": empty}, {"car-1": empty - 35, "car-2": empty - 50}
    values, prices = ([told[id] for id in ids] for told, ids in zip(by_hand, (found.graph.needs, found.graph.offers), strict=True))
    assert lower_bound(found.graph, values, prices) == empty + 80


def test_the_worked_example_with_a_price_of_staying_empty():
    found = match(LIFTS, unmatched=40)

    assert found.pairs == [("ann", "car-1", 30)]
    assert found.bound == 110
