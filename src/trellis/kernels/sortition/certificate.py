"""Why no lottery can be fairer: a bound anyone can recompute, the cheap one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.quotas import Quota, Quotas


@dataclass(frozen=True)
class Ceiling:
    """The cheap bound on the smallest chance: seats divided by people. `quota` is None for the whole pool."""

    seats: int
    people: int
    quota: Quota | None = None

    @property
    def chance(self) -> Fraction:
        return Fraction(self.seats, self.people)


@dataclass(frozen=True)
class Prices:
    """A proof that no valid panel weighs more than `limit`, if a seat of each profile weighs `weights` (by profile).

    seat_price, quota_prices (in the order of the quotas; above 0 prices the maximum, below 0 the minimum) and household_prices (by kind):
    what a seat must cost. Where the prices of a profile don't cover its weight, the rest counts once per seat it could get.
    whole: the prices alone don't prove it; it needs that seats are whole numbers (an integer programme is solved to check).
    """

    weights: tuple[float, ...]
    limit: float
    seat_price: float = 0.0
    quota_prices: tuple[float, ...] = ()
    household_prices: tuple[float, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Step:
    """One level of a proof: the profiles (by number) that can't all do better than `level`, given the levels before."""

    level: float
    profiles: tuple[int, ...]
    prices: Prices


@dataclass(frozen=True)
class Certificate:
    """What was reached and what can't be exceeded.

    value, bound: for maximin and leximin the smallest chance; for nash the geometric mean of chances; for goldilocks its objective
    (there smaller is better). gap: how far apart they are; 0 up to rounding is proof of optimality.
    ceiling: the cheapest bound on the smallest chance. steps: one proof for maximin, nash and goldilocks, one per level for leximin.
    """

    objective: str
    value: float
    bound: float
    ceiling: Ceiling
    steps: tuple[Step, ...] = ()

    @property
    def gap(self) -> float:
        return abs(self.bound - self.value)


def certificate(pool: Pool, quotas: Quotas, *, size: int) -> Ceiling:
    """The cheap bound: no one's smallest chance can exceed seats / pool, nor a quota's maximum / its people."""
    best = Ceiling(size, len(pool))
    for quota in quotas.limits:
        people = sum(value == quota.value for value in pool.column(quota.feature))
        if people and Fraction(quota.maximum, people) < best.chance:
            best = Ceiling(quota.maximum, people, quota)
    return best


def verify(
    proof: Certificate, pool: Pool, quotas: Quotas, *, size: int, households: Sequence[str | None] | None = None, tolerance: float = 1e-9
) -> bool:
    """Recompute every bound of a certificate from the pool and the quotas alone, independently of how it was found."""
    raise NotImplementedError
