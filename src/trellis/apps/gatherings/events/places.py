"""What happened to places at gatherings: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it says neither which gathering nor who has the place; people are random ids"


@dataclass(frozen=True, kw_only=True)
class PlaceAsked(Event):
    """Somebody said that they come: they have a place, or wait for one."""

    code = "gatherings.place.asked"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceHeld(Event):
    """A place came free and is held for the next in line."""

    code = "gatherings.place.held"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlaceAccepted(Event):
    """Whoever it was held for takes it."""

    code = "gatherings.place.accepted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlaceGivenUp(Event):
    """Somebody can't come, or no longer waits."""

    code = "gatherings.place.given_up"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlacePassedOn(Event):
    """The time for which it was held ran out."""

    code = "gatherings.place.passed_on"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlacesHandedOn(Event):
    """What came free at a gathering is held for those who wait."""

    code = "gatherings.places.handed_on"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class PlaceReminded(Event):
    """Somebody was reminded a day ahead."""

    code = "gatherings.place.reminded"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlaceNeedsTakenBack(Event):
    """Somebody no longer lets those who organize know what they need."""

    code = "gatherings.place.needs_taken_back"
    keeps = None
    forgets = _FORGETS
