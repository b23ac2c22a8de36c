"""Quotas: for each value of a feature, the fewest and the most seats people with it may have."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.kernels.sortition.pool import Malformed, Pool


@dataclass(frozen=True)
class Quota:
    """From `minimum` to `maximum` seats for people whose `feature` is `value`.

    lowest and highest: how far the limits may be stretched when quotas contradict each other; None means as far as it takes.
    """

    feature: str
    value: str
    minimum: int
    maximum: int
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True)
class Quotas:
    """All quotas of a selection. Raises Malformed (`line` is the quota's place, counted from 1) if one makes no sense by itself."""

    limits: tuple[Quota, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for place, quota in enumerate(self.limits, 1):
            name = f"{quota.feature} {quota.value}"
            if (quota.feature, quota.value) in seen:
                raise Malformed(f"{name} has two quotas", line=place, field="value")
            if quota.minimum < 0:
                raise Malformed(f"the minimum of {name} is below 0", line=place, field="min")
            if quota.minimum > quota.maximum:
                raise Malformed(f"the minimum of {name} ({quota.minimum}) is above its maximum ({quota.maximum})", line=place, field="min")
            seen.add((quota.feature, quota.value))

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the features that have quotas, in the order of their first quota."""
        return tuple(dict.fromkeys(quota.feature for quota in self.limits))

    def check_pool(self, pool: Pool) -> None:
        """Raise Malformed if a feature is not in the pool, or someone has a value without a quota (`line`: the person's place)."""
        for place, quota in enumerate(self.limits, 1):
            if quota.feature not in pool.features:
                raise Malformed(f"the pool has no feature {quota.feature!r}", line=place, field="feature")
        for feature in self.features:
            known = {quota.value for quota in self.limits if quota.feature == feature}
            for place, value in enumerate(pool.column(feature), 1):
                if value not in known:
                    raise Malformed(f"{value!r} has no quota", line=place, field=feature)

    def broken_by(self, pool: Pool, members: Sequence[str]) -> tuple[Quota, ...]:
        """The quotas that a panel of these members breaks; none if it is a valid panel. Counted in whole numbers."""
        rows = dict(zip(pool.ids, pool.values, strict=True))
        places = {feature: pool.features.index(feature) for feature in self.features}
        broken = []
        for quota in self.limits:
            seats = sum(rows[member][places[quota.feature]] == quota.value for member in members)
            if not quota.minimum <= seats <= quota.maximum:
                broken.append(quota)
        return tuple(broken)
