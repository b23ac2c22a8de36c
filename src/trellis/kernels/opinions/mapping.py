"""The map of a conversation, from votes to what to ask next."""

from collections.abc import Iterable

from trellis.kernels.opinions.result import OpinionMap
from trellis.kernels.opinions.votes import Conversation

SEED = 20


def opinion_map(conversation: Conversation, *, version: str = "honest", seed: int = SEED, previous: OpinionMap | None = None) -> OpinionMap:
    """Map a conversation (Small et al. 2021). Raises Malformed for a conversation without any vote."""
    raise NotImplementedError


def grow(previous: OpinionMap, conversation: Conversation, votes: Iterable[tuple[str, str, int]]) -> tuple[Conversation, OpinionMap]:
    """The conversation and its map after more votes, going on from the map before."""
    raise NotImplementedError
