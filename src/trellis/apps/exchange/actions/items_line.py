"""The line for one thing: days are held or given back, and whoever is next is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.actions import make_commitment, move_commitment, settle_commitment
from trellis.apps.commitments.models import Commitment, State
from trellis.apps.exchange.events import items as events
from trellis.apps.exchange.models import Item, Loan, LoanDay
from trellis.apps.exchange.models.items import AWAY, ItemState, LoanState
from trellis.apps.exchange.queries.items import is_free
from trellis.apps.people.queries.blocks import hides
from trellis.core.access import only_by_trellis
from trellis.core.actions import action
from trellis.core.ui.words import here

OFFER_LASTS = timedelta(hours=48)
DUE_AT = time(20)


def today_of(now: datetime) -> date:
    """The day on the clocks of the place."""
    return here(now).date()


def due_moment(loan: Loan) -> datetime:
    """When it is to be back: the evening of the last day."""
    return datetime.combine(loan.until_on, DUE_AT, ZoneInfo(settings.PLACE_TIME_ZONE))


def hold(loan: Loan, first: date, last: date) -> bool:
    """Hold these days for the loan, all or none. The database says no when one of them is somebody else's."""
    days = [LoanDay(item_id=loan.item_id, loan=loan, on=first + timedelta(days=n)) for n in range((last - first).days + 1)]
    try:
        with transaction.atomic():
            LoanDay.objects.bulk_create(days)
    except IntegrityError:
        return False
    return True


def locked(item_id) -> Item:
    """The thing, so that two who change its line come one after the other."""
    return Item.objects.select_for_update().get(pk=item_id)


def move(loan: Loan, state: str, *, now: datetime, **changes) -> None:
    """Another state, and what goes with it. Whatever ends gives its days back."""
    loan.state, loan.state_at = state, now
    for name, value in changes.items():
        setattr(loan, name, value)
    if not loan.is_going_on:
        loan.closed_at = now
        LoanDay.objects.filter(loan=loan).delete()
    loan.save()


def promise(loan: Loan, *, now: datetime) -> None:
    """Whoever has it now has said that it comes back."""
    make_commitment(about=loan, promiser=loan.borrower, promisee=loan.item.owner, due_at=due_moment(loan), now=now)


def promise_later(loan: Loan, *, now: datetime) -> None:
    """It comes back later than was said."""
    for each in Commitment.objects.about(loan).open():
        move_commitment(each, due_at=due_moment(loan), now=now)


def settle(loan: Loan, state: State, *, now: datetime) -> None:
    """What became of what was said."""
    for each in Commitment.objects.about(loan).open():
        settle_commitment(each, state=state, now=now)


@action(
    "exchange.loan.offer",
    subject=Loan,
    label=_("Offer it"),
    allow=only_by_trellis,
    event=events.LoanOffered,
    moves=("state", (LoanState.WAITING,), None),
)
def offer_loan(loan: Loan, *, now: datetime) -> None:
    """It is free, and this person is next: it is kept for them for two days."""
    first = today_of(now)
    last = first + timedelta(days=loan.days - 1)
    if hold(loan, first, last):
        move(loan, LoanState.OFFERED, now=now, from_on=first, until_on=last, offered_until=now + OFFER_LASTS)


def offer_to_next(item: Item, *, now: datetime) -> Loan | None:
    """Ask the first in the line for whom it is free from today on. Nobody is asked while it is out or offered already."""
    if item.state != ItemState.IN_USE or item.loans.filter(state__in=(*AWAY, LoanState.OFFERED)).exists():
        return None
    line = item.loans.filter(state=LoanState.WAITING, borrower__isnull=False).order_by("asked_at", "id")
    out = hides(item.owner) if item.owner_id else set()
    for loan in line:
        if loan.borrower_id not in out and is_free(item, today_of(now), loan.days):
            offer_loan(loan, now=now)
            return loan
    return None
