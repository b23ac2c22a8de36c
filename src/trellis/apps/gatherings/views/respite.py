"""Respite houses as everybody sees them, and asking for a stay."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.respite import ask_stay
from trellis.apps.gatherings.forms.respite import AliasForm, NightsForm, ReachForm
from trellis.apps.gatherings.models import RespiteHouse, Stay
from trellis.apps.gatherings.models.places_waiting import code_for
from trellis.apps.gatherings.queries.respite import houses_now, line_of, stay_of
from trellis.apps.gatherings.views.places import ASKING
from trellis.apps.gatherings.views.places_own import remember, shown_code
from trellis.core.actions import WrongState, current_person, once
from trellis.core.rates import browser_key
from trellis.core.ui.forms import Form
from trellis.core.ui.views import sensitive_page
from trellis.core.ui.walking import Step, Walk
from trellis.core.ui.words import here


@sensitive_page
def houses(request: HttpRequest) -> HttpResponse:
    """Every house, with what is true tonight."""
    return render(request, "gatherings/respite/houses.html", {"houses": houses_now(here(timezone.now()).date())})


@sensitive_page
def house(request: HttpRequest, house_id: uuid.UUID) -> HttpResponse:
    """One house: what it is like, what everybody agrees to, and asking."""
    found, person, now = house_or_404(house_id), current_person(), timezone.now()
    context = {
        "house": found,
        "line": line_of(found, here(now).date()),
        "mine": stay_of(person, found),
        "hosts": bool(rules.may_host(person, found)),
        "signed_in": person is not None,
    }
    return render(request, "gatherings/respite/house.html", context)


@sensitive_page
def ask(request: HttpRequest, house_id: uuid.UUID) -> HttpResponse:
    """Three questions, a check, and the answer; nothing is kept before it is sent."""
    found, person, now = house_or_404(house_id), current_person(), timezone.now()
    today = here(now).date()
    steps = [Step("when", NightsForm), Step("who", AliasForm), *([Step("reach", ReachForm)] if person is None else [])]

    def clean(code: str, form: Form) -> None:
        told = form.cleaned_data
        if code == "when" and told.get("first_on") and told["first_on"] < today:
            form.add_error("first_on", _("This day is over already."))
        if code == "when" and told.get("nights", 0) > found.longest_nights:
            form.add_error("nights", _("A stay here is at most %(n)d nights.") % {"n": found.longest_nights})

    walk = Walk(request, steps, clean=clean)
    page = walk.respond(
        heading=_("Ask for a stay"),
        back=reverse("respite-house", args=[found.pk]),
        send=_("Ask for this stay"),
        note=_(
            "The hosts read your name, the nights and your words. If a bed is free, it is held for you at once, and you say yes or no."
            " Thirty days after you leave, the names are gone."
        ),
    )
    if page is not None:
        return page
    told = walk.told
    code = "" if person is not None else code_for(walk.form_key)

    def do() -> str:
        return ask_stay(
            found, alias=told["who"]["alias"], words=told["who"]["words"], first_on=told["when"]["first_on"],
            nights=told["when"]["nights"], flexible_days=int(told["when"]["flexible_days"]), code=code,
            address=told.get("reach", {}).get("address", ""), language=get_language() or "en", now=now,
        )  # fmt: skip

    if person is None and ASKING.is_used_up(browser_key(request)):
        return _stuck(request, found, _("That was too many at once. Wait an hour, or sign in."))
    who = person.pk if person is not None else "nobody"
    try:
        made, is_new = once(walk.form_key, scope=f"gatherings.stay.ask:{found.pk}:{who}", now=now, do=do)
    except WrongState as stuck:
        return _stuck(request, found, str(stuck.reason))
    if person is not None:
        return redirect("respite-stay", made)
    if is_new:
        ASKING.note(browser_key(request))
    remember(request, code)
    return render(request, "gatherings/respite/done.html", {"stay": Stay.objects.get(pk=made), "code": shown_code(code)})


def _stuck(request: HttpRequest, found: RespiteHouse, reason: str) -> HttpResponse:
    return render(request, "gatherings/respite/stuck.html", {"house": found, "reason": reason}, status=200)


def house_or_404(house_id: uuid.UUID) -> RespiteHouse:
    """The house of an organization that is there."""
    found = RespiteHouse.objects.select_related("organization", "location").filter(pk=house_id, organization__status=Status.ACTIVE).first()
    if found is None:
        raise Http404
    return found
