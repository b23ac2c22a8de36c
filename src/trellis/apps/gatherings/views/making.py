"""Putting a gathering in the calendar: one question on a page, checked, made."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Circle, Location, Organization, Service
from trellis.apps.directory.models.vocabulary import ServiceKind
from trellis.apps.directory.queries.groups import group_with_id, is_sensitive
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.series import Details, describe_series, make_series, make_series_in_circle, reschedule_series
from trellis.apps.gatherings.forms import making as forms
from trellis.apps.gatherings.forms.naming import SURE, ask_about_names
from trellis.apps.gatherings.models import GatheringKind, Repeats, SeenBy, Series
from trellis.apps.gatherings.models.series import DUTIES
from trellis.apps.gatherings.queries import calendar
from trellis.apps.gatherings.queries.judging import judge
from trellis.apps.gatherings.queries.placing import find_location, locations_for, twins_of
from trellis.apps.gatherings.views import calendar_words as words
from trellis.apps.gatherings.views.calendar import group_name
from trellis.apps.gatherings.views.keeping import for_organizers, own_series
from trellis.apps.gatherings.views.making_pattern import DETAILS, again_of, comes_again, detail_step, pattern_from, said_before
from trellis.core.actions import Refused, WrongState, current_person, once
from trellis.core.ui.parts import Link
from trellis.core.ui.walking import Line, Step, Told, Walk


class Asking(Walk):
    """The walk through the questions, with answers in words of their own on the page that checks them."""

    def __init__(self, request: HttpRequest, steps: list[Step], host, *, kind: str = "", initial=None, today: date):
        self.host, self.kind, self.today = host, kind, today
        super().__init__(request, steps, initial=initial, clean=self._look)

    @property
    def kind_told(self) -> str:
        """What sort of gathering it is, as far as it was told."""
        return self.kind or self.data.get("kind-kind", "")

    def _look(self, code: str, form) -> None:
        """What one answer alone can't tell: names, places, days that can't be."""
        ask_about_names(form, self.kind_told, get_language() or "en")
        if code == "when" and form.cleaned_data.get("on") and form.cleaned_data["on"] < self.today:
            form.add_error("on", _("This day is over. Choose today or a later day."))
        if code == "when" and form.cleaned_data.get("on") and form.cleaned_data["on"] > self.today + timedelta(days=730):
            form.add_error("on", _("That is more than two years away. Choose a nearer day."))
        if code == "place" and form.cleaned_data.get("where") == forms.ELSEWHERE:
            _find_place(form)
        if code in ("weekly", "nth", "date", "words", "left_out") and form.is_valid():
            self._judge(code, form)

    def _judge(self, code: str, form) -> None:
        """Say here why the days can't be, so that nobody walks on with them."""
        told = dict(self.told) | {code: form.cleaned_data}
        if "when" not in told or "again" not in told or again_of(told) not in told:
            return
        problem = words.problem_words(judge(pattern_from(told, told["when"])))
        if problem:
            form.add_error(next(iter(form.fields)), problem)

    def _lines(self) -> list[Line]:
        lines = []
        for step in self._applying():
            for line in self._lines_of(step.code, self._bound(step)):
                if line.value:
                    lines.append(line)
        return lines

    def _lines_of(self, code: str, form) -> list[Line]:
        told = form.cleaned_data
        if code == "when":
            hours = _("%(begins)s to %(ends)s") % {"begins": told["begins"], "ends": told["ends"]}
            return [Line(_("When"), f"{words.day_words(told['on'])}\n{hours}", code)]
        if code == "listed":
            return [Line(_("Dates"), words.days_list(told["dates"]), code)]
        if code == "left_out":
            until = words.day_words(told["until"]) if told.get("until") else ""
            return [Line(_("Not"), _choices(form, "left_out"), code), Line(_("Last day"), until or _("It goes on"), code)]
        if code == "place":
            place = told.get("found")
            return [Line(_("Where"), words.where_words(place) if place else _choices(form, "where"), code)]
        if code == "nth":
            days = " ".join([_choices(form, "nth").replace("\n", ", "), str(WEEKDAYS[int(told["weekday"])])])
            return [Line(_("Which day of the month"), days, code)]
        return [Line(str(field.label), _choices(form, name), code) for name, field in form.fields.items() if name != SURE]


def _choices(form, name: str) -> str:
    value, choices = form.cleaned_data.get(name), dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return "\n".join(str(choices.get(each, each)) for each in value)
    return str(choices.get(value, "" if value is None else value))


def _find_place(form) -> None:
    name = form.cleaned_data.get("elsewhere", "")
    found = find_location(name) if name else []
    if not name:
        form.add_error("elsewhere", _("Write what the place is called."))
    elif not found:
        form.add_error(
            "elsewhere",
            _("We have no place of that name in the directory. Write another part of its name, or choose “People ask us where it is”."),
        )
    elif len(found) > 1:
        names = "; ".join(words.where_words(each) for each in found)
        form.add_error("elsewhere", _("Several places fit: %(names)s. Write the whole name of one.") % {"names": names})
    else:
        form.cleaned_data["found"] = found[0]


def _steps(host: Organization | Circle) -> list[Step]:
    places = [(str(each.pk), words.where_words(each) or _("A secret place")) for each in locations_for(host)]

    def twins(told: Told) -> list[Service]:
        if told.get("kind", {}).get("kind") != GatheringKind.TWELVE_STEP or "when" not in told:
            return []
        when = pattern_from(told, told["when"])
        return twins_of(host, on=when.first_on, begins=when.begins, location=_location(told))

    meetings = [] if isinstance(host, Circle) else host.services.filter(kind=ServiceKind.MEETING).order_by("name")[:20]
    return [
        Step("kind", forms.KindForm),
        Step("what", forms.WhatForm),
        Step("types", forms.TypesForm, lambda told: told.get("kind", {}).get("kind") == GatheringKind.TWELVE_STEP),
        Step("who", forms.WhoForm),
        Step("how", forms.AttendanceForm),
        Step("place", forms.places_form(places), lambda told: told.get("how", {}).get("attendance") != "online"),
        Step("joining", forms.JoiningForm, lambda told: told.get("how", {}).get("attendance") in ("online", "hybrid")),
        Step("when", forms.WhenForm),
        Step("again", forms.AgainForm, lambda told: told.get("kind", {}).get("kind") != GatheringKind.FESTIVAL),
        *(Step(code, form, detail_step(code)) for code, form in DETAILS.items()),
        Step("left_out", forms.LeaveOutForm, comes_again),
        Step("twin", forms.twin_form([(str(each.pk), each.name) for each in meetings]), lambda told: bool(twins(told))),
        Step("places", forms.PlacesForm, lambda told: told.get("kind", {}).get("kind") != GatheringKind.BOARD),
        Step("seen", forms.SeenForm, lambda told: not isinstance(host, Circle) and told.get("kind", {}).get("kind") not in DUTIES),
        Step("sensitive", forms.SensitiveForm),
    ]


@for_organizers
def choose(request: HttpRequest) -> HttpResponse:
    """For which group."""
    organizations, circles = calendar.hosts_for(current_person())
    links = [Link(label=group_name(each), url=reverse("gatherings-new-for", args=[each.pk])) for each in [*organizations, *circles]]
    if len(links) == 1:
        return redirect(links[0].url)
    return render(request, "gatherings/calendar/choose.html", {"links": links})


@for_organizers
def make(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """The questions, the answers to check, and it is in the calendar."""
    host, today, now = _host_or_404(group_id), timezone.localdate(), timezone.now()
    initial = {"sensitive": {"sensitive": "yes" if is_sensitive(host) else "no"}, "seen": {"seen_by": SeenBy.EVERYBODY}}
    walk = Asking(request, _steps(host), host, initial=initial, today=today)
    page = _respond(
        walk,
        request,
        heading=_("Put a gathering in the calendar"),
        back=reverse("gatherings-of", args=[group_id]),
        send=_("Put it in the calendar"),
    )
    if page is not None:
        return page
    told = walk.told
    details = _details(told, host)
    pattern = pattern_from(told, told["when"])
    listed = tuple({told["when"]["on"], *told["listed"]["dates"]}) if "listed" in told else ()
    doing = make_series_in_circle if isinstance(host, Circle) else make_series
    try:
        made, _is_new = once(
            walk.form_key, scope=f"gatherings.series.make:{host.pk}:{current_person().pk}", now=now,
            do=lambda: doing(host, details=details, pattern=pattern, listed=listed, now=now),
        )  # fmt: skip
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("gatherings-new-for", group_id)
    messages.success(request, _("It is in the calendar."))
    series = Series.objects.get(pk=made)
    first = series.gatherings.order_by("starts_at").first()
    return (
        redirect("gatherings-series", made)
        if first is None or series.kind == GatheringKind.FESTIVAL
        else redirect("gatherings-gathering", first.pk)
    )


@for_organizers
def describe(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """Change what a series is, for whom or where."""
    series = own_series(series_id)
    host, today = series.host, timezone.localdate()
    kept = {"what", "types", "who", "how", "place", "joining", "places", "seen", "sensitive"}
    steps = [step for step in _steps(host) if step.code in kept and not (step.code == "seen" and series.kind in DUTIES)]
    if series.location_id is not None:
        places = [(str(each.pk), words.where_words(each)) for each in {*locations_for(host), series.location}]
        steps = [Step("place", forms.places_form(places), step.applies) if step.code == "place" else step for step in steps]
    if series.kind != GatheringKind.TWELVE_STEP:
        steps = [step for step in steps if step.code != "types"]
    else:
        steps = [Step("types", forms.TypesForm) if step.code == "types" else step for step in steps]
    walk = Asking(request, steps, host, kind=series.kind, initial=_told_before(series), today=today)
    page = _respond(
        walk, request, heading=_("Change it"), back=reverse("gatherings-series", args=[series.pk]), send=_("Save"), at_once=True
    )
    if page is not None:
        return page
    details = _details({**walk.told, "kind": {"kind": series.kind}}, host, before=series)
    now = timezone.now()
    try:
        once(
            walk.form_key,
            scope=f"gatherings.series.describe:{series.pk}",
            now=now,
            do=lambda: describe_series(series, details=details, now=now),
        )
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
    else:
        messages.success(request, _("Saved. What was changed by hand keeps its own words."))
    return redirect("gatherings-series", series.pk)


@for_organizers
def reschedule(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """Other times from some day on."""
    series, today, now = own_series(series_id), timezone.localdate(), timezone.now()
    coming = [row for row in calendar.coming(series, now=now).filter(part=0, changed=False)[:20] if row.starts_at > now]
    if series.ended_at is not None or series.repeats == Repeats.LISTED or not coming:
        messages.error(request, _("There is nothing to come that could be changed."))
        return redirect("gatherings-series", series.pk)
    choices = [(row.original_on.isoformat(), words.day_words(row.original_on, today=today)) for row in coming]
    steps = [
        Step("from", forms.from_form(choices)), Step("when", forms.WhenForm), Step("again", forms.again_form(listed=False)),
        *(Step(code, form, detail_step(code)) for code, form in DETAILS.items() if code != "listed"),
        Step("left_out", forms.LeaveOutForm, comes_again),
    ]  # fmt: skip
    initial = said_before(series, coming[0].original_on) | {"from": {"from_on": choices[0][0]}}
    walk = Asking(request, steps, series.host, kind=series.kind, initial=initial, today=today)
    kept = series.gatherings.filter(changed=True, starts_at__gt=now).exclude(state="dropped").count()
    page = _respond(
        walk,
        request,
        heading=_("Change the times from some day on"),
        back=reverse("gatherings-series", args=[series.pk]),
        send=_("Change them all"),
        kept=kept,
    )
    if page is not None:
        return page
    pattern = pattern_from(walk.told, walk.told["when"], zone=series.time_zone)
    from_on = date.fromisoformat(walk.told["from"]["from_on"])
    try:
        once(
            walk.form_key, scope=f"gatherings.series.reschedule:{series.pk}", now=now,
            do=lambda: reschedule_series(series, pattern=pattern, from_on=from_on, today=today, now=now),
        )  # fmt: skip
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
    else:
        messages.success(request, _("Changed. Look over the ones that were changed by hand: they stay as they were."))
    return redirect("gatherings-series", series.pk)


def _respond(
    walk: Asking, request: HttpRequest, *, heading: str, back: str, send: str, kept: int = 0, at_once: bool = False
) -> HttpResponse | None:
    organization = walk.host if isinstance(walk.host, Organization) else None
    context = {"heading": heading, "back": back, "send": send, "organization": organization, "taking_back": ""}
    if request.method == "POST":
        walk._applying()
        context["note"] = _outlook(walk, kept)
    return walk.respond(**context)


def _outlook(walk: Asking, kept: int) -> SafeString | str:
    """What the answers come to: in words, the next days, and what is odd."""
    when = walk.told.get("when")
    if when is None:
        return ""
    try:
        pattern = pattern_from(walk.told, when)
    except KeyError:
        return ""
    if not pattern.comes_again:
        return ""
    judged = judge(pattern)
    notes = [words.repeats_words(pattern), _("The next: %(days)s.") % {"days": "; ".join(words.day_words(day) for day in judged.days)}]
    notes += words.notes_words(judged)
    if kept:
        notes.append(_("Those that were changed by hand stay as they are. Look them over afterwards."))
    return format_html("{}", format_html_join(SafeString("<br>"), "{}", ((note,) for note in notes)))


def _location(told: Told) -> Location | None:
    place = told.get("place")
    if not place or place["where"] == forms.NOWHERE:
        return None
    return place.get("found") or Location.objects.filter(pk=place["where"]).first()


def _details(told: Told, host, *, before: Series | None = None) -> Details:
    coming = told.get("places", {})
    twin = told.get("twin", {}).get("twin", "no")
    service = Service.objects.filter(pk=twin, organization=host).first() if twin != "no" else (before.service if before else None)
    location = _location(told)
    space = before.space if before is not None and before.location_id == getattr(location, "pk", None) else None
    return Details(
        title=told["what"]["title"],
        kind=told["kind"]["kind"],
        description=told["what"]["description"],
        who_for=told["who"]["who_for"],
        ask_for=told["who"]["ask_for"],
        language=before.language if before is not None else get_language() or "en",
        seen_by=told["seen"]["seen_by"] if "seen" in told else SeenBy.MEMBERS,
        sensitive=told["sensitive"]["sensitive"] == "yes",
        attendance=told["how"]["attendance"],
        location=location,
        space=space,
        joining=told.get("joining", {}).get("joining", ""),
        meeting_types=told.get("types", {}).get("meeting_types", []),
        service=service,
        head_count_only=coming.get("coming") == "heads",
        places=coming.get("places") if coming.get("coming") == "places" else None,
    )


def _told_before(series: Series) -> dict[str, dict[str, Any]]:
    coming = "heads" if series.head_count_only else "places" if series.places else "open"
    return {
        "what": {"title": series.title, "description": series.description},
        "types": {"meeting_types": series.meeting_types},
        "who": {"who_for": series.who_for, "ask_for": series.ask_for},
        "how": {"attendance": series.attendance},
        "place": {"where": str(series.location_id or forms.NOWHERE)},
        "joining": {"joining": series.joining},
        "places": {"coming": coming} | ({"places": str(series.places)} if series.places else {}),
        "seen": {"seen_by": series.seen_by},
        "sensitive": {"sensitive": "yes" if series.sensitive else "no"},
    }


def _host_or_404(group_id: uuid.UUID) -> Organization | Circle:
    host = group_with_id(group_id)
    if host is None or (isinstance(host, Circle) and not calendar.is_inside(current_person(), host)):
        raise Http404
    verdict = rules.may_organize(current_person(), host)
    if not verdict:
        raise Refused(verdict.reason)
    return host
