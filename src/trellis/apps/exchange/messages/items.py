"""What is told about things that are lent. Subjects and letters name neither the thing nor anybody."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.events import items as events
from trellis.apps.exchange.models import Loan, LoanNote
from trellis.apps.exchange.models.items import LoanState
from trellis.core.letters import letter, tells
from trellis.core.people.models import Person

ABOUT = _("About something you borrow")
LENT = _("About something you lend")
WORDS = {
    "asked": _("Somebody would like to borrow something from you. Say yes or no when you can; after a week the request ends by itself."),
    "fetched": _("Somebody borrows something from you. Open the page to arrange where to meet."),
    "line": _("You are in the line. We write as soon as it is your turn."),
    "yes": _("The answer is yes. Open the page to arrange where to meet."),
    "no": _("It is not possible this time. No reason is asked, and it has nothing to do with you."),
    "turn": _("It is free, and it is your turn. It is kept for you for two days; then it goes on to the next."),
    "passed": _("A request to borrow something has ended, because there was no answer or nobody came. You can ask again."),
    "withdrawn": _("Somebody no longer needs what they asked to borrow from you."),
    "out": _("It is with you now. Open the page to see until when, and to keep it longer if nobody waits."),
    "soon": _("Something you borrowed is due back in two days. If nobody waits, you can keep it longer."),
    "today": _("Something you borrowed is due back today."),
    "late": _("Something you borrowed was due back. These things happen. Bring it back when you can, or write a line on the page."),
    "late_lender": _("Something you lent is not back yet. We have reminded whoever has it; nobody else sees this."),
    "back": _("Somebody says that what you lent is back. Please confirm it, so that the next person can have it."),
    "returned": _("What you borrowed is back. Thank you for bringing it."),
    "gone": _("Something that was lent is broken or lost. Open the page to see what was written. It is not lent for now."),
    "note": _("Somebody wrote to you about something that is lent."),
}


def lenders(loan: Loan) -> Iterable[Person]:
    """The owner, or the editors of the organization."""
    if loan.item.owner_id:
        return [loan.item.owner]
    return Person.objects.filter(grants__role="editor", grants__scope_id=str(loan.item.organization_id), is_active=True).distinct()


def tell_borrower(fact, loan: Loan, words: str) -> None:
    if loan.borrower is not None:
        _send(fact, loan, loan.borrower, ABOUT, words)


def tell_lenders(fact, loan: Loan, words: str) -> None:
    for each in lenders(loan):
        if each.pk != loan.borrower_id:
            _send(fact, loan, each, LENT, words)


def _send(fact, loan: Loan, to: Person, subject, words: str) -> None:
    path = reverse("lend-loan", args=[loan.pk])
    letter(fact, to=to, subject=subject, template="exchange/letters/plain.txt", context={"words": WORDS[words]}, path=path)


def _loan(event) -> Loan:
    return Loan.objects.select_related("item", "item__owner", "borrower").get(pk=event.subject_id)


@tells(events.LoanAsked)
def of_a_request(fact, event) -> None:
    loan = _loan(event)
    if loan.state == LoanState.ASKED:
        tell_lenders(fact, loan, "asked")
    elif loan.state == LoanState.AGREED:
        tell_lenders(fact, loan, "fetched")
    else:
        tell_borrower(fact, loan, "line")


@tells(events.LoanAnswered)
def of_an_answer(fact, event) -> None:
    loan = _loan(event)
    tell_borrower(fact, loan, "yes" if loan.state == LoanState.AGREED else "no")


@tells(events.LoanOffered)
def of_a_turn(fact, event) -> None:
    tell_borrower(fact, _loan(event), "turn")


@tells(events.LoanAccepted)
def of_a_turn_taken(fact, event) -> None:
    loan = _loan(event)
    tell_lenders(fact, loan, "fetched" if loan.state == LoanState.AGREED else "asked")


@tells(events.LoanPassed)
def of_an_end_by_itself(fact, event) -> None:
    tell_borrower(fact, _loan(event), "passed")


@tells(events.LoanWithdrawn)
def of_no_longer_needing_it(fact, event) -> None:
    loan = _loan(event)
    if loan.from_on is not None:
        tell_lenders(fact, loan, "withdrawn")


@tells(events.HandedOver)
def of_a_handing_over(fact, event) -> None:
    tell_borrower(fact, _loan(event), "out")


@tells(events.LoanReminded)
def of_a_day_that_comes(fact, event) -> None:
    loan = _loan(event)
    tell_borrower(fact, loan, event.what)
    if event.what == "late":
        tell_lenders(fact, loan, "late_lender")


@tells(events.BroughtBack)
def of_bringing_back(fact, event) -> None:
    tell_lenders(fact, _loan(event), "back")


@tells(events.LoanReturned)
def of_a_return(fact, event) -> None:
    tell_borrower(fact, _loan(event), "returned")


@tells(events.ThingGone)
def of_a_thing_that_is_gone(fact, event) -> None:
    loan = _loan(event)
    tell_lenders(fact, loan, "gone")
    tell_borrower(fact, loan, "gone")


@tells(events.LoanNoted)
def of_a_note(fact, event) -> None:
    loan = _loan(event)
    if event.side == LoanNote.Side.BORROWER:
        tell_lenders(fact, loan, "note")
    else:
        tell_borrower(fact, loan, "note")
