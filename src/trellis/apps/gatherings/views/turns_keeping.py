"""Turns as those see them who organize: a gathering's shifts, what each time needs, whom to ask, what was seen of somebody."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings import actions, rules
from trellis.apps.gatherings.forms.turns import AskForm, PressForm, RoleForm, SeenForm, role_initial
from trellis.apps.gatherings.models import Gathering, Series, ShiftPattern
from trellis.apps.gatherings.models.turns import Shift, Turn
from trellis.apps.gatherings.queries import turns_keeping as queries
from trellis.apps.gatherings.views.turns import shift_or_404
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.apps.people.actions import drop_capability
from trellis.apps.people.models import Capability
from trellis.apps.people.queries.capabilities import capabilities_of
from trellis.apps.people.queries.naming import named
from trellis.core.actions import WrongState, current_person, once


@for_members
def gathering(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """The shifts of one gathering: who does what, who stands by, what is missing; afterwards, where nobody was."""
    found, now = _gathering_or_404(gathering_id), timezone.now()
    if request.method == "POST":
        form = PressForm(request.POST)
        turn = Turn.objects.filter(shift__gathering=found, pk=form.cleaned_data["row"]).first() if form.is_valid() else None
        if turn is None:
            messages.warning(request, _("This form is out of date. Open the page again."))
        else:
            tried(request, lambda: actions.note_unfilled(turn, now=now), _("The place is noted as empty. It says nothing of anybody."))
        return redirect("turns-gathering", found.pk)
    context = {"gathering": found, "rows": queries.kept(found, current_person(), now), "over": found.starts_at <= now, "key": uuid.uuid4()}
    return render(request, "gatherings/turns/gathering.html", context)


@for_members
def add(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """One more shift at one gathering."""
    found, now = _gathering_or_404(gathering_id), timezone.now()
    form = RoleForm(request.POST or None)
    begins = found.starts_at.astimezone(found.series.zone).time()
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)

    def do(details: dict) -> str:
        after, lasts = details.pop("begins_after"), details.pop("minutes")
        return str(actions.add_shift(found, begins_after=after, minutes=lasts, now=now, **details).pk)

    if _saved(request, form, do, begins=begins, minutes=minutes, scope=f"gatherings.shift.add:{found.pk}"):
        return redirect("turns-gathering", found.pk)
    return render(request, "gatherings/turns/role.html", {"form": form, "gathering": found, "series": found.series})


@for_members
def change(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """What this one shift is."""
    found, now = _own_shift_or_404(shift_id), timezone.now()
    at = found.gathering
    begins = at.starts_at.astimezone(at.series.zone).time()
    minutes = int((at.ends_at - at.starts_at).total_seconds() // 60)
    form = RoleForm(request.POST or None, initial=role_initial(found, begins_at=begins))
    if request.POST.get("do") == "drop":
        if tried(request, lambda: actions.drop_shift(found, now=now), _("It is taken out. Those who had a turn are told.")):
            return redirect("turns-gathering", at.pk)
        return redirect("turns-change", found.pk)
    scope = f"gatherings.shift.change:{found.pk}"
    if _saved(request, form, lambda details: actions.change_shift(found, now=now, **details), begins=begins, minutes=minutes, scope=scope):
        return redirect("turns-gathering", at.pk)
    n_held = Turn.objects.filter(shift=found).holding().count()
    context = {"form": form, "gathering": at, "series": at.series, "shift": found, "n_held": n_held, "may_drop": not found.has_begun(now)}
    return render(request, "gatherings/turns/role.html", context)


def _saved(request: HttpRequest, form: RoleForm, do, *, begins, minutes: int, scope: str) -> bool:
    """Keep what a form about a shift says, once."""
    if request.method != "POST" or not form.is_valid():
        return False
    details = form.details(begins_at=begins, minutes=minutes)
    if form.errors:
        return False
    key = form.cleaned_data["form_key"]
    try:
        once(key, scope=f"{scope}:{current_person().pk}", now=timezone.now(), do=lambda: do(details))
    except WrongState as stuck:
        form.add_error(None, str(stuck.reason))
        return False
    messages.success(request, _("Saved."))
    return True


@for_members
def each_time(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """What each gathering of a series needs people for."""
    found = _series_or_404(series_id)
    patterns = ShiftPattern.objects.filter(series=found, ended_at=None)
    coming = Gathering.objects.filter(series=found, state="planned", ends_at__gt=timezone.now()).order_by("starts_at")[:8]
    return render(
        request, "gatherings/turns/each_time.html", {"series": found, "patterns": patterns, "coming": queries.with_missing(coming)}
    )


@for_members
def add_each_time(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """One more role that each gathering of a series has."""
    found, now = _series_or_404(series_id), timezone.now()
    form = RoleForm(request.POST or None)
    scope = f"gatherings.shift_pattern.add:{found.pk}"

    def do(details: dict) -> str:
        return str(actions.add_pattern(found, now=now, **details).pk)

    if _saved(request, form, do, begins=found.begins, minutes=found.minutes, scope=scope):
        return redirect("turns-each-time", found.pk)
    return render(request, "gatherings/turns/role.html", {"form": form, "series": found, "each_time": True})


@for_members
def pattern(request: HttpRequest, pattern_id: uuid.UUID) -> HttpResponse:
    """What one role is, from the next gathering on."""
    found, now = ShiftPattern.objects.select_related("series").filter(pk=pattern_id).first(), timezone.now()
    if found is None or not rules.may_plan_pattern(current_person(), found):
        raise Http404
    form = RoleForm(request.POST or None, initial=role_initial(found, begins_at=found.series.begins))
    if request.POST.get("do") == "drop":
        actions.end_pattern(found, now=now)
        messages.success(request, _("The gatherings to come no longer need it. Turns that somebody has already stay."))
        return redirect("turns-each-time", found.series_id)
    begins, minutes, scope = found.series.begins, found.series.minutes, f"gatherings.shift_pattern.change:{found.pk}"
    if _saved(
        request, form, lambda details: actions.change_pattern(found, now=now, **details), begins=begins, minutes=minutes, scope=scope
    ):
        return redirect("turns-each-time", found.series_id)
    context = {"form": form, "series": found.series, "each_time": True, "pattern": found, "may_drop": found.ended_at is None}
    return render(request, "gatherings/turns/role.html", context)


@for_members
def ask(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Ask somebody who has helped before. Only they say yes."""
    found, now = _own_shift_or_404(shift_id), timezone.now()
    people = queries.can_be_asked(found, current_person(), now)
    form = AskForm(request.POST or None, people=[(str(each.pk), each.display_name) for each in people])
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in people if str(each.pk) == form.cleaned_data["who"])
        try:
            actions.assign_turn(found, membership=chosen, now=now)
        except WrongState as stuck:
            form.add_error("who", str(stuck.reason))
        else:
            messages.success(request, _("They are asked. The place is kept for them until they answer."))
            return redirect("turns-gathering", found.gathering_id)
    return render(request, "gatherings/turns/ask.html", {"form": form, "shift": found, "gathering": found.gathering, "people": people})


@for_members
def seen(request: HttpRequest, turn_id: uuid.UUID) -> HttpResponse:
    """Note what was seen of somebody who takes a turn or stands by."""
    turn = Turn.objects.select_related("shift__gathering__series", "membership").filter(pk=turn_id).first()
    if turn is None or turn.membership is None or not rules.may_organize_turn(current_person(), turn):
        raise Http404
    series, now = turn.shift.gathering.series, timezone.now()
    form = SeenForm(request.POST or None, initial={"kind": turn.shift.capability})
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("kind", "until_on")}
        try:
            actions.see_capability(series, membership=turn.membership, now=now, **told)
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, _("Noted. They are told."))
            return redirect("turns-gathering", turn.shift.gathering_id)
    known = queries.seen_of(turn, now)
    return render(request, "gatherings/turns/seen.html", {"form": form, "turn": turn, "gathering": turn.shift.gathering, "known": known})


@for_members
def checks(request: HttpRequest) -> HttpResponse:
    """What groups have seen of me; one button takes it out."""
    person, now = current_person(), timezone.now()
    rows = list(capabilities_of(person))
    if request.method == "POST":
        form = PressForm(request.POST)
        row = Capability.objects.filter(person=person, pk=form.cleaned_data["row"]).first() if form.is_valid() else None
        if row is not None:
            drop_capability(row, now=now)
            messages.success(request, _("It is out. The group no longer reads it."))
        return redirect("turns-checks")
    names = named(row.group for row in rows)
    today = now.date()
    shown = [{"row": row, "group": names.get(row.group), "over": row.until_on is not None and row.until_on < today} for row in rows]
    return render(request, "gatherings/turns/checks.html", {"rows": shown, "key": uuid.uuid4()})


def _gathering_or_404(gathering_id: uuid.UUID) -> Gathering:
    found = Gathering.objects.select_related("series__organization", "series__circle").filter(pk=gathering_id).first()
    if found is None or not rules.may_organize_gathering(current_person(), found):
        raise Http404
    return found


def _series_or_404(series_id: uuid.UUID) -> Series:
    found = Series.objects.select_related("organization", "circle").filter(pk=series_id).first()
    if found is None or not rules.may_organize_series(current_person(), found):
        raise Http404
    return found


def _own_shift_or_404(shift_id: uuid.UUID) -> Shift:
    found = shift_or_404(shift_id)
    if not rules.may_assign(current_person(), found):
        raise Http404
    return found
