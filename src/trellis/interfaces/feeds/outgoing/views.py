"""The open feeds of meetings and points, and the page that tells people of all of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.apps.directory.queries.edition import current_edition
from trellis.apps.directory.queries.published import read_services, services_running, sources_by_id
from trellis.core.opendata import array_answer, open_data
from trellis.interfaces.feeds.outgoing.calendars import calendar_of, meeting_calendar
from trellis.interfaces.feeds.outgoing.meetings import meetings
from trellis.interfaces.feeds.outgoing.points import features
from trellis.interfaces.feeds.outgoing.tables import meeting_table


@open_data(current_edition, daily=True)
def meetings_json(request: HttpRequest) -> StreamingHttpResponse:
    """Every weekly meeting in the Meeting Guide format."""
    return array_answer(meetings(today=timezone.localdate()))


@open_data(current_edition, daily=True)
def meetings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table."""
    response = StreamingHttpResponse(meeting_table(meetings(today=timezone.localdate())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meetings.csv"'
    return response


@open_data(current_edition)
def meetings_ics(request: HttpRequest) -> StreamingHttpResponse:
    """All meetings as a calendar, the monthly ones too."""
    return _calendar(meeting_calendar(today=timezone.localdate()), "meetings.ics")


@open_data(current_edition)
def service_ics(request: HttpRequest, service_id: uuid.UUID) -> StreamingHttpResponse:
    """One service as a calendar to keep up to date, or to add once."""
    if not services_running().filter(pk=service_id).exists():
        raise Http404
    return _calendar(calendar_of(read_services([service_id]), today=timezone.localdate()), "calendar.ics")


@open_data(current_edition)
def directory_geojson(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that has a place as points on a map."""
    return array_answer(features(), before='{"type":"FeatureCollection","features":[', after="]}", content_type="application/geo+json")


def use_our_data(request: HttpRequest) -> HttpResponse:
    """What there is, in plain words, under which licence, and whom to name."""
    licence, licence_url = settings.OPEN_DATA_LICENCE
    credited = sorted((row for row in sources_by_id().values() if row["attribution"] or row["url"]), key=lambda row: row["name"])
    return render(
        request,
        "feeds/use_our_data.html",
        {"licence": licence, "licence_url": licence_url, "sources": credited, "address": settings.TRELLIS_URL},
    )


def _calendar(pieces, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
