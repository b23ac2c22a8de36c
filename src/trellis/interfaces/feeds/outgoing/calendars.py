"""Meetings as a calendar: an event for each rule, repeating as the rule says, with the days on which it does not take place.

Unlike the list of meetings it has the monthly ones too. Events begin in the current month, so that an unchanged calendar stays
the same to the letter all month; when they began is known of few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vRecur

from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.apps.directory.models.vocabulary import ServiceKind, Status
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.directory.queries.published import PublicPlace, PublicService, Row, services_running, stream_services
from trellis.kernels.hours import Rule, held_on, next_day
from trellis.kernels.hours.recurrence import in_pattern

DAYS_AHEAD = 400
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def meeting_calendar(*, today: date) -> Iterator[bytes]:
    """The calendar of all meetings, piece by piece: its head, each event, its end."""
    yield from calendar_of(stream_services(services_running().filter(kind=ServiceKind.MEETING)), today=today)


def calendar_of(services: Iterable[PublicService], *, today: date) -> Iterator[bytes]:
    """A calendar of these services. Zones are described before the events that need them, so as each one turns up."""
    told: set[str] = set()
    head = Calendar()
    head.add("prodid", "-//Trellis//Directory//EN")
    head.add("version", "2.0")
    head.add("x-wr-calname", settings.PLACE_NAME)
    yield head.to_ical().removesuffix(b"END:VCALENDAR\r\n")
    for service in services:
        for zone, event in events_of(service, today=today):
            if zone not in told:
                told.add(zone)
                yield _zone(zone, today.year)
            yield event.to_ical()
    yield b"END:VCALENDAR\r\n"


def events_of(service: PublicService, *, today: date) -> Iterator[tuple[str, Event]]:
    """The events of a service and the zone of each; none while it is closed without a day on which it opens again."""
    first = today.replace(day=1)
    if service.row["status"] == Status.TEMPORARILY_CLOSED:
        if service.row["closed_until"] is None:
            return
        first = max(first, service.row["closed_until"])
    for place in service.places or [None]:
        rules = (place.schedules if place else []) or service.schedules or (place.location.get("schedules", []) if place else [])
        for rule in rules:
            event = _event(service, place, rule, first)
            if event is not None:
                yield event


def _event(service: PublicService, place: PublicPlace | None, row: Row, first: date) -> tuple[str, Event] | None:
    if row["opens_at"] is None or row["by_appointment"]:
        return None
    rule = _rule(row)
    # Days of the pattern itself; holidays and days that are left out come back as exceptions.
    bare = _rule(row | {"except_dates": [], "closed_on_holidays": False, "term_time_only": False})
    if rule.interval > 1 and rule.anchor is None:
        return None
    start = next_day(bare, opening_calendar(""), first.toordinal(), first.toordinal() + DAYS_AHEAD)
    if start is None:
        return None
    name = row["time_zone"] or (place.location.get("time_zone", "") if place else "") or settings.PLACE_TIME_ZONE
    begins = datetime.combine(date.fromordinal(start), row["opens_at"], ZoneInfo(name))
    event = Event()
    event.add("uid", f"{row['id']}{f'-{place.id}' if place else ''}@{_host()}")
    event.add("dtstamp", service.modified.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", service.modified.astimezone(UTC).replace(microsecond=0))
    event.add("summary", service.row["name"])
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=rule.minutes))
    if rule.freq != "ONCE":
        event.add("rrule", _recurrence(row, rule, name))
        missing = _left_out(rule, bare, begins)
        if missing:
            event.add("exdate", missing)
    event.add("url", f"{settings.TRELLIS_URL}{reverse('directory-service', args=[service.row['id']])}")
    told = "\n\n".join(filter(None, [service.row["description"], row["description"]]))
    for key, value in (("description", told), ("location", _where(place))):
        if value:
            event.add(key, value)
    location = place.location if place else {}
    if location.get("latitude") is not None and not location["approximate"]:
        event.add("geo", (location["latitude"], location["longitude"]))
    return name, event


def _rule(row: Row) -> Rule:
    weekdays, nth = parse_byday(row["byday"])
    closes = row["closes_at"]
    return Rule(
        weekdays=tuple(weekdays),
        nth=tuple(nth),
        month_days=tuple(parse_month_days(row["bymonthday"])),
        opens=row["opens_at"].hour * 60 + row["opens_at"].minute,
        closes=closes.hour * 60 + closes.minute if closes is not None else None,
        freq=row["freq"],
        interval=row["interval"],
        starts_on=row["dtstart"],
        until=row["until"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        term_time_only=row["term_time_only"],
        closed_on_holidays=row["closed_on_holidays"],
        except_dates=tuple(date.fromisoformat(day) for day in row["except_dates"]),
    )


def _recurrence(row: Row, rule: Rule, zone: str) -> vRecur:
    found: dict[str, Any] = {"freq": rule.freq}
    if rule.interval > 1:
        found["interval"] = rule.interval
    days = [f"{n}{_CODES[weekday]}" for n, weekday in rule.nth] or [_CODES[weekday] for weekday in rule.weekdays]
    if days:
        found["byday"] = days
    if rule.freq == "MONTHLY" and rule.month_days:
        found["bymonthday"] = list(rule.month_days)
    ends = min(filter(None, (rule.until, rule.valid_to)), default=None)
    if ends:
        found["until"] = datetime.combine(ends, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
    return vRecur(found)


def _left_out(rule: Rule, bare: Rule, begins: datetime) -> list[datetime]:
    """Openings of the pattern that do not take place, for a year and a month ahead."""
    if not (rule.except_dates or rule.closed_on_holidays or rule.term_time_only):
        return []
    calendar = opening_calendar("")
    days = (begins.date() + timedelta(days=n) for n in range(DAYS_AHEAD))
    return [datetime.combine(day, begins.timetz()) for day in days if in_pattern(bare, day) and not held_on(rule, calendar, day)]


def _where(place: PublicPlace | None) -> str:
    if place is None:
        return ""
    location = place.location
    if location["confidential"]:
        return location["public_area"]
    parts = [location["name"], location["address_1"], location["address_2"], location["city"], location["postal_code"]]
    return ", ".join(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=64)
def _zone(name: str, year: int) -> bytes:
    """How a zone changes its clocks, for the years ahead."""
    part = Calendar()
    event = Event()
    event.add("dtstart", datetime(year, 1, 1, tzinfo=ZoneInfo(name)))
    part.add_component(event)
    part.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 3, 1, 1))
    return b"".join(each.to_ical() for each in part.timezones)


def _host() -> str:
    return settings.TRELLIS_URL.partition("://")[2] or "localhost"
