"""The fairest lottery over panels, for four meanings of fair.

The objective is solved over mean seats by profile, which is a small problem; the best means are then decomposed into whole panels.
Usually that works at once, and the prices of the small problem prove that no lottery is fairer, because the means of every lottery
keep the same conditions. If no lottery has these means, the decomposition says which condition they break (a cut), and
the small problem is solved again with that condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, fsum, log

import numpy as np

from trellis.kernels.sortition.certificate import Certificate, Cut, certificate
from trellis.kernels.sortition.coverage import on_some_panel
from trellis.kernels.sortition.decomposition import Decomposer, Mixture, best_for_smallest
from trellis.kernels.sortition.goldilocks import goldilocks, measure
from trellis.kernels.sortition.leximin import Target, leximin, maximin
from trellis.kernels.sortition.nash import nash
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.profiles import by_profile
from trellis.kernels.sortition.programme import Counts, Floats, Impossible, Programme
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.rotation import spread
from trellis.kernels.sortition.tidying import tidied

SOLVERS = {"maximin": maximin, "leximin": leximin, "nash": nash, "goldilocks": goldilocks}
OBJECTIVES = tuple(SOLVERS)
REACHED = 1e-9


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
        """The largest chance of anyone."""
        return max(self.probabilities.values())


def fair_chances(
    pool: Pool,
    quotas: Quotas,
    *,
    size: int,
    objective: str = "maximin",
    households: Sequence[str | None] | None = None,
    max_rounds: int = 4000,
) -> Fairness:
    """Find the fairest lottery over the valid panels of `size` people.

    objective: maximin (the smallest chance is as large as possible, then the largest as small as possible), leximin (the smallest,
    then the second smallest, and so on), nash (the product of chances) or goldilocks (neither very small nor very large chances).
    households: per person (in the order of the pool) what tells their household from others; then no panel has two of one household.
    max_rounds: bound on the panels tried; if it is reached the result is valid and its certificate states the gap.
    Raises Malformed for a pool or quotas that make no sense, Impossible if no panel meets all quotas.
    """
    if objective not in SOLVERS:
        raise Malformed(f"the objective is one of {', '.join(OBJECTIVES)}, not {objective!r}", field="objective")
    if size < 1:
        raise Malformed(f"a panel has at least one seat, not {size}", field="size")
    profiles = by_profile(pool, quotas, households=households)
    programme = Programme(profiles, quotas, size=size)
    search = _Search(programme, objective, Decomposer(programme, rounds_left=max_rounds))
    target, mixture = search.run()
    return _result(pool, quotas, search, target, mixture)


class _Search:
    """Solves the objective over mean seats, decomposes them, and goes on with a cut where that shows them to be impossible."""

    def __init__(self, programme: Programme, objective: str, decomposer: Decomposer) -> None:
        self.programme = programme
        self.objective = objective
        self.decomposer = decomposer
        self.cuts: list[Cut] = []
        found = on_some_panel(programme)
        for panel in found.panels:
            decomposer.keep(panel)
        self.covered = found.covered
        self.counted: Counts = np.flatnonzero(found.covered)
        self.conditions = programme.conditions.without(~found.covered)

    def run(self) -> tuple[Target, Mixture]:
        """The best mean seats and a lottery for them. If work runs out, the lottery is only near to them."""
        while True:
            target = SOLVERS[self.objective](self.conditions, self.programme.people, self.counted)
            mixture = self.decomposer.decompose(tidied(target.seats, self.programme.people, self.conditions))
            if self.objective == "maximin":
                mixture = self._lifted(mixture, target)
            if mixture.missed <= REACHED or mixture.cut is None or self.decomposer.rounds_left <= 0:
                return target, mixture
            self.cuts.append(mixture.cut)
            self.conditions = self.conditions.with_cut(np.array(mixture.cut.weights), upper=mixture.cut.limit)

    def _lifted(self, mixture: Mixture, target: Target) -> Mixture:
        """For maximin the means needn't be hit: any lottery with the same smallest chance is as good."""
        chances = (mixture.weights @ np.array(mixture.panels) / self.programme.people)[self.counted]
        if chances.min() >= target.steps[0].level - REACHED:
            return replace(mixture, missed=0.0, cut=None)
        smallest, lifted = best_for_smallest(self.decomposer.panels, self.programme.people, self.counted)
        if smallest < target.steps[0].level - REACHED:
            lifted = replace(lifted, missed=mixture.missed, cut=mixture.cut)
        return lifted


def _result(pool: Pool, quotas: Quotas, search: _Search, target: Target, mixture: Mixture) -> Fairness:
    profiles = search.programme.profiles
    panels = [
        WeightedPanel(weight, tuple(pool.ids[place] for place in persons))
        for weight, persons in spread(profiles, mixture.panels, mixture.weights)
    ]
    for panel in panels:
        if len(panel.members) != search.programme.size or quotas.broken_by(pool, panel.members):
            raise Impossible("a panel broke a quota when seats were handed to people; nothing is returned")
    parts: dict[str, list[float]] = {person: [] for person in pool.ids}
    for panel in panels:
        for person in panel.members:
            parts[person].append(panel.weight)
    chances = {person: fsum(weights) for person, weights in parts.items()}
    by_number = [ProfileChance(profile.values, _ids(pool, profile.members), 0.0) for profile in profiles.profiles]
    reached = tuple(ProfileChance(each.values, each.ids, fsum(chances[i] for i in each.ids) / len(each.ids)) for each in by_number)
    excluded = [place for number in np.flatnonzero(~search.covered) for place in profiles.profiles[number].members]
    return Fairness(
        objective=search.objective,
        size=search.programme.size,
        features=quotas.features,
        probabilities=chances,
        profiles=reached,
        panels=tuple(panels),
        excluded=_ids(pool, excluded),
        certificate=_certificate(pool, quotas, search, target, np.array([each.chance for each in reached])),
    )


def _ids(pool: Pool, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(pool.ids[place] for place in sorted(places))


def _certificate(pool: Pool, quotas: Quotas, search: _Search, target: Target, chances: Floats) -> Certificate:
    people, counted, size = search.programme.people, search.counted, search.programme.size
    inside = chances[counted]
    everyone = float(people[counted].sum())
    bound = target.steps[0].level
    if search.objective == "nash":
        value = (
            exp(fsum(float(count) * log(chance) for count, chance in zip(people[counted], inside, strict=True)) / everyone)
            if (inside > 0).all()
            else 0.0
        )
    elif search.objective == "goldilocks":
        smallest = float(inside.min())
        value = measure(smallest, float(inside.max()), average=size / everyone) if smallest > 0 else float("inf")
    else:
        value = float(inside.min())
    gap = abs(bound - value)
    if search.objective == "leximin":
        gap = max(abs(step.level - float(chances[number])) for step in target.steps for number in step.profiles)
    return Certificate(
        objective=search.objective,
        value=value,
        bound=bound,
        gap=gap,
        ceiling=certificate(pool, quotas, size=size),
        steps=target.steps,
        cuts=tuple(search.cuts),
        excluded=tuple(np.flatnonzero(~search.covered).tolist()),
    )
