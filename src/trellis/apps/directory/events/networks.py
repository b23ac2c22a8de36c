"""What happened with followed lists, corrections beside them, and groups elsewhere."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NOBODY = "it names nobody; the actor is a random id"


@dataclass(frozen=True, kw_only=True)
class FeedAsked(Event):
    """A followed list is to be read as soon as possible."""

    code = "directory.feed.asked"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class FeedChecked(Event):
    """A followed list was read, and what came of it: same, taken, ready, gone."""

    code = "directory.feed.checked"
    keeps = None
    forgets = _NOBODY
    outcome: str = ""
    n_signed: int = 0


@dataclass(frozen=True, kw_only=True)
class FeedHeld(Event):
    """A followed list looked odd; nothing of it was taken."""

    code = "directory.feed.held"
    keeps = None
    forgets = _NOBODY
    findings: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedFailed(Event):
    """A followed list could not be read, how often in a row, and why in a code."""

    code = "directory.feed.failed"
    keeps = None
    forgets = _NOBODY
    failure: str = ""
    in_a_row: int = 0


@dataclass(frozen=True, kw_only=True)
class HeldFeedDecided(Event):
    """A keeper said what is to become of a list that was held back."""

    code = "directory.feed.decided"
    keeps = None
    forgets = _NOBODY
    take: bool = False


@dataclass(frozen=True, kw_only=True)
class FollowingStopped(Event):
    """A list is no longer followed; its records stay or are withdrawn."""

    code = "directory.following.stopped"
    keeps = None
    forgets = _NOBODY
    withdraw: bool = False


@dataclass(frozen=True, kw_only=True)
class CorrectionSettled(Event):
    """A keeper looked at a correction after its owner had changed the same part."""

    code = "directory.correction.settled"
    keeps = None
    forgets = _NOBODY
    theirs: bool = False


@dataclass(frozen=True, kw_only=True)
class FindableSet(Event):
    """A group agreed to be found by groups elsewhere, or no longer."""

    code = "directory.group.findable"
    keeps = None
    forgets = _NOBODY
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class HelloSaid(Event):
    """First words came from outside for the editors of a group."""

    code = "directory.group.hello"
    keeps = None
    forgets = _NOBODY
    hello: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupsElsewhereRead(Event):
    """Which groups of followed places agreed to be found; how many."""

    code = "directory.feed.groups_read"
    keeps = None
    forgets = _NOBODY
    n: int = 0
