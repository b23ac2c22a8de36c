"""Meetings in the Meeting Guide format, written so that the usual client shows them as they are.

What that client does, and what is done about it here: it drops a meeting without a slug or with one that it has seen, and one
without an address, online ones too; it takes an address of fewer than four parts for approximate and the meeting for inactive
(so `approximate` is always said); it splits a list of days badly (so each day is a row of its own); it reads "7pm" as seven in the
morning (so times are always HH:MM); it knows only some hosts of online meetings (so any other link also stands in the notes).
Nobody is named: no contact of a person is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.directory.models.days import parse_byday
from trellis.apps.directory.models.vocabulary import ServiceKind, Status
from trellis.apps.directory.queries.published import PublicPlace, PublicService, Row, services_running, stream_services
from trellis.interfaces.feeds.meeting_types import LANGUAGES, TAXONOMY

KNOWN_HOSTS = (
    "bluejeans.com", "discord.gg", "freeconference.com", "freeconferencecall.com", "goto.com", "gotomeet.me", "gotomeeting.com",
    "horizon.meta.com", "maps.secondlife.com", "meet.google.com", "meet.jit.si", "meetings.dialpad.com", "signal.group",
    "skype.com", "slurl.com", "teams.live.com", "teams.microsoft.com", "vrchat.com", "webex.com", "zoho.com", "zoom.us",
)  # fmt: skip
"""Hosts that tsml-ui 1.8 takes for online meetings."""
_PHONE = re.compile(r"[^\d,+#]")
_CODES = {language: code for code, language in LANGUAGES.items()}


def meetings(*, today: date) -> Iterator[Row]:
    """Every weekly meeting, and those by appointment: a row for each day and place."""
    for service in stream_services(services_running().filter(kind=ServiceKind.MEETING)):
        yield from rows_of(service, today=today)


def rows_of(service: PublicService, *, today: date) -> Iterator[Row]:
    """The rows of one meeting. The first has the meeting's id as its slug, which favourites hang on; more of them a number."""
    slots = [(place, *slot) for place in (service.places or [None]) for slot in _slots(service, place, today)]
    for number, (place, rule, weekday) in enumerate(slots, start=1):
        slug = str(service.row["id"])
        yield _row(service, place, rule, weekday, slug if number == 1 else f"{slug}-{number}")


def _slots(service: PublicService, place: PublicPlace | None, today: date) -> list[tuple[Row, int | None]]:
    """The rules and weekdays of a meeting at a place. What is not weekly is left to the calendar."""
    rules = (place.schedules if place else []) or service.schedules or (place.location.get("schedules", []) if place else [])
    found: list[tuple[Row, int | None]] = []
    for rule in rules:
        if rule["by_appointment"]:
            found.append((rule, None))
        elif rule["freq"] == "WEEKLY" and rule["interval"] == 1 and rule["opens_at"] and _runs(rule, today):
            weekdays = parse_byday(rule["byday"])[0] or ([rule["dtstart"].weekday()] if rule["dtstart"] else [])
            found += [(rule, weekday) for weekday in weekdays]
    return found


def _runs(rule: Row, today: date) -> bool:
    begins = max(filter(None, (rule["dtstart"], rule["valid_from"])), default=today)
    ends = min(filter(None, (rule["until"], rule["valid_to"])), default=today)
    return begins <= today <= ends


def _row(service: PublicService, place: PublicPlace | None, rule: Row, weekday: int | None, slug: str) -> Row:
    row, location = service.row, place.location if place else {}
    secret = bool(location.get("confidential"))
    attendance = row["attendance"] or (["in_person"] if place and row["status"] == Status.ACTIVE else [])
    in_person = "in_person" in attendance and bool(place) and not secret
    online_url = row["online_url"] if "online" in attendance else ""
    known = any(_host(online_url).endswith(host) for host in KNOWN_HOSTS)
    found = {
        "slug": slug,
        "name": row["name"],
        "day": (weekday + 1) % 7 if weekday is not None else None,
        "time": _clock(rule["opens_at"]) if weekday is not None else "",
        "end_time": _clock(rule["closes_at"]) if weekday is not None else "",
        "timezone": rule["time_zone"] or location.get("time_zone") or settings.PLACE_TIME_ZONE,
        "types": _types(service, place),
        "location": location.get("name", ""),
        "location_notes": location.get("description", ""),
        "formatted_address": _address(location),
        **({} if secret else {name: location.get(column, "") for name, column in _PARTS.items()}),
        "regions": [part.strip() for part in location.get("region", "").split(",") if part.strip()],
        "approximate": "no" if in_person else "yes",
        "conference_url": online_url,
        "conference_url_notes": row["online_notes"] if online_url else "",
        **(_phone(row["phone_notes"]) if {"phone", "online"} & set(attendance) else {}),
        "group": row["group_name"] or service.organization["name"],
        "notes": "\n\n".join(filter(None, [row["description"], "" if known or not online_url else _online(online_url)])),
        "url": f"{settings.TRELLIS_URL}{reverse('directory-service', args=[row['id']])}",
        "updated": service.modified.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "entity": settings.PLACE_NAME,
        "entity_url": settings.TRELLIS_URL,
        "entity_website_url": settings.TRELLIS_URL,
    }
    if in_person and location.get("latitude") is not None and not location["approximate"]:
        found |= {"latitude": location["latitude"], "longitude": location["longitude"]}
    # Contacts of meetings that name a person are not even read: see directory/queries/published.py.
    desk = next((each for each in [*(place.contacts if place else []), *service.contacts] if each["email"] or each["phone"]), None)
    if desk:
        found |= {"email": desk["email"], "phone": desk["phone"]}
    return {name: value for name, value in found.items() if value not in ("", None, [])}


_PARTS = {"address": "address_1", "city": "city", "state": "state_province", "postal_code": "postal_code", "country": "country"}


def _address(location: Row) -> str:
    """An address, always: a meeting without one is not shown at all. Of a secret place the area, of none the place we serve."""
    if location.get("confidential"):
        return location["public_area"] or settings.PLACE_NAME
    county = " ".join(filter(None, [location.get("state_province"), location.get("postal_code")]))
    parts = [location.get("address_1"), location.get("city"), county, location.get("country")]
    said = [part for part in parts[:3] if part]
    return ", ".join([*said, parts[3]] if parts[3] else said) if said else f"{settings.PLACE_NAME}, {settings.PLACE_COUNTRY}"


def _types(service: PublicService, place: PublicPlace | None) -> list[str]:
    """The codes of the record. A meeting of our own that was never given any says what is known: access, language, closed for now."""
    codes = [term["code"] for term in service.terms if term["taxonomy"] == TAXONOMY]
    if codes or service.row["source_id"]:
        return codes
    location = place.location if place else {}
    found = [_CODES[code] for code in service.row["languages"] if code in _CODES]
    found += ["X"] if location.get("step_free") == "yes" else []
    found += ["XB"] if location.get("accessible_toilet") == "yes" else []
    found += ["TC"] if place and service.row["status"] == Status.TEMPORARILY_CLOSED else []
    return found


def _phone(notes: str) -> dict[str, Any]:
    """A number to dial in and what to know; a number of fewer than ten digits the client would refuse."""
    first, _blank, rest = notes.partition("\n\n")
    if len(_PHONE.sub("", first)) < 10 or len(first) > 60:
        return {}
    return {"conference_phone": first, "conference_phone_notes": rest}


def _online(url: str) -> str:
    return _("Join online: %(address)s") % {"address": url}


def _host(url: str) -> str:
    parts = url.split("/")
    return parts[2] if len(parts) > 2 else ""


def _clock(at) -> str:
    return at.strftime("%H:%M") if at else ""
