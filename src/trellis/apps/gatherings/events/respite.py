"""What happened at a respite house: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it says neither which house nor which nights; people are random ids"


@dataclass(frozen=True, kw_only=True)
class HouseAdded(Event):
    """An organization said that it has a respite house."""

    code = "gatherings.house.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HouseChanged(Event):
    """Hosts changed what their house says, or its beds."""

    code = "gatherings.house.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayAsked(Event):
    """Somebody asked for some nights."""

    code = "gatherings.stay.asked"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class StayHeld(Event):
    """A bed is held for whoever was next."""

    code = "gatherings.stay.held"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayAccepted(Event):
    """A guest accepted the nights and the house agreement."""

    code = "gatherings.stay.accepted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayGivenUp(Event):
    """Somebody does not come, no longer waits, or leaves earlier."""

    code = "gatherings.stay.given_up"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayPassedOn(Event):
    """The time for which a bed was held ran out."""

    code = "gatherings.stay.passed_on"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayCalledOff(Event):
    """The hosts could not take a guest."""

    code = "gatherings.stay.called_off"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StayOver(Event):
    """A stay ended, or no bed came free in time."""

    code = "gatherings.stay.over"
    keeps = None
    forgets = _FORGETS
    stayed: bool = True


@dataclass(frozen=True, kw_only=True)
class StayNears(Event):
    """A guest was told a day ahead that the way to the house can be read now."""

    code = "gatherings.stay.nears"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlanSealed(Event):
    """A guest sealed a plan of their own, or threw it away."""

    code = "gatherings.stay.plan_sealed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class BedsHandedOn(Event):
    """Beds that came free are held for those who wait."""

    code = "gatherings.beds.handed_on"
    keeps = None
    forgets = _FORGETS
    n: int = 0
