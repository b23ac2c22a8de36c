"""The one entrance to all rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from trellis.kernels.tally.completion import completed
from trellis.kernels.tally.election import Election
from trellis.kernels.tally.eligibility import read_thresholds, refused_projects
from trellis.kernels.tally.equal_shares import Run, run
from trellis.kernels.tally.greedy import COSTPOINTS, greedy, scores
from trellis.kernels.tally.limits import COLUMNS, Room, open_room
from trellis.kernels.tally.outcome import Outcome, Refused, Round, Tie
from trellis.kernels.tally.phragmen import phragmen
from trellis.kernels.tally.supports import POINTS, SUPPORT, UTILITIES, Supports, supports

RULES = ("equal-shares", "greedy", "phragmen")
COMPLETIONS = ("none", "add1")
STOPS = ("exhaustive", "overspend")
FILLS = ("greedy", "none")


@dataclass(frozen=True, eq=False)
class Terms:
    """What was asked for, and the election as the rules need it."""

    election: Election
    rule: str
    utility: str
    completion: str
    stop: str
    fill: str
    step: Fraction
    rank: list[int]
    refused: list[Refused]
    limits: Mapping[str, Mapping[str, int]]
    supports: Supports
    room: Room


def tally(
    election: Election,
    *,
    rule: str = "equal-shares",
    utility: str = "cost",
    completion: str = "add1",
    stop: str = "exhaustive",
    fill: str = "greedy",
    step: Fraction | int | str | None = None,
    tie_order: Sequence[str] | None = None,
    thresholds: Mapping[str, Any] | None = None,
    category_limits: Mapping[str, Any] | None = None,
) -> Outcome:
    """Count an election: who wins, in which order, and why.

    `rule` "equal-shares", "greedy" or "phragmen"; `utility` "cost", "cardinality", "points" or "borda" (greedy: also "costpoints");
    Phragmen has none. Only equal shares uses `completion` ("none", "add1"), `stop` and `fill`: add1 raises the endowment B/n by `step`
    currency units per voter (one, unless said otherwise) until the outcome is exhaustive over supported projects or the next one
    would overspend; with `stop` "overspend" only the latter ends it, or that all supported projects are funded. `fill` "greedy" then
    spends what is left by greedy with the same utility. `tie_order`: project ids, first goes first; ids not named come after, in code-point
    order, which is also the default. `thresholds`: see `Thresholds`. `category_limits`: label -> currency units, or column ("category",
    "neighborhood", "target") -> label -> currency units. Projects nobody supports are never funded. Raises ValueError for unknown names.
    """
    terms = settled(election, rule, utility, completion, stop, fill, step, tie_order, thresholds, category_limits)
    if rule == "greedy":
        return greedy_outcome(terms)
    if rule == "phragmen":
        return phragmen_outcome(terms)
    return equal_shares_outcome(terms)


def settled(election, rule, utility, completion, stop, fill, step, tie_order, thresholds, category_limits) -> Terms:
    """Check what was asked for and prepare it."""
    utilities = (*UTILITIES, COSTPOINTS) if rule == "greedy" else UTILITIES
    choices = (("rule", rule, RULES), ("utility", utility, utilities), ("completion", completion, COMPLETIONS))
    for name, value, allowed in (*choices, ("stop", stop, STOPS), ("fill", fill, FILLS)):
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}; it can be {', '.join(allowed)}")
    refused = refused_projects(election, read_thresholds(thresholds))
    limits = read_limits(election, category_limits)
    size = Fraction(1 if step is None else step) * election.scale
    if size <= 0:
        raise ValueError("the step must be more than zero")
    room = open_room(election, limits)
    index = {project.id: number for number, project in enumerate(election.projects)}
    eligible = np.ones(len(election.projects), dtype=bool)
    eligible[[index[project.id] for project in refused]] = False
    eligible[room.shut] = False
    supported = supports(election, support_utility(rule, utility), eligible=eligible)
    rank = ranked(election, tie_order)
    return Terms(election, rule, utility, completion, stop, fill, size, rank, refused, limits, supported, room)


def support_utility(rule: str, utility: str) -> str:
    if rule == "phragmen":
        return SUPPORT
    return POINTS if utility == COSTPOINTS else utility


def ranked(election: Election, tie_order: Sequence[str] | None) -> list[int]:
    """The place of each project in the tie order."""
    ids = [project.id for project in election.projects]
    named = list(tie_order or ())
    unknown = set(named) - set(ids)
    if unknown:
        raise ValueError(f"the tie order names projects that are not there: {', '.join(sorted(unknown))}")
    if len(set(named)) < len(named):
        raise ValueError("the tie order names a project twice")
    place = {project_id: number for number, project_id in enumerate([*named, *sorted(set(ids) - set(named))])}
    return [place[project_id] for project_id in ids]


def read_limits(election: Election, given: Mapping[str, Any] | None) -> dict[str, dict[str, int]]:
    """Limits by column and label in the smallest unit, rounded down; raises ValueError for a label no project carries."""
    given = given or {}
    nested = given if any(isinstance(value, Mapping) for value in given.values()) else {"category": given}
    limits: dict[str, dict[str, int]] = {}
    for column, labels in nested.items():
        if column not in COLUMNS:
            raise ValueError(f"limits can be set for {', '.join(COLUMNS)}, not for {column}")
        known = {label for project in election.projects for label in getattr(project, COLUMNS[column])}
        for label, amount in labels.items():
            if label not in known:
                raise ValueError(f"no project has the {column} {label}")
            limits.setdefault(column, {})[label] = int(Fraction(amount) * election.scale)
    return limits


def greedy_outcome(terms: Terms) -> Outcome:
    support = terms.supports
    score = scores(support.total, support.costs, terms.utility)
    picks, _ = greedy(range(len(score)), score, support.costs, terms.election.budget, terms.rank, terms.room)
    winners = [pick.project for pick in picks]
    ties = [(place, pick.tied, "greedy") for place, pick in enumerate(picks) if len(pick.tied) > 1]
    return outcome(terms, winners, ["greedy"] * len(winners), ties)


def phragmen_outcome(terms: Terms) -> Outcome:
    loads, prices, ties = phragmen(terms.supports, terms.election.budget, terms.rank, terms.room)
    ids = [project.id for project in terms.election.projects]
    rounds = tuple(
        Round(project, ids[project], load, None, terms.supports.total[project], 0)
        for project, load in zip(loads.bought, prices, strict=True)
    )
    named = [(place, tied, "round") for place, tied in ties.items()]
    return outcome(terms, loads.bought, ["round"] * len(rounds), named, rounds=rounds)


def equal_shares_outcome(terms: Terms) -> Outcome:
    election, support = terms.election, terms.supports
    if not election.n_voters:
        return outcome(terms, [], [], [], endowment=Fraction(0))
    start = Fraction(election.budget, election.n_voters)
    increments, counts = 0, 1
    if terms.completion == "add1":
        increments, counts = completed(support, start, terms.step, terms.rank, terms.room, terms.stop, election.budget)
    endowment = start + increments * terms.step
    final = run(support, endowment, terms.rank, terms.room)
    bought = final.purses.bought
    ties = [(place, tied, "round") for place, tied in final.ties.items()]
    winners, how = list(bought), ["round"] * len(bought)
    if terms.fill == "greedy":
        picks = filling(terms, bought)
        ties += [(len(winners) + place, pick.tied, "filled") for place, pick in enumerate(picks) if len(pick.tied) > 1]
        winners += [pick.project for pick in picks]
        how += ["filled"] * len(picks)
    return outcome(terms, winners, how, ties, rounds=rounds_of(terms, final), endowment=endowment, increments=increments, runs=counts)


def filling(terms: Terms, bought: list[int]):
    """What greedy adds with the money that is left."""
    support, room = terms.supports, terms.room
    for project in bought:
        room = room.after(project)
    left = terms.election.budget - sum(support.costs[project] for project in bought)
    score = scores(support.total, support.costs, terms.utility)
    picks, _ = greedy(set(range(len(score))) - set(bought), score, support.costs, left, terms.rank, room)
    return picks


def rounds_of(terms: Terms, final: Run) -> tuple[Round, ...]:
    """Each purchase with its exact price."""
    support, purses = terms.supports, final.purses
    prices = purses.ledger.exact_prices(purses.bought, purses.ran_out)
    rounds = []
    for number, (project, price) in enumerate(zip(purses.bought, prices, strict=True)):
        rows = support.rows[project]
        part = int(support.weights[rows][purses.ran_out[rows] <= number].sum())
        full = int(support.weights[rows].sum()) - part
        same = price if support.row_utility is None else None
        rounds.append(Round(project, terms.election.projects[project].id, price / support.worth[project], same, full, part))
    return tuple(rounds)


def outcome(terms: Terms, winners, how, ties, *, rounds=(), endowment=None, increments=0, runs=1) -> Outcome:
    election = terms.election
    ids = [project.id for project in election.projects]
    equal_shares = terms.rule == "equal-shares"
    votes = election.votes()
    return Outcome(
        rule=terms.rule,
        utility=terms.utility,
        completion=terms.completion if equal_shares else "none",
        stop=terms.stop,
        fill=terms.fill if equal_shares else "none",
        budget=election.budget,
        cost=sum(terms.supports.costs[project] for project in winners),
        winners=tuple(ids[project] for project in winners),
        how={ids[project]: way for project, way in zip(winners, how, strict=True)},
        rounds=rounds,
        ties=tuple(Tie(place, tuple(ids[project] for project in tied), ids[winners[place]], stage) for place, tied, stage in ties),
        endowment=endowment,
        increments=increments,
        step=terms.step,
        runs=runs,
        refused=(*terms.refused, *passed_over(terms, winners)),
        unsupported=tuple(ids[project] for project in np.flatnonzero(votes == 0)),
        tie_order=tuple(sorted(ids, key=lambda project_id: terms.rank[ids.index(project_id)])),
        limits=terms.limits,
    )


def passed_over(terms: Terms, winners: list[int]) -> list[Refused]:
    """Losers that a limit had no more room for in the end."""
    room = terms.room
    for project in winners:
        room = room.after(project)
    losers = [project for project in room.shut if project not in set(winners)]
    found = []
    for project in losers:
        label = min(room.labels[project], key=lambda each: room.left[each])
        cost = Fraction(terms.supports.costs[project])
        found.append(Refused(terms.election.projects[project].id, "limit", cost, Fraction(room.left[label])))
    return found
