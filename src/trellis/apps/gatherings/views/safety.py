"""The log of a group's patrols: reading, writing with a look at the words first, areas, counts."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.directory.queries.groups import group_with_id
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import safety as actions
from trellis.apps.gatherings.forms.safety import AreaForm, EntryForm
from trellis.apps.gatherings.models.safety import Answered, SafetyEntry
from trellis.apps.gatherings.queries import safety as queries
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.core.actions import WrongState, current_person, once
from trellis.core.signposts import signposts
from trellis.core.ui.views import sensitive_page
from trellis.core.ui.words import clock

AHEAD = timedelta(days=14)


@for_members
def log(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """How to get help, my patrols, what was seen lately."""
    host, now, person = host_or_404(group_id), timezone.now(), current_person()
    page = Paginator(queries.entries_of(host), 30).get_page(request.GET.get("page"))
    context = {
        "host": host,
        "emergency": emergency(),
        "patrols": queries.own_patrols(person, host, since=now - timedelta(hours=12), until=now + AHEAD),
        "alarms": queries.open_alarms(host),
        "page": page,
        "rows": [(entry, done_words(entry), entry.person_id == person.pk) for entry in page],
        "has_areas": queries.areas_of(host).exists(),
        "organizes": queries.organizes(person, host),
    }
    return render(request, "gatherings/safety/log.html", context)


@for_members
def new(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Write down what was seen and done."""
    host, now, person = host_or_404(group_id), timezone.now(), current_person()
    form = EntryForm(request.POST or None, areas=queries.areas_of(host))
    patrol = queries.own_patrols(person, host, since=now - timedelta(hours=2), until=now + timedelta(minutes=15)).first()
    found: list[queries.Notice] = []
    if request.method == "POST" and form.is_valid():
        told, found, sure = form.told(now, get_language() or "en"), _notices(form, host), _sure(form)
        if queries.can_be_saved(found, **sure):
            key, scope = form.cleaned_data["form_key"], f"gatherings.entry.write:{person.pk}"
            do = lambda: actions.write_entry(form.area_chosen, told=told, gathering=patrol, now=now, **sure)  # noqa: E731
            if _saved(form, lambda: once(key, scope=scope, now=now, do=do)):
                messages.success(request, _("Saved. Thank you."))
                return redirect("safety-log", host.pk)
    return render(request, "gatherings/safety/entry.html", _asking(form, found, host, now))


@for_members
def change(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Change what I wrote within a day."""
    entry, now = entry_or_404(entry_id), timezone.now()
    if not rules.wrote_entry(current_person(), entry):
        raise Http404
    first = {"kind": entry.kind, "area": str(entry.area_id), "at": clock(entry.seen_at), "done": entry.done, "words": entry.words}
    form = EntryForm(request.POST or None, areas=queries.areas_of(entry.host), initial=first)
    found: list[queries.Notice] = []
    if request.method == "POST" and form.is_valid():
        told, found, sure = form.told(now, get_language() or "en"), _notices(form, entry.host), _sure(form)
        if clock(entry.seen_at) == form.cleaned_data["at"]:
            told["seen_at"] = entry.seen_at
        do = lambda: actions.change_entry(entry, told=told, area=form.area_chosen, now=now, **sure)  # noqa: E731
        if queries.can_be_saved(found, **sure) and _saved(form, do):
            messages.success(request, _("Saved."))
            return redirect("safety-log", entry.host.pk)
    return render(request, "gatherings/safety/entry.html", _asking(form, found, entry.host, now) | {"entry": entry})


@for_members
def remove(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Remove an entry, after asking."""
    entry = entry_or_404(entry_id)
    if not rules.may_remove_entry(current_person(), entry):
        raise Http404
    if request.method == "POST":
        tried(request, lambda: actions.remove_entry(entry, now=timezone.now()), _("Removed."))
        return redirect("safety-log", entry.host.pk)
    return render(request, "gatherings/safety/remove.html", {"entry": entry, "host": entry.host, "done": done_words(entry)})


@for_members
def areas(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """The parts of the town that the group looks after."""
    host, now, person = organized_host_or_404(group_id), timezone.now(), current_person()
    form = AreaForm(request.POST if request.POST.get("do") == "add" else None)
    if request.method == "POST":
        if request.POST.get("do") == "add":
            if form.is_valid():
                key, name = form.cleaned_data["form_key"], form.cleaned_data["name"]
                scope = f"gatherings.area.add:{host.pk}:{person.pk}"
                do = lambda: actions.add_area(host=host, name=name, now=now)  # noqa: E731
                if _saved(form, lambda: once(key, scope=scope, now=now, do=do), "name"):
                    return redirect("safety-areas", host.pk)
        else:
            area = queries.areas_of(host).filter(pk=_uuid(request.POST.get("area"))).first()
            if area is not None:
                tried(request, lambda: actions.retire_area(area, now=now), _("Taken away."))
            return redirect("safety-areas", host.pk)
    return render(request, "gatherings/safety/areas.html", {"host": host, "form": form, "areas": queries.areas_of(host)})


@sensitive_page
def counts(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """How often what was seen, by month and area. Outside the group small numbers are hidden; of a circle nobody outside sees any."""
    host, person = group_with_id(group_id), current_person()
    inside = host is not None and queries.reads_log(person, host)
    if host is None or not (inside or queries.is_public(host)):
        raise Http404
    return render(request, "gatherings/safety/counts.html", {"host": host, "inside": inside, "rows": queries.counts(host, inside=inside)})


def host_or_404(group_id: uuid.UUID) -> queries.Host:
    """The group whose log this person reads."""
    host = group_with_id(group_id)
    if host is None or not queries.reads_log(current_person(), host):
        raise Http404
    return host


def organized_host_or_404(group_id: uuid.UUID) -> queries.Host:
    host = group_with_id(group_id)
    if host is None or not queries.organizes(current_person(), host):
        raise Http404
    return host


def entry_or_404(entry_id: uuid.UUID) -> SafetyEntry:
    entry = SafetyEntry.objects.select_related("area", "organization", "circle").filter(pk=entry_id).first()
    if entry is None or not entry.is_visible_to(current_person()):
        raise Http404
    return entry


def emergency():
    """The national lines for danger."""
    known = signposts()
    return next((group for group in known.groups if group.code == "danger"), None) if known is not None else None


def done_words(entry: SafetyEntry) -> list[str]:
    labels = dict(Answered.choices)
    return [str(labels.get(code, code)) for code in entry.done]


def _notices(form: EntryForm, host: queries.Host) -> list[queries.Notice]:
    return queries.notices(form.cleaned_data["words"], host, language=get_language() or "")


def _sure(form: EntryForm) -> dict[str, bool]:
    """Whether these very words were looked at, and whether the writer says that the names are places."""
    looked_at = form.cleaned_data["looked_at"] == digest(form.cleaned_data["words"])
    return {"looked_at": looked_at, "are_places": looked_at and form.cleaned_data["are_places"]}


def digest(words: str) -> str:
    """Which words were looked at: other words are looked at again."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _asking(form: EntryForm, found: list[queries.Notice], host: queries.Host, now) -> dict:
    return {
        "host": host,
        "form": form,
        "found": found,
        "stops": any(each.stops for each in found),
        "asks": any(each.asks for each in found),
        "looked_at": digest(form.cleaned_data["words"]) if found else "",
        "emergency": emergency(),
        "has_areas": bool(form.areas),
        "organizes": queries.organizes(current_person(), host),
    }


def _saved(form, do, field: str = "words") -> bool:
    try:
        do()
    except WrongState as stuck:
        form.add_error(field, str(stuck.reason))
        return False
    return True


def _uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
