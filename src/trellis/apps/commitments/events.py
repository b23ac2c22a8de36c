"""What happened to commitments: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "people are random ids; what it is about is another row's id"


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Event):
    """Somebody promised something to somebody by a time."""

    code = "commitments.commitment.made"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class CommitmentMoved(Event):
    """Both agreed on another time."""

    code = "commitments.commitment.moved"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class CommitmentSettled(Event):
    """It was done, was not done, or is no longer needed."""

    code = "commitments.commitment.settled"
    keeps = None
    forgets = _FORGETS
    state: str = ""
