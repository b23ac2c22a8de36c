"""Asking and offering: a few short pages, then it is sent. Nothing is kept before."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.actions import ask_need, make_offer
from trellis.apps.exchange.forms.asking import (
    EVERYBODY,
    GiveKindForm,
    GiveWhereForm,
    GiveWhoForm,
    KindForm,
    LimitsForm,
    MeetsForm,
    OnceForm,
    RepeatsForm,
    WeeklyForm,
    WhereForm,
    WhoForm,
    when_told,
    where_told,
)
from trellis.apps.exchange.models import Kind, Limit, Offer
from trellis.apps.exchange.models.receipts import receipt_for
from trellis.apps.exchange.models.terms import local
from trellis.apps.exchange.queries.handing import browsable
from trellis.apps.exchange.views.gate import for_askers, for_members
from trellis.apps.people.queries.membership import memberships_of
from trellis.apps.people.queries.naming import named
from trellis.core.actions import WrongState, current_helper, current_person, once
from trellis.core.rates import Rate, browser_key
from trellis.core.references import Ref
from trellis.core.ui.forms import Form
from trellis.core.ui.walking import Step, Walk

ASKING = Rate("exchange-ask", most=20, seconds=3600)
"""So many needs from one network in an hour, of people without an account."""


def _weekly(told: dict) -> bool:
    return told.get("often", {}).get("repeats") == "weekly"


def _once(told: dict) -> bool:
    return told.get("often", {}).get("repeats") == "once"


def _groups(person) -> list[tuple[str, str]]:
    """The person's groups to choose from. Somebody who types for a person is not shown where that person belongs."""
    if person is None or current_helper() is not None:
        return []
    groups = [each.group for each in memberships_of(person)]
    names = named(groups)
    return sorted(((str(each), _("Members of %(group)s") % {"group": names[each].name}) for each in groups if each in names), key=str)


def _hosts(person) -> list[tuple[str, str]]:
    """The organizations for which the person may ask and offer."""
    if person is None or current_helper() is not None:
        return []
    found = Organization.objects.filter(pk__in=[scope for scope in person.scopes_of("editor") if scope]).order_by("name")[:50]
    return [(str(each.pk), each.name) for each in found]


def _no_past(code: str, form: Form) -> None:
    """A day that is over cannot be asked for."""
    on = form.cleaned_data.get("on") if code == "once" else None
    if on is not None and on < local(timezone.now()).date():
        form.add_error("on", _("This day is over. Choose one that is still to come."))


def _shared(told: dict, person) -> dict[str, Any]:
    """What asking and offering take alike."""
    who = told["who"]
    group, host = who.get("group") or EVERYBODY, who.get("as_whom") or ""
    return {
        "when": when_told(told),
        "group": Ref.parse(group) if group != EVERYBODY else None,
        "organization": Organization.objects.filter(pk=host).first() if host else None,
        "language": get_language() or "en",
    }


@for_askers
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for something, with or without an account."""
    person, now = current_person(), timezone.now()
    offer = _offer_asked_for(request, person)
    who = type("WhoForm", (WhoForm,), {"groups": _groups(person), "hosts": _hosts(person), "has_account": person is not None})
    steps = [
        Step("what", KindForm), Step("often", RepeatsForm), Step("once", OnceForm, _once), Step("weekly", WeeklyForm, _weekly),
        Step("where", WhereForm), Step("limits", LimitsForm), Step("who", who),
    ]  # fmt: skip
    walk = Walk(request, steps, initial=_beginning(request, offer), clean=_no_past)
    page = walk.respond(
        heading=_("I need something"),
        back=reverse("exchange"),
        send=_("Ask"),
        note=_(
            "It is on no list. We ask a few people who offer it, three to begin with. They read the first words and where about, not who"
            " you are. Who says no is told to nobody."
        ),
    )
    if page is not None:
        return page
    if person is None and ASKING.is_used_up(browser_key(request)):
        return render(request, "exchange/asking/too_many.html", status=429)
    told, key = walk.told, walk.form_key
    receipt = receipt_for(key) if person is None else ""

    def do() -> str:
        if person is None:
            ASKING.note(browser_key(request))
        return ask_need(
            kind=told["what"]["kind"], words=told["what"]["words"], more=told["what"]["more"], where=where_told(walk.form("where")),
            limits=told["limits"]["limits"], speaks=told["limits"]["speaks"], amount=told["limits"]["amount"],
            choosing=told["who"]["choosing"], email=told["who"].get("email") or "", receipt=receipt, offer=offer,
            now=now, **_shared(told, person),
        )  # fmt: skip

    try:
        need_id, _fresh = once(key, scope=f"exchange.need.ask:{person.pk if person else 'number'}", now=now, do=do)
    except WrongState as stuck:
        return walk.again(str(stuck.reason))
    spaced = " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
    return render(request, "exchange/asking/asked.html", {"need_id": need_id, "number": spaced, "email": told["who"].get("email")})


def _offer_asked_for(request: HttpRequest, person) -> Offer | None:
    """The offer from the list that is asked for by name, if it is there for this person."""
    try:
        offer_id = uuid.UUID(request.GET.get("offer", ""))
    except ValueError:
        return None
    return browsable(person).filter(pk=offer_id).first()


def _beginning(request: HttpRequest, offer: Offer | None) -> dict[str, dict[str, Any]]:
    """What is filled in already: the kind, and for children that whoever helps is checked."""
    kind = offer.kind if offer is not None else request.GET.get("kind", "")
    begun: dict[str, dict[str, Any]] = {
        "often": {"repeats": "anytime"}, "where": {"reach_km": "3"}, "who": {"choosing": "myself", "group": EVERYBODY},
    }  # fmt: skip
    if kind in Kind.values:
        begun["what"] = {"kind": kind}
    if kind == Kind.CHILDCARE:
        begun["limits"] = {"limits": [Limit.CHECKED]}
    return begun


@for_members
def give(request: HttpRequest) -> HttpResponse:
    """Offer something."""
    person, now = current_person(), timezone.now()
    who = type("GiveWhoForm", (GiveWhoForm,), {"groups": _groups(person), "hosts": _hosts(person)})
    steps = [
        Step("what", GiveKindForm), Step("often", RepeatsForm), Step("once", OnceForm, _once), Step("weekly", WeeklyForm, _weekly),
        Step("where", GiveWhereForm), Step("meets", MeetsForm), Step("who", who),
    ]  # fmt: skip
    begun: dict[str, dict[str, Any]] = {
        "often": {"repeats": "anytime"}, "where": {"reach_km": "8"}, "meets": {"capacity": "1"},
        "who": {"group": EVERYBODY, "listed": "no"},
    }  # fmt: skip
    if request.GET.get("kind") in Kind.values:
        begun["what"] = {"kind": request.GET["kind"]}
    walk = Walk(request, steps, initial=begun, clean=_no_past)
    page = walk.respond(
        heading=_("I can give something"),
        back=reverse("exchange"),
        send=_("Offer it"),
        note=_(
            "We ask you when somebody needs it: at most four times a month, and you may always say no without a reason. One press, and"
            " we stop asking."
        ),
    )
    if page is not None:
        return page
    told, key = walk.told, walk.form_key

    def do() -> str:
        return make_offer(
            kind=told["what"]["kind"], words=told["what"]["words"], where=where_told(walk.form("where")), meets=told["meets"]["meets"],
            speaks=told["meets"]["speaks"], amount=told["meets"]["amount"], capacity=told["meets"]["capacity"],
            listed=told["who"]["listed"] == "yes", now=now, **_shared(told, person),
        )  # fmt: skip

    try:
        once(key, scope=f"exchange.offer.make:{person.pk}", now=now, do=do)
    except WrongState as stuck:
        return walk.again(str(stuck.reason))
    return render(request, "exchange/asking/offered.html")
