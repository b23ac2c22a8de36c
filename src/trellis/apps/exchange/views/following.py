"""The front page of the exchange, one need, the number that stands for one, and taking back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.exchange.actions import withdraw_need
from trellis.apps.exchange.forms.handing import NumberForm
from trellis.apps.exchange.models import Limit, MatchState, Need, NeedState
from trellis.apps.exchange.queries import handing
from trellis.apps.exchange.queries.why import why_them
from trellis.apps.exchange.views.gate import for_askers, let_in
from trellis.apps.exchange.views.words import time_words
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import current_person
from trellis.core.rates import Rate, browser_key
from trellis.core.ui.parts import Answer

TRYING = Rate("exchange-number", most=10, seconds=900)
MOST_SHOWN = 20


@for_askers
def front(request: HttpRequest) -> HttpResponse:
    """Two ways in; and for people who signed in what they are asked, where they help, what they asked for and offer."""
    person = current_person()
    if person is None:
        return render(request, "exchange/asking/front.html", {"person": None})
    needs = list(handing.needs_of(person)[:MOST_SHOWN])
    context = {
        "person": person,
        "asked": [(each, time_words(each.need)) for each in handing.asked_of(person)[:MOST_SHOWN]],
        "helping": [(each, time_words(each.need)) for each in handing.arranged_of(person)[:MOST_SHOWN]],
        "needs": [each for each in needs if each.state in (NeedState.OPEN, NeedState.ARRANGED)],
        "over": [each for each in needs if each.state in (NeedState.DONE, NeedState.CLOSED)][:5],
        "offers": [(each, time_words(each)) for each in handing.offers_of(person)[:MOST_SHOWN]],
        "counts": handing.counts_of(person),
        "resting": handing.is_resting(person),
    }
    return render(request, "exchange/asking/front.html", context)


def need_or_404(need_id: uuid.UUID) -> Need:
    """The need, for whoever asked it."""
    found = Need.objects.select_related("organization", "person").filter(pk=need_id).first()
    if found is None or not found.is_asker(current_person()):
        raise Http404
    return found


def told(need: Need) -> list[Answer]:
    """What was asked, as a list to read."""
    labels = {str(code): str(label) for code, label in Limit.choices}
    rows = [
        (_("What"), need.get_kind_display()),
        (_("In a few words"), need.words),
        (_("When"), time_words(need)),
        (_("Where about"), need.area),
        (_("What must be so"), "\n".join(labels[each] for each in need.limits if each in labels)),
        (_("How many"), str(need.amount or "")),
    ]
    return [Answer(label=label, value=value) for label, value in rows if value]


def talk_about(need: Need) -> str:
    """Where the group talks about it, for a member of the group within which it was asked; else ""."""
    membership = membership_of(current_person(), need.group) if need.group is not None else None
    return reverse("talk-threads-on", args=[membership.pk, "exchange", "need", need.pk]) if membership is not None else ""


@for_askers
def need(request: HttpRequest, need_id: uuid.UUID) -> HttpResponse:
    """How far it has come: how many were asked, who said yes and why them."""
    found = need_or_404(need_id)
    answers = handing.answers_to(found, current_person())
    chosen = next((each for each in answers if each.chosen_at), None)
    ready = [each for each in answers if each.state == MatchState.YES] if found.state == NeedState.OPEN else []
    checked = handing.checks_of([each.offer.person_id for each in ready], on=found.on or timezone.now().date())
    context = {
        "need": found,
        "told": told(found),
        "more": found.more,
        "n_asked": found.matches.count(),
        "answers": [(each, handing.name_of(each.offer, match=each), why_them(each), checked.get(each.offer.person_id)) for each in ready],
        "chosen": chosen,
        "chosen_name": handing.name_of(chosen.offer, match=chosen) if chosen else "",
        "by_number": current_person() is None,
        "talk_url": talk_about(found),
    }
    return render(request, "exchange/asking/need.html", context)


@for_askers
def withdraw(request: HttpRequest, need_id: uuid.UUID) -> HttpResponse:
    """I no longer need it, after asking once."""
    found = need_or_404(need_id)
    if request.method == "POST":
        if found.state in (NeedState.OPEN, NeedState.ARRANGED):
            withdraw_need(found, now=timezone.now())
        messages.success(request, _("Taken back. Nobody is asked any more."))
        return redirect("exchange-need", found.pk)
    return render(request, "exchange/asking/withdraw.html", {"need": found})


@for_askers
def number(request: HttpRequest) -> HttpResponse:
    """Come back with the number one was given. A wrong one, an unknown one and none are answered alike."""
    if request.method != "POST":
        return render(request, "exchange/asking/number.html", {"form": NumberForm()})
    form, browser = NumberForm(request.POST), browser_key(request)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if TRYING.is_used_up(browser):
        form.add_error("code", _("Too many numbers were tried from here. Wait a quarter of an hour, then try again."))
        return render(request, "exchange/asking/number.html", {"form": form}, status=429)
    found = handing.need_of_receipt(code)
    if found is None:
        TRYING.note(browser)
        form.errors.pop("code", None)
        form.add_error("code", _("We found nothing under this number. Look at each digit and type it again."))
        return render(request, "exchange/asking/number.html", {"form": form})
    let_in(request, found.pk)
    return redirect("exchange-need", found.pk)
