"""What happened on patrols: ids and codes only, never what was seen or where."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it keeps no words, no times of contacts and nobody's name; people are random ids"


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Event):
    """A group named a part of the town that it looks after."""

    code = "gatherings.area.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class AreaRetired(Event):
    """A group no longer looks after a part of the town."""

    code = "gatherings.area.retired"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class EntryWritten(Event):
    """Somebody wrote down what was seen and done."""

    code = "gatherings.entry.written"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class EntryChanged(Event):
    """Somebody changed what they wrote."""

    code = "gatherings.entry.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class EntryRemoved(Event):
    """Somebody removed what they wrote."""

    code = "gatherings.entry.removed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class EntriesCounted(Event):
    """Entries of a group were added to its counts."""

    code = "gatherings.entry.counted"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class PatrolReturned(Event):
    """Some of those who were out are back."""

    code = "gatherings.patrol.returned"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class PatrolMissed(Event):
    """Half an hour after its end not all of a patrol had said that they are back."""

    code = "gatherings.patrol.missed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PatrolSettled(Event):
    """An organizer knows that everybody of a late patrol is safe."""

    code = "gatherings.patrol.settled"
    keeps = None
    forgets = _FORGETS
