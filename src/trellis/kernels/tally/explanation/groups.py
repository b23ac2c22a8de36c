"""How much of their share each group of voters got: by what they support, or by an entry of their own in the file.

No group of fewer than five people is shown, and no column about a person's age or sex unless it is asked for by name.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from trellis.kernels.tally.election import Election, Malformed, Project
from trellis.kernels.tally.explanation.facts import GroupFacts
from trellis.kernels.tally.explanation.replay import Replay
from trellis.kernels.tally.outcome import Outcome
from trellis.kernels.tally.statistics import NO_LABEL, Statistics, areas_of, categories_of, funded_per_row

FEWEST_SHOWN = 5
OTHERS = ""


class Purse:
    """What each distinct ballot got: funded projects here and under most votes, and money spent in the replay's unit."""

    def __init__(self, election: Election, outcome: Outcome, statistics: Statistics, rounds: Replay | None):
        self.election = election
        self.rounds = rounds
        self.weights = election.ballots.weights
        self.funded = funded_per_row(election, outcome.winners)
        self.most_votes = funded_per_row(election, statistics.most_votes_winners)
        self.spent = None if rounds is None else (rounds.endowment - rounds.left)[rounds.supports.row_of]

    def group(self, kind: str, label: str, people: np.ndarray) -> GroupFacts:
        """Facts about a group in which `people[row]` voters cast the ballot of each row."""
        voters = int(people.sum())
        known = self.rounds is not None
        return GroupFacts(
            kind=kind,
            label=label,
            voters=voters,
            left_out=int(people[self.funded == 0].sum()),
            left_out_most_votes=int(people[self.most_votes == 0].sum()),
            funded=int(people @ self.funded),
            spent=self.rounds.amount(people.astype(object) @ self.spent) if known else None,
            shares=self.rounds.amount(self.rounds.endowment * voters) if known else None,
        )


def groups(purse: Purse, *, voter_column: str | None = None) -> tuple[GroupFacts, ...]:
    """Groups by category and area of the projects that people support (one may be in several), then by the voters' column."""
    found = [
        *_by_project(purse, "category", categories_of),
        *_by_project(purse, "area", areas_of),
    ]
    if voter_column:
        found += _by_column(purse, voter_column)
    return tuple(found)


def _by_project(purse: Purse, kind: str, labels_of: Callable[[Project], tuple[str, ...]]) -> list[GroupFacts]:
    ballots = purse.election.ballots
    members: dict[str, list[int]] = defaultdict(list)
    for number, project in enumerate(purse.election.projects):
        for label in labels_of(project):
            members[label].append(number)
    rows = ballots.rows_of_entries()
    found = []
    for label, projects in members.items():
        if label == NO_LABEL:
            continue
        inside = np.zeros(len(purse.election.projects), dtype=bool)
        inside[projects] = True
        people = np.zeros(len(ballots), dtype=np.int64)
        chosen = np.unique(rows[inside[ballots.projects]])
        people[chosen] = purse.weights[chosen]
        found.append(purse.group(kind, label, people))
    return _largest_first(each for each in found if each.voters >= FEWEST_SHOWN)


def _by_column(purse: Purse, column: str) -> list[GroupFacts]:
    """Groups by what voters have in one column; small ones are put together, with the next larger where they are still too few."""
    election = purse.election
    people: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(election.ballots), dtype=np.int64))
    for label, row in zip(_entries(election, column), election.ballot_of_voter, strict=True):
        people[label][row] += 1
    sizes = sorted((int(rows.sum()), label) for label, rows in people.items())
    together, hidden = 0, []
    for size, label in sizes:
        # One small group alone could be had by subtraction, so the next is hidden with it.
        if size >= FEWEST_SHOWN and (not hidden or together >= FEWEST_SHOWN):
            break
        hidden.append(label)
        together += size
    shown = [purse.group(column, label, rows) for label, rows in people.items() if label not in hidden]
    if together >= FEWEST_SHOWN:
        shown.append(purse.group(column, OTHERS, sum(people[label] for label in hidden)))
    return _largest_first(shown)


def _entries(election: Election, column: str) -> list[str]:
    """What each voter has in a column. Raises Malformed where the ballots have no such column."""
    known = [heading.lower() for heading in election.voters.columns] if election.voters else []
    if column.lower() not in known[1:]:
        there = ", ".join(known[1:]) or "none"
        raise Malformed(f"the ballots have no column '{column}'; there are: {there}", field=column)
    place = known.index(column.lower())
    rows = csv.reader(election.voters.lines, delimiter=";")
    return [row[place].strip() if place < len(row) else "" for row in rows]


def _largest_first(found) -> list[GroupFacts]:
    return sorted(found, key=lambda each: (-each.voters, each.label))


def share_spent(group: GroupFacts) -> Fraction | None:
    """The part of their shares that a group spent; None where voters have no share."""
    return group.spent / group.shares if group.shares else None
