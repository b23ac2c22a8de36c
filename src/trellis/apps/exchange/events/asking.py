"""What happened to needs, offers, matches and handovers: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it keeps no words, no kind and no place; people are random ids, and whoever has no account is nobody"


@dataclass(frozen=True, kw_only=True)
class NeedAsked(Event):
    """Somebody asked for something."""

    code = "exchange.need.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class WaveAsked(Event):
    """A few more of those who offer were asked, or nobody was left to ask."""

    code = "exchange.need.wave_asked"
    keeps = None
    forgets = _FORGETS
    n_asked: int = 0


@dataclass(frozen=True, kw_only=True)
class NeedWithdrawn(Event):
    """Whoever asked no longer needs it."""

    code = "exchange.need.withdrawn"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class NeedClosed(Event):
    """Its time is over. `outcome` says whether somebody helped."""

    code = "exchange.need.closed"
    keeps = None
    forgets = _FORGETS
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Offered(Event):
    """Somebody offered something."""

    code = "exchange.offer.made"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    """Whoever offered it took it back."""

    code = "exchange.offer.withdrawn"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PaceSet(Event):
    """A person said how often they may be asked, or that they are not to be asked."""

    code = "exchange.pace.set"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PracticeSet(Event):
    """A group said what it wants of help among its members."""

    code = "exchange.practice.set"
    keeps = None
    forgets = "it keeps nothing but the group's id"


@dataclass(frozen=True, kw_only=True)
class MatchAsked(Event):
    """Somebody was asked whether they could help."""

    code = "exchange.match.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class MatchAccepted(Event):
    """Somebody who was asked said yes."""

    code = "exchange.match.accepted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class MatchDeclined(Event):
    """Somebody who was asked said no. Nobody else learns of it."""

    code = "exchange.match.declined"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class MatchChosen(Event):
    """Whoever asked chose who helps."""

    code = "exchange.match.chosen"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class MatchPassed(Event):
    """Somebody else helps, or it is no longer needed: whoever was asked need not answer, whoever said yes is thanked."""

    code = "exchange.match.passed"
    keeps = None
    forgets = _FORGETS
    had_said_yes: bool = False


@dataclass(frozen=True, kw_only=True)
class MatchEnded(Event):
    """One of the two, or the program, ended it. `by` is the side, "" for neither."""

    code = "exchange.match.ended"
    keeps = None
    forgets = _FORGETS
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """One of the two wrote to the other."""

    code = "exchange.note.written"
    keeps = None
    forgets = _FORGETS
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverSuggested(Event):
    """One of the two suggested when and where."""

    code = "exchange.handover.suggested"
    keeps = None
    forgets = _FORGETS
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverAgreed(Event):
    """The other one agreed."""

    code = "exchange.handover.agreed"
    keeps = None
    forgets = _FORGETS
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverRepeated(Event):
    """The next week's handover of a standing arrangement was made."""

    code = "exchange.handover.repeated"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandoverCalledOff(Event):
    """One of the two called it off."""

    code = "exchange.handover.called_off"
    keeps = None
    forgets = _FORGETS
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverReminded(Event):
    """The two were reminded of it."""

    code = "exchange.handover.reminded"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandoverAskedAfter(Event):
    """The two were asked whether it happened."""

    code = "exchange.handover.asked_after"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandoverSettled(Event):
    """It happened, it did not, or nobody said."""

    code = "exchange.handover.settled"
    keeps = None
    forgets = _FORGETS
    state: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class HelperThanked(Event):
    """Whoever was helped said thank you."""

    code = "exchange.handover.thanked"
    keeps = None
    forgets = _FORGETS
