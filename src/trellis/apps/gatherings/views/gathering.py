"""One gathering, the programme of a festival, and how to take part online."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.models import Gathering, GatheringAttendance, GatheringState, Repeats, SeenBy, Series
from trellis.apps.gatherings.queries import calendar
from trellis.apps.gatherings.queries.coming import comes_to
from trellis.apps.gatherings.queries.meeting_types import names_of_types
from trellis.apps.gatherings.views import calendar_words as words
from trellis.apps.gatherings.views.calendar import group_name, line_of
from trellis.apps.people.queries.membership import membership_of
from trellis.core import beside
from trellis.core.actions import current_helper, current_person
from trellis.core.rates import Rate, browser_key
from trellis.core.references import Ref
from trellis.core.ui.views import keep_private

SHOWN_OF_SERIES = 6
SHOWING = Rate("gathering-joining", most=20, seconds=3600)


def gathering_or_404(gathering_id: uuid.UUID) -> Gathering:
    """The gathering, if it exists for whoever asks."""
    found = (
        Gathering.objects.select_related("series__organization", "series__circle", "series__service", "location", "space")
        .filter(pk=gathering_id)
        .first()
    )
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def series_or_404(series_id: uuid.UUID) -> Series:
    """The series, if it exists for whoever asks."""
    found = Series.objects.select_related("organization", "circle", "location", "space").filter(pk=series_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def discreet(request: HttpRequest, row: Gathering | Series, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Pages of a sensitive gathering, or of one for members, are stored nowhere and can be left at once."""
    return keep_private(request, respond) if row.sensitive or row.seen_by != SeenBy.EVERYBODY else respond()


def gathering(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """When, where, for whom, how to take part; for organizers the ways to change it."""
    found = gathering_or_404(gathering_id)
    return discreet(request, found, lambda: render(request, "gatherings/calendar/gathering.html", _context(request, found)))


def _context(request: HttpRequest, found: Gathering) -> dict:
    person, now = current_person(), timezone.now()
    today, series, zone = timezone.localdate(), found.series, found.series.zone
    membership = membership_of(person, series.group) if current_helper() is None else None
    organizes = bool(rules.may_organize(person, series.host))
    others = calendar.coming(series, now=now).exclude(pk=found.pk)
    joins = found.attendance != GatheringAttendance.IN_PERSON and bool(series.joining) and not found.is_called_off
    knows = organizes or membership is not None or comes_to(person, found)
    return {
        "gathering": found,
        "series": series,
        "host": group_name(series.host),
        "host_url": reverse("directory-organization", args=[series.organization_id]) if series.organization_id else "",
        "group_url": reverse("gatherings-of", args=[series.organization_id or series.circle_id]),
        "when": words.when_words(found, zone, today=today),
        "zone": words.zone_words(zone),
        "repeats": words.repeats_words(series) if series.repeats in (Repeats.WEEKLY, Repeats.MONTHLY) and not series.ended_at else "",
        "check_terms": series.term_time_only and not opening_calendar("").terms,
        "moved_from": _moved_from(found),
        "address": words.address_lines(found.location) if found.location else [],
        "secret": found.location is not None and found.location.confidential,
        "access": words.access_facts(found.location) if found.location else [],
        "types": names_of_types(series.meeting_types) if series.meeting_types else [],
        "over": found.ends_at <= now,
        "joining": series.joining if joins and knows else "",
        "ask_joining": joins and not knows and series.head_count_only,
        "online_later": joins and not knows and not series.head_count_only,
        "place_url": _place_url(found, now),
        "others": [line_of(row, today=today) for row in others[:SHOWN_OF_SERIES]],
        "is_festival": series.repeats == Repeats.LISTED,
        "ways": beside.ways("gatherings.gathering", found, person=person, now=now),
        "talk_url": reverse("talk-threads-on", args=[membership.pk, "gatherings", "gathering", found.pk]) if membership else "",
        "organizes": organizes,
        "begun": found.has_begun(now),
        "feed_url": _feed_url(found),
        "once_url": reverse(settings.CALENDARS_OF_GATHERINGS["gathering"], args=[found.pk]) if found.seen_by == SeenBy.EVERYBODY else "",
        "mine_url": reverse("gatherings-my-calendar") if person is not None else "",
        "about": str(Ref.to(found)),
        "dropped": found.state == GatheringState.DROPPED,
    }


def joining(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """How to take part online, for somebody who says that they come: where heads are only counted, and not for programs that read along."""
    found = gathering_or_404(gathering_id)
    if request.method != "POST":
        return redirect("gatherings-gathering", found.pk)
    context = _context(request, found)
    if context["ask_joining"]:
        browser = browser_key(request)
        if SHOWING.is_used_up(browser):
            context["too_many"] = True
        else:
            SHOWING.note(browser)
            context |= {"joining": found.series.joining, "ask_joining": False}
    return keep_private(request, lambda: render(request, "gatherings/calendar/gathering.html", context))


def programme(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """A festival by day, hour and place."""
    series = series_or_404(series_id)
    if series.repeats != Repeats.LISTED:
        raise Http404

    def respond() -> HttpResponse:
        today, zone = timezone.localdate(), series.zone
        rows = list(series.gatherings.shown().select_related("location", "space", "series").order_by("starts_at", "space__name", "pk"))
        days: dict[str, dict[str, list]] = {}
        for row in rows:
            hours = days.setdefault(words.day_words(row.held_on, today=today), {})
            hours.setdefault(words.clock(row.starts_at, zone), []).append((row, words.hours_words(row, zone)))
        context = {
            "series": series,
            "host": group_name(series.host),
            "days": [(day, list(hours.items())) for day, hours in days.items()],
            "organizes": bool(rules.may_organize(current_person(), series.host)),
            "where": words.where_words(series.location),
            "feed_url": reverse(settings.CALENDARS_OF_GATHERINGS["series"], args=[series.pk]) if series.seen_by == SeenBy.EVERYBODY else "",
        }
        return render(request, "gatherings/calendar/programme.html", context)

    return discreet(request, series, respond)


def _moved_from(found: Gathering) -> str:
    """The day on which it would have been, when it was moved to another."""
    if found.state != GatheringState.PLANNED or found.part or not found.changed or found.original_on == found.held_on:
        return ""
    return words.day_words(found.original_on)


def _place_url(found: Gathering, now) -> str:
    """Where one takes a place, if there are places to take."""
    if found.series.head_count_only or found.is_called_off or found.has_begun(now):
        return ""
    try:
        return reverse("places-ask", args=[found.pk])
    except NoReverseMatch:
        return ""


def _feed_url(found: Gathering) -> str:
    return (
        reverse(settings.CALENDARS_OF_GATHERINGS["series"], args=[found.series_id])
        if found.seen_by == SeenBy.EVERYBODY and isinstance(found.series.host, Organization)
        else ""
    )
