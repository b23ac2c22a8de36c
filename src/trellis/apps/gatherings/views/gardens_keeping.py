"""What was picked and who would like some; and what those who keep a garden say of it."""

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
from trellis.apps.gatherings.actions.gardens import add_garden, change_garden
from trellis.apps.gatherings.actions.gardens_harvest import note_harvest, share_out, wish_share
from trellis.apps.gatherings.forms.gardens import GardenForm, HarvestForm
from trellis.apps.gatherings.models import Harvest
from trellis.apps.gatherings.queries.gardens import wish_of
from trellis.apps.gatherings.views.gardens import garden_or_404
from trellis.apps.gatherings.views.places_gate import for_signed_in
from trellis.core.actions import WrongState, current_person, once
from trellis.core.ui.words import here


@for_signed_in
def picked(request: HttpRequest, garden_id: uuid.UUID) -> HttpResponse:
    """Note what was picked today."""
    found, now = garden_or_404(garden_id), timezone.now()
    if not rules.may_garden(current_person(), found):
        raise Http404
    form = HarvestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("what", "amount", "measure", "n_shares")}
        do = lambda: note_harvest(found, picked_on=here(now).date(), language=get_language() or "en", now=now, **told)  # noqa: E731
        scope = f"gatherings.harvest.note:{found.pk}:{current_person().pk}"
        made, _is_new = once(form.cleaned_data["form_key"], scope=scope, now=now, do=do)
        messages.success(request, _("It is noted."))
        return redirect("gardens-harvest", made) if told["n_shares"] else redirect("garden", found.pk)
    return render(request, "gatherings/gardens/picked.html", {"form": form, "garden": found})


@for_signed_in
def harvest(request: HttpRequest, harvest_id: uuid.UUID) -> HttpResponse:
    """Would you like some? And sharing it out."""
    found = Harvest.objects.select_related("garden__organization").filter(pk=harvest_id).first()
    person, now = current_person(), timezone.now()
    if found is None or not rules.may_wish(person, found):
        raise Http404
    if request.method == "POST":
        try:
            _do(found, request.POST.get("do", ""), now)
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        return redirect("gardens-harvest", found.pk)
    context = {
        "harvest": found,
        "garden": found.garden,
        "wish": wish_of(person, found),
        "n_wishes": found.shares.count(),
        "shares_out": found.is_open and bool(rules.may_share_out(person, found)),
    }
    return render(request, "gatherings/gardens/harvest.html", context)


def _do(found: Harvest, do: str, now) -> None:
    if do == "share_out":
        share_out(found, now=now)
    elif do in ("wish", "no"):
        wish_share(found, wish=do == "wish", now=now)
    else:
        raise WrongState(_("Choose one of the buttons."))


@for_signed_in
def edit(request: HttpRequest, garden_id: uuid.UUID) -> HttpResponse:
    """What the garden says of itself, its season and its plots."""
    found, now = garden_or_404(garden_id), timezone.now()
    if not rules.may_keep_garden(current_person(), found):
        raise Http404
    plots = found.plots.filter(in_use=True).values_list("name", "raised")
    initial = {"name": found.name, "about": found.about, "season_ends_on": found.season_ends_on}
    initial["plots"] = "\n".join(f"{name} *" if raised else name for name, raised in plots)
    form = GardenForm(request.POST or None, initial=initial, today=here(now).date())
    if request.method == "POST" and form.is_valid():
        do = lambda: change_garden(found, now=now, **form.told())  # noqa: E731
        once(form.cleaned_data["form_key"], scope=f"gatherings.garden.change:{found.pk}", now=now, do=do)
        messages.success(request, _("Saved."))
        return redirect("garden", found.pk)
    return render(request, "gatherings/gardens/edit.html", {"form": form, "garden": found})


@for_signed_in
def new(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """An organization says that it has a garden."""
    organization, now = Organization.objects.filter(pk=organization_id).first(), timezone.now()
    if organization is None or not rules.may_organize(current_person(), organization):
        raise Http404
    form = GardenForm(request.POST or None, today=here(now).date())
    if request.method == "POST" and form.is_valid():
        told = form.told()
        told["told"]["language"] = get_language() or "en"
        do = lambda: add_garden(organization, now=now, **told)  # noqa: E731
        made, _is_new = once(form.cleaned_data["form_key"], scope=f"gatherings.garden.add:{organization.pk}", now=now, do=do)
        return redirect("garden", made)
    return render(request, "gatherings/gardens/edit.html", {"form": form, "garden": None, "organization": organization})
