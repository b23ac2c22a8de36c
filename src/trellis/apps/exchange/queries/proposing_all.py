"""Who is asked for each of many needs that wait: nobody for two at once, and the best for all of them together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from trellis.apps.exchange.models import Match, MatchState, Need
from trellis.apps.exchange.queries.proposing import Proposal, proposals_for
from trellis.kernels.matching import match

COMPARED = 3
"""So many times as many as are asked are compared for each need."""

MINUTES_PER_HOUR_WAITED = 0.5
MOST_HOURS_WAITED = 96
URGENT_MINUTES = 60.0
SERVED_MINUTES = 10.0
SERVED_DAYS = 60
SIZES = (3, 5, 8)
MOST_PLACES = 1500
"""Beyond so many places the exact answer would take too long; the rest is given out in the order of urgency."""


def proposals_for_all(needs: Iterable[Need], *, now: datetime) -> dict[uuid.UUID, list[Proposal]]:
    """For each need whom to ask now. A person is asked for one need only.

    A pair costs what it costs alone, less how urgent the need is and how long it has waited, and more for those who were
    helped lately: where there are too few helpers, those who need it soonest and had least are asked for first.
    """
    waiting = sorted(needs, key=lambda need: (need.open_until, need.asked_at, need.pk))
    wanted = {need.pk: SIZES[min(need.wave, len(SIZES) - 1)] for need in waiting}
    found = {need.pk: proposals_for(need, now=now, most=wanted[need.pk] * COMPARED) for need in waiting}
    if len(waiting) <= 1:
        return {pk: proposals[: wanted[pk]] for pk, proposals in found.items()}
    by_pair = {(pk, each.person_id): each for pk, proposals in found.items() for each in proposals}
    weight = {need.pk: _standing(need, now) for need in waiting}
    taken = _together(waiting, by_pair, wanted, weight) if sum(wanted.values()) <= MOST_PLACES else _in_order(waiting, found, wanted)
    result: dict[uuid.UUID, list[Proposal]] = {need.pk: [] for need in waiting}
    for pair in taken:
        result[pair[0]].append(by_pair[pair])
    return {pk: sorted(each, key=lambda proposal: (proposal.cost, proposal.offer_id)) for pk, each in result.items()}


def _standing(need: Need, now: datetime) -> float:
    """Minutes by which a need comes before others."""
    hours_left = max(0.0, (need.open_until - now).total_seconds() / 3600)
    urgency = URGENT_MINUTES / (1 + hours_left / 24)
    waited = min(MOST_HOURS_WAITED, (now - need.asked_at).total_seconds() / 3600)
    served = _n_served(need, now)
    return urgency + MINUTES_PER_HOUR_WAITED * waited - SERVED_MINUTES * served


def _n_served(need: Need, now: datetime) -> int:
    """How often whoever asks was helped lately. Somebody without an account is new each time."""
    if not need.person_id:
        return 0
    since = now - timedelta(days=SERVED_DAYS)
    chosen = Match.objects.filter(need__person_id=need.person_id, chosen_at__gt=since)
    return chosen.exclude(need=need).exclude(state=MatchState.ASKED).count()


def _together(waiting, by_pair, wanted, weight) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """One place for each need first, then a second for each, and so on: no need takes everybody while another gets nobody."""
    taken: list[tuple[uuid.UUID, uuid.UUID]] = []
    left = dict(by_pair)
    for place in range(max(wanted.values())):
        edges = [(pk, person, each.cost - weight[pk]) for (pk, person), each in left.items() if wanted[pk] > place]
        pairs = [(need, person) for need, person, _cost in match(edges).pairs]
        if not pairs:
            break
        taken += pairs
        asked = {person for _need, person in pairs}
        left = {pair: each for pair, each in left.items() if pair[1] not in asked}
    return taken


def _in_order(waiting, found, wanted) -> list[tuple[uuid.UUID, uuid.UUID]]:
    taken, asked = [], set()
    for need in waiting:
        free = [each for each in found[need.pk] if each.person_id not in asked][: wanted[need.pk]]
        asked |= {each.person_id for each in free}
        taken += [(need.pk, each.person_id) for each in free]
    return taken
