"""Borrowing: ask, answer, hand over, keep longer, bring back, and say what went wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.models import State
from trellis.apps.exchange.actions.items_line import hold, locked, move, offer_to_next, promise, promise_later, settle, today_of
from trellis.apps.exchange.events import items as events
from trellis.apps.exchange.models import Item, Loan, LoanNote
from trellis.apps.exchange.models.items import AWAY, GOING_ON, HOLDING, ItemState, LoanState
from trellis.apps.exchange.rules import items as rules
from trellis.apps.people.queries.blocks import hide_each_other
from trellis.core.actions import Done, WrongState, action, current_person

MOST_AT_ONCE = 8
FURTHEST = timedelta(days=180)
LONGER_DAYS = 7
MOST_LONGER = 2
_NOT_TOGETHER = _("This loan can only be ended now.")


@action("exchange.loan.ask", subject=Item, label=_("Ask to borrow it"), allow=rules.may_ask, event=events.LoanAsked)
def ask_to_borrow(item: Item, *, days: int, from_on: date | None = None, words: str = "", language: str = "en", now: datetime) -> Done:
    """Borrow it as soon as it is free, or from a day on.

    As soon as it is free: when somebody has it, or has asked before, one is in the line. From a day on: only if it is free then.
    """
    borrower, today = current_person(), today_of(now)
    if item.state != ItemState.IN_USE:
        raise WrongState(_("It is not lent at the moment."))
    if not 1 <= days <= item.most_days:
        raise WrongState(_("It is lent for at most %(days)d days.") % {"days": item.most_days})
    if from_on is not None and not today <= from_on <= today + FURTHEST:
        raise WrongState(_("Choose a day from today on, within half a year."))
    if Loan.objects.filter(borrower=borrower, state__in=GOING_ON).count() >= MOST_AT_ONCE:
        raise WrongState(_("You have asked for very many things. Bring one back, or take one request back, and ask again."))
    loan = Loan(item=item, borrower=borrower, state=LoanState.WAITING, days=days, asked_at=now, state_at=now)
    try:
        with transaction.atomic():
            loan.save()
    except IntegrityError as again:
        raise WrongState(_("You have asked for this already. You find it under “What I borrow”.")) from again
    first = from_on or today
    gets_it = (from_on is not None or not _others_come_first(item, loan)) and hold(loan, first, first + timedelta(days=days - 1))
    if gets_it:
        state = LoanState.AGREED if item.says_yes_by_itself else LoanState.ASKED
        move(loan, state, now=now, from_on=first, until_on=first + timedelta(days=days - 1))
    elif from_on is not None:
        raise WrongState(_("Somebody has it on some of these days. Choose other days, or ask for it as soon as it is free."))
    if words:
        _write(loan, LoanNote.Side.BORROWER, words, language, now)
    return Done(str(loan.pk), {"state": str(loan.state)}, subject=loan)


def _others_come_first(item: Item, loan: Loan) -> bool:
    away = item.loans.filter(state__in=(*AWAY, LoanState.OFFERED)).exists()
    return away or item.loans.filter(state=LoanState.WAITING, borrower__isnull=False).exclude(pk=loan.pk).exists()


@action(
    "exchange.loan.agree",
    subject=Loan,
    label=_("Yes, they can have it"),
    allow=rules.lends_this,
    event=events.LoanAnswered,
    moves=("state", (LoanState.ASKED,), None),
)
def agree_to_lend(loan: Loan, *, now: datetime) -> Done:
    """Say yes. Where to meet is written below, without telling anybody's address or number to others."""
    _together(loan)
    move(loan, LoanState.AGREED, now=now)
    return Done(None, {"state": str(loan.state)})


@action(
    "exchange.loan.decline",
    subject=Loan,
    label=_("Not this time"),
    allow=rules.lends_this,
    event=events.LoanAnswered,
    moves=("state", (LoanState.ASKED, LoanState.WAITING, LoanState.OFFERED, LoanState.AGREED), None),
)
def decline_to_lend(loan: Loan, *, now: datetime) -> Done:
    """Say no; no reason is asked. Whoever is next is asked."""
    item = locked(loan.item_id) if loan.state != LoanState.WAITING else None
    move(loan, LoanState.DECLINED, now=now)
    if item is not None:
        offer_to_next(item, now=now)
    return Done(None, {"state": str(loan.state)})


@action(
    "exchange.loan.accept",
    subject=Loan,
    label=_("Yes, I would like it"),
    allow=rules.borrows,
    event=events.LoanAccepted,
    moves=("state", (LoanState.OFFERED,), None),
)
def accept_turn(loan: Loan, *, now: datetime) -> Done:
    """It is one's turn in the line. With a lender who says yes each time, they are asked now."""
    if loan.offered_until <= now:
        raise WrongState(_("The two days are over, and it went on to the next. You can ask again."))
    _together(loan)
    move(loan, LoanState.AGREED if loan.item.says_yes_by_itself else LoanState.ASKED, now=now)
    return Done(None, {"state": str(loan.state)})


@action(
    "exchange.loan.withdraw",
    subject=Loan,
    label=_("I no longer need it"),
    allow=rules.borrows,
    event=events.LoanWithdrawn,
    moves=("state", (*(state for state in HOLDING if state not in AWAY), LoanState.WAITING), None),
)
def withdraw_loan(loan: Loan, *, now: datetime) -> None:
    """No longer needed. Whoever is next is asked."""
    item = locked(loan.item_id) if loan.state != LoanState.WAITING else None
    move(loan, LoanState.WITHDRAWN, now=now)
    if item is not None:
        offer_to_next(item, now=now)


@action(
    "exchange.loan.hand_over",
    subject=Loan,
    label=_("It was handed over"),
    allow=rules.is_either_side,
    event=events.HandedOver,
    moves=("state", (LoanState.AGREED,), None),
)
def hand_over(loan: Loan, *, now: datetime) -> None:
    """It is with the borrower now. One at a time: not while it is still with somebody else."""
    _together(loan)
    if loan.borrower is None:
        raise WrongState(_("Whoever asked for it has left."))
    item = locked(loan.item_id)
    if item.loans.filter(state__in=AWAY).exists():
        raise WrongState(_("It is still with somebody else. Say first that it is back."))
    if item.state != ItemState.IN_USE:
        raise WrongState(_("It is not lent at the moment."))
    today = today_of(now)
    if today < loan.from_on and not hold(loan, today, loan.from_on - timedelta(days=1)):
        raise WrongState(_("Before %(day)s somebody else has it.") % {"day": loan.from_on})
    move(loan, LoanState.OUT, now=now, from_on=min(loan.from_on, today), handed_at=now)
    promise(loan, now=now)


@action(
    "exchange.loan.extend",
    subject=Loan,
    label=_("Keep it a week longer"),
    allow=rules.is_either_side,
    event=events.LoanExtended,
    moves=("state", (LoanState.OUT,), None),
)
def keep_longer(loan: Loan, *, now: datetime) -> None:
    """A week longer, twice at most, if nobody waits for it."""
    item = locked(loan.item_id)
    if loan.n_extended >= MOST_LONGER:
        raise WrongState(_("It was kept longer twice already. Please bring it back, and borrow it again when it is free."))
    if item.loans.filter(state=LoanState.WAITING, borrower__isnull=False).exists():
        raise WrongState(_("Somebody waits for it. Please bring it back on time."))
    last = max(loan.until_on, today_of(now)) + timedelta(days=LONGER_DAYS)
    if not hold(loan, loan.until_on + timedelta(days=1), last):
        raise WrongState(_("Somebody has asked for it on the days after. Please bring it back on time."))
    move(loan, LoanState.OUT, now=now, until_on=last, n_extended=loan.n_extended + 1, reminded="")
    promise_later(loan, now=now)


@action(
    "exchange.loan.bring_back",
    subject=Loan,
    label=_("I brought it back"),
    allow=rules.borrows,
    event=events.BroughtBack,
    moves=("state", (LoanState.OUT,), None),
)
def bring_back(loan: Loan, *, now: datetime) -> None:
    """Say that it is back; the lender is asked to confirm."""
    move(loan, LoanState.BACK, now=now)


@action(
    "exchange.loan.confirm",
    subject=Loan,
    label=_("It is back"),
    allow=rules.lends_this,
    event=events.LoanReturned,
    moves=("state", AWAY, None),
)
def confirm_return(loan: Loan, *, now: datetime) -> None:
    """It is back with the lender. Whoever is next is asked."""
    close_as_returned(loan, now=now)


def close_as_returned(loan: Loan, *, now: datetime) -> None:
    """Its days are free again, what was said is kept, and whoever is next is asked."""
    item = locked(loan.item_id)
    move(loan, LoanState.RETURNED, now=now)
    settle(loan, State.KEPT, now=now)
    offer_to_next(item, now=now)


@action(
    "exchange.loan.gone",
    subject=Loan,
    label=_("Say that it is broken or lost"),
    allow=rules.is_either_side,
    event=events.ThingGone,
    moves=("state", AWAY, None),
)
def say_gone(loan: Loan, *, state: str, words: str = "", language: str = "en", now: datetime) -> Done:
    """Broken or lost: said plainly, nobody is blamed, and the thing is not lent until the lender says so."""
    if state not in (LoanState.BROKEN, LoanState.LOST):
        raise ValueError(state)
    item = locked(loan.item_id)
    item.state = ItemState(state)
    item.save(update_fields=["state"])
    move(loan, state, now=now)
    settle(loan, State.RELEASED, now=now)
    if words:
        _write(loan, _side(loan), words, language, now)
    return Done(None, {"state": str(state)})


@action("exchange.loan.note", subject=Loan, label=_("Send"), allow=rules.is_either_side, event=events.LoanNoted)
def write_note(loan: Loan, *, words: str, is_thanks: bool = False, language: str = "en", now: datetime) -> Done:
    """Write to the other side: where to meet, how it works, thank you."""
    _together(loan)
    if loan.borrower is None:
        raise WrongState(_("Whoever borrowed it has left."))
    if not loan.is_going_on and loan.closed_at < now - timedelta(days=30):
        raise WrongState(_("This loan ended more than a month ago."))
    side = _side(loan)
    if loan.notes.filter(side=side, written_at__gt=now - timedelta(hours=1)).count() >= 10:
        raise WrongState(_("That is a lot in one hour. Wait a while, or meet."))
    note = _write(loan, side, words, language, now, is_thanks=is_thanks)
    return Done(str(note.pk), {"side": side})


def _side(loan: Loan) -> str:
    return LoanNote.Side.BORROWER if loan.borrower_id == getattr(current_person(), "pk", None) else LoanNote.Side.LENDER


def _write(loan: Loan, side: str, words: str, language: str, now: datetime, *, is_thanks: bool = False) -> LoanNote:
    return LoanNote.objects.create(
        loan=loan, side=side, person=current_person(), words=words, language=language, is_thanks=is_thanks, written_at=now
    )


def _together(loan: Loan) -> None:
    """Two people who asked not to meet are not brought together; neither is told why."""
    if loan.item.owner_id and loan.borrower is not None and hide_each_other(loan.item.owner, loan.borrower):
        raise WrongState(_NOT_TOGETHER)


__all__ = [
    "accept_turn", "agree_to_lend", "ask_to_borrow", "bring_back", "close_as_returned", "confirm_return", "decline_to_lend",
    "hand_over", "keep_longer", "say_gone", "withdraw_loan", "write_note",
]  # fmt: skip
