"""What happened in the directory: facts in the past tense, ids and codes only."""

from dataclasses import dataclass

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
from trellis.core.log.events import Event

__all__ = [
    "AgencyLinked", "CircleAnswered", "CircleAsked", "CircleFolded", "CircleNamed", "CircleStarted", "CircleWished", "GroupSet",
    "InterestSaid", "InterestTakenBack", "JoiningAnswered", "JoiningAsked", "JoiningUsed", "LeadershipAnswered", "LeadershipAsked",
    "LeadershipContested", "LeadershipReplied", "LeadershipSeen", "LeadershipSightTakenBack", "ListingChosen",
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


@dataclass(frozen=True, kw_only=True)
class SomethingSuggested(Event):
    """Somebody told of an initiative that nobody had listed."""

    code = "directory.suggestion.made"
    keeps = 730
    forgets = "it keeps neither who told it nor what"


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(Event):
    """A keeper published a suggestion, found it listed already, or left it."""

    code = "directory.suggestion.decided"
    keeps = None
    forgets = _NOBODY
    state: str = ""
    organization: str = ""


@dataclass(frozen=True, kw_only=True)
class MistakeReported(Event):
    """Somebody told of a mistake on a record's page."""

    code = "directory.mistake.reported"
    keeps = 730
    forgets = "it keeps neither who told it nor what"
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class MistakeSettled(Event):
    """A reported mistake was put right, or found to be none."""

    code = "directory.mistake.settled"
    keeps = None
    forgets = _NOBODY
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class MergeProposed(Event):
    """Two records are said to be one."""

    code = "directory.merge.proposed"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class MergeDecided(Event):
    """Two records were made one, were not, or were parted again."""

    code = "directory.merge.decided"
    keeps = None
    forgets = _NOBODY
    state: str = ""
    kept: str = ""
    dropped: str = ""


@dataclass(frozen=True, kw_only=True)
class SaidNotTheSame(Event):
    """Two records that seem alike are two things."""

    code = "directory.merge.not_the_same"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ClaimMade(Event):
    """Somebody says that a record is theirs to keep."""

    code = "directory.claim.made"
    keeps = None
    forgets = "it keeps the organization and the way, not who claims"
    organization: str = ""
    way: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimTried(Event):
    """A code was typed for a claim; right or wrong."""

    code = "directory.claim.tried"
    keeps = None
    forgets = "it keeps neither who typed it nor the code"
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class ClaimObjected(Event):
    """Somebody who keeps the record already says that a claim is wrong."""

    code = "directory.claim.objected"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class ClaimDecided(Event):
    """A claim was approved, refused or taken back."""

    code = "directory.claim.decided"
    keeps = None
    forgets = _NOBODY
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    """A correspondent was asked whether records are still right; one letter for all of them."""

    code = "directory.confirmation.asked"
    keeps = None
    forgets = "it counts the records; the correspondent is a random id"
    n_records: int = 0


@dataclass(frozen=True, kw_only=True)
class ConfirmationAnswered(Event):
    """The link in such a letter was used."""

    code = "directory.confirmation.answered"
    keeps = None
    forgets = _NOBODY
    record: str = ""
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class LettersStopped(Event):
    """A correspondent does not want to be asked any more."""

    code = "directory.letters.stopped"
    keeps = None
    forgets = "the correspondent is a random id"


@dataclass(frozen=True, kw_only=True)
class RoundMoved(Event):
    """A round of asking began, went a step further, ended or was put back."""

    code = "directory.round.moved"
    keeps = None
    forgets = _NOBODY
    record: str = ""
    step: str = ""
