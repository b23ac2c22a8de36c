"""Who supports what, and how much: the ballots as the rules of proportional counting see them."""

from dataclasses import dataclass

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.grouping import chosen_entries, equal_rows, places_in_row

COST, CARDINALITY, POINTS, BORDA = "cost", "cardinality", "points", "borda"
SUPPORT = "support"
"""Not a utility of its own: who supports what with points above 0, all alike, as Phragmen counts."""
UTILITIES = (COST, CARDINALITY, POINTS, BORDA)


@dataclass(frozen=True, eq=False, slots=True)
class Supports:
    """Support both ways round: by ballot row (CSR) and by project.

    By ballot: row b supports `projects[starts[b]:starts[b + 1]]`, each giving `utility` (int64; None when all supporters of
    a project get the same, which is `worth[project]`). `weights` are voters per row. `row_of[ballot]` leads from a row of
    `Election.ballots` to its row here, where ballots that differ only in order are one.
    By project: `rows[p]` its supporters' rows, `row_weights[p]` their voters, `row_utility[p]` their utility (float64, or None).
    `total[p]` is the sum of voters x utility, exact; 0 for a project that nobody supports or that may not take part.
    """

    starts: np.ndarray
    projects: np.ndarray
    utility: np.ndarray | None
    weights: np.ndarray
    row_of: np.ndarray
    costs: list[int]
    worth: list[int]
    rows: list[np.ndarray]
    row_weights: list[np.ndarray]
    row_utility: list[np.ndarray] | None
    total: list[int]

    @property
    def n_rows(self) -> int:
        return len(self.weights)


def supports(election: Election, utility: str, *, eligible: np.ndarray | None = None) -> Supports:
    """The supports of an election under a utility: "cost", "cardinality", "points" (points above 0) or "borda".

    `eligible` (bool per project) leaves others out. Under cost and cardinality every listed project is supported; the last
    listed project of a ballot gets 0 Borda points, so it is not supported under "borda".
    """
    ballots = election.ballots
    values = entry_utility(election, POINTS if utility == SUPPORT else utility)
    kept = np.ones(len(ballots.projects), dtype=bool) if values is None else values > 0
    if eligible is not None:
        kept = kept & eligible[ballots.projects]
    starts, projects, values = in_project_order(election, kept, None if utility == SUPPORT else values)
    columns = (projects,) if values is None else (projects, values)
    firsts, kinds = equal_rows(starts, *columns)
    entries = chosen_entries(starts, firsts)
    lengths = np.diff(starts)[firsts]
    weights = np.bincount(kinds, weights=ballots.weights, minlength=len(firsts)).astype(np.int64)
    return by_project(
        election,
        utility,
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        projects=projects[entries].astype(np.int64),
        values=None if values is None else values[entries],
        weights=weights,
        row_of=kinds,
    )


def entry_utility(election: Election, utility: str) -> np.ndarray | None:
    """Utility of each entry of the ballots where it differs between voters, else None."""
    ballots = election.ballots
    if utility == POINTS:
        if ballots.points is None:
            return np.ones(len(ballots.projects), dtype=np.int64)
        return ballots.points
    if utility == BORDA:
        lengths = np.diff(ballots.starts)
        return np.repeat(lengths, lengths) - 1 - places_in_row(ballots.starts)
    return None


def in_project_order(election: Election, kept: np.ndarray, values: np.ndarray | None):
    """The kept entries with each row sorted by project, so that ballots that differ only in order become equal."""
    ballots = election.ballots
    rows = ballots.rows_of_entries()[kept].astype(np.int64)
    projects = ballots.projects[kept].astype(np.int64)
    keys = rows * len(election.projects) + projects
    order = np.argsort(keys, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(ballots)))]).astype(np.int64)
    return starts, projects[order], None if values is None else values[kept][order]


def by_project(election: Election, utility: str, *, starts, projects, values, weights, row_of) -> Supports:
    n_projects = len(election.projects)
    rows_of_entries = np.repeat(np.arange(len(weights), dtype=np.intp), np.diff(starts))
    order = np.argsort(projects, kind="stable")
    bounds = np.searchsorted(projects[order], np.arange(n_projects + 1))
    rows = [rows_of_entries[order[bounds[p] : bounds[p + 1]]] for p in range(n_projects)]
    row_weights = [weights[supporters].astype(np.float64) for supporters in rows]
    row_utility = None
    total = [int(weight.sum()) for weight in row_weights]
    if values is not None:
        row_utility = [values[order[bounds[p] : bounds[p + 1]]].astype(np.float64) for p in range(n_projects)]
        total = [int(weight @ gain) for weight, gain in zip(row_weights, row_utility, strict=True)]
    costs = election.costs
    return Supports(
        starts=starts,
        projects=projects,
        utility=values,
        weights=weights,
        row_of=row_of,
        costs=costs,
        worth=costs if utility == COST else [1] * n_projects,
        rows=rows,
        row_weights=row_weights,
        row_utility=row_utility,
        total=total,
    )
