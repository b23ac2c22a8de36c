"""What happened with bookings of spaces: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NOBODY = "it names nobody; the actor is a random id"


@dataclass(frozen=True, kw_only=True)
class SpaceTermsSet(Event):
    """The keepers of a space said on which terms it can be booked."""

    code = "directory.booking.terms_set"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class SpaceBooked(Event):
    """A space was booked, or asked for; `n_times` is above 1 for a booking that comes again."""

    code = "directory.booking.made"
    keeps = None
    forgets = _NOBODY
    state: str = ""
    n_times: int = 1


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(Event):
    """The keepers of the space said yes."""

    code = "directory.booking.confirmed"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class BookingDeclined(Event):
    """The keepers of the space said no; why is told to whoever booked."""

    code = "directory.booking.declined"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event):
    """It is no longer needed, and others can have the space."""

    code = "directory.booking.cancelled"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class BookingMoved(Event):
    """It is at another time now."""

    code = "directory.booking.moved"
    keeps = None
    forgets = _NOBODY
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class BookingReminded(Event):
    """Whoever booked was reminded the day before."""

    code = "directory.booking.reminded"
    keeps = None
    forgets = _NOBODY
