"""What happened on warmlines: ids and codes only. A contact leaves that one was noted, never when it was or what it was about."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it keeps no words, no times of contacts and nobody's name; people are random ids"


@dataclass(frozen=True, kw_only=True)
class LineMade(Event):
    """An organization set up a line."""

    code = "gatherings.warmline.made"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LineChanged(Event):
    """How to reach a line was changed."""

    code = "gatherings.warmline.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LineClosed(Event):
    """A line was closed for good."""

    code = "gatherings.warmline.closed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class WatchBegun(Event):
    """Somebody is on the line."""

    code = "gatherings.watch.begun"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class WatchEnded(Event):
    """Somebody is off the line."""

    code = "gatherings.watch.ended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class WatchStayed(Event):
    """Somebody stays on beyond their turn."""

    code = "gatherings.watch.stayed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class BreakBegun(Event):
    """Somebody on the line takes a break."""

    code = "gatherings.watch.rested"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class BreakEnded(Event):
    """Somebody on the line is back from a break."""

    code = "gatherings.watch.returned"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class NobodyFollows(Event):
    """Within the hour somebody's watch ends, and nobody follows."""

    code = "gatherings.watch.unfollowed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class NobodyFollowed(Event):
    """A watch ran out and nobody followed."""

    code = "gatherings.watch.left_alone"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ContactNoted(Event):
    """A contact was noted."""

    code = "gatherings.contact.noted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ContactRemoved(Event):
    """A contact that was noted by mistake was removed."""

    code = "gatherings.contact.removed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ContactsCounted(Event):
    """Contacts of a line were added to its counts."""

    code = "gatherings.contact.counted"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class StepWritten(Event):
    """The group wrote a step of its way through a crisis."""

    code = "gatherings.step.written"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StepRetired(Event):
    """The group took a step away."""

    code = "gatherings.step.retired"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StepsReordered(Event):
    """The group changed the order of its steps."""

    code = "gatherings.step.moved"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StepWalked(Event):
    """A step was taken in a crisis."""

    code = "gatherings.step.taken"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StepReviewed(Event):
    """What was done in a crisis was looked at again."""

    code = "gatherings.step.reviewed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ListeningAgreed(Event):
    """Somebody agreed to listen to others of the line."""

    code = "gatherings.listening.agreed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ListeningEnded(Event):
    """Somebody no longer listens to others of the line."""

    code = "gatherings.listening.ended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefAsked(Event):
    """Somebody of a line would like to talk."""

    code = "gatherings.debrief.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefOffered(Event):
    """A listener offers a time to talk."""

    code = "gatherings.debrief.offered"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefAgreed(Event):
    """The two agreed when they talk."""

    code = "gatherings.debrief.agreed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefDeclined(Event):
    """The time offered does not suit."""

    code = "gatherings.debrief.declined"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefDone(Event):
    """The two talked."""

    code = "gatherings.debrief.done"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class DebriefWithdrawn(Event):
    """Somebody no longer needs to talk."""

    code = "gatherings.debrief.withdrawn"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class SupervisionNoted(Event):
    """Somebody noted that supervision took place."""

    code = "gatherings.supervision.noted"
    keeps = None
    forgets = _FORGETS
