"""An election as data: projects with costs, a budget, and ballots, equal ones kept once with a weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

APPROVAL, ORDINAL, CUMULATIVE, CHOOSE_ONE, SCORING = "approval", "ordinal", "cumulative", "choose-1", "scoring"
VOTE_TYPES = (APPROVAL, ORDINAL, CUMULATIVE, CHOOSE_ONE, SCORING)


class Malformed(ValueError):
    """An election that can't be counted: `reason` in one clear sentence, with the line (from 1) and the field it is about."""

    def __init__(self, reason: str, *, line: int | None = None, field: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot. `cost` is in the election's smallest unit of money (see `Election.scale`)."""

    id: str
    cost: int
    name: str = ""
    categories: tuple[str, ...] = ()
    neighborhoods: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Every column of the file as it was written there, the id and the cost too."""


@dataclass(frozen=True, eq=False, slots=True)
class Ballots:
    """Distinct ballots, row after row (CSR): row b lists `projects[starts[b]:starts[b + 1]]`, in the order the voter gave.

    `starts` is int64 of length rows + 1; `projects` int32 indices into `Election.projects`, none twice in a row;
    `points` int64 beside `projects` (in 1 / `points_scale` of a point), or None when the ballots carry no points;
    `weights` int64, how many voters cast that ballot.
    """

    starts: np.ndarray
    projects: np.ndarray
    weights: np.ndarray
    points: np.ndarray | None = None
    points_scale: int = 1

    def __len__(self) -> int:
        return len(self.weights)

    def row(self, number: int) -> np.ndarray:
        """Project indices of one distinct ballot, in the voter's order."""
        return self.projects[self.starts[number] : self.starts[number + 1]]

    def rows_of_entries(self) -> np.ndarray:
        """For each entry of `projects` the number of its row."""
        return np.repeat(np.arange(len(self.weights), dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, eq=False, slots=True)
class Voters:
    """The vote rows as they were written: column names and one line of text per voter, in the file's order."""

    columns: tuple[str, ...]
    lines: Sequence[str]


@dataclass(frozen=True, eq=False)
class Election:
    """A participatory-budgeting election.

    Money (`budget`, `Project.cost`) is in integers of the smallest unit the file uses: `scale` of them make one currency
    unit (1 when nothing has decimals, 100 with cents). `ballot_of_voter[i]` is the row of `ballots` that voter i cast.
    """

    vote_type: str
    budget: int
    projects: tuple[Project, ...]
    ballots: Ballots
    ballot_of_voter: np.ndarray
    scale: int = 1
    meta: Mapping[str, str] = field(default_factory=dict)
    voters: Voters | None = None

    @property
    def n_voters(self) -> int:
        return len(self.ballot_of_voter)

    @property
    def costs(self) -> list[int]:
        return [project.cost for project in self.projects]

    def money(self, amount: int | Fraction) -> Fraction:
        """An amount of the smallest unit in currency units."""
        return Fraction(amount) / self.scale

    def votes(self) -> np.ndarray:
        """How many voters listed each project, int64 of shape (projects,)."""
        weights = np.repeat(self.ballots.weights, np.diff(self.ballots.starts))
        return np.bincount(self.ballots.projects, weights=weights, minlength=len(self.projects)).astype(np.int64)
