"""Who is grouped (Small et al. 2021, on who is in the conversation): enough votes, and once in, always in."""

from collections.abc import Iterable

import numpy as np

from trellis.kernels.opinions.result import Membership
from trellis.kernels.opinions.votes import Conversation

ENOUGH_VOTES = 7
FEWEST_PEOPLE = 15


def enough_votes(conversation: Conversation) -> int:
    """Seven votes, or one on every statement that anybody voted on when there are fewer."""
    return max(1, min(ENOUGH_VOTES, len(np.unique(conversation.columns))))


def memberships(
    conversation: Conversation, *, before: tuple[Membership, ...] = (), kept: Iterable[str] = (), update: int = 0
) -> tuple[Membership, ...]:
    """The events so far and those of this update. Where fewer than 15 people are in, those with the most votes are added."""
    have = {event.participant for event in before}
    events = list(before)

    def add(names: Iterable[str], reason: str) -> None:
        new = [name for name in names if name not in have]
        have.update(new)
        events.extend(Membership(name, update, reason) for name in new)

    people, cast = conversation.participants, conversation.votes_per_participant
    known = set(people)
    add((name for name in kept if name in known), "kept")
    add((people[place] for place in np.flatnonzero(cast >= enough_votes(conversation))), "votes")
    if len(have) < FEWEST_PEOPLE:
        most = [people[place] for place in np.argsort(-cast, kind="stable") if cast[place]]
        add([name for name in most if name not in have][: FEWEST_PEOPLE - len(have)], "topped-up")
    return tuple(events)
