"""A guest's own stay: taking it, the way to the house, the plan that only the guest can open."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from trellis.apps.gatherings.actions.respite import accept_stay, give_stay_up, seal_plan
from trellis.apps.gatherings.forms.respite import AcceptStayForm, OpenForm, SealForm
from trellis.apps.gatherings.models import Stay
from trellis.apps.gatherings.queries.places import n_ahead
from trellis.apps.gatherings.queries.respite_sealing import WrongWords, fresh_words, unseal
from trellis.apps.gatherings.views.places_gate import own_page
from trellis.apps.gatherings.views.places_own import own_or_404, with_link_or_404
from trellis.core.actions import WrongState
from trellis.core.rates import Rate
from trellis.core.ui.views import sensitive_page
from trellis.core.ui.words import here

OPENING = Rate("stay-plan", most=12, seconds=3600)


@own_page
def stay(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    """My stay."""
    found, code = own_or_404(request, Stay, stay_id, "house", "house__location")
    by_link = bool(code) and found.opens_by_link(code)
    return _page(request, found, code, may_see_all=not by_link, back_here=True)


@sensitive_page
def by_link(request: HttpRequest, stay_id: uuid.UUID, token: str) -> HttpResponse:
    """The link of a letter: take the bed or pass it on. The way to the house and the plan are for whoever signs in, or has the code."""
    return _page(request, with_link_or_404(Stay, stay_id, token), token, may_see_all=False)


def _page(request: HttpRequest, found: Stay, code: str, *, may_see_all: bool, back_here: bool = False) -> HttpResponse:
    do, told = request.POST.get("do", ""), None
    form = AcceptStayForm(request.POST if do == "accept" else None)
    if request.method == "POST" and (do != "accept" or form.is_valid()):
        told = _answer(found, do, form, code)
        if back_here:
            getattr(messages, told[0])(request, told[1])
            return redirect("respite-stay", found.pk)
        found.refresh_from_db()
    now = timezone.now()
    today = here(now).date()
    context = {
        "stay": found,
        "house": found.house,
        "form": form,
        "told": told,
        "ahead": n_ahead(found, house=found.house_id) if found.waits else 0,
        "ran_out": found.is_held and found.held_until <= now,
        "is_there": found.is_taken and found.arrives_on <= today,
        "finding": found.house.finding if may_see_all and found.may_know_where(today) else "",
        "may_see_all": may_see_all,
    }
    return render(request, "gatherings/respite/stay.html", context)


def _answer(found: Stay, do: str, form: AcceptStayForm, code: str) -> tuple[str, str]:
    now = timezone.now()
    try:
        if do == "accept":
            told = form.cleaned_data
            accept_stay(stay=found.pk, agreed=told["agreed"], emergency_contact=told["emergency_contact"], code=code, now=now)
            return "success", _("The nights are yours. You can change your mind at any time.")
        if do == "give_up":
            give_stay_up(stay=found.pk, code=code, now=now)
            return "success", _("Done. Thank you for saying so: somebody else can have the bed.")
    except WrongState as stuck:
        return "error", str(stuck.reason)
    return "error", _("Choose one of the buttons.")


@sensitive_post_parameters()
@sensitive_variables()
@own_page
def plan(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    """Seal my plan, open it, or throw it away. What is opened is only in the answer to the form, and nowhere after."""
    found, code = own_or_404(request, Stay, stay_id)
    if not found.is_live or (code and found.opens_by_link(code)):
        raise Http404
    do, now = request.POST.get("do", ""), timezone.now()
    if request.method == "POST" and do == "throw":
        seal_plan(stay=found.pk, plan="", code=code, now=now)
        messages.success(request, _("It is thrown away."))
        return redirect("respite-plan", found.pk)
    if request.method == "POST" and do == "seal":
        form = SealForm(request.POST)
        if form.is_valid():
            try:
                seal_plan(stay=found.pk, plan=form.cleaned_data["plan"], words=form.cleaned_data["words"], code=code, now=now)
            except WrongState as stuck:
                form.add_error("words", str(stuck.reason))
            else:
                messages.success(request, _("It is sealed. Only your words open it."))
                return redirect("respite-plan", found.pk)
        return render(request, "gatherings/respite/plan.html", {"stay": found, "form": form, "writing": True})
    if found.sealed_plan and request.method == "POST":
        return _opened(request, found)
    if found.sealed_plan:
        return render(request, "gatherings/respite/plan.html", {"stay": found, "form": OpenForm()})
    return render(
        request, "gatherings/respite/plan.html", {"stay": found, "form": SealForm(initial={"words": fresh_words()}), "writing": True}
    )


@sensitive_variables()
def _opened(request: HttpRequest, found: Stay) -> HttpResponse:
    form = OpenForm(request.POST)
    if form.is_valid() and OPENING.is_used_up(str(found.pk)):
        form.add_error("words", _("That was too many tries. Wait an hour, then try again."))
    elif form.is_valid():
        try:
            text = unseal(found.sealed_plan, form.cleaned_data["words"], place=str(found.pk))
        except WrongWords:
            OPENING.note(str(found.pk))
            form.add_error("words", _("These words do not open it. Look at the paper again; capitals and commas do not matter."))
        else:
            again = SealForm(initial={"plan": text, "words": form.cleaned_data["words"]})
            return render(request, "gatherings/respite/plan.html", {"stay": found, "text": text, "form": again})
    return render(request, "gatherings/respite/plan.html", {"stay": found, "form": form})
