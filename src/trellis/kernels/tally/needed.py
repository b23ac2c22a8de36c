"""What would have made a losing project win: the changed election is really counted again.

Two changes, the ones a resident asks about: more votes, and a lower cost (Boehmer and others 2024, Evaluation of Project
Performance in Participatory Budgeting, section 3: adding singletons, and cost reduction). Each is looked for by doubling
and then halving, from a guess, so that `amount` wins and `almost`, right beside it, does not. Where support can hurt (add-one
is not monotone) another change may do as well; what is reported was counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from trellis.kernels.tally.counting import tally
from trellis.kernels.tally.election import Ballots, Election
from trellis.kernels.tally.outcome import Outcome

MOST_TIMES_THE_VOTERS = 8
"""More new voters than this many times the old ones are not tried: the answer would be another election."""

COST_STRIDES = 128
"""A cost that is not near the guess is looked for by steps of this part of the real cost."""


@dataclass(frozen=True, slots=True)
class Needed:
    """The change that would have made a losing project win.

    `amount` wins and `almost` (one vote fewer, or one step dearer) does not; both were counted. `amount` is None if no
    change of this kind was found to do it. `kind` is "votes": that many more voters, who support this project alone; or
    "cost": the cost at which it wins, everything else equal. `runs` is how many counts that took.
    """

    kind: str
    amount: int | None
    almost: int | None
    runs: int


def votes_needed(
    election: Election, outcome: Outcome, project: str, *, guess: int = 1, thresholds: Mapping[str, Any] | None = None
) -> Needed:
    """How many more voters, who support this project alone, would have made it win. One fewer would not.

    None under Borda, where a list of one project is worth nothing, and where the project costs more than the budget.
    """
    number = number_of(election, project)
    if outcome.utility == "borda" or election.projects[number].cost > election.budget:
        return Needed("votes", None, None, 0)

    def wins(extra: int) -> bool:
        return project in count_again(with_new_voters(election, number, extra), outcome, thresholds).winners

    most = MOST_TIMES_THE_VOTERS * max(election.n_voters, 1)
    amount, almost, runs = first_that_wins(wins, guess=min(max(guess, 1), most), most=most)
    return Needed("votes", amount, almost, runs)


def cost_needed(
    election: Election, outcome: Outcome, project: str, *, guess: int | None = None, thresholds: Mapping[str, Any] | None = None
) -> Needed:
    """The cost at which this project would have won; a currency unit dearer it would not. None if it would not even for one unit."""
    number = number_of(election, project)
    cost, step = election.projects[number].cost, election.scale
    cheapest = (cost - 1) // step
    if cheapest < 1:
        return Needed("cost", None, None, 0)

    def wins(steps: int) -> bool:
        return project in count_again(with_cost(election, number, cost - steps * step), outcome, thresholds).winners

    start = 1 if guess is None else min(max(-(-(cost - guess) // step), 1), cheapest)
    steps, almost, runs = first_that_wins(wins, guess=start, most=cheapest, stride=cheapest // COST_STRIDES)
    if steps is None:
        return Needed("cost", None, None, runs)
    return Needed("cost", cost - steps * step, cost - almost * step, runs)


def first_that_wins(wins: Callable[[int], bool], *, guess: int, most: int, stride: int = 1) -> tuple[int | None, int | None, int]:
    """A number from 1 to `most` that wins though the number below it does not: (it, the one below, how often `wins` was asked).

    0 is known not to win. From the guess the search goes one step, then `stride` and doubles of it, up or down, until it has
    one number that wins above one that does not, and then halves what is between them.
    """
    asked = 0

    def ask(number: int) -> bool:
        nonlocal asked
        asked += 1
        return wins(number)

    lowest, highest, step = 0, guess, 1
    if ask(guess):
        while (below := max(highest - step, 0)) and ask(below):
            highest, step = below, max(step * 2, stride)
        lowest = below
    else:
        lowest, highest = guess, min(guess + step, most)
        while lowest < most and not ask(highest):
            step = max(step * 2, stride)
            lowest, highest = highest, min(highest + step, most)
        if lowest >= most:
            return None, None, asked
    while highest - lowest > 1:
        middle = (lowest + highest) // 2
        lowest, highest = (lowest, middle) if ask(middle) else (middle, highest)
    return highest, lowest, asked


def count_again(election: Election, outcome: Outcome, thresholds: Mapping[str, Any] | None = None) -> Outcome:
    """Count a changed election by the rule of an outcome, with the same order for ties and the same limits."""
    scale = election.scale
    limits = {column: {label: Fraction(most, scale) for label, most in labels.items()} for column, labels in outcome.limits.items()}
    return tally(
        election,
        rule=outcome.rule,
        utility=outcome.utility,
        completion=outcome.completion,
        stop=outcome.stop,
        fill=outcome.fill,
        step=outcome.step / scale or None,
        tie_order=outcome.tie_order,
        thresholds=thresholds,
        category_limits=limits or None,
    )


def with_new_voters(election: Election, project: int, extra: int) -> Election:
    """The election with voters added who support this project alone, with as many points as voters usually give in all."""
    ballots = election.ballots
    points = None if ballots.points is None else np.append(ballots.points, usual_points(ballots))
    added = Ballots(
        starts=np.append(ballots.starts, ballots.starts[-1] + 1),
        projects=np.append(ballots.projects, np.int32(project)),
        weights=np.append(ballots.weights, np.int64(extra)),
        points=points,
        points_scale=ballots.points_scale,
    )
    rows = np.append(election.ballot_of_voter, np.full(extra, len(ballots), dtype=election.ballot_of_voter.dtype))
    return replace(election, ballots=added, ballot_of_voter=rows, voters=None)


def usual_points(ballots: Ballots) -> np.int64:
    """The median, over voters, of the points on a ballot."""
    if not len(ballots):
        return np.int64(ballots.points_scale)
    totals = np.bincount(ballots.rows_of_entries(), weights=ballots.points, minlength=len(ballots)).astype(np.int64)
    order = np.argsort(totals, kind="stable")
    reached = np.cumsum(ballots.weights[order])
    return max(totals[order[np.searchsorted(reached * 2, reached[-1])]], np.int64(1))


def with_cost(election: Election, project: int, cost: int) -> Election:
    """The election with another cost for one project."""
    changed = replace(election.projects[project], cost=cost)
    return replace(election, projects=(*election.projects[:project], changed, *election.projects[project + 1 :]))


def number_of(election: Election, project: str) -> int:
    for number, each in enumerate(election.projects):
        if each.id == project:
            return number
    raise KeyError(project)
