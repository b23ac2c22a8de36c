"""Why no lottery can be fairer: a bound that anyone can recompute, the cheap one first.

The proofs are prices. If a seat of each profile weighs something, and every seat is charged a price for the seat itself, for each
quota it counts in and so on, then no panel can weigh more than the prices bring in at the limits of the quotas. This is weak
duality of linear programmes, and checking it takes only multiplication and addition.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.programme import Conditions, Floats
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
class Cut:
    """A condition that every valid panel keeps, although fractions of panels need not: weights @ seats <= limit.

    It follows from seats being whole numbers, so an integer programme is solved to check it.
    """

    weights: tuple[float, ...]
    limit: float


@dataclass(frozen=True)
class Prices:
    """A proof that no valid panel weighs more than `limit`, if a seat of each profile weighs `weights` (by profile).

    seat_price, quota_prices (in the order of the quotas; above 0 they price the maximum, below 0 the minimum), household_prices (by
    kind of household that has several profiles) and cut_prices: what a seat is charged for each condition it counts in. Where
    the charge does not cover a profile's weight, the rest counts once for every seat that profile could get.
    """

    weights: tuple[float, ...]
    limit: float
    seat_price: float = 0.0
    quota_prices: tuple[float, ...] = ()
    household_prices: tuple[float, ...] = ()
    cut_prices: tuple[float, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the proof needs that seats are whole numbers."""
        return any(self.cut_prices)

    @property
    def by_row(self) -> tuple[float, ...]:
        """The prices in the order of the rows of `Conditions`."""
        return (self.seat_price, *self.quota_prices, *self.household_prices, *self.cut_prices)


@dataclass(frozen=True)
class Step:
    """One part of a proof: the profiles (by number) that can't all do better than `level`, given the steps before.

    For nash `level` is the bound on the geometric mean; for goldilocks the smallest chance at which the bound touches the objective.
    """

    level: float
    profiles: tuple[int, ...]
    prices: Prices


@dataclass(frozen=True)
class Certificate:
    """What was reached and what can't be exceeded.

    value, bound: for maximin and leximin the smallest chance; for nash the geometric mean of chances; for goldilocks its objective
    (there smaller is better). gap: how far what was reached may be from the best, 0 up to rounding if it is proved to be the best; for
    leximin the largest gap of any level. ceiling: the cheapest bound on the smallest chance.
    steps: one proof for maximin, nash and goldilocks, one per level for leximin. Profiles are numbered as `by_profile` orders them.
    cuts: conditions the proofs use beside the quotas. excluded: profiles that are on no valid panel, so that nothing counts them.
    """

    objective: str
    value: float
    bound: float
    gap: float
    ceiling: Ceiling
    steps: tuple[Step, ...] = ()
    cuts: tuple[Cut, ...] = ()
    excluded: tuple[int, ...] = ()


def certificate(pool: Pool, quotas: Quotas, *, size: int) -> Ceiling:
    """The cheap bound: no one's smallest chance can exceed seats / pool, nor a quota's maximum / its people.

    It is about pools in which everyone is on some valid panel; people with a quota of 0 are not counted.
    """
    counted = [True] * len(pool)
    for quota in quotas.limits:
        if quota.maximum == 0:
            counted = [was and value != quota.value for was, value in zip(counted, pool.column(quota.feature), strict=True)]
    best = Ceiling(size, max(1, sum(counted)))
    for quota in quotas.limits:
        column = pool.column(quota.feature)
        people = sum(inside and value == quota.value for inside, value in zip(counted, column, strict=True))
        if people and Fraction(quota.maximum, people) < best.chance:
            best = Ceiling(quota.maximum, people, quota)
    return best


def prices_of(weights: Floats, duals: Floats, given: Conditions) -> Prices:
    """Proof of a limit on weights from the row prices of a linear programme. Any prices prove some limit, good ones a low one."""
    usable = np.where(duals > 0, np.isfinite(given.upper), np.isfinite(given.lower))
    by_row = np.where(usable, duals, 0.0)
    brought_in = np.where(by_row > 0, by_row * np.where(by_row > 0, given.upper, 0), by_row * np.where(by_row < 0, given.lower, 0))
    uncovered = np.clip(weights - by_row @ given.matrix, 0, None)
    prices = by_row.tolist()
    first_cut = len(prices) - given.cuts
    return Prices(
        weights=tuple(weights.tolist()),
        limit=float(brought_in.sum() + uncovered @ given.most),
        seat_price=prices[0],
        quota_prices=tuple(prices[1 : 1 + given.quotas]),
        household_prices=tuple(prices[1 + given.quotas : first_cut]),
        cut_prices=tuple(prices[first_cut:]),
    )
