"""Votes on statements to a map of opinions: groups, what each says, what all agree on, and how far to trust it."""

from trellis.kernels.opinions.mapping import SEED, grow, opinion_map
from trellis.kernels.opinions.result import (
    NO_GROUP,
    Bridge,
    Caveat,
    Group,
    Majority,
    Membership,
    OpinionMap,
    Partition,
    PublishedMap,
    Representative,
    Statements,
    published,
)
from trellis.kernels.opinions.votes import (
    Conversation,
    Malformed,
    conversation,
    conversation_of_arrays,
    with_moderation,
    with_votes,
)

__all__ = [
    "NO_GROUP",
    "SEED",
    "Bridge",
    "Caveat",
    "Conversation",
    "Group",
    "Majority",
    "Malformed",
    "Membership",
    "OpinionMap",
    "Partition",
    "PublishedMap",
    "Representative",
    "Statements",
    "conversation",
    "conversation_of_arrays",
    "grow",
    "opinion_map",
    "published",
    "with_moderation",
    "with_votes",
]
