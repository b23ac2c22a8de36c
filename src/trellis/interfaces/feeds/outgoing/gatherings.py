"""Gatherings as calendars: a series as one event that repeats, and one more for each time that differs from what it says.

What a reader expands is exactly what stands in the database, across changes of the clocks too: a test expands it and compares.
Sensitive ones leave under a title that says nothing, without place and words. Nobody's name is in any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vRecur

from trellis.apps.directory.models import Location
from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.apps.gatherings.models import Gathering, GatheringState, Repeats, Series
from trellis.apps.gatherings.queries.recurring import days, pattern_of
from trellis.core.agenda import Line

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_END = b"END:VCALENDAR\r\n"
PRODID = "-//Trellis//Gatherings//EN"


def calendar_of(series: Iterable[Series], *, name: str, since: date) -> Iterator[bytes]:
    """A calendar of these series, whose gatherings are in their `rows`; a zone stands before the first event that needs it."""
    told: set[str] = set()
    yield _head(name)
    for each in series:
        events = list(events_of(each, since=since))
        if events and each.time_zone not in told:
            told.add(each.time_zone)
            yield _zone(each.time_zone, since.year)
        for event in events:
            yield event.to_ical()
    yield _END


def joined(*calendars: Iterable[bytes]) -> Iterator[bytes]:
    """Several calendars as one: the head of the first, each zone once, and all events."""
    told: set[bytes] = set()
    for number, pieces in enumerate(calendars):
        for piece in pieces:
            if piece == _END or (number and piece.startswith(b"BEGIN:VCALENDAR")):
                continue
            if piece.startswith(b"BEGIN:VTIMEZONE"):
                zone = next(line for line in piece.splitlines() if line.startswith(b"TZID:"))
                if zone in told:
                    continue
                told.add(zone)
            yield piece
    yield _END


def one_gathering(row: Gathering) -> Iterator[bytes]:
    """A calendar of one time, to add once."""
    yield _head(settings.PLACE_NAME)
    yield _zone(row.series.time_zone, row.held_on.year)
    yield _event(row.series, row, uid=_uid(row)).to_ical()
    yield _END


def events_of(series: Series, *, since: date) -> Iterator[Event]:
    """The repeating event of a series, what differs from it, and what stands beside it."""
    rows = [row for row in series.rows if row.state != GatheringState.DROPPED]
    pattern = pattern_of(series)
    if not pattern.comes_again or series.made_until is None:
        yield from (_event(series, row, uid=_uid(row)) for row in rows if row.held_on >= since)
        return
    by_day = {row.original_on: row for row in rows if row.part == 0}
    said = list(days(pattern, since=series.first_on, until=series.made_until, bare=True))
    covered = [day for day in said if day in by_day]
    if covered:
        yield from _repeating(series, said, covered, by_day, since)
    inside = set(covered)
    for row in rows:
        if (row.part or row.original_on not in inside) and row.held_on >= since:
            yield _event(series, row, uid=_uid(row))


def _repeating(series: Series, said: list[date], covered: list[date], by_day: dict[date, Gathering], since: date) -> Iterator[Event]:
    # Counting every so many weeks or months goes on rightly from any of its days.
    kept = [day for day in covered if day >= since] or covered[-1:]
    start = _local(series, kept[0])
    event = _words(series, series.title, series.sensitive)
    event.add("uid", f"series-{series.pk}@{_host()}")
    event.add("sequence", series.sequence)
    changed = max([series.changed_at, *(row.changed_at for row in by_day.values())])
    _stamp(event, changed)
    event.add("dtstart", start)
    lasts = timedelta(minutes=series.minutes)
    if (start + lasts).astimezone(UTC) - start.astimezone(UTC) == lasts:
        event.add("dtend", start + lasts)
    else:  # on a night when the clocks change an end would say another length for all
        event.add("duration", lasts)
    event.add("rrule", _recurrence(series))
    missing = [_local(series, day) for day in said if day > kept[0] and day not in by_day]
    if missing:
        event.add("exdate", missing)
    _where(event, series.location, series.sensitive)
    event.add("url", _url("gatherings-of", series.organization_id) if series.organization_id else settings.TRELLIS_URL)
    yield event
    for day in kept:
        row = by_day[day]
        begins = _local(series, day)
        expected = (begins.astimezone(UTC), begins.astimezone(UTC) + timedelta(minutes=series.minutes))
        as_said = (row.starts_at, row.ends_at) == expected and row.title == series.title and not row.note
        if as_said and row.state == GatheringState.PLANNED and row.location_id == series.location_id and row.sensitive == series.sensitive:
            continue
        override = _event(series, row, uid=f"series-{series.pk}@{_host()}")
        override.add("recurrence-id", begins)
        yield override


def _event(series: Series, row: Gathering, *, uid: str) -> Event:
    event = _words(series, row.title, row.sensitive, note=row.note)
    event.add("uid", uid)
    event.add("sequence", series.sequence + row.sequence)
    _stamp(event, max(row.changed_at, series.changed_at))
    zone = ZoneInfo(series.time_zone)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if row.state == GatheringState.CALLED_OFF else "CONFIRMED")
    _where(event, row.location, row.sensitive)
    event.add("url", _url("gatherings-gathering", row.pk))
    return event


def _words(series: Series, title: str, sensitive: bool, *, note: str = "") -> Event:
    event = Event()
    if sensitive:
        event.add("summary", _("Gathering"))
        event.add("class", "PRIVATE")
        return event
    event.add("summary", title)
    told = "\n\n".join(part for part in (note, series.description) if part)
    if told:
        event.add("description", told)
    return event


def _where(event: Event, location: Location | None, sensitive: bool) -> None:
    if location is None or sensitive:
        return
    if location.confidential:
        if location.public_area:
            event.add("location", location.public_area)
        return
    parts = (location.name, location.address_1, location.address_2, location.city, location.postal_code)
    event.add("location", ", ".join(dict.fromkeys(part for part in parts if part)))
    if location.latitude is not None and location.longitude is not None and not location.approximate:
        event.add("geo", (location.latitude, location.longitude))


def _stamp(event: Event, changed_at: datetime) -> None:
    event.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", changed_at.astimezone(UTC).replace(microsecond=0))


def _recurrence(series: Series) -> vRecur:
    """The rule; what keeps holidays or terms ends where they are known, and is told further as the months go by."""
    found: dict[str, Any] = {"freq": str(series.repeats)}
    if series.interval > 1:
        found["interval"] = series.interval
    weekdays, nth = parse_byday(series.byday)
    if nth or weekdays:
        found["byday"] = [f"{n}{_CODES[day]}" for n, day in nth] or [_CODES[day] for day in weekdays]
    if series.bymonthday:
        found["bymonthday"] = parse_month_days(series.bymonthday)
    ends = series.until_on
    if (series.closed_on_holidays or series.term_time_only) and (ends is None or ends > series.made_until):
        ends = series.made_until
    if ends is not None:
        found["until"] = datetime.combine(ends, time(23, 59, 59), ZoneInfo(series.time_zone)).astimezone(UTC)
    if series.repeats == Repeats.WEEKLY:
        found["wkst"] = "MO"
    return vRecur(found)


def _local(series: Series, day: date) -> datetime:
    return datetime.combine(day, series.begins, ZoneInfo(series.time_zone))


def agenda_calendar(lines: Iterable[Line], *, stamp: datetime) -> Iterator[bytes]:
    """A person's own list. Only neutral titles leave, and a link that opens after signing in."""
    yield _head(settings.PLACE_NAME)
    for line in lines:
        event = Event()
        event.add("uid", f"{line.uid}@{_host()}")
        event.add("dtstamp", stamp)
        event.add("summary", str(line.neutral_title))
        event.add("dtstart", line.at.astimezone(UTC))
        event.add("dtend", (line.until or line.at + timedelta(minutes=30)).astimezone(UTC))
        event.add("class", "PRIVATE")
        event.add("status", "CANCELLED" if line.called_off else "TENTATIVE" if line.asks else "CONFIRMED")
        event.add("url", f"{settings.TRELLIS_URL}{line.url}")
        yield event.to_ical()
    yield _END


def _head(name: str) -> bytes:
    head = Calendar()
    head.add("prodid", PRODID)
    head.add("version", "2.0")
    head.add("x-wr-calname", name)
    head.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    return head.to_ical().removesuffix(_END)


@lru_cache(maxsize=64)
def _zone(name: str, year: int) -> bytes:
    """How a zone changes its clocks, for the years around."""
    part = Calendar()
    event = Event()
    event.add("dtstart", datetime(year, 1, 1, tzinfo=ZoneInfo(name)))
    part.add_component(event)
    part.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 4, 1, 1))
    return b"".join(each.to_ical() for each in part.timezones)


def _uid(row: Gathering) -> str:
    return f"gathering-{row.pk}@{_host()}"


def _url(name: str, pk) -> str:
    return f"{settings.TRELLIS_URL}{reverse(name, args=[pk])}"


def _host() -> str:
    return settings.TRELLIS_URL.partition("://")[2] or "localhost"
