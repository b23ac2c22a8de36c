"""Effective support: how much of its cost a project's supporters could bring at the best moment.

Take the final share each voter had, and count again without the project. Before each purchase, at price rho for a unit of
utility, and once more after the last at any price, each supporter could give the smaller of what they have left and
rho x utility. The sum over the supporters, divided by the cost, is what the project reached at that moment; the best
moment is its effective support. It is the measure published for Wieliczka in 2023, as pabutools documents it.

Above 1: the project won by equal shares, since at that moment it was cheaper for its supporters than what was bought.
Below 1: it did not. Exactly 1: as good as another project, or just enough in the end; it won if the tie order says so.

A project that was not bought changed nothing for the others, so the real rounds are those without it, and one look at them
also says how many new voters or how low a cost would have done at the same share. Floating point finds the moments worth
looking at; the figures of those are exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.explanation.replay import Replay, replay_of
from trellis.kernels.tally.outcome import Outcome

NEAR = 1e-9
"""Moments this near to the best in floating point are compared exactly. Sums of positive numbers err by far less."""


@dataclass(frozen=True, slots=True)
class Support:
    """How near a project came. `part` of its cost was reached at `moment` (the place of a round, or their number: after the last).

    `votes` new voters, each with the final share and for this project alone, would have been enough (a tie counts as enough);
    `cost` is about the highest cost at which it would have been bought. Both None where no number would do, or it was bought.
    """

    part: Fraction
    moment: int
    votes: int | None = None
    cost: int | None = None


def supports_of_unbought(rounds: Replay, projects: Sequence[int], *, worth_to_new: Mapping[int, int] | None) -> dict[int, Support]:
    """Effective support of projects that were not bought. `worth_to_new` is their utility to a new voter; None if that is nothing."""
    lefts = [left.copy() for left in rounds.about()]
    looks = {project: _look(rounds, project, lefts, worth_to_new and worth_to_new[project]) for project in projects}
    exact = _exactly(rounds, {project: look.wanted for project, look in looks.items()})
    found = {}
    for project in projects:
        best = _best(rounds, project, exact[project])
        votes = _votes(rounds, project, exact[project], worth_to_new[project]) if worth_to_new else None
        found[project] = Support(best.part, best.moment, votes, _highest_cost(rounds, project, lefts, looks[project]))
    return found


def support_of_bought(election: Election, outcome: Outcome, rounds: Replay, project: int) -> Support:
    """Effective support of a project that was bought: the rounds without it, and how well it would do in them."""
    without = replay_of(election, outcome, rounds.supports, leave_out={*rounds.left_out, project}, only_rows=rounds.supports.rows[project])
    wanted = _look(without, project, without.about(), None).wanted
    return _best(without, project, _exactly(without, {project: wanted})[project])


@dataclass(frozen=True, eq=False)
class _Look:
    """One project at every moment, in floating point: what its supporters could bring; and the moments worth an exact look."""

    raised: np.ndarray
    wanted: frozenset[int]


def _look(rounds: Replay, project: int, lefts: Iterable[np.ndarray], worth_to_new: int | None) -> _Look:
    rows, weights = rounds.supports.rows[project], rounds.supports.row_weights[project]
    gains = rounds.gains(project)
    worth = float(rounds.supports.worth[project]) * (1.0 if gains is None else gains)
    rhos = np.array([float(rounds.rho(moment)) for moment in range(len(rounds.purchases))])
    # After the last round there is no price to keep to.
    asked = [*(rho * worth for rho in rhos), np.inf]
    raised = np.array([float(weights @ np.minimum(left[rows], most)) for left, most in zip(lefts, asked, strict=True)])
    wanted = set(np.flatnonzero(raised >= raised.max() * (1 - NEAR)))
    if worth_to_new:
        endowment = rounds.endowment / rounds.unit
        added = np.append(np.minimum(endowment, rhos * worth_to_new), endowment)
        votes = (rounds.supports.costs[project] - raised) / added
        wanted |= set(np.flatnonzero(votes <= votes.min() + NEAR * abs(votes.min())))
    return _Look(raised, frozenset(int(each) for each in wanted))


def _exactly(rounds: Replay, wanted: Mapping[int, frozenset[int]]) -> dict[int, dict[int, Fraction]]:
    """What each project's supporters could bring at the wanted moments, exactly."""
    exact: dict[int, dict[int, Fraction]] = {project: {} for project in wanted}
    for moment, left in rounds.moments():
        for project, chosen in wanted.items():
            if moment in chosen:
                exact[project][moment] = rounds.raised(project, moment, left)
    return exact


def _best(rounds: Replay, project: int, exact: Mapping[int, Fraction]) -> Support:
    moment = max(exact, key=lambda each: (exact[each], -each))
    return Support(exact[moment] / rounds.supports.costs[project], moment)


def _votes(rounds: Replay, project: int, exact: Mapping[int, Fraction], worth_to_new: int) -> int:
    endowment = rounds.amount(rounds.endowment)
    found = []
    for moment, raised in exact.items():
        price = rounds.rho(moment) * worth_to_new if moment < len(rounds.purchases) else endowment
        found.append(max(ceil((rounds.supports.costs[project] - raised) / min(endowment, price)), 1))
    return min(found)


def _highest_cost(rounds: Replay, project: int, lefts: Sequence[np.ndarray], look: _Look) -> int | None:
    """What the supporters could bring; where utility is the cost, a cheaper project is worth less to them, and they bring less."""
    if rounds.supports.worth is not rounds.supports.costs:
        return int(look.raised.max()) or None
    rows, weights = rounds.supports.rows[project], rounds.supports.row_weights[project]
    most = look.raised[-1]
    for moment, left in enumerate(lefts[:-1]):
        most = max(most, _affordable(left[rows], weights, float(rounds.rho(moment))))
    return int(most) or None


def _affordable(left: np.ndarray, weights: np.ndarray, rho: float) -> float:
    """The highest c that supporters can bring at price rho x c each: the largest root of sum min(left, rho c) = c."""
    if rho * weights.sum() < 1:
        return 0.0
    order = np.argsort(left)
    left, weights = left[order], weights[order]
    # With the first k giving all they have and the rest rho x c, c = what the first k have / (1 - rho x how many the rest are).
    all_in = np.append(0.0, np.cumsum(left * weights))
    rest = weights.sum() - np.append(0.0, np.cumsum(weights))
    unpaid = 1 - rho * rest
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = np.where(unpaid > NEAR, all_in / unpaid, 0.0)
    fits = (np.append(0.0, left) <= rho * roots * (1 + NEAR)) & (rho * roots <= np.append(left, np.inf) * (1 + NEAR))
    return float(roots[fits].max(initial=0.0))
