"""What happened in the directory: facts in the past tense, ids and codes only."""

from dataclasses import dataclass

from trellis.apps.directory.events.bookings import (
    BookingCancelled,
    BookingConfirmed,
    BookingDeclined,
    BookingMoved,
    BookingReminded,
    SpaceBooked,
    SpaceTermsSet,
)
from trellis.apps.directory.events.leads import (
    AgencyLinked,
    CircleAnswered,
    CircleAsked,
    CircleFolded,
    CircleNamed,
    CircleStarted,
    CircleWished,
    GroupSet,
    InterestSaid,
    InterestTakenBack,
    JoiningAnswered,
    JoiningAsked,
    JoiningUsed,
    LeadershipAnswered,
    LeadershipAsked,
    LeadershipContested,
    LeadershipReplied,
    LeadershipSeen,
    LeadershipSightTakenBack,
    ListingChosen,
)
from trellis.apps.directory.events.networks import (
    CorrectionSettled,
    FeedAsked,
    FeedChecked,
    FeedFailed,
    FeedHeld,
    FindableSet,
    FollowingStopped,
    GroupsElsewhereRead,
    HeldFeedDecided,
    HelloSaid,
)
from trellis.apps.directory.events.upkeep import (
    ClaimDecided,
    ClaimMade,
    ClaimObjected,
    ClaimTried,
    ConfirmationAnswered,
    ConfirmationAsked,
    LettersStopped,
    MergeDecided,
    MergeProposed,
    MistakeReported,
    MistakeSettled,
    RoundMoved,
    SaidNotTheSame,
    SomethingSuggested,
    SuggestionDecided,
)
from trellis.core.log.events import Event

__all__ = [
    "AgencyLinked", "CircleAnswered", "CircleAsked", "CircleFolded", "CircleNamed", "CircleStarted", "CircleWished", "GroupSet",
    "InterestSaid", "InterestTakenBack", "JoiningAnswered", "JoiningAsked", "JoiningUsed", "LeadershipAnswered", "LeadershipAsked",
    "LeadershipContested", "LeadershipReplied", "LeadershipSeen", "LeadershipSightTakenBack", "ListingChosen",
    "ClaimDecided", "ClaimMade", "ClaimObjected", "ClaimTried", "ConfirmationAnswered", "ConfirmationAsked", "LettersStopped",
    "MergeDecided", "MergeProposed", "MistakeReported", "MistakeSettled", "RoundMoved", "SaidNotTheSame", "SomethingSuggested",
    "SuggestionDecided",
    "CorrectionSettled", "FeedAsked", "FeedChecked", "FeedFailed", "FeedHeld", "FindableSet", "FollowingStopped",
    "GroupsElsewhereRead", "HeldFeedDecided", "HelloSaid",
    "BookingCancelled", "BookingConfirmed", "BookingDeclined", "BookingMoved", "BookingReminded", "SpaceBooked", "SpaceTermsSet",
]  # fmt: skip

_NOBODY = "it names nobody; the actor is a random id"


@dataclass(frozen=True, kw_only=True)
class RecordAdded(Event):
    """A record came into the directory."""

    code = "directory.record.added"
    keeps = None
    forgets = _NOBODY
    revision: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """A record's public version changed."""

    code = "directory.record.changed"
    keeps = None
    forgets = _NOBODY
    revision: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordConfirmed(Event):
    """Somebody who knows said that a record is still right."""

    code = "directory.record.confirmed"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class RecordRetired(Event):
    """A record no longer shows in search; it is kept."""

    code = "directory.record.retired"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(Event):
    """A change, or a new record, waits for review."""

    code = "directory.change.proposed"
    keeps = None
    forgets = _NOBODY
    revision: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeApproved(Event):
    """A waiting change was published."""

    code = "directory.change.approved"
    keeps = None
    forgets = _NOBODY
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeRejected(Event):
    """A waiting change was not published."""

    code = "directory.change.rejected"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ChangeWithdrawn(Event):
    """Whoever proposed a change took it back."""

    code = "directory.change.withdrawn"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ServiceClosedForNow(Event):
    """A service is closed for now."""

    code = "directory.service.closed_for_now"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ServiceReopened(Event):
    """A service that was closed for now runs again."""

    code = "directory.service.reopened"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class TimeTakenTold(Event):
    """Somebody told how long something really took."""

    code = "directory.service.time_told"
    keeps = None
    forgets = "it keeps neither who told it nor the number of days"


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """A person was given a role."""

    code = "directory.role.given"
    keeps = None
    forgets = "the person is a random id"
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Event):
    """A role was taken from a person."""

    code = "directory.role.taken"
    keeps = None
    forgets = "the person is a random id"
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceImported(Event):
    """Records of one kind were taken in from a source; how many."""

    code = "directory.source.imported"
    keeps = None
    forgets = _NOBODY
    kind: str = ""
    added: int = 0
    changed: int = 0
    gone: int = 0
