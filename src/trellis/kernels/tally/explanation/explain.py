"""Putting the facts about an outcome together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from trellis.kernels.tally.election import Election
from trellis.kernels.tally.explanation.facts import Explanation, ProjectFacts, Share, Spent
from trellis.kernels.tally.explanation.groups import Purse, groups
from trellis.kernels.tally.explanation.replay import Replay, replay
from trellis.kernels.tally.explanation.support import Support, support_of_bought, supports_of_unbought
from trellis.kernels.tally.needed import cost_needed, usual_points, votes_needed
from trellis.kernels.tally.outcome import Outcome
from trellis.kernels.tally.statistics import statistics
from trellis.kernels.tally.supports import BORDA, CARDINALITY, COST

RECOUNT_WORK = 1_000_000_000
"""How much the counts made for `needed` may look at in all: runs x rounds x (approvals + what a round costs anyway).

A few seconds. It is not measured by a clock, so that an explanation says the same on every machine.
"""
ROUND_WORK = 200_000
FEWEST_COUNTS = 4


@dataclass(frozen=True, eq=False)
class _Known:
    """What all parts of an explanation look at."""

    election: Election
    outcome: Outcome
    votes: np.ndarray
    funded: np.ndarray
    rounds: Replay | None


def explain(
    election: Election,
    outcome: Outcome,
    *,
    thresholds: Mapping[str, Any] | None = None,
    voter_column: str | None = None,
    recounts: int | Collection[str] | None = None,
) -> Explanation:
    """Explain an outcome of `tally` project by project, group by group, and beside what most votes would have decided.

    `thresholds` are those the outcome was counted with. `voter_column` names a column of the ballots to group voters by.
    `recounts` is for which losing projects the election is counted again to say what they needed: ids, or how many of those
    that came nearest; by default as many as `RECOUNT_WORK` allows, which in a large election may be none. Raises Malformed if the
    ballots have no such column. Sources: see `support`, `needed` and `statistics`.
    """
    compared = statistics(election, outcome)
    rounds = replay(election, outcome)
    purse = Purse(election, outcome, compared, rounds)
    known = _Known(election, outcome, election.votes(), purse.funded, rounds)
    facts = _projects(known)
    facts, counted_again = _with_needed(known, facts, thresholds, recounts)
    return Explanation(
        projects=tuple(facts),
        groups=groups(purse, voter_column=voter_column),
        statistics=compared,
        counted_again=counted_again,
    )


def _projects(known: _Known) -> list[ProjectFacts]:
    outcome, election = known.outcome, known.election
    places = {id: place for place, id in enumerate(outcome.winners)}
    bought = {each.project for each in outcome.rounds}
    unbought = [number for number in range(len(election.projects)) if number not in bought]
    near = supports_of_unbought(known.rounds, unbought, worth_to_new=_worth_to_new(known)) if known.rounds else {}
    spent = _spent_elsewhere(known, unbought) if known.rounds else {}
    left_out = _left_out(known)
    facts = []
    for number, project in enumerate(election.projects):
        each = ProjectFacts(
            id=project.id,
            cost=project.cost,
            votes=int(known.votes[number]),
            chosen=outcome.how.get(project.id, ""),
            place=places.get(project.id),
            supporters_left_out=int(left_out[number]),
        )
        if known.rounds and number in bought:
            each = _paid(known, each, number)
        elif number in near:
            each = _unbought(each, near[number], spent[number], known, number)
        if each.place is None:
            each = _lost(known, each)
        facts.append(each)
    return facts


def _left_out(known: _Known) -> np.ndarray:
    """How many supporters of each project have no funded project."""
    ballots = known.election.ballots
    alone = np.where(known.funded == 0, ballots.weights, 0)
    weights = np.repeat(alone, np.diff(ballots.starts))
    return np.bincount(ballots.projects, weights=weights, minlength=len(known.election.projects))


def _paid(known: _Known, facts: ProjectFacts, number: int) -> ProjectFacts:
    """A project that was bought: who paid what."""
    rounds = known.rounds
    place = next(place for place, each in enumerate(rounds.purchases) if each.project == number)
    purchase = rounds.purchases[place]
    weights = rounds.supports.weights[purchase.rows]
    voters: dict[int, int] = {}
    for amount, weight in zip(purchase.paid, weights.tolist(), strict=True):
        voters[amount] = voters.get(amount, 0) + weight
    support = support_of_bought(known.election, known.outcome, rounds, number)
    nothing = (purchase.paid == 0).astype(bool)
    rests = purchase.paid[~purchase.full & ~nothing]
    return replace(
        facts,
        price=known.outcome.rounds[place].price,
        payments=tuple(Share(rounds.amount(amount), voters[amount]) for amount in sorted(voters, reverse=True)),
        paid_full=int(weights[purchase.full].sum()),
        paid_part=int(weights[~purchase.full & ~nothing].sum()),
        part_least=rounds.amount(min(rests)) if len(rests) else None,
        part_most=rounds.amount(max(rests)) if len(rests) else None,
        paid_nothing=int(weights[~purchase.full & nothing].sum()),
        effective_support=support.part,
        best_moment=support.moment,
    )


def _unbought(facts: ProjectFacts, support: Support, spent: list[Spent], known: _Known, number: int) -> ProjectFacts:
    backing = known.rounds.supports
    unspent = known.rounds.left[backing.rows[number]] @ backing.weights[backing.rows[number]].astype(object)
    lost = facts.place is None
    return replace(
        facts,
        effective_support=support.part,
        best_moment=support.moment,
        spent_elsewhere=tuple(spent),
        unspent=known.rounds.amount(unspent),
        votes_at_same_share=support.votes if lost else None,
        cost_at_same_share=support.cost if lost else None,
    )


def _spent_elsewhere(known: _Known, projects: Sequence[int]) -> dict[int, list[Spent]]:
    """For each project, what its supporters paid for each project that was bought."""
    rounds = known.rounds
    weights = rounds.supports.weights
    totals: dict[int, list[Spent]] = {number: [] for number in projects}
    paid_by_row = np.zeros(len(weights), dtype=object)
    for purchase in rounds.purchases:
        paid_by_row[purchase.rows] = purchase.paid * weights[purchase.rows].astype(object)
        paying = np.zeros(len(weights), dtype=bool)
        paying[purchase.rows] = purchase.paid > 0
        for number in projects:
            rows = rounds.supports.rows[number]
            payers = rows[paying[rows]]
            if len(payers):
                amount = rounds.amount(paid_by_row[payers].sum())
                totals[number].append(Spent(known.election.projects[purchase.project].id, amount, int(weights[payers].sum())))
    return {number: sorted(spent, key=lambda each: (-each.amount, each.id)) for number, spent in totals.items()}


def _lost(known: _Known, facts: ProjectFacts) -> ProjectFacts:
    """Why a project lost, and how much room there was for it in the budget."""
    outcome = known.outcome
    refused = next((each for each in outcome.refused if each.id == facts.id), None)
    room, after = _room(known, facts.cost)
    if facts.votes == 0 or facts.id in outcome.unsupported:
        reason = "unsupported"
    elif refused:
        reason = refused.reason
    elif facts.cost > outcome.budget:
        reason = "over_budget"
    elif facts.effective_support is not None:
        reason = "tie" if facts.effective_support >= 1 else "short"
    else:
        reason = "no_room" if room < facts.cost else "ended"
    return replace(
        facts,
        reason=reason,
        threshold=refused.needed if refused else None,
        had=refused.had if refused else None,
        room=room,
        room_after=after,
    )


def _room(known: _Known, cost: int) -> tuple[int, str]:
    """What was left of the budget when a cost no longer fitted, and the winner that used the room up; in the end if it always fitted."""
    costs = {project.id: project.cost for project in known.election.projects}
    room = known.outcome.budget
    for winner in known.outcome.winners:
        room -= costs[winner]
        if room < cost:
            return room, winner
    return room, ""


def _worth_to_new(known: _Known) -> dict[int, int] | None:
    """The utility of each project to a voter who supports it alone."""
    utility, numbers = known.outcome.utility, range(len(known.election.projects))
    if utility == BORDA:
        return None
    if utility == COST:
        return dict(enumerate(known.election.costs))
    points = known.election.ballots.points
    worth = 1 if utility == CARDINALITY or points is None else int(usual_points(known.election.ballots))
    return dict.fromkeys(numbers, worth)


def _with_needed(
    known: _Known, facts: list[ProjectFacts], thresholds: Mapping[str, Any] | None, recounts: int | Collection[str] | None
) -> tuple[list[ProjectFacts], int]:
    """Count again for the losing projects, those that came nearest first."""
    election, outcome = known.election, known.outcome
    losers = [number for number, each in enumerate(facts) if each.place is None and each.reason != "over_budget"]
    losers.sort(key=lambda number: (-(facts[number].effective_support or Fraction(0)), -facts[number].votes, number))
    allowed = _counts_allowed(known) if recounts is None else None
    if isinstance(recounts, int):
        losers = losers[:recounts]
    elif recounts is not None:
        losers = [number for number in losers if facts[number].id in recounts]
    counted = 0
    for number in losers:
        if allowed is not None and counted + FEWEST_COUNTS > allowed:
            break
        each = facts[number]
        votes = votes_needed(election, outcome, each.id, guess=each.votes_at_same_share or 1, thresholds=thresholds)
        guess = max(each.cost_at_same_share or 0, each.room or 0) or None
        cost = cost_needed(election, outcome, each.id, guess=guess, thresholds=thresholds)
        counted += votes.runs + cost.runs
        facts[number] = replace(each, votes_needed=votes, cost_needed=cost)
    return facts, counted


def _counts_allowed(known: _Known) -> int:
    rounds = max(len(known.outcome.winners), 1) * max(known.outcome.runs, 1)
    work = rounds * (ROUND_WORK + len(known.election.ballots.projects))
    # The one that came nearest is what people ask about first: it is counted again unless even that takes too long.
    nearest = FEWEST_COUNTS if work <= 2 * RECOUNT_WORK else 0
    return max(RECOUNT_WORK // work, nearest)
