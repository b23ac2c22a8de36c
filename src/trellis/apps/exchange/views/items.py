"""Things to borrow: the list, one of them, and adding, changing and resting them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.exchange.actions import items as actions
from trellis.apps.exchange.actions.items_line import today_of
from trellis.apps.exchange.actions.items_loans import ask_to_borrow
from trellis.apps.exchange.forms.items import AskForm, FindForm, ItemForm, PictureForm, RestForm, StepForm
from trellis.apps.exchange.models import Item
from trellis.apps.exchange.models.items import AWAY, ItemState, LoanState
from trellis.apps.exchange.queries import items as queries
from trellis.core.actions import NotFound, Refused, WrongState, current_person, once

PAGE = 30


def signed_in_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people who signed in; what an action refuses is not there for them. Stored nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        try:
            response = view(request, *args, **kwargs)
        except (NotFound, Refused) as missing:
            raise Http404 from missing
        response["Cache-Control"] = "no-store, private"
        return response

    return guarded


def item_or_404(item_id: uuid.UUID, *, lends: bool = False) -> Item:
    """A thing that this person may see, or may change."""
    item = get_object_or_404(Item.objects.select_related("organization", "owner"), pk=item_id)
    person = current_person()
    if not (item.is_lent_by(person) if lends else item.is_visible_to(person)):
        raise Http404
    return item


def things(request: HttpRequest) -> HttpResponse:
    """What can be borrowed here."""
    person, now = current_person(), timezone.now()
    form = FindForm(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    found = queries.to_borrow(person, words=told.get("q", ""), kind=told.get("kind", ""), of=told.get("of"), today=today_of(now))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "looked_for": any(told.get(name) for name in ("q", "kind", "of")),
        "signed_in": person is not None,
    }
    return render(request, "exchange/items/things.html", context)


def thing(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """One thing: how it is, when it is free, how many wait."""
    item, person, now = item_or_404(item_id), current_person(), timezone.now()
    today = today_of(now)
    photo = queries.photo_of(item)
    mine = item.loans.filter(borrower=person, closed_at=None).first() if person else None
    context = {
        "item": item,
        "lender": queries.lender_name(item),
        "is_mine": item.is_lent_by(person),
        "may_ask": item.state == ItemState.IN_USE and item.owner_id != getattr(person, "pk", None) and mine is None,
        "mine": mine,
        "away": item.loans.filter(state__in=AWAY).first(),
        "today": today,
        "free_from": queries.free_from(item, 1, today=today),
        "n_waiting": queries.n_waiting(item),
        "photo_url": reverse("stored_file", args=[photo.pk]) if photo else "",
    }
    return render(request, "exchange/items/thing.html", context)


@signed_in_page
def ask(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Ask to borrow it."""
    item, person, now = item_or_404(item_id), current_person(), timezone.now()
    form = AskForm(request.POST or None, most_days=item.most_days)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> str:
            return ask_to_borrow(
                item, days=told["days"], from_on=told["from_on"], words=told["words"], language=get_language() or "en", now=now
            )

        try:
            made, _is_new = once(told["form_key"], scope=f"exchange.loan.ask:{item.pk}:{person.pk}", now=now, do=do)
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            return redirect("lend-loan", made)
    today = today_of(now)
    taken = sorted(queries.days_taken(item, today, today + timedelta(days=queries.LOOK_AHEAD)))
    context = {"item": item, "form": form, "taken": _stretches(taken)}
    return render(request, "exchange/items/ask.html", context)


def _stretches(days) -> list[tuple]:
    """Days that follow each other, as first and last."""
    found: list[list] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1][1] = day
        else:
            found.append([day, day])
    return [tuple(each) for each in found]


@signed_in_page
def new(request: HttpRequest) -> HttpResponse:
    """Offer something to borrow."""
    person, now = current_person(), timezone.now()
    lenders = list(queries.organizations_of(person))
    form = ItemForm(request.POST or None, lenders=lenders)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        key, lender = told.pop("form_key"), told.pop("lender", "me")
        organization = next((each for each in lenders if str(each.pk) == lender), None)

        def do() -> str:
            if organization is not None:
                return actions.add_item_for(organization, now=now, **told)
            return actions.add_item(now=now, **told)

        try:
            made, _is_new = once(key, scope=f"exchange.item.add:{person.pk}", now=now, do=do)
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, _("It is in the list. Add a picture if you like."))
            return redirect("lend-thing", made)
    return render(request, "exchange/items/form.html", {"form": form, "item": None})


@signed_in_page
def edit(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Change what is said about it."""
    item, now = item_or_404(item_id, lends=True), timezone.now()
    initial = {name: getattr(item, name) for name in actions.FIELDS}
    form = ItemForm(request.POST or None, initial=initial, is_new=False, is_own=bool(item.owner_id))
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        key = told.pop("form_key")
        once(key, scope=f"exchange.item.change:{item.pk}", now=now, do=lambda: actions.change_item(item, now=now, **told))
        messages.success(request, _("Saved."))
        return redirect("lend-thing", item.pk)
    return render(request, "exchange/items/form.html", {"form": form, "item": item})


@signed_in_page
def picture(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Its picture."""
    item, now = item_or_404(item_id, lends=True), timezone.now()
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "remove" in request.POST:
        actions.keep_picture(item, upload=None, now=now)
        return redirect("lend-thing", item.pk)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            scope = f"exchange.item.picture:{item.pk}"
            once(told["form_key"], scope=scope, now=now, do=lambda: actions.keep_picture(item, upload=told["picture"], now=now))
        except ValidationError as refused:
            form.add_error("picture", refused)
        else:
            messages.success(request, _("The picture is kept."))
            return redirect("lend-thing", item.pk)
    return render(request, "exchange/items/picture.html", {"form": form, "item": item, "photo": queries.photo_of(item)})


@signed_in_page
def rest(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Not lent for now, or lent again."""
    item, now = item_or_404(item_id, lends=True), timezone.now()
    resting = item.state != ItemState.IN_USE
    form = StepForm(request.POST or None) if resting else RestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> None:
            if resting:
                actions.wake_item(item, now=now)
            else:
                actions.rest_item(item, state=told["state"], now=now)

        try:
            once(told["form_key"], scope=f"exchange.item.rest:{item.pk}", now=now, do=do)
            messages.success(request, _("Saved."))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        return redirect("lend-thing", item.pk)
    return render(request, "exchange/items/rest.html", {"form": form, "item": item, "resting": resting})


@signed_in_page
def remove(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Take it out of the list for good."""
    item, now = item_or_404(item_id, lends=True), timezone.now()
    if request.method == "POST":
        try:
            actions.remove_item(item, now=now)
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
            return redirect("lend-thing", item.pk)
        messages.success(request, _("It is no longer in the list."))
        return redirect("lend-loans")
    return render(request, "exchange/items/remove.html", {"item": item})


@signed_in_page
def mine(request: HttpRequest) -> HttpResponse:
    """What I borrow, what goes on with what I lend, and all that I lend."""
    person = current_person()
    context = {
        "borrowed": queries.loans_of(person)[:50],
        "to_look_after": queries.loans_to_look_after(person)[:50],
        "lent": queries.lent_by(person)[:200],
        "asked": LoanState.ASKED,
    }
    return render(request, "exchange/items/mine.html", context)
