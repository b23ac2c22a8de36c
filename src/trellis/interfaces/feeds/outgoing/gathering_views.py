"""Calendars of gatherings to subscribe to: of a place or a town, of a group, of a hall, of one series, and a person's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from hashlib import blake2b

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from trellis.apps.directory.models import Location, Organization
from trellis.apps.directory.queries.edition import current_edition
from trellis.apps.gatherings.models import Gathering, Series
from trellis.apps.gatherings.queries import feeding
from trellis.core import agenda
from trellis.core.rates import Rate, browser_key
from trellis.interfaces.feeds.outgoing.gatherings import agenda_calendar, calendar_of, one_gathering

FORM = 1
"""Grows when the same gatherings are written differently."""
SECONDS = 300
PAST_DAYS, AHEAD_DAYS = 31, 400
GUESSING = Rate("calendar-token", most=60, seconds=3600)


def gatherings_ics(request: HttpRequest) -> HttpResponse:
    """Everything that everybody may know of, or what is in one town."""
    town = request.GET.get("town", "").strip()[:120].replace("\x00", "")
    name = f"{settings.PLACE_NAME}: {town}" if town else settings.PLACE_NAME
    return _answer(request, feeding.in_town(town), name)


def group_ics(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """What a group has for everybody."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise Http404
    return _answer(request, feeding.of_organization(organization), organization.name)


def location_ics(request: HttpRequest, location_id: uuid.UUID) -> HttpResponse:
    """What takes place in a hall; a secret place has no calendar."""
    location = Location.objects.filter(pk=location_id, confidential=False).first()
    if location is None:
        raise Http404
    return _answer(request, feeding.at_location(location), location.name or location.city)


def series_ics(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """One series, or one festival."""
    series = feeding.public_series().filter(pk=series_id)
    found = series.first()
    if found is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        name = translation.gettext("Gathering") if found.sensitive else found.title
    return _answer(request, series, name)


def gathering_ics(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """One time, to add once."""
    row = Gathering.objects.public().shown().select_related("series", "location").filter(pk=gathering_id).first()
    if row is None:
        raise Http404
    edition = feeding.Edition(max(row.changed_at, row.series.changed_at), 1)
    return _unless_unchanged(request, edition, partial(one_gathering, row))


def my_ics(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own calendar, for whoever has its secret address. Stored nowhere on the way."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    browser = browser_key(request)
    person = None if GUESSING.is_used_up(browser) else feeding.person_with_token(token)
    if person is None:
        GUESSING.note(browser)
        raise Http404
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with translation.override(settings.LANGUAGE_CODE):
        lines = agenda.lines(person, since=today - timedelta(days=PAST_DAYS), until=today + timedelta(days=AHEAD_DAYS))
        body = b"".join(agenda_calendar(lines, stamp=today))
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest, series: Iterable[Series], name: str) -> HttpResponse:
    since = feeding.kept_since(timezone.localdate())
    edition = feeding.edition_of(series)
    return _unless_unchanged(request, edition, lambda: calendar_of(feeding.with_gatherings(series), name=name, since=since))


def _unless_unchanged(request: HttpRequest, edition: feeding.Edition, pieces: Callable[[], Iterable[bytes]]) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    since = feeding.kept_since(timezone.localdate())
    told = f"{FORM}|{edition}|{current_edition()[0]}|{since}|{settings.TRELLIS_URL}|{request.get_full_path()}"
    etag = f'"{blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
    changed_at = int(edition.changed_at.timestamp()) if edition.changed_at is not None else None
    response = get_conditional_response(request, etag=etag, last_modified=changed_at)
    if response is None:
        response = StreamingHttpResponse(_in_the_places_language(pieces), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="gatherings.ics"'
    response["ETag"] = etag
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    response["Cache-Control"] = f"public, max-age={SECONDS}, must-revalidate"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _in_the_places_language(pieces: Callable[[], Iterable[bytes]]) -> Iterable[bytes]:
    """The pieces, each made in the language of the place, whatever language the request was in."""
    waiting = iter(pieces())
    while True:
        with translation.override(settings.LANGUAGE_CODE):
            piece = next(waiting, None)
        if piece is None:
            return
        yield piece
