"""What people look at after a count: who got nothing, how evenly the rest got something, and where the money went.

Counts and money are exact; a share or an index that is a float says so.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.counting import tally
from trellis.kernels.tally.election import Election, Project
from trellis.kernels.tally.outcome import Outcome
from trellis.kernels.tally.supports import COST

QUANTILES = (10, 25, 50, 75, 90)
NO_LABEL = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set of funded projects is spread over the voters.

    `voters_by_funded[k]` voters support k of the funded projects; the first of them are left out. `money` gives, for each of
    `QUANTILES` percent, the cost of the funded projects that a voter at that place in the line supports. `gini` is the Gini
    index, as a float, of each voter's share: the cost of each funded project divided evenly among its supporters
    (Maly, Rey, Endriss, Lackner 2023, Fairness in Participatory Budgeting via Equality of Resources, section 2).
    0 is an even spread, 1 all to one voter.
    """

    voters_by_funded: tuple[int, ...]
    money: tuple[int, ...]
    gini: float

    @property
    def left_out(self) -> int:
        return self.voters_by_funded[0]

    @property
    def mean_funded(self) -> Fraction:
        """How many funded projects a voter supports, on average."""
        voters = sum(self.voters_by_funded)
        return Fraction(sum(k * count for k, count in enumerate(self.voters_by_funded)), voters) if voters else Fraction(0)


@dataclass(frozen=True, slots=True)
class MoneyByLabel:
    """One category or area: its projects and votes, and the money it got here and under most votes.

    A project of two categories counts half in each, in votes as in money, so that the parts make the whole; `projects` and
    `funded` count it whole in both. `label` is empty for projects without one.
    """

    label: str
    projects: int
    funded: int
    votes: Fraction
    money: Fraction
    money_most_votes: Fraction


@dataclass(frozen=True)
class Statistics:
    """An outcome beside what most votes alone (the usual municipal rule) would have decided."""

    n_voters: int
    here: Spread
    most_votes: Spread
    most_votes_winners: tuple[str, ...]
    by_category: tuple[MoneyByLabel, ...]
    by_area: tuple[MoneyByLabel, ...]


def statistics(election: Election, outcome: Outcome) -> Statistics:
    """Set an outcome beside that of most votes: projects by their number of votes as long as they fit the budget."""
    by_votes = outcome if (outcome.rule, outcome.utility) == ("greedy", COST) else tally(election, rule="greedy", utility=COST)
    here, there = set(outcome.winners), set(by_votes.winners)
    return Statistics(
        n_voters=election.n_voters,
        here=spread(election, here),
        most_votes=spread(election, there),
        most_votes_winners=by_votes.winners,
        by_category=money_by_label(election, categories_of, here=here, most_votes=there),
        by_area=money_by_label(election, areas_of, here=here, most_votes=there),
    )


def spread(election: Election, winners: Collection[str]) -> Spread:
    """How the funded projects are spread over the voters."""
    chosen = funded_mask(election, winners)
    rows = election.ballots.rows_of_entries()[chosen[election.ballots.projects]]
    projects = election.ballots.projects[chosen[election.ballots.projects]]
    weights, n_rows = election.ballots.weights, len(election.ballots)
    counts = np.bincount(rows, minlength=n_rows)
    money = np.zeros(n_rows, dtype=object)
    costs = np.array(election.costs, dtype=object)
    np.add.at(money, rows, costs[projects])
    votes = np.maximum(election.votes(), 1)
    shares = np.bincount(rows, weights=(costs / votes).astype(float)[projects], minlength=n_rows)
    return Spread(
        voters_by_funded=tuple(int(each) for each in np.bincount(counts, weights=weights, minlength=1)),
        money=_quantiles(money, weights),
        gini=_gini(shares, weights),
    )


def funded_per_row(election: Election, winners: Collection[str]) -> np.ndarray:
    """How many funded projects a voter of each distinct ballot supports."""
    chosen = funded_mask(election, winners)[election.ballots.projects]
    return np.bincount(election.ballots.rows_of_entries()[chosen], minlength=len(election.ballots))


def funded_mask(election: Election, winners: Collection[str]) -> np.ndarray:
    wanted = set(winners)
    return np.array([project.id in wanted for project in election.projects], dtype=bool)


def categories_of(project: Project) -> tuple[str, ...]:
    return project.categories or (NO_LABEL,)


def areas_of(project: Project) -> tuple[str, ...]:
    """Where a project is: its neighborhoods or, where a file names only that, its district."""
    district = project.columns.get("district", "").strip()
    return project.neighborhoods or ((district,) if district else (NO_LABEL,))


def _quantiles(values: np.ndarray, weights: np.ndarray) -> tuple[int, ...]:
    if not weights.sum():
        return (0,) * len(QUANTILES)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    # The smallest value that at least q percent of the voters have at most, in whole numbers.
    places = [int(np.searchsorted(reached * 100, percent * int(reached[-1]))) for percent in QUANTILES]
    return tuple(int(values[order[place]]) for place in places)


def _gini(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values, kind="stable")
    values, weights = values[order], weights[order]
    total, people = float(values @ weights), int(weights.sum())
    if total == 0:
        return 0.0
    below = np.cumsum(weights) - weights
    ranks = below + (weights + 1) / 2
    return float(2 * (ranks * weights) @ values / (people * total) - (people + 1) / people)


def money_by_label(
    election: Election, labels_of: Callable[[Project], tuple[str, ...]], *, here: Collection[str], most_votes: Collection[str]
) -> tuple[MoneyByLabel, ...]:
    """Projects, votes and money by category or area, most money first; nothing if no project has such a label."""
    votes = election.votes()
    members: dict[str, list[int]] = defaultdict(list)
    for number, project in enumerate(election.projects):
        for label in labels_of(project):
            members[label].append(number)
    if set(members) <= {NO_LABEL}:
        return ()
    parts = [len(labels_of(project)) for project in election.projects]

    def money(numbers: Iterable[int], funded: Collection[str]) -> Fraction:
        return sum((Fraction(election.costs[each], parts[each]) for each in numbers if election.projects[each].id in funded), Fraction(0))

    found = [
        MoneyByLabel(
            label=label,
            projects=len(numbers),
            funded=sum(election.projects[each].id in here for each in numbers),
            votes=sum((Fraction(int(votes[each]), parts[each]) for each in numbers), Fraction(0)),
            money=money(numbers, here),
            money_most_votes=money(numbers, most_votes),
        )
        for label, numbers in members.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.money, -each.votes, each.label)))
