"""Looking through offers, one's own, how often one is asked, and what a group wants of help among its members."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.exchange import actions
from trellis.apps.exchange.forms.handing import PaceForm, PracticeForm
from trellis.apps.exchange.models import GroupPractice, HelperPace, Kind, Offer, OfferState
from trellis.apps.exchange.models.terms import MEETS_WORDS
from trellis.apps.exchange.queries import handing
from trellis.apps.exchange.rules.asking import edits
from trellis.apps.exchange.views.gate import for_askers, for_members
from trellis.apps.exchange.views.words import time_words
from trellis.core.actions import current_person
from trellis.core.references import Ref

PAGE = 20


@for_askers
def offers(request: HttpRequest) -> HttpResponse:
    """Offers of those who said that they may be looked through. No name, no place but the town."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    page = Paginator(handing.browsable(current_person(), kind=kind), PAGE).get_page(request.GET.get("page"))
    rows = [(each, time_words(each)) for each in page]
    return render(request, "exchange/asking/offers.html", {"page": page, "rows": rows, "kind": kind, "kinds": Kind.choices})


def _offer_or_404(offer_id: uuid.UUID) -> Offer:
    found = Offer.objects.select_related("organization").filter(pk=offer_id).first()
    person = current_person()
    if found is None or not found.is_visible_to(person):
        raise Http404
    if not found.is_offerer(person) and not handing.browsable(person).filter(pk=found.pk).exists():
        raise Http404
    return found


@for_askers
def offer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """One offer: to ask for, or one's own."""
    found = _offer_or_404(offer_id)
    context = {
        "offer": found,
        "mine": found.is_offerer(current_person()),
        "time": time_words(found),
        "meets": [MEETS_WORDS[each] for each in MEETS_WORDS if str(each) in found.meets_limits],
        "about": str(Ref.to(found)),
    }
    return render(request, "exchange/asking/offer.html", context)


@for_members
def withdraw_offer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """I no longer offer it, after asking once."""
    found = Offer.objects.filter(pk=offer_id).first()
    if found is None or not found.is_offerer(current_person()):
        raise Http404
    if request.method == "POST":
        if found.state != OfferState.WITHDRAWN:
            actions.withdraw_offer(found, now=timezone.now())
        messages.success(request, _("Taken back. You are not asked for it any more. What you agreed on stays agreed."))
        return redirect("exchange")
    return render(request, "exchange/asking/withdraw_offer.html", {"offer": found})


@for_members
def pace(request: HttpRequest) -> HttpResponse:
    """How often I may be asked."""
    person = current_person()
    now_set = HelperPace.objects.filter(person=person).first()
    current = "0" if now_set and now_set.stopped_at else str(now_set.most_a_month if now_set else 4)
    form = PaceForm(request.POST or None, initial={"most_a_month": current})
    if request.method == "POST" and form.is_valid():
        most = form.cleaned_data["most_a_month"]
        kept = now_set.most_a_month if now_set else 4
        actions.set_pace(person, stopped=most == 0, most_a_month=most or kept, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("exchange")
    return render(request, "exchange/asking/pace.html", {"form": form})


@for_members
def practice(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """What a group wants of help among its members; for its editors."""
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None or not edits(current_person(), found):
        raise Http404
    before = GroupPractice.of(group_of(found))
    initial = {"checked_kinds": before.checked_kinds, "counts_hours": before.counts_hours} if before else None
    form = PracticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if initial != told:
            actions.set_practice(found, checked_kinds=told["checked_kinds"], counts_hours=told["counts_hours"], now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("exchange-practice", found.pk)
    hours = handing.hours_in(before.group_index) if before and before.counts_hours else None
    return render(request, "exchange/asking/practice.html", {"organization": found, "form": form, "hours": hours})
