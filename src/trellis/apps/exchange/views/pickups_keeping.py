"""Rounds for those who coordinate them, and the totals of a hub."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.actions import pickups as actions
from trellis.apps.exchange.forms.pickups import DAYS, RoundForm, StopForm, YesForm
from trellis.apps.exchange.models import PickupRound, PickupStandBy, RoundStop
from trellis.apps.exchange.models.pickups import StopKind, coordinates, knows_hub
from trellis.apps.exchange.queries import pickups as queries
from trellis.apps.exchange.queries.pickups_route import kilograms
from trellis.apps.exchange.views.items import signed_in_page
from trellis.core.actions import WrongState, current_person, once

AHEAD = timedelta(days=15)
TROUBLE_DAYS = timedelta(days=180)


def _hub_or_404(hub_id: uuid.UUID, *, keeps: bool) -> Organization:
    hub = get_object_or_404(Organization, pk=hub_id)
    person = current_person()
    if not (coordinates(person, hub) if keeps else knows_hub(person, hub)):
        raise Http404
    return hub


def _round_or_404(round_id: uuid.UUID, *, keeps: bool) -> PickupRound:
    found = get_object_or_404(PickupRound.objects.select_related("hub"), pk=round_id)
    _hub_or_404(found.hub_id, keeps=keeps)
    return found


def days_in_words(byday: str) -> str:
    """The days of a round: "Monday, Thursday"."""
    words = dict(DAYS)
    return ", ".join(str(words[each]) for each in byday.split(",") if each in words)


@signed_in_page
def hub(request: HttpRequest, hub_id: uuid.UUID) -> HttpResponse:
    """A hub: what comes next, its rounds."""
    found, person, now = _hub_or_404(hub_id, keeps=False), current_person(), timezone.now()
    coming = queries.coming_pickups([found], since=now, until=now + AHEAD)
    context = {
        "hub": found,
        "coming": [(each, queries.driver_name(each, reader=person)) for each in coming.select_related("driver", "round", "round__hub")],
        "rounds": [(each, days_in_words(each.byday)) for each in queries.rounds_of(found)],
        "keeps": coordinates(person, found),
    }
    return render(request, "exchange/pickups/hub.html", context)


@signed_in_page
def totals(request: HttpRequest, hub_id: uuid.UUID) -> HttpResponse:
    """What was fetched by month; and, for whoever coordinates only, at whose door there was nothing."""
    found, person, now = _hub_or_404(hub_id, keeps=False), current_person(), timezone.now()
    keeps = coordinates(person, found)
    months = [
        {
            "month": each.month,
            "day": _first_of(each.month),
            "weight": kilograms(each.grams),
            "takers": [(name, kilograms(grams)) for name, grams in each.takers],
            "reasons": each.reasons,
        }
        for each in queries.months_of(found)
    ]
    context = {"hub": found, "months": months, "keeps": keeps}
    context["troubles"] = queries.troubles_of(found, since=now - TROUBLE_DAYS) if keeps else []
    return render(request, "exchange/pickups/totals.html", context)


def _first_of(month: str):
    from datetime import date

    return date.fromisoformat(f"{month}-01")


@signed_in_page
def new(request: HttpRequest, hub_id: uuid.UUID) -> HttpResponse:
    """Set up a round."""
    found, person, now = _hub_or_404(hub_id, keeps=True), current_person(), timezone.now()
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scope = f"exchange.round.add:{found.pk}:{person.pk}"
        key = form.cleaned_data["form_key"]
        made, _is_new = once(key, scope=scope, now=now, do=lambda: actions.add_round(found, now=now, **form.told()))
        messages.success(request, _("Now add where the food comes from and where it goes."))
        return redirect("pickups-round", made)
    return render(request, "exchange/pickups/round_form.html", {"hub": found, "form": form, "round": None})


@signed_in_page
def edit(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """Other days, another vehicle."""
    found, now = _round_or_404(round_id, keeps=True), timezone.now()
    initial = {name: getattr(found, name) for name in actions.ROUND_FIELDS} | {"days": found.byday.split(",")}
    initial |= {name: kilograms(initial[name]) for name in ("van_grams", "crate_grams")}
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        once(key, scope=f"exchange.round.change:{found.pk}", now=now, do=lambda: actions.change_round(found, now=now, **form.told()))
        messages.success(request, _("Saved. Times that somebody drives already stay as they are."))
        return redirect("pickups-round", found.pk)
    return render(request, "exchange/pickups/round_form.html", {"hub": found.hub, "form": form, "round": found})


@signed_in_page
def round(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """A round: its days, its stops; standing by."""
    found, person = _round_or_404(round_id, keeps=False), current_person()
    standing = PickupStandBy.objects.filter(round=found, person=person).first()
    if request.method == "POST":
        if standing is None:
            actions.stand_by(found, now=timezone.now())
            messages.success(request, _("Thank you. We ask you when nobody can drive."))
        else:
            actions.stand_down(standing, now=timezone.now())
            messages.success(request, _("We do not ask you any more."))
        return redirect("pickups-round", found.pk)
    stops = [
        (each, kilograms(each.grams), kilograms(each.room_grams), days_in_words(each.byday))
        for each in found.stops.filter(ended_at=None).select_related("organization", "location")
    ]
    context = {
        "round": found, "hub": found.hub, "days": days_in_words(found.byday), "standing": standing, "keeps": coordinates(person, found.hub),
        "donors": [each for each in stops if each[0].kind == StopKind.DONOR],
        "takers": [each for each in stops if each[0].kind == StopKind.TAKER],
        "van": kilograms(found.van_grams), "crate": kilograms(found.crate_grams),
        "coming": queries.coming_pickups([found.hub], since=timezone.now(), until=timezone.now() + AHEAD).filter(round=found)[:6],
    }  # fmt: skip
    return render(request, "exchange/pickups/round.html", context)


@signed_in_page
def end(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """No more after today."""
    found, now = _round_or_404(round_id, keeps=True), timezone.now()
    form = YesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scope = f"exchange.round.end:{found.pk}"
            once(form.cleaned_data["form_key"], scope=scope, now=now, do=lambda: actions.end_round(found, now=now))
            messages.success(request, _("It ends today. What was fetched stays in the totals."))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        return redirect("pickups-hub", found.hub_id)
    return render(request, "exchange/pickups/end.html", {"what": found.name, "form": form, "round": found, "stop": None})


@signed_in_page
def add_stop(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """Add a donor or a taker."""
    found, now = _round_or_404(round_id, keeps=True), timezone.now()
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scope = f"exchange.round.add_stop:{found.pk}"
            once(form.cleaned_data["form_key"], scope=scope, now=now, do=lambda: actions.add_stop(found, now=now, **form.told()))
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, _("Added."))
            return redirect("pickups-round", found.pk)
    return render(request, "exchange/pickups/stop_form.html", {"round": found, "form": form})


@signed_in_page
def end_stop(request: HttpRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Take a stop out from now on."""
    stop = get_object_or_404(RoundStop.objects.select_related("round"), pk=stop_id)
    found, now = _round_or_404(stop.round_id, keeps=True), timezone.now()
    form = YesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scope = f"exchange.round.end_stop:{stop.pk}"
        once(form.cleaned_data["form_key"], scope=scope, now=now, do=lambda: actions.end_stop(stop, now=now))
        messages.success(request, _("Taken out."))
        return redirect("pickups-round", found.pk)
    return render(request, "exchange/pickups/end.html", {"what": stop.name, "form": form, "round": found, "stop": stop})
