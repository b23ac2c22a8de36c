"""The fairest lottery over panels, for four meanings of fair."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.kernels.sortition.certificate import Certificate
from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.quotas import Quotas

OBJECTIVES = ("maximin", "leximin", "nash", "goldilocks")


@dataclass(frozen=True)
class WeightedPanel:
    """A valid panel (ids in the order of the pool) and its chance of being drawn."""

    weight: float
    members: tuple[str, ...]


@dataclass(frozen=True)
class ProfileChance:
    """Interchangeable people (ids in the order of the pool), their values of the features with quotas, and the chance of each of them."""

    values: tuple[str, ...]
    ids: tuple[str, ...]
    chance: float


@dataclass(frozen=True)
class Fairness:
    """The fairest lottery by one objective.

    probabilities: each person's chance, summed over `panels` (so it is the lottery's own, not a target).
    panels: heaviest first; the weights are above 0 and sum to 1.
    excluded: people who are on no valid panel at all; their chance is 0 and the objective is about the others.
    certificate: proof that no lottery is fairer, or how far from it this may be.
    """

    objective: str
    size: int
    features: tuple[str, ...]
    probabilities: dict[str, float]
    profiles: tuple[ProfileChance, ...]
    panels: tuple[WeightedPanel, ...]
    excluded: tuple[str, ...]
    certificate: Certificate

    @property
    def minimum(self) -> float:
        """The smallest chance of anyone who is on some valid panel."""
        left_out = set(self.excluded)
        return min(chance for person, chance in self.probabilities.items() if person not in left_out)

    @property
    def maximum(self) -> float:
        return max(self.probabilities.values())


def fair_chances(
    pool: Pool,
    quotas: Quotas,
    *,
    size: int,
    objective: str = "maximin",
    households: Sequence[str | None] | None = None,
    max_rounds: int = 2000,
) -> Fairness:
    """Find the fairest lottery over the valid panels of `size` people.

    objective: maximin (the smallest chance is as large as possible), leximin (then the second smallest, and so on), nash (the
    product of chances) or goldilocks (neither very small nor very large chances).
    households: per person (in the order of the pool) what tells their household from others; then no panel has two of one household.
    max_rounds: bound on the rounds of work; if it is reached the result is valid and its certificate states the gap.
    Raises Malformed for a pool or quotas that make no sense, Impossible if no panel meets all quotas.
    """
    raise NotImplementedError
