"""One loan: where it stands, what the two sides write to each other, and each step of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.actions import items_loans as actions
from trellis.apps.exchange.forms.items import GoneForm, NoteForm, StepForm
from trellis.apps.exchange.models import Loan
from trellis.apps.exchange.models.items import LoanState
from trellis.apps.exchange.queries import items as queries
from trellis.apps.exchange.views.items import signed_in_page
from trellis.core.actions import WrongState, current_person, once


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a loan: the question, what it means, and the action."""

    action: Any
    question: Any
    means: Any
    done: Any
    needs_words: bool = False


STEPS = {
    "yes": Step(
        actions.agree_to_lend,
        _("Lend it to them?"),
        _("They hear that the answer is yes. Write below the loan where to meet."),
        _("They hear of it."),
    ),
    "no": Step(
        actions.decline_to_lend,
        _("Not this time?"),
        _("They hear that it is not possible. No reason is asked. Whoever is next is asked."),
        _("They hear of it."),
    ),
    "take": Step(
        actions.accept_turn,
        _("Would you like it still?"),
        _("It is your turn. Then arrange where to meet."),
        _("It is yours."),
    ),
    "withdraw": Step(
        actions.withdraw_loan,
        _("You no longer need it?"),
        _("Your request is taken back, and whoever is next is asked."),
        _("Taken back."),
    ),
    "handed": Step(
        actions.hand_over,
        _("Was it handed over?"),
        _("From now on it is with whoever borrows it, until the day that was agreed."),
        _("Noted."),
    ),
    "back": Step(
        actions.bring_back,
        _("Is it back?"),
        _("Whoever lent it is asked to confirm it."),
        _("Thank you for bringing it back."),
    ),
    "longer": Step(
        actions.keep_longer,
        _("Keep it a week longer?"),
        _("That is possible twice, as long as nobody waits for it."),
        _("A week longer."),
    ),
    "confirm": Step(
        actions.confirm_return,
        _("Is it back with you?"),
        _("The loan ends, and whoever is next is asked."),
        _("Thank you for lending it."),
    ),
    "gone": Step(
        actions.say_gone,
        _("Is it broken or lost?"),
        _("These things happen. The other side hears of it, and nobody else. It is not lent for now."),
        _("Noted. Thank you for saying so."),
        needs_words=True,
    ),
}


def _loan_or_404(loan_id: uuid.UUID) -> Loan:
    found = Loan.objects.select_related("item", "item__organization", "item__owner", "borrower").filter(pk=loan_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


@signed_in_page
def loan(request: HttpRequest, loan_id: uuid.UUID) -> HttpResponse:
    """Where it stands, what can be done, and what the two sides wrote."""
    found, person, now = _loan_or_404(loan_id), current_person(), timezone.now()
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> str:
            thanks = found.state == LoanState.RETURNED
            return actions.write_note(found, words=told["words"], is_thanks=thanks, language=get_language() or "en", now=now)

        try:
            once(told["form_key"], scope=f"exchange.loan.note:{found.pk}:{person.pk}", now=now, do=do)
        except WrongState as stuck:
            form.add_error("words", str(stuck.reason))
        else:
            return redirect("lend-loan", found.pk)
    borrows = found.borrower_id == person.pk
    context = {
        "loan": found,
        "item": found.item,
        "borrows": borrows,
        "other": queries.lender_name(found.item) if borrows else queries.borrower_name(found),
        "notes": queries.notes_of(found, person),
        "steps": [(name, step.action.label) for name, step in STEPS.items() if _is_open(step, name, person, found)],
        "place": queries.place_in_line(found) if found.state == LoanState.WAITING else 0,
        "form": form,
        "today": timezone.localdate(now),
    }
    return render(request, "exchange/items/loan.html", context)


@signed_in_page
def step(request: HttpRequest, loan_id: uuid.UUID, name: str) -> HttpResponse:
    """One step, after asking. Done twice, it is done once."""
    found, person, now = _loan_or_404(loan_id), current_person(), timezone.now()
    taken = STEPS.get(name)
    if taken is None or not taken.action.allow(person, found):
        raise Http404
    form = (GoneForm if taken.needs_words else StepForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            once(told["form_key"], scope=f"exchange.loan.{name}:{found.pk}:{person.pk}", now=now, do=_doing(taken, found, told, now))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        else:
            messages.success(request, taken.done)
        return redirect("lend-loan", found.pk)
    if request.method == "GET" and not _is_open(taken, name, person, found):
        return redirect("lend-loan", found.pk)
    return render(
        request, "exchange/items/step.html", {"loan": found, "item": found.item, "step": taken, "form": form, "label": taken.action.label}
    )


def _doing(taken: Step, found: Loan, told: dict, now: datetime) -> Callable[[], Any]:
    said = {"state": told["state"], "words": told["words"], "language": get_language() or "en"} if taken.needs_words else {}
    return lambda: taken.action(found, now=now, **said)


def _is_open(taken: Step, name: str, person, found: Loan) -> bool:
    """Whether the page offers it: it is theirs to do, and it can be done in this state."""
    return bool(taken.action.verdict(person, found)) and not (name == "no" and found.state == LoanState.OFFERED)
