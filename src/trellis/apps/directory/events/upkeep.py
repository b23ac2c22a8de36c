"""What happened to keep records true: suggested, reported, asked, confirmed, claimed, made one."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NOBODY = "it names nobody; the actor is a random id"


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
