"""For those who organize: one gathering moved, called off, brought back, noted, counted; a series looked over, added to, ended."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.series import end_series
from trellis.apps.gatherings.actions.times import (
    add_gathering,
    call_off_gathering,
    count_heads,
    move_gathering,
    note_about_gathering,
    put_gathering_back_on,
)
from trellis.apps.gatherings.forms.naming import ask_about_names
from trellis.apps.gatherings.forms.times import EndForm, ExtraForm, HeadsForm, KeyForm, MoveForm, PartForm, WordsForm
from trellis.apps.gatherings.models import Gathering, Repeats, Series
from trellis.apps.gatherings.queries import calendar
from trellis.apps.gatherings.queries.recurring import moments
from trellis.apps.gatherings.views import calendar_words as words
from trellis.apps.gatherings.views.calendar import group_name, line_of
from trellis.apps.gatherings.views.gathering import gathering_or_404, series_or_404
from trellis.core.actions import NotFound, Refused, WrongState, current_person, once
from trellis.core.ui.views import keep_private, refused

SHOWN = 80


def for_organizers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks visitors to sign in, whatever the address; who organizes nothing here is told so, and finds nothing that is not for them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))

        def respond() -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NotFound as missing:
                raise Http404 from missing
            except Refused as refusal:
                return refused(request, str(refusal.reason))

        return keep_private(request, respond)

    return guarded


def _own_gathering(gathering_id: uuid.UUID) -> Gathering:
    found = gathering_or_404(gathering_id)
    return _own(found, found.series.host)


def own_series(series_id: uuid.UUID) -> Series:
    """A series, for whoever organizes it."""
    found = series_or_404(series_id)
    return _own(found, found.host)


def _own(found, host):
    verdict = rules.may_organize(current_person(), host)
    if not verdict:
        raise Refused(verdict.reason)
    return found


@for_organizers
def move(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """This one at another time; the others stay."""
    found = _own_gathering(gathering_id)
    zone = found.series.zone
    starts, ends = found.starts_at.astimezone(zone), found.ends_at.astimezone(zone)
    initial = {
        "on": starts.date(), "begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "overnight": ends.date() > starts.date(),
        "note": found.note,
    }  # fmt: skip
    form = MoveForm(request.POST or None, initial=initial)

    def do() -> None:
        on, begins, minutes = form.moments()
        starts_at, ends_at = moments(on, begins, minutes, ZoneInfo(found.series.time_zone))
        move_gathering(found, starts_at=starts_at, ends_at=ends_at, note=form.cleaned_data["note"], now=timezone.now())

    context = {
        "heading": _("Move this one"),
        "send": _("Move it"),
        "told": _shown(found),
        "after": _("Everybody who follows the calendar sees the new time."),
    }
    return _answer(request, found, form, do, context, done=_("Moved. Whoever follows the calendar sees it."))


@for_organizers
def call_off(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """This one does not take place."""
    found = _own_gathering(gathering_id)
    form = WordsForm(request.POST or None)

    def do() -> None:
        call_off_gathering(found, note=form.cleaned_data["note"], now=timezone.now())

    context = {
        "heading": _("Call this one off"), "send": _("Call it off"), "told": _shown(found), "warn": True,
        "after": _("It stays in the calendar as called off, so that nobody comes to a closed door."),
    }  # fmt: skip
    return _answer(request, found, form, do, context, done=_("Called off. Whoever follows the calendar sees it."))


@for_organizers
def back_on(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """What was called off takes place after all."""
    found = _own_gathering(gathering_id)
    form = KeyForm(request.POST or None)
    context = {"heading": _("It takes place after all"), "send": _("Put it back"), "told": _shown(found)}
    return _answer(request, found, form, lambda: put_gathering_back_on(found, now=timezone.now()), context, done=_("It takes place again."))


@for_organizers
def note(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """Something people should know about this one."""
    found = _own_gathering(gathering_id)
    form = WordsForm(request.POST or None, initial={"note": found.note})

    def do() -> None:
        note_about_gathering(found, note=form.cleaned_data["note"], now=timezone.now())

    context = {"heading": _("Say something about this one"), "send": _("Save"), "told": _shown(found)}
    return _answer(request, found, form, do, context, done=_("Saved."))


@for_organizers
def heads(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """How many came: one number."""
    found = _own_gathering(gathering_id)
    form = HeadsForm(request.POST or None, initial={"number": found.head_count})

    def do() -> None:
        count_heads(found, number=form.cleaned_data["number"], now=timezone.now())

    context = {"heading": _("How many came"), "send": _("Save"), "told": _shown(found)}
    return _answer(request, found, form, do, context, done=_("Saved. Nothing is kept of who was there."))


@for_organizers
def series(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """All times of a series, which of them were changed by hand, and what can be done to all."""
    found, now = own_series(series_id), timezone.now()
    rows = list(calendar.coming(found, now=now)[: SHOWN + 1])
    for row in rows:
        row.series = found
    past = found.gatherings.shown().filter(ends_at__lte=now).order_by("-starts_at")[:10]
    for row in past:
        row.series = found
    today = timezone.localdate()
    counted = [row.head_count for row in past if row.head_count is not None]
    context = {
        "series": found,
        "host": group_name(found.host),
        "repeats": words.repeats_words(found),
        "lasts": words.lasts_words(found.minutes),
        "is_listed": found.repeats == Repeats.LISTED,
        "is_festival": found.kind == "festival",
        "lines": [line_of(row, today=today) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "past": [line_of(row, today=today) for row in past],
        "n_counted": len(counted),
        "n_heads": sum(counted),
        "group_url": reverse("gatherings-of", args=[found.organization_id or found.circle_id]),
    }
    return render(request, "gatherings/calendar/series.html", context)


@for_organizers
def extra(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """One more time, or one more part of a festival."""
    found = own_series(series_id)
    is_festival = found.repeats == Repeats.LISTED and found.kind == "festival"
    last = found.gatherings.order_by("-changed_at", "-starts_at").first() if found.repeats == Repeats.LISTED else None
    starts = last.starts_at.astimezone(found.zone) if last is not None else None
    initial = {
        "begins": f"{found.begins:%H:%M}",
        "ends": f"{(timezone.datetime.combine(found.first_on, found.begins) + timedelta(minutes=found.minutes)):%H:%M}",
    }
    if is_festival:
        initial = {"on": starts.date() if starts else found.first_on}
    form = (PartForm if is_festival else ExtraForm)(request.POST or None, initial=initial)

    def do() -> None:
        on, begins, minutes = form.moments()
        starts_at, ends_at = moments(on, begins, minutes, found.zone)
        told = form.cleaned_data
        add_gathering(found, starts_at=starts_at, ends_at=ends_at, title=told.get("title", ""), note=told["note"], now=timezone.now())

    context = {
        "heading": _("Add a part of the programme") if is_festival else _("Add one more time"), "send": _("Add it"), "told": found.title,
    }  # fmt: skip
    return _answer(request, found, form, do, context, done=_("Added."), to=reverse("gatherings-series", args=[found.pk]))


@for_organizers
def end(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """The last day of a series."""
    found = own_series(series_id)
    form = EndForm(request.POST or None, initial={"last_on": timezone.localdate()})

    def do() -> None:
        told = form.cleaned_data
        end_series(found, last_on=told["last_on"], words=told["note"], now=timezone.now())

    context = {"heading": _("End it"), "send": _("End it"), "told": found.title, "warn": True}
    return _answer(request, found, form, do, context, done=_("It has a last day now."), to=reverse("gatherings-series", args=[found.pk]))


def _answer(request: HttpRequest, found, form, do: Callable[[], None], context: dict, *, done: str, to: str = "") -> HttpResponse:
    """Ask, do it once, say what came of it."""
    series = found.series if isinstance(found, Gathering) else found
    to = to or reverse("gatherings-gathering", args=[found.pk])
    if request.method == "POST" and form.is_valid() and ask_about_names(form, series.kind, series.language):
        key = form.cleaned_data["form_key"]
        try:
            once(
                key, scope=f"gatherings.keeping:{request.resolver_match.url_name}:{found.pk}", now=timezone.now(), do=lambda: do() and None
            )
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, done)
            return redirect(to)
    return render(request, "gatherings/calendar/change.html", {"form": form, "back": to} | context)


def _shown(found: Gathering) -> str:
    return _("%(title)s: %(when)s") % {"title": found.title, "when": words.when_words(found, found.series.zone, today=timezone.localdate())}
