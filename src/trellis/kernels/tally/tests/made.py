"""Small elections made from a seed: many ties, equal ballots, poor voters, projects nobody wants or nobody can pay."""

from collections.abc import Sequence

import numpy as np

from trellis.kernels.tally import Election, Project
from trellis.kernels.tally.grouping import grouped


def election_of(
    *,
    budget: int,
    costs: Sequence[int],
    ballots: Sequence[Sequence[int]],
    points: Sequence[Sequence[int]] | None = None,
    vote_type: str = "approval",
    ids: Sequence[str] | None = None,
) -> Election:
    """An election from plain lists; ballots name projects by number, ids are "0", "1" ... unless given."""
    starts = np.concatenate([[0], np.cumsum([len(ballot) for ballot in ballots])]).astype(np.int64)
    listed = np.array([project for ballot in ballots for project in ballot], dtype=np.int64)
    given = None if points is None else np.array([point for row in points for point in row], dtype=np.int64)
    distinct, ballot_of_voter = grouped(starts, listed, given, n_projects=len(costs))
    names = ids or [str(number) for number in range(len(costs))]
    projects = tuple(Project(id=name, cost=cost) for name, cost in zip(names, costs, strict=True))
    return Election(vote_type=vote_type, budget=budget, projects=projects, ballots=distinct, ballot_of_voter=ballot_of_voter)


def random_election(seed: int, *, largest: tuple[int, int] = (12, 8)) -> Election:
    """One of many small elections of at most so many voters and projects; every fourth has points, every fourth is ordinal."""
    draw = np.random.default_rng(seed)
    n_voters, n_projects = int(draw.integers(1, largest[0] + 1)), int(draw.integers(1, largest[1] + 1))
    coarse = (1, 5, 10)[int(draw.integers(3))]
    costs = [coarse * int(cost) for cost in draw.integers(1, 25, n_projects)]
    budget = max(1, int(sum(costs) * draw.uniform(0.15, 1.3)))
    n_kinds = int(draw.integers(1, max(8, n_voters // 2)))
    kinds = [list(draw.permutation(n_projects)[: draw.integers(0, n_projects + 1)]) for _ in range(n_kinds)]
    ballots = [[int(project) for project in kinds[int(draw.integers(len(kinds)))]] for _ in range(n_voters)]
    vote_type = ("approval", "ordinal", "cumulative", "approval")[seed % 4]
    points = [[int(point) for point in draw.integers(0, 5, len(ballot))] for ballot in ballots] if vote_type == "cumulative" else None
    return election_of(budget=budget, costs=costs, ballots=ballots, points=points, vote_type=vote_type)
