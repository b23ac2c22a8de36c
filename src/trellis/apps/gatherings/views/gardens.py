"""Gardens: what everybody sees, asking for a plot, one's own plot, and the second who looks after it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.gardens import accept_plot, ask_plot, give_plot_up, invitation_token, keep_plot_on, look_after_too
from trellis.apps.gatherings.forms.gardens import PlotForm
from trellis.apps.gatherings.models import Garden, Tenancy
from trellis.apps.gatherings.models.places_waiting import AskState, code_for
from trellis.apps.gatherings.queries.gardens import gardens_now, harvests_of, line_of, picked_by_month, tenancy_of, work_days
from trellis.apps.gatherings.queries.places import n_ahead
from trellis.apps.gatherings.views.places import ASKING
from trellis.apps.gatherings.views.places_gate import for_signed_in, own_page
from trellis.apps.gatherings.views.places_own import own_or_404, remember, shown_code, with_link_or_404
from trellis.apps.people.queries.blocks import hide_each_other
from trellis.core.actions import WrongState, current_person, once
from trellis.core.rates import browser_key
from trellis.core.ui.views import keep_private, sensitive_page
from trellis.core.ui.words import here


def gardens(request: HttpRequest) -> HttpResponse:
    """Every garden, with its free plots and its queue."""
    return render(request, "gatherings/gardens/gardens.html", {"gardens": gardens_now()})


@never_cache
def garden(request: HttpRequest, garden_id: uuid.UUID) -> HttpResponse:
    """One garden: plots, work days, what was picked; and asking for a plot."""
    found, person, now = garden_or_404(garden_id), current_person(), timezone.now()
    mine = tenancy_of(person, found)
    form = PlotForm(request.POST or None, signed_in=person is not None)
    if request.method == "POST" and form.is_valid():
        answer = _ask(request, found, form, now)
        if answer is not None:
            return answer
    context = {
        "garden": found,
        "line": line_of(found),
        "mine": mine,
        "form": form,
        "work_days": work_days(found, now),
        "months": picked_by_month(found, here(now).date()),
        "of_it": bool(rules.may_garden(person, found)),
        "keeps": bool(rules.may_keep_garden(person, found)),
        "signed_in": person is not None,
        "asking": person is not None or request.method == "POST" or "ask" in request.GET,
    }
    context["harvests"] = harvests_of(found) if context["of_it"] else []
    return render(request, "gatherings/gardens/garden.html", context)


def _ask(request: HttpRequest, found: Garden, form: PlotForm, now) -> HttpResponse | None:
    person, told, browser = current_person(), form.cleaned_data, browser_key(request)
    code = "" if person is not None else code_for(told["form_key"])
    if person is None and ASKING.is_used_up(browser):
        form.add_error(None, _("That was too many at once. Wait an hour, or sign in."))
        return None

    def do() -> str:
        words = {"raised_only": told["raised_only"], "address": told.get("address", ""), "language": get_language() or "en"}
        return ask_plot(found, code=code, now=now, **words)

    who = person.pk if person is not None else "nobody"
    try:
        made, is_new = once(told["form_key"], scope=f"gatherings.plot.ask:{found.pk}:{who}", now=now, do=do)
    except WrongState as stuck:
        form.add_error(None, str(stuck.reason))
        return None
    if person is not None:
        return redirect("gardens-plot", made)
    if is_new:
        ASKING.note(browser)
    remember(request, code)
    tenancy = Tenancy.objects.select_related("garden", "plot").get(pk=made)
    return keep_private(request, lambda: render(request, "gatherings/gardens/done.html", {"tenancy": tenancy, "code": shown_code(code)}))


@own_page
def plot(request: HttpRequest, tenancy_id: uuid.UUID) -> HttpResponse:
    """My plot."""
    found, code = own_or_404(request, Tenancy, tenancy_id, "garden", "plot")
    if request.method == "POST":
        told = _answer(found, request.POST.get("do", ""), code)
        getattr(messages, told[0])(request, told[1])
        still = Tenancy.objects.filter(pk=found.pk).first()
        if still is None or (not code and not still.is_visible_to(current_person())):
            return redirect("garden", found.garden_id)
        return redirect("gardens-plot", found.pk)
    return render(request, "gatherings/gardens/plot.html", _about(found, request))


@sensitive_page
def by_link(request: HttpRequest, tenancy_id: uuid.UUID, token: str) -> HttpResponse:
    """The link of a letter. Reading it answers nothing."""
    found, told = with_link_or_404(Tenancy, tenancy_id, token), None
    if request.method == "POST":
        told = _answer(found, request.POST.get("do", ""), token)
        found.refresh_from_db()
    return render(request, "gatherings/gardens/plot.html", _about(found, request) | {"told": told})


def _answer(found: Tenancy, do: str, code: str) -> tuple[str, str]:
    deeds = {
        "accept": (accept_plot, _("The plot is yours for the season.")),
        "give_up": (give_plot_up, _("It is given back. Thank you for looking after it.") if found.is_taken else _("Done.")),
        "keep": (keep_plot_on, _("You keep it for the next season.")),
    }
    if do not in deeds:
        return "error", _("Choose one of the buttons.")
    deed, words = deeds[do]
    try:
        deed(plot=found.pk, code=code, now=timezone.now())
    except WrongState as stuck:
        return "error", str(stuck.reason)
    return "success", words


def _about(found: Tenancy, request: HttpRequest) -> dict:
    now, person = timezone.now(), current_person()
    is_first = person is not None and found.person_id == person.pk
    invites = is_first and found.is_taken and found.second_id is None
    way = reverse("gardens-too", args=[found.pk, invitation_token(found)]) if invites else ""
    return {
        "tenancy": found,
        "garden": found.garden,
        "ahead": n_ahead(found, garden=found.garden_id) if found.waits else 0,
        "ran_out": found.is_held and found.held_until <= now,
        "can_keep": found.is_taken and found.until_on is not None and found.until_on < found.garden.season_ends_on,
        "is_second": person is not None and found.second_id == person.pk,
        "invitation": request.build_absolute_uri(way) if way else "",
    }


@for_signed_in
def too(request: HttpRequest, tenancy_id: uuid.UUID, token: str) -> HttpResponse:
    """Somebody asked me to look after a plot with them."""
    found = Tenancy.objects.select_related("garden", "plot", "person").filter(pk=tenancy_id, state=AskState.TAKEN).first()
    if found is None or token != invitation_token(found) or hide_each_other(current_person(), found.person):
        raise Http404
    if request.method == "POST":
        try:
            look_after_too(plot=found.pk, token=token, now=timezone.now())
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
            return redirect("garden", found.garden_id)
        messages.success(request, _("You look after it together now."))
        return redirect("gardens-plot", found.pk)
    return render(request, "gatherings/gardens/too.html", {"tenancy": found, "garden": found.garden})


def garden_or_404(garden_id: uuid.UUID) -> Garden:
    """The garden of an organization that is there."""
    found = Garden.objects.select_related("organization", "location").filter(pk=garden_id, organization__status=Status.ACTIVE).first()
    if found is None:
        raise Http404
    return found
