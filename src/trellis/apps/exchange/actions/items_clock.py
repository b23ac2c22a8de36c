"""What happens to loans by themselves: reminders, turns that pass on, and what nobody ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.actions.items_line import locked, move, offer_to_next, today_of
from trellis.apps.exchange.actions.items_loans import close_as_returned
from trellis.apps.exchange.events import items as events
from trellis.apps.exchange.models import Item, Loan
from trellis.apps.exchange.models.items import AWAY, ItemState, LoanState
from trellis.apps.people.queries.blocks import hide_each_other
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, action, as_program
from trellis.core.jobs import every, job

NO_ANSWER = timedelta(days=7)
SOON = timedelta(days=2)


@action(
    "exchange.loan.remind",
    subject=Loan,
    label=_("Remind"),
    allow=only_by_trellis,
    event=events.LoanReminded,
    moves=("state", (LoanState.OUT,), None),
)
def remind_of_loan(loan: Loan, *, what: str, now: datetime) -> Done:
    """Due in two days, due today, or late."""
    loan.reminded = what
    loan.save(update_fields=["reminded"])
    return Done(None, {"what": what})


@action(
    "exchange.loan.pass_on",
    subject=Loan,
    label=_("Pass it on"),
    allow=only_by_trellis,
    event=events.LoanPassed,
    moves=("state", (LoanState.ASKED, LoanState.WAITING, LoanState.OFFERED, LoanState.AGREED), None),
)
def pass_on(loan: Loan, *, now: datetime) -> None:
    """Nobody answered, or nobody came: it goes on to the next."""
    item = locked(loan.item_id) if loan.state != LoanState.WAITING else None
    move(loan, LoanState.PASSED, now=now)
    if item is not None:
        offer_to_next(item, now=now)


@action(
    "exchange.loan.assume_back",
    subject=Loan,
    label=_("Take it as back"),
    allow=only_by_trellis,
    event=events.LoanReturned,
    moves=("state", (LoanState.BACK,), None),
)
def assume_back(loan: Loan, *, now: datetime) -> None:
    """The borrower said a week ago that it is back, and the lender said nothing else."""
    close_as_returned(loan, now=now)


@every("hour")
@job()
def look_after_loans() -> None:
    """Remind, pass on and end what is due."""
    look_after(timezone.now())


def look_after(now: datetime) -> int:
    """Do what is due at this moment; how many loans it was."""
    with as_program("clock"):
        return _remind(now) + _end(now) + _offer(now)


def _remind(now: datetime) -> int:
    today, n_reminded = today_of(now), 0
    for loan in Loan.objects.filter(state=LoanState.OUT, until_on__lte=today + SOON, borrower__isnull=False):
        what = "late" if loan.until_on < today else "today" if loan.until_on == today else "soon"
        if loan.reminded != what:
            remind_of_loan(loan, what=what, now=now)
            n_reminded += 1
    return n_reminded


def _end(now: datetime) -> int:
    today, n_ended = today_of(now), 0
    unanswered = Q(state=LoanState.OFFERED, offered_until__lte=now) | Q(state=LoanState.ASKED, state_at__lte=now - NO_ANSWER)
    never_fetched = Q(state=LoanState.AGREED, until_on__lt=today)
    left = Q(borrower=None, state__in=[LoanState.ASKED, LoanState.WAITING, LoanState.OFFERED, LoanState.AGREED])
    for loan in Loan.objects.filter(unanswered | never_fetched | left).order_by("asked_at"):
        pass_on(loan, now=now)
        n_ended += 1
    not_met = Loan.objects.filter(item__owner__isnull=False, borrower__isnull=False, state__in=[LoanState.ASKED, LoanState.AGREED])
    for loan in not_met.select_related("item__owner", "borrower"):
        if hide_each_other(loan.item.owner, loan.borrower):
            pass_on(loan, now=now)
            n_ended += 1
    for loan in Loan.objects.filter(state=LoanState.BACK, state_at__lte=now - NO_ANSWER):
        assume_back(loan, now=now)
        n_ended += 1
    return n_ended


def _offer(now: datetime) -> int:
    waited_for = Item.objects.filter(state=ItemState.IN_USE, loans__state=LoanState.WAITING)
    waited_for = waited_for.exclude(loans__state__in=(*AWAY, LoanState.OFFERED)).distinct()
    return sum(_offered(item.pk, now) for item in waited_for)


def _offered(item_id, now: datetime) -> int:
    from django.db import transaction

    with transaction.atomic():
        return int(offer_to_next(locked(item_id), now=now) is not None)
