"""Saying that one comes, one's own place, the link of a letter, and what those who organize may know."""

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

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.places import accept_place, ask_place, give_place_up, take_needs_back, ways_of
from trellis.apps.gatherings.forms.places import CodeForm, PlaceForm
from trellis.apps.gatherings.models import Gathering, Place
from trellis.apps.gatherings.models.places_waiting import code_for
from trellis.apps.gatherings.queries.places import coming_to, n_ahead, place_of, room_at
from trellis.apps.gatherings.views.places_gate import for_signed_in, own_page
from trellis.apps.gatherings.views.places_own import KINDS, own_or_404, remember, shown_code, with_code, with_link_or_404
from trellis.core.actions import WrongState, current_person, once
from trellis.core.rates import Rate, browser_key
from trellis.core.ui.views import keep_private, sensitive_page

ASKING = Rate("place-ask", most=20, seconds=3600)
CODES = Rate("place-code", most=20, seconds=3600)


def _gathering_or_404(gathering_id: uuid.UUID) -> Gathering:
    found = Gathering.objects.select_related("series__organization", "series__circle", "location").filter(pk=gathering_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def _private(gathering: Gathering, request: HttpRequest, respond) -> HttpResponse:
    """Pages of a sensitive gathering, or of one for members, are stored nowhere."""
    return keep_private(request, respond) if gathering.sensitive or gathering.seen_by != "everybody" else respond()


@never_cache
def ask(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """How many places there are, and "I’m coming"."""
    gathering = _gathering_or_404(gathering_id)
    return _private(gathering, request, lambda: _ask(request, gathering))


def _ask(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    person, now = current_person(), timezone.now()
    mine = place_of(person, gathering)
    if mine is not None and request.method != "POST":
        return redirect("places-mine", mine.pk)
    form = PlaceForm(request.POST or None, ways=ways_of(gathering), signed_in=person is not None)
    if request.method == "POST" and form.is_valid():
        told, key = form.cleaned_data, form.cleaned_data["form_key"]
        code = "" if person is not None else code_for(key)

        def do() -> str:
            words = {"way": told.get("way", ""), "n_people": told["n_people"], "needs": told["needs"] if told["tell"] else ""}
            return ask_place(gathering, code=code, address=told.get("address", ""), language=get_language() or "en", now=now, **words)

        browser = browser_key(request)
        if person is None and ASKING.is_used_up(browser):
            form.add_error(None, _("That was too many at once. Wait an hour, or sign in."))
        else:
            who = person.pk if person is not None else "nobody"
            try:
                made, is_new = once(key, scope=f"gatherings.place.ask:{gathering.pk}:{who}", now=now, do=do)
            except WrongState as stuck:
                form.add_error(None, str(stuck.reason))
            else:
                if person is not None:
                    return redirect("places-mine", made)
                if is_new:
                    ASKING.note(browser)
                remember(request, code)
                return keep_private(request, lambda: _done(request, made, code))
    closed = gathering.series.head_count_only or gathering.is_called_off or gathering.starts_at <= now
    context = {
        "gathering": gathering,
        "room": room_at(gathering),
        "form": form,
        "closed": closed,
        "organizes": bool(rules.may_organize_gathering(person, gathering)),
        "signed_in": person is not None,
    }
    return render(request, "gatherings/places/ask.html", context)


def _done(request: HttpRequest, made: str, code: str) -> HttpResponse:
    """The code is shown once here, in the answer to the form; sending the form again shows the same."""
    place = Place.objects.select_related("gathering").get(pk=made)
    return render(request, "gatherings/places/done.html", {"place": place, "code": shown_code(code)})


@own_page
def mine(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    """My place: what I have or wait for, and one button for each thing I can do."""
    place, code = own_or_404(request, Place, place_id, "gathering__series", "gathering__location")
    if request.method == "POST":
        told = _answer(place, request.POST.get("do", ""), code)
        getattr(messages, told[0])(request, told[1])
        return redirect("places-mine", place.pk)
    return render(request, "gatherings/places/mine.html", _about(place) | {"back": True})


@sensitive_page
def by_link(request: HttpRequest, place_id: uuid.UUID, token: str) -> HttpResponse:
    """The link of a letter. Reading it answers nothing; mail programs read links too."""
    place = with_link_or_404(Place, place_id, token)
    told = None
    if request.method == "POST":
        told = _answer(place, request.POST.get("do", ""), token)
        place.refresh_from_db()
    return render(request, "gatherings/places/mine.html", _about(place) | {"told": told})


def _answer(place: Place, do: str, code: str) -> tuple[str, str]:
    """Do what a button said: how it went, and the words for it."""
    deeds = {
        "accept": (accept_place, _("The place is yours. See you there.")),
        "give_up": (give_place_up, _("Done. Thank you for saying so: somebody else can have it.")),
        "needs": (take_needs_back, _("It is gone. Nobody reads it any more.")),
    }
    if do not in deeds:
        return "error", _("Choose one of the buttons.")
    deed, words = deeds[do]
    try:
        deed(place=place.pk, code=code, now=timezone.now())
    except WrongState as stuck:
        return "error", str(stuck.reason)
    return "success", words


def _about(place: Place) -> dict:
    now = timezone.now()
    return {
        "place": place,
        "gathering": place.gathering,
        "ahead": n_ahead(place, gathering=place.gathering_id) if place.waits else 0,
        "ran_out": place.is_held and place.held_until <= now,
        "begun": place.gathering.starts_at <= now,
        "joining": place.gathering.series.joining if place.is_taken else "",
    }


@sensitive_page
def code(request: HttpRequest) -> HttpResponse:
    """Come back with a code, to a place, a stay or a plot."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        browser = browser_key(request)
        found = None if CODES.is_used_up(browser) else with_code(form.cleaned_data["code"])
        if found is not None:
            remember(request, form.cleaned_data["code"])
            return redirect(KINDS[type(found)], found.pk)
        CODES.note(browser)
        form.add_error(
            "code", _("We know no such code. Look at the twelve digits again. Some weeks after it was over, a code is forgotten.")
        )
    return render(request, "gatherings/places/code.html", {"form": form})


@for_signed_in
def listed(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """For those who organize: counts, names in the group, and what people ticked to have told."""
    gathering = _gathering_or_404(gathering_id)
    person = current_person()
    if not rules.may_organize_gathering(person, gathering):
        raise Http404
    context = {"gathering": gathering, "coming": coming_to(gathering, reader=person), "room": room_at(gathering)}
    return render(request, "gatherings/places/list.html", context | {"ask_url": reverse("places-ask", args=[gathering.pk])})
