"""The one entrance to all rules."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.outcome import Outcome


def tally(
    election: Election,
    *,
    rule: str = "equal-shares",
    utility: str = "cost",
    completion: str = "add1",
    stop: str = "exhaustive",
    fill: str = "greedy",
    step: Fraction | int | None = None,
    tie_order: Sequence[str] | None = None,
    thresholds: Mapping[str, Any] | None = None,
    category_limits: Mapping[str, Any] | None = None,
) -> Outcome:
    """Count an election."""
    raise NotImplementedError
