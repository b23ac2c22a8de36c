"""What happened to things that are lent: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it holds the id of a thing or a loan, and no person but who did it, under a random id"


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Event):
    """Something can be borrowed."""

    code = "exchange.item.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """What is said about a thing was changed, or its picture."""

    code = "exchange.item.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ItemSet(Event):
    """A thing can be lent again, or not for now."""

    code = "exchange.item.set"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemRemoved(Event):
    """A thing is no longer in the list, and its loans are gone with it."""

    code = "exchange.item.removed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LoanAsked(Event):
    """Somebody would like to borrow a thing: it is theirs, or waits for a yes, or they are in the line."""

    code = "exchange.loan.asked"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanAnswered(Event):
    """The lender said yes or no."""

    code = "exchange.loan.answered"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanOffered(Event):
    """A thing is free, and it is somebody's turn in the line."""

    code = "exchange.loan.offered"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LoanAccepted(Event):
    """Whose turn it was would like it still."""

    code = "exchange.loan.accepted"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanWithdrawn(Event):
    """Whoever asked no longer needs it, or nobody came for it."""

    code = "exchange.loan.withdrawn"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LoanPassed(Event):
    """There was no answer in time, so it went on to the next."""

    code = "exchange.loan.passed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """A thing was handed over."""

    code = "exchange.loan.handed_over"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LoanExtended(Event):
    """A thing may be kept for longer."""

    code = "exchange.loan.extended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class BroughtBack(Event):
    """Whoever borrowed it says that it is back."""

    code = "exchange.loan.brought_back"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class LoanReturned(Event):
    """A thing is back with its lender."""

    code = "exchange.loan.returned"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ThingGone(Event):
    """A thing was lost or broke while it was lent."""

    code = "exchange.loan.thing_gone"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanReminded(Event):
    """It is due soon, today, or was due."""

    code = "exchange.loan.reminded"
    keeps = None
    forgets = _FORGETS
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanNoted(Event):
    """One side of a loan wrote to the other."""

    code = "exchange.loan.noted"
    keeps = None
    forgets = _FORGETS
    side: str = ""
