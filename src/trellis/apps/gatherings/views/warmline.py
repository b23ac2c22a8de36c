"""The page of a line that everybody sees, and its screen for whoever is on."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.warmline import (
    begin_watch,
    change_line,
    close_line,
    end_break,
    end_watch,
    make_line,
    stay_on,
    take_break,
)
from trellis.apps.gatherings.actions.warmline_care import ask_debrief
from trellis.apps.gatherings.forms.warmline import LineForm
from trellis.apps.gatherings.models.warmline import Warmline
from trellis.apps.gatherings.queries import warmline as queries
from trellis.apps.gatherings.queries import warmline_care as care
from trellis.apps.gatherings.queries.warmline_words import staffed_words
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.core.actions import WrongState, current_person, once
from trellis.core.signposts import signposts
from trellis.core.ui.views import sensitive_page
from trellis.core.ui.words import clock

_KINDS = ("danger", "mind")


@sensitive_page
def lines(request: HttpRequest) -> HttpResponse:
    """Every line of the place, and whether somebody is on."""
    now = timezone.now()
    rows = [(line, staffed_words(staffed := queries.staffed(line, now)), staffed) for line in queries.open_lines()]
    return render(request, "gatherings/warmline/lines.html", {"rows": rows, "groups": _groups()})


@sensitive_page
def line(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Whether somebody is on at this second, how to reach them, and where to turn else."""
    now, person = timezone.now(), current_person()
    found = Warmline.objects.select_related("organization").filter(pk=line_id).first()
    if found is None:
        raise Http404
    staffed = queries.staffed(found, now)
    context = {
        "line": found,
        "staffed": staffed,
        "words": staffed_words(staffed),
        "steps": [] if staffed.is_on or staffed.closed else care.public_steps(found),
        "groups": _groups(),
        "works": found.is_worked_by(person),
        "organizes": bool(person and rules.may_organize_line(person, found)),
    }
    return render(request, "gatherings/warmline/line.html", context)


@sensitive_page
def counts(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """How many contacts by month. Outside the group small numbers are hidden."""
    found, person = line_or_404(line_id), current_person()
    inside = found.is_worked_by(person)
    return render(request, "gatherings/warmline/counts.html", {"line": found, "inside": inside, "months": _worded(found, inside)})


@for_members
def desk(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """The screen of whoever is on, or is about to be."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    if request.method == "POST":
        _deed(request, found, now)
        return redirect("warmline-desk", found.pk)
    watch = queries.own_watch(found, person, now)
    on = watch is not None and watch.ends_at > now and queries.watches_hold(watch)
    staffed = queries.staffed(found, now)
    ends_soon = watch is not None and watch.ends_at - now <= timedelta(hours=1) and watch.ends_at + timedelta(minutes=15) > now
    alone = ends_soon and not queries.followers(watch).exists() and not queries.others_on(watch, now)
    to_begin = queries.turn_to_begin(found, person, now)
    context = {
        "line": found,
        "watch": watch,
        "on": on,
        "ends": clock(watch.ends_at) if watch is not None else "",
        "words": staffed_words(staffed),
        "to_begin": to_begin if to_begin is not None and not (on and watch.turn_id == to_begin.pk) else None,
        "next_turn": queries.next_turn_of(found, person, now),
        "alone": alone,
        "stays": [(moment.isoformat(), clock(moment)) for moment in queries.ways_to_stay(watch, now)] if alone else [],
        "needs_break": on and queries.needs_break(watch, now),
        "may_note": queries.may_note(found, person, now),
        "waiting": len(care.debriefs_for(person, found)),
        "own_debrief": care.own_debrief(person, found),
        "supervision_due": care.supervision_due(found, person, today=now.date()),
        "organizes": bool(rules.may_organize_line(person, found)),
    }
    return render(request, "gatherings/warmline/desk.html", context)


def _deed(request: HttpRequest, found: Warmline, now: datetime) -> None:
    """One press on the screen."""
    do, person = request.POST.get("do"), current_person()
    if do == "begin":
        tried(request, lambda: begin_watch(found, now=now), _("You are on now. The public page says so."))
        return
    if do == "talk":
        tried(request, lambda: ask_debrief(found, now=now), _("We have told those who listen. You will hear from one of them."))
        return
    watch = queries.own_watch(found, person, now)
    if watch is None:
        messages.warning(request, _("You were off the line already."))
        return
    if do == "end":
        tried(request, lambda: end_watch(watch, now=now), _("You are off the line. Thank you."))
    elif do == "rest":
        tried(request, lambda: take_break(watch, now=now), _("Have your break. The public page does not count you as on."))
    elif do == "return":
        tried(request, lambda: end_break(watch, now=now), _("You are on again."))
    elif do == "stay":
        try:
            until = datetime.fromisoformat(request.POST.get("until", ""))
        except ValueError:
            until = None
        if until is None or until.tzinfo is None:
            messages.warning(request, _("Choose until when you stay."))
        else:
            words = _("You stay until %(time)s. Thank you.") % {"time": clock(until)}
            tried(request, lambda: stay_on(watch, until=until, now=now), words)


@for_members
def new(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Set up the line of an organization."""
    organization = Organization.objects.filter(pk=organization_id).first()
    person, now = current_person(), timezone.now()
    if organization is None or not rules.may_organize(person, organization):
        raise Http404
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, scope = form.cleaned_data["form_key"], f"gatherings.warmline.make:{person.pk}"
        try:
            made, _is_new = once(key, scope=scope, now=now, do=lambda: make_line(organization, told=form.told(), now=now))
        except WrongState as stuck:
            form.add_error("name", str(stuck.reason))
        else:
            messages.success(request, _("The line is there. Now write the steps for a crisis."))
            return redirect("warmline-steps-edit", made)
    return render(request, "gatherings/warmline/setup.html", {"form": form, "organization": organization})


@for_members
def setup(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Change how a line can be reached, or close it."""
    found, now = organized_or_404(line_id), timezone.now()
    if request.method == "POST" and request.POST.get("do") == "close":
        tried(request, lambda: close_line(found, now=now), _("The line is closed. Its page says so."))
        return redirect("warmline", found.pk)
    form = LineForm(request.POST or None, initial={name: getattr(found, name) for name in LineForm.base_fields if hasattr(found, name)})
    if request.method == "POST" and form.is_valid():
        tried(request, lambda: change_line(found, told=form.told(), now=now), _("Saved."))
        return redirect("warmline", found.pk)
    return render(request, "gatherings/warmline/setup.html", {"form": form, "organization": found.organization, "line": found})


def line_or_404(line_id: uuid.UUID) -> Warmline:
    found = Warmline.objects.select_related("organization").filter(pk=line_id).first()
    if found is None:
        raise Http404
    return found


def worked_or_404(line_id: uuid.UUID) -> Warmline:
    """The line, for its people."""
    found = line_or_404(line_id)
    if not found.is_worked_by(current_person()):
        raise Http404
    return found


def organized_or_404(line_id: uuid.UUID) -> Warmline:
    """The line, for its organizers."""
    found = line_or_404(line_id)
    if not rules.may_organize_line(current_person(), found):
        raise Http404
    return found


def _groups():
    """Where to turn at once: the national lines for danger and for somebody who is low."""
    known = signposts()
    return [group for group in known.groups if group.code in _KINDS] if known is not None else []


def _worded(found: Warmline, inside: bool):
    from trellis.apps.gatherings.queries.warmline_words import part_words

    return [(month, [(part_words(what), n) for what, n in month.parts]) for month in queries.months(found, inside=inside)]
