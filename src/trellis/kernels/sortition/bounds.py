"""What a limit on weights says about each objective. `weights` are per seat of each profile, `people` per profile.

Given for all: no lottery's mean seats weigh more than `limit`.
"""

import math
from collections.abc import Sequence


def smallest_bound(weights: Sequence[float], limit: float, people: Sequence[int | float], *, levels: Sequence[float | None]) -> float:
    """No lottery's smallest chance among the open profiles exceeds this, if each held profile has at least its level.

    levels: per profile the level it is held at, None for an open one. The weights are none below 0. A mean of the open profiles'
    chances, weighted by weight x people, is no more than what the held ones leave of the limit.
    """
    held = sum(weight * count * level for weight, count, level in zip(weights, people, levels, strict=True) if level is not None)
    share = sum(weight * count for weight, count, level in zip(weights, people, levels, strict=True) if level is None)
    return (limit - held) / share if share > 0 else math.inf


def nash_bound(weights: Sequence[float], limit: float, people: Sequence[int | float], *, counted: Sequence[int]) -> float:
    """No lottery's geometric mean of chances, over the people of the counted profiles, exceeds this.

    A logarithm lies below its tangents: log(chance) <= log(1 / weight) + weight x chance - 1 for each person.
    """
    everyone = sum(people[profile] for profile in counted)
    logarithms = math.fsum(-people[profile] * math.log(weights[profile]) for profile in counted)
    return math.exp((logarithms + limit - everyone) / everyone)


def goldilocks_bound(weights: Sequence[float], limit: float, people: Sequence[int | float], *, average: float) -> float:
    """No lottery's goldilocks objective is below this; `average` is seats / people.

    In units of the average, let M be the largest and m the smallest chance. Weights above 0 are on chances (none below m), weights
    below 0 on chances (none above M), so that M - c m >= -limit for the sum c found here; and 1 / m >= 2 sqrt(c) - c m for any c.
    """
    shares = [weight * count * average for weight, count in zip(weights, people, strict=True)]
    low = sum(share for share in shares if share > 0)
    high = -sum(share for share in shares if share < 0)
    if high > 1 + 1e-9:
        return -math.inf
    return 2 * math.sqrt(low + 1 - high) - limit
