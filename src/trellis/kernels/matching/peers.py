"""Peers and peers: two or three proposals for each who seeks, from what both sides said. Somebody chooses; nothing is assigned.

Both sides must have said that they could imagine it. A pair that either of them wants to avoid is never proposed, to neither. The
sum of both wishes is as good as it can be in each round (rank-minimal rather than stable: over real lists it alone placed everyone), and
everybody gets a first proposal before anybody gets a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trellis.kernels.matching.graph import Cost, Id
from trellis.kernels.matching.plain import match

MOST_PROPOSALS = 3


@dataclass(frozen=True)
class Proposal:
    """One companion for one seeker, with what a sentence needs."""

    seeker: Id
    companion: Id
    seeker_cost: Cost
    companion_cost: Cost
    seeker_rank: int
    """Which of the seeker's possible companions this is by the seeker's own wishes: 1 is the best, equals share a rank."""
    companion_rank: int
    n_possible: int
    """How many companions were possible for this seeker at all."""


def proposals(
    seekers: Mapping[Id, Mapping[Id, Cost]],
    companions: Mapping[Id, Mapping[Id, Cost]],
    *,
    avoid: Iterable[tuple[Id, Id]] = (),
    room: Mapping[Id, int] | int = 1,
    most: int = MOST_PROPOSALS,
) -> dict[Id, list[Proposal]]:
    """Up to `most` proposals (at most 3) for each seeker, best first.

    `seekers[s][c]` and `companions[c][s]` are costs (less is better): whom they could imagine. A pair with only one of both is not
    possible. `avoid` are pairs in either order. `room` is in how many proposals a companion may be named at once: one number for all, or
    by id (0 for those who take a break, 1 where none is given). Raises `Malformed` for costs and rooms that are no numbers.
    """
    never = {pair for first, second in avoid for pair in ((first, second), (second, first))}
    possible = {
        (seeker, companion)
        for seeker, wishes in seekers.items()
        for companion in wishes
        if seeker in companions.get(companion, {}) and (seeker, companion) not in never and seeker != companion
    }
    ordered = [(seeker, companion) for seeker, wishes in seekers.items() for companion in wishes if (seeker, companion) in possible]
    costs = {pair: _sum(seekers[pair[0]][pair[1]], companions[pair[1]][pair[0]]) for pair in ordered}
    left = {companion: room if isinstance(room, int) else room.get(companion, 1) for companion in companions}
    found: dict[Id, list[Proposal]] = {seeker: [] for seeker in seekers}
    for _ in range(min(most, MOST_PROPOSALS)):
        round_of = match([(*pair, costs[pair]) for pair in ordered], offer_capacity=left)
        chosen = {(seeker, companion) for seeker, companion, _ in round_of.pairs}
        if not chosen:
            break
        for seeker, companion in chosen:
            left[companion] -= 1
            found[seeker].append(_proposal(seeker, companion, seekers, companions, possible))
        ordered = [pair for pair in ordered if pair not in chosen]
    for seeker, several in found.items():
        places = {companion: place for place, companion in enumerate(seekers[seeker])}
        several.sort(key=lambda each: (costs[each.seeker, each.companion], places[each.companion]))
    return found


def _proposal(seeker: Id, companion: Id, seekers: Mapping, companions: Mapping, possible: set) -> Proposal:
    mine = [cost for other, cost in seekers[seeker].items() if (seeker, other) in possible]
    theirs = [cost for other, cost in companions[companion].items() if (other, companion) in possible]
    cost, back = seekers[seeker][companion], companions[companion][seeker]
    return Proposal(
        seeker, companion, cost, back, 1 + sum(other < cost for other in mine), 1 + sum(other < back for other in theirs), len(mine)
    )


def _sum(first: Cost, second: Cost) -> Cost:
    return first + second if type(first) is type(second) else float(first) + float(second)
