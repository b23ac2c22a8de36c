"""Which projects may take part: thresholds that some cities set before voting."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.outcome import Refused


@dataclass(frozen=True)
class Thresholds:
    """Least support a project needs, whatever its rank.

    `min_approvals`: voters who listed it (Swiecie 2023: 3). `min_share`: votes / voters must be at least this part of
    cost / budget (Swiecie 2023: 1/3). `min_score`: points in total, or votes where ballots carry no points
    (Pabulib's `min_project_score_threshold`).
    """

    min_approvals: int = 0
    min_share: Fraction = Fraction(0)
    min_score: Fraction = Fraction(0)


def read_thresholds(given: Mapping[str, Any] | None) -> Thresholds:
    """Thresholds from plain names and numbers; raises ValueError for a name that is none or a number below zero."""
    values = dict(given or {})
    unknown = set(values) - {"min_approvals", "min_share", "min_score"}
    if unknown:
        raise ValueError(f"no such threshold: {', '.join(sorted(unknown))}")
    numbers = {name: Fraction(value) for name, value in values.items()}
    if any(number < 0 for number in numbers.values()):
        raise ValueError("a threshold can't be below zero")
    return Thresholds(**numbers)


def refused_projects(election: Election, thresholds: Thresholds) -> list[Refused]:
    """The projects below a threshold, each with the first one it misses."""
    if thresholds == Thresholds():
        return []
    votes = election.votes().tolist()
    points = scores(election)
    refused = []
    for project, approvals, score in zip(election.projects, votes, points, strict=True):
        share = thresholds.min_share * Fraction(project.cost, election.budget) * election.n_voters
        checks = (
            ("min_approvals", Fraction(thresholds.min_approvals), Fraction(approvals)),
            ("min_share", share, Fraction(approvals)),
            ("min_score", thresholds.min_score, score),
        )
        missed = next((Refused(project.id, name, needed, had) for name, needed, had in checks if had < needed), None)
        if missed:
            refused.append(missed)
    return refused


def scores(election: Election) -> list[Fraction]:
    """Points each project got, or votes where ballots carry no points."""
    ballots = election.ballots
    if ballots.points is None:
        return [Fraction(int(votes)) for votes in election.votes()]
    weights = np.repeat(ballots.weights, np.diff(ballots.starts))
    totals = np.bincount(ballots.projects, weights=weights * ballots.points, minlength=len(election.projects))
    return [Fraction(int(total), ballots.points_scale) for total in totals]
