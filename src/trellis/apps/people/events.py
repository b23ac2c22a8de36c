"""What people did about belonging, consent and safety: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_GROUP = "the log does not say which group; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class GroupJoined(Event):
    """A person joined a group. Which one is not said."""

    code = "people.group.joined"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class GroupLeft(Event):
    """A person left a group. Which one is not said."""

    code = "people.group.left"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class GroupNameChanged(Event):
    """A person goes by another name in a group. Neither is said."""

    code = "people.group.name_changed"
    keeps = None
    forgets = _NO_GROUP


_NO_WORDS = "it keeps no words and does not say what it is about; people are random ids"


@dataclass(frozen=True, kw_only=True)
class WorryTold(Event):
    """Somebody told a worry, and a case began. Who told it is not said unless they asked to be answered here."""

    code = "people.worry.told"
    keeps = None
    forgets = _NO_WORDS
    urgency: str = ""


@dataclass(frozen=True, kw_only=True)
class WorryAdded(Event):
    """Whoever told a worry added words to it."""

    code = "people.worry.added"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseTaken(Event):
    """A guardian sees to a case."""

    code = "people.case.taken"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseNoted(Event):
    """A guardian wrote a note."""

    code = "people.case.noted"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(Event):
    """A guardian answered whoever told the worry."""

    code = "people.case.answered"
    keeps = None
    forgets = _NO_WORDS
    signposts: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseUrgencySet(Event):
    """A guardian said how soon it must be seen to."""

    code = "people.case.urgency_set"
    keeps = None
    forgets = _NO_WORDS
    urgency: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseClosingProposed(Event):
    """A guardian proposed to close a case."""

    code = "people.case.closing_proposed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """A second guardian closed a case."""

    code = "people.case.closed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseKeptOpen(Event):
    """A guardian kept open a case that was to be closed."""

    code = "people.case.kept_open"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """A closed case is open again."""

    code = "people.case.reopened"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class GuardianStoodAside(Event):
    """A guardian stays out of a case."""

    code = "people.case.stood_aside"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaseReminded(Event):
    """A case was overdue, and somebody was told: 1 the next on call, 2 all guardians, 3 the stewards."""

    code = "people.case.reminded"
    keeps = None
    forgets = _NO_WORDS
    level: int = 0


@dataclass(frozen=True, kw_only=True)
class ConfidenceAsked(Event):
    """A guardian asked to tell somebody outside what was told in confidence, or said that it had to be told at once."""

    code = "people.case.confidence_asked"
    keeps = None
    forgets = _NO_WORDS
    life_in_danger: bool = False


@dataclass(frozen=True, kw_only=True)
class ConfidenceDecided(Event):
    """A second guardian decided about telling somebody outside."""

    code = "people.case.confidence_decided"
    keeps = None
    forgets = _NO_WORDS
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class TurnAdded(Event):
    """A guardian is on call at some time."""

    code = "people.turn.added"
    keeps = None
    forgets = "it does not say whose turn it is or when"


@dataclass(frozen=True, kw_only=True)
class TurnRemoved(Event):
    """A turn on call was taken off the rota."""

    code = "people.turn.removed"
    keeps = None
    forgets = "it does not say whose turn it was or when"


@dataclass(frozen=True, kw_only=True)
class NeedsTold(Event):
    """A person told what they need in order to take part. What it is is not said."""

    code = "people.profile.told"
    keeps = None
    forgets = "the log does not say what was told; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class ContactWayTold(Event):
    """A person told how they can be reached. Neither the way nor the address is said."""

    code = "people.contact.told"
    keeps = None
    forgets = "the log does not say which way; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class ContactWayRemoved(Event):
    """A person took back a way to be reached."""

    code = "people.contact.removed"
    keeps = None
    forgets = "the log does not say which way; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """A person said yes to a purpose. To whom is not said."""

    code = "people.consent.given"
    keeps = None
    forgets = "the log does not say to whom; the person is a random id"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person took a consent back. Those who acted on it hear of it through a reaction, not through the log."""

    code = "people.consent.withdrawn"
    keeps = None
    forgets = "the log does not say to whom; the person is a random id"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class PersonBlocked(Event):
    """A person no longer wants to meet somebody. Whom is not said."""

    code = "people.block.made"
    keeps = None
    forgets = "the log does not say whom; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class BlockTakenBack(Event):
    """A person took a block back."""

    code = "people.block.taken_back"
    keeps = None
    forgets = "the log does not say whom; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class CodeShown(Event):
    """A person asked for a code by which a helper may find them."""

    code = "people.code.shown"
    keeps = None
    forgets = "the code itself is never in the log; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class CodeAskedFor(Event):
    """A helper asked for a code to be sent to an address. Neither the address nor whether anybody has it is said."""

    code = "people.code.asked_for"
    keeps = None
    forgets = "neither the address nor the person is in it"


@dataclass(frozen=True, kw_only=True)
class CodeSent(Event):
    """A code is on its way to a person, so that somebody beside them may help."""

    code = "people.code.sent"
    keeps = None
    forgets = "the code itself is never in the log"


@dataclass(frozen=True, kw_only=True)
class HelpingBegan(Event):
    """Somebody types for a person from now on, for a reason, at a table or on the phone."""

    code = "people.helping.began"
    keeps = None
    forgets = "both are random ids; the helper's note is not in it"
    helped_person: str
    reason: str
    how: str


@dataclass(frozen=True, kw_only=True)
class HelpingEnded(Event):
    """Nobody types for the person any more."""

    code = "people.helping.ended"
    keeps = None
    forgets = "the person is a random id"
    helped_person: str


@dataclass(frozen=True, kw_only=True)
class AccountClaimed(Event):
    """A person who had been helped signed in for the first time, with the code on their sheet."""

    code = "people.account.claimed"
    keeps = None
    forgets = "the person is a random id; the code is not in it"
    claiming_person: str


_NOBODY_LEFT = "who it was is gone with their row; the log keeps a random id that stands for nobody"


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person had everything of theirs erased. How many rows that touched."""

    code = "people.person.erased"
    keeps = None
    forgets = _NOBODY_LEFT
    rows: int = 0


@dataclass(frozen=True, kw_only=True)
class TakeoutAsked(Event):
    """A person asked for everything that is kept of them."""

    code = "people.takeout.asked"
    keeps = None
    forgets = "the person is a random id; what was taken out is not said"


@dataclass(frozen=True, kw_only=True)
class TakeoutFetched(Event):
    """A person downloaded what is kept of them; the copy here is gone with it."""

    code = "people.takeout.fetched"
    keeps = None
    forgets = "the person is a random id; what was taken out is not said"


@dataclass(frozen=True, kw_only=True)
class CapabilityNoted(Event):
    """A group has seen that somebody is checked, trained or able. Which group is not said."""

    code = "people.capability.noted"
    keeps = None
    forgets = "people are random ids; it does not say which group"
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class CapabilityDropped(Event):
    """What a group had seen of somebody no longer holds."""

    code = "people.capability.dropped"
    keeps = None
    forgets = "people are random ids; it does not say which group"
