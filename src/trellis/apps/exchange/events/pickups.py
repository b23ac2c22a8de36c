"""What happened to rounds of surplus food: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it holds the id of a round, a pickup or a stop, and no person but who did it, under a random id"


@dataclass(frozen=True, kw_only=True)
class RoundAdded(Event):
    """A hub fetches surplus food on certain days."""

    code = "exchange.round.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Event):
    """A round, or one of its stops, was changed."""

    code = "exchange.round.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class RoundEnded(Event):
    """A round is no longer driven."""

    code = "exchange.round.ended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StoodBy(Event):
    """A member can be asked when nobody can drive."""

    code = "exchange.stand_by.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StoodDown(Event):
    """A member can no longer be asked."""

    code = "exchange.stand_by.removed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PickupsMade(Event):
    """The next times of a round were put down."""

    code = "exchange.pickup.made"
    keeps = None
    forgets = _FORGETS
    n_made: int = 0


@dataclass(frozen=True, kw_only=True)
class PickupTaken(Event):
    """Somebody drives a pickup."""

    code = "exchange.pickup.taken"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PickupOpened(Event):
    """Whoever was to drive cannot; nobody drives it now."""

    code = "exchange.pickup.opened"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PickupCalledOff(Event):
    """A pickup does not take place."""

    code = "exchange.pickup.called_off"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PickupReminded(Event):
    """A pickup comes tomorrow."""

    code = "exchange.pickup.reminded"
    keeps = None
    forgets = _FORGETS
    driven: bool = True


@dataclass(frozen=True, kw_only=True)
class StopWeighed(Event):
    """Food was fetched or handed over and weighed, or there was nothing."""

    code = "exchange.pickup_stop.weighed"
    keeps = None
    forgets = _FORGETS
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class StopWithdrawn(Event):
    """A stop is left out of one pickup."""

    code = "exchange.pickup_stop.withdrawn"
    keeps = None
    forgets = _FORGETS
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class StopRejoined(Event):
    """A stop is part of the pickup again."""

    code = "exchange.pickup_stop.rejoined"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ReceiptConfirmed(Event):
    """A taker said what arrived."""

    code = "exchange.pickup_stop.received"
    keeps = None
    forgets = _FORGETS
