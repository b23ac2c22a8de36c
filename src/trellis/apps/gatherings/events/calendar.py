"""What happened to series and gatherings, and to addresses of calendars: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_WORDS = "it keeps no words; people are random ids"


@dataclass(frozen=True, kw_only=True)
class SeriesMade(Event):
    """A group set up a gathering, once or again and again."""

    code = "gatherings.series.made"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class SeriesMadeAhead(Event):
    """The gatherings of the months to come were made."""

    code = "gatherings.series.made_ahead"
    keeps = None
    forgets = _NO_WORDS
    n_made: int = 0
    n_dropped: int = 0


@dataclass(frozen=True, kw_only=True)
class SeriesDescribed(Event):
    """What a series is, for whom or where was changed; the times stay."""

    code = "gatherings.series.described"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class SeriesRescheduled(Event):
    """From some day on a series comes at other times. Each gathering that moved or fell away is told apart, with its own event."""

    code = "gatherings.series.rescheduled"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(Event):
    """A series ended. Each gathering that falls away is told apart."""

    code = "gatherings.series.ended"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GatheringAdded(Event):
    """One more time of a series, or one more part of a festival."""

    code = "gatherings.gathering.added"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GatheringMoved(Event):
    """A gathering takes place at another time. Whoever has a place or a turn there is told."""

    code = "gatherings.gathering.moved"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GatheringCalledOff(Event):
    """A gathering does not take place. Whoever has a place or a turn there is told."""

    code = "gatherings.gathering.called_off"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GatheringBackOn(Event):
    """A gathering that was called off takes place after all."""

    code = "gatherings.gathering.back_on"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GatheringNoted(Event):
    """What people should know about one time was changed."""

    code = "gatherings.gathering.noted"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class HeadsCounted(Event):
    """Somebody wrote down how many came. Who came is written nowhere, and the log does not keep the number."""

    code = "gatherings.gathering.heads_counted"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CalendarAddressMade(Event):
    """A person asked for an address of their own calendar, or a new one in place of the old."""

    code = "gatherings.calendar_address.made"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CalendarAddressEnded(Event):
    """A person ended the address of their calendar."""

    code = "gatherings.calendar_address.ended"
    keeps = None
    forgets = _NO_WORDS
