"""What happened to rotas: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_WORDS = "it keeps no words and no wishes; people are random ids"


@dataclass(frozen=True, kw_only=True)
class RotaAsked(Event):
    """A group asks its members when they can."""

    code = "gatherings.rota.asked"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaAnswered(Event):
    """A member said when they can."""

    code = "gatherings.rota.answered"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaProposed(Event):
    """Turns were proposed."""

    code = "gatherings.rota.proposed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaTurnPut(Event):
    """Whoever organizes gave somebody a turn of a proposal."""

    code = "gatherings.rota.turn_put"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaTurnTakenOut(Event):
    """Whoever organizes took a turn out of a proposal."""

    code = "gatherings.rota.turn_taken_out"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaPublished(Event):
    """A rota became turns."""

    code = "gatherings.rota.published"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class RotaDropped(Event):
    """A rota was dropped."""

    code = "gatherings.rota.dropped"
    keeps = None
    forgets = _NO_WORDS
