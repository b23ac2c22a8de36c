"""What hosts see and do. Of a guest: a name of their choice, the nights, and what the guest wished to tell; never the plan."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.respite_house import add_house, call_stay_off, change_house
from trellis.apps.gatherings.forms.respite import HouseForm
from trellis.apps.gatherings.models import RespiteHouse
from trellis.apps.gatherings.queries.respite import guests_of, nights_by_month, waiting_for
from trellis.apps.gatherings.views.places_gate import for_signed_in
from trellis.apps.gatherings.views.respite import house_or_404
from trellis.core.actions import NotFound, WrongState, current_person, once
from trellis.core.ui.words import here


@for_signed_in
def hosts(request: HttpRequest, house_id: uuid.UUID) -> HttpResponse:
    """Who is here, who comes, who waits."""
    found, now = _hosted_or_404(house_id), timezone.now()
    if request.method == "POST":
        try:
            call_stay_off(stay=_an_id(request.POST.get("stay", "")), now=now)
            messages.success(request, _("It is called off. The guest gets a letter that says so kindly."))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        except NotFound as missing:
            raise Http404 from missing
        return redirect("respite-hosts", found.pk)
    today = here(now).date()
    context = {"house": found, "guests": guests_of(found, today), "waiting": waiting_for(found), "months": nights_by_month(found, today)}
    return render(request, "gatherings/respite/hosts.html", context | {"today": today})


@for_signed_in
def edit(request: HttpRequest, house_id: uuid.UUID) -> HttpResponse:
    """What the house says of itself, and its beds."""
    found = _hosted_or_404(house_id)
    initial = {
        name: getattr(found, name) for name in ("name", "about", "agreement", "longest_nights", "finding", "tells_free_beds", "open")
    }
    initial["beds"] = "\n".join(found.beds.filter(in_use=True).values_list("name", flat=True))
    form = HouseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        do = lambda: change_house(found, told=form.told(), beds=form.cleaned_data["beds"], now=now)  # noqa: E731
        once(form.cleaned_data["form_key"], scope=f"gatherings.house.change:{found.pk}", now=now, do=do)
        messages.success(request, _("Saved."))
        return redirect("respite-hosts", found.pk)
    return render(request, "gatherings/respite/edit.html", {"form": form, "house": found})


@for_signed_in
def new(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """An organization says that it has a house."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not rules.may_organize(current_person(), organization):
        raise Http404
    form = HouseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, told = timezone.now(), form.told() | {"language": get_language() or "en"}
        do = lambda: add_house(organization, told=told, beds=form.cleaned_data["beds"], now=now)  # noqa: E731
        made, _is_new = once(form.cleaned_data["form_key"], scope=f"gatherings.house.add:{organization.pk}", now=now, do=do)
        return redirect("respite-hosts", made)
    return render(request, "gatherings/respite/edit.html", {"form": form, "house": None, "organization": organization})


def _hosted_or_404(house_id: uuid.UUID) -> RespiteHouse:
    found = house_or_404(house_id)
    if not rules.may_host(current_person(), found):
        raise Http404
    return found


def _an_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
