"""Check a certificate from the pool and the quotas alone: every limit is added up again, in exact fractions.

Only cuts and excluded people rest on seats being whole numbers; for these an integer programme is solved again.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from trellis.kernels.sortition.bounds import goldilocks_bound, nash_bound, smallest_bound
from trellis.kernels.sortition.certificate import Certificate, Cut, Prices, certificate
from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.profiles import Profiles, by_profile
from trellis.kernels.sortition.programme import Impossible, Programme
from trellis.kernels.sortition.quotas import Quotas


def verify(
    proof: Certificate, pool: Pool, quotas: Quotas, *, size: int, households: Sequence[str | None] | None = None, tolerance: float = 1e-9
) -> bool:
    """Whether a certificate's bound holds for every lottery, and what was reached is within its stated gap (and `tolerance`).

    Recomputed without the lottery and without trusting any number of the certificate except the prices, which are then proofs.
    """
    profiles = by_profile(pool, quotas, households=households)
    if proof.ceiling != certificate(pool, quotas, size=size) or not proof.steps:
        return False
    programme = Programme(profiles, quotas, size=size)
    if not all(_keeps(programme, cut, tolerance) for cut in proof.cuts) or not _are_excluded(programme, proof.excluded):
        return False
    limits = [_limit(step.prices, profiles, quotas, size, proof) for step in proof.steps]
    if any(limit > Fraction(step.prices.limit) + Fraction(tolerance) for limit, step in zip(limits, proof.steps, strict=True)):
        return False
    return _bounds_hold(proof, [float(limit) for limit in limits], profiles, size, tolerance)


def _bounds_hold(proof: Certificate, limits: list[float], profiles: Profiles, size: int, tolerance: float) -> bool:
    people = profiles.sizes()
    counted = [number for number in range(len(people)) if number not in set(proof.excluded)]
    everyone = sum(people[number] for number in counted)
    weights = proof.steps[0].prices.weights
    if proof.objective == "nash":
        bound = nash_bound(weights, limits[0], people, counted=counted)
        return abs(bound - proof.bound) <= tolerance and proof.value <= bound + tolerance
    if proof.objective == "goldilocks":
        bound = goldilocks_bound(weights, limits[0], people, average=size / everyone)
        return abs(bound - proof.bound) <= tolerance and proof.value >= bound - tolerance
    levels: list[float | None] = [None if number in counted else 0.0 for number in range(len(people))]
    for step, limit in zip(proof.steps, limits, strict=True):
        if min(step.prices.weights) < 0 or smallest_bound(step.prices.weights, limit, people, levels=levels) > step.level + tolerance:
            return False
        for number in step.profiles:
            levels[number] = step.level
    return None not in levels and abs(proof.bound - proof.steps[0].level) <= tolerance and proof.value <= proof.bound + tolerance


def _limit(prices: Prices, profiles: Profiles, quotas: Quotas, size: int, proof: Certificate) -> Fraction:
    """What the prices bring in at most: each price at its limit, and what they don't cover once per possible seat."""
    shared = [kind for kind in profiles.kinds if len(kind.profiles) > 1]
    groups = (quotas.limits, shared, proof.cuts)
    given = (prices.quota_prices, prices.household_prices, prices.cut_prices)
    # A step may have been proved before later cuts were known.
    if any(len(some) > len(group) for some, group in zip(given, groups, strict=True)):
        raise ValueError("the certificate has more prices than there are conditions")
    brought_in = Fraction(prices.seat_price) * size
    charged = [Fraction(prices.seat_price)] * len(profiles)
    for quota, price in zip(quotas.limits, map(Fraction, prices.quota_prices), strict=False):
        brought_in += price * (min(quota.maximum, size) if price > 0 else quota.minimum)
        place = quotas.features.index(quota.feature)
        for number, profile in enumerate(profiles.profiles):
            if price and profile.values[place] == quota.value:
                charged[number] += price
    for kind, price in zip(shared, map(Fraction, prices.household_prices), strict=False):
        brought_in += max(price, Fraction(0)) * kind.households
        for number in kind.profiles:
            charged[number] += max(price, Fraction(0))
    for cut, price in zip(proof.cuts, map(Fraction, prices.cut_prices), strict=False):
        used = max(price, Fraction(0))
        brought_in += used * Fraction(cut.limit)
        if used:
            charged = [charge + used * Fraction(weight) for charge, weight in zip(charged, cut.weights, strict=True)]
    excluded = set(proof.excluded)
    for number, (profile, weight) in enumerate(zip(profiles.profiles, prices.weights, strict=True)):
        if number not in excluded:
            most = min(profiles.kinds[profile.kind].households, size)
            brought_in += max(Fraction(weight) - charged[number], Fraction(0)) * most
    return brought_in


def _keeps(programme: Programme, cut: Cut, tolerance: float) -> bool:
    return programme.best_and_bound(np.array(cut.weights))[1] <= cut.limit + tolerance


def _are_excluded(programme: Programme, excluded: tuple[int, ...]) -> bool:
    if not excluded:
        return True
    weights = np.zeros(len(programme.profiles))
    weights[list(excluded)] = 1.0
    try:
        return programme.best_and_bound(weights)[1] < 1 - 1e-6
    except Impossible:
        return False
