"""What happened to shifts and turns: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "people are random ids, and a gathering's shift is all that it says"


@dataclass(frozen=True, kw_only=True)
class ShiftAdded(Event):
    """A gathering needs people for something."""

    code = "gatherings.shift.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnTaken(Event):
    """Somebody takes a turn: by themselves, or by saying yes."""

    code = "gatherings.turn.taken"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnAsked(Event):
    """Somebody is asked to take a turn; the place is kept until they answer."""

    code = "gatherings.turn.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnDeclined(Event):
    """Somebody who was asked cannot; nothing follows from it."""

    code = "gatherings.turn.declined"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnGivenBack(Event):
    """Somebody cannot be there. `late` says whether the shift was less than two days away."""

    code = "gatherings.turn.given_back"
    keeps = None
    forgets = _FORGETS
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class StoodBy(Event):
    """Somebody stands by for a shift."""

    code = "gatherings.turn.stood_by"
    keeps = None
    forgets = _FORGETS
