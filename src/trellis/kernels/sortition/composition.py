"""A panel beside the pool and the population: who sits there, how that compares, and who is missing."""

from collections.abc import Collection
from dataclasses import dataclass

import scipy

from trellis.kernels.sortition.lottery import Lottery
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.reading import Population
from trellis.kernels.sortition.tables import close_to

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Standing:
    """People with one value of a feature, in the population, the pool, the lottery and the panel.

    quota: their limits; None for a feature without quotas. volunteers: people in the pool. population: share of the population
    from 0 to 1; None without a census of this feature. expected: seats on average over the lottery; fewest and most: seats over
    its panels. drawn: seats on the drawn panel, None before the draw.
    interval: shares of a population from which simple chance gives a panel like the drawn one (exact, Clopper and Pearson 1934):
    with a population share outside of it, the panel differs from the population by more than chance does. It says nothing
    about volunteers being like those who did not volunteer.
    """

    feature: str
    value: str
    quota: Quota | None
    volunteers: int
    population: float | None
    expected: float
    fewest: int
    most: int
    drawn: int | None = None
    interval: tuple[float, float] | None = None

    @property
    def unlike_population(self) -> bool:
        """Whether the population's share lies outside of the interval."""
        return self.interval is not None and self.population is not None and not self.interval[0] <= self.population <= self.interval[1]


@dataclass(frozen=True)
class Missing:
    """People who should be on the panel and are not, or too few.

    why: `no volunteers` (nobody in the pool), `no seat` (volunteers, but no panel of the lottery has one of them), `few
    volunteers` (fewer than the seats that are due), `few seats` (less than half of the seats that are due, on average).
    due: seats in proportion to the population.
    """

    feature: str
    value: str
    why: str
    due: float
    volunteers: int
    expected: float


def composition(
    pool: Pool, quotas: Quotas, lottery: Lottery, *, drawn: Collection[str] | None = None, population: Population | None = None
) -> tuple[Standing, ...]:
    """Count each value of each feature: those with quotas in the quotas' order, then those of the census.

    Raises Malformed if the census has a feature that the pool has not, or a value that differs from the pool's in case or spaces.
    """
    if population is not None:
        _check(population, pool)
    rows = dict(zip(pool.ids, pool.values, strict=True))
    return tuple(
        _standing(feature, value, rows, pool.features.index(feature), quotas, lottery, drawn, population)
        for feature, value in _values(pool, quotas, population)
    )


def missing(standings: Collection[Standing], *, size: int) -> tuple[Missing, ...]:
    """Who of the population has no seat or too few, in the order of the standings; only where a census says what is due."""
    found = []
    for each in standings:
        if not each.population:
            continue
        due = each.population * size
        why = (
            "no volunteers" if not each.volunteers
            else "no seat" if not each.most
            else "few volunteers" if each.volunteers < int(due)
            else "few seats" if due >= 1 and each.expected < due / 2
            else ""
        )  # fmt: skip
        if why:
            found.append(Missing(each.feature, each.value, why, due, each.volunteers, each.expected))
    return tuple(found)


def share_interval(seats: int, size: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact interval of Clopper and Pearson (Biometrika 26, 1934) for a share of which `seats` out of `size` were seen."""
    tail = (1 - confidence) / 2
    low = float(scipy.special.betaincinv(seats, size - seats + 1, tail)) if seats else 0.0
    high = float(scipy.special.betaincinv(seats + 1, size - seats, 1 - tail)) if seats < size else 1.0
    return low, high


def _values(pool: Pool, quotas: Quotas, population: Population | None) -> list[tuple[str, str]]:
    features = dict.fromkeys([*quotas.features, *(population.features if population else ())])
    names: dict[tuple[str, str], None] = {}
    for feature in features:
        names.update(dict.fromkeys((quota.feature, quota.value) for quota in quotas.limits if quota.feature == feature))
        if population:
            names.update(dict.fromkeys((feature, value) for value in population.values(feature)))
        names.update(dict.fromkeys((feature, value) for value in pool.column(feature)))
    return list(names)


def _standing(
    feature: str,
    value: str,
    rows: dict[str, tuple[str, ...]],
    place: int,
    quotas: Quotas,
    lottery: Lottery,
    drawn: Collection[str] | None,
    population: Population | None,
) -> Standing:
    having = {person for person, row in rows.items() if row[place] == value}
    seats = [len(having.intersection(panel.members)) for panel in lottery.panels]
    seated = len(having.intersection(drawn)) if drawn is not None else None
    return Standing(
        feature=feature,
        value=value,
        quota=next((quota for quota in quotas.limits if (quota.feature, quota.value) == (feature, value)), None),
        volunteers=len(having),
        population=population.share(feature, value) if population and feature in population.features else None,
        expected=sum(count * panel.tickets for count, panel in zip(seats, lottery.panels, strict=True)) / lottery.tickets,
        fewest=min(seats),
        most=max(seats),
        drawn=seated,
        interval=share_interval(seated, lottery.size) if seated is not None else None,
    )


def _check(population: Population, pool: Pool) -> None:
    for feature in population.features:
        if feature not in pool.features:
            raise Malformed(f"the pool has no column {feature!r}{close_to(feature, pool.features)}", field="feature")
        known = population.values(feature)
        for value in dict.fromkeys(pool.column(feature)):
            if value not in known and (hint := close_to(value, known)):
                raise Malformed(f"the pool has {feature} {value!r}, which the population has not{hint}", field="value")
