"""Meeting Guide rows -> the group, the place and the meeting.

Nobody is named: people given as contacts are for the directory's keepers only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    Record,
    ScheduleRecord,
    ServiceRecord,
    TermRecord,
)
from trellis.apps.directory.queries.categories import is_sensitive
from trellis.interfaces.feeds import cells, meeting_place, meeting_types, times, words
from trellis.interfaces.feeds.cells import BadCell
from trellis.interfaces.feeds.row import Row

_RECOVERY_TYPES = {"O", "C", "B", "BE", "12x12", "ABSI", "11", "DR", "LS", "ST", "TR", "GR", "LIT"}
_FELLOWSHIPS = (
    (r"\bal[- ]?anon\b|\balateen\b|\bnar[- ]?anon\b|\bfamilies anonymous\b|\bacoa?\b", ["recovery", "family"]),
    (r"\banonymous\b|\b(?:aa|na|ca|cma|ga|oa|slaa|da|ha|ma)\b|smart recovery|sober|recovery|dharma", ["recovery"]),
    (r"\bgrief|bereave", ["grief"]),
    (r"\bdepress|anxiety|mental", ["mind"]),
)
_LONGEST_MEETING = 12 * 60
_CLOCK_PART = re.compile(r"(\d{1,2}):(\d{2})")


class Guide:
    """Turns the rows of one feed into records, in passes: groups, then places, then meetings."""

    def __init__(self, report: Report, *, source: str, time_zone: str, entity: str) -> None:
        self.report = report
        self.source = source
        self.time_zone = time_zone
        self.entity = entity
        self._groups: set[str] = set()
        self._places: set[str] = set()
        self._access: dict[str, set[str]] = {}
        self._n_rows = self._n_recovery = 0

    def look(self, row: Row) -> None:
        """Learns what one row tells about others: an accessible place is so for every meeting there."""
        silent = _silent(row)
        self._n_rows += 1
        self._n_recovery += bool(_RECOVERY_TYPES.intersection(_types(silent)[0]))
        place = self._place(silent) if meeting_place.says_access(silent) else None
        if place is not None:
            for name in ("step_free", "accessible_toilet"):
                if getattr(place, name) == "yes":
                    self._access.setdefault(place.key, set()).add(name)

    def group(self, row: Row) -> Iterator[Record]:
        """The group of a row, once."""
        silent = _silent(row)
        if _is_listed(silent):
            group = self._group(silent)
            if group.key not in self._groups:
                self._groups.add(group.key)
                yield group

    def place(self, row: Row) -> Iterator[Record]:
        """The place of a row, once."""
        silent = _silent(row)
        place = self._place(silent) if _is_listed(silent) else None
        if place is not None and place.key not in self._places:
            self._places.add(place.key)
            meeting_place.say_problems(place, row)
            for name in self._access.get(place.key, ()):
                setattr(place, name, "yes")
            yield place

    def meeting(self, row: Row, key: str) -> Iterator[Record]:
        """The meeting itself, or nothing when it is refused."""
        name = row.line("name")
        if not name:
            row.refuse_row("meeting", "name", _("A meeting must have a name."))
            self.report.stays(key)
            return
        if not _is_listed(row):
            self.report.refuse(row.file, row.number, "published", _("The source has not published this meeting."), kind="meeting")
            return
        silent = _silent(row)
        group, place = self._group(silent), self._place(silent)
        types, terms = _types(row)
        record = ServiceRecord(
            key=key,
            organization_key=group.key,
            kind="meeting",
            name=name,
            group_name=row.line("group"),
            description=_joined(row.text("notes"), row.text("group_notes"), row.text("description")),
            website=row.url("url", "website"),
            online_url=row.url("conference_url"),
            online_notes=row.text("conference_url_notes"),
            phone_notes=_joined(row.line("conference_phone"), row.text("conference_phone_notes")),
            terms=terms,
            languages=_languages(row, types),
            cost="free",
            referral="none",
            last_modified=row.line("updated", limit=60),
            contacts=_contacts(row),
        )
        record.categories = self._categories(row, types)
        record.sensitive = is_sensitive(record.categories)
        record.schedules = self._schedules(row, place)
        if place is not None:
            record.places = [PlaceOfService(location_key=place.key)]
        _attendance(row, record, place, types)
        meeting_place.leave(row)
        row.ignore("id", "slug", "time_formatted", "edit_url", "feedback_url", "feedback_emails", "location_id")
        row.ignore("location_url", "region_id", "group_id", "district_id", "entity", "author")
        record.extra = row.extra()
        yield record

    def _group(self, row: Row) -> OrganizationRecord:
        """The group, or whoever publishes the feed when a meeting names no group."""
        entity = row.line("entity") or self.entity
        name = row.line("group")
        if row.data.get("_group_key"):
            key = f"group-{row.data.get('_server', '')}#{row.data['_group_key']}"[:200]
            name = name or _("%(entity)s, service body %(number)s") % {
                "entity": entity, "number": row.data["_group_key"],
            }  # fmt: skip
        elif name:
            key = f"group-{slugify(name, allow_unicode=True)[:150] or _short(name)}"
        else:
            key = "feed"
            name = entity or _("Meetings of %(source)s") % {"source": self.source}
        website = row.url("entity_website_url", "entity_url") if key == "feed" else ""
        return OrganizationRecord(key=key, name=name[:255], kind="peer_group", led_by="lived_experience", website=website)

    def _place(self, row: Row) -> LocationRecord | None:
        return meeting_place.place(row, default_zone=self.time_zone)

    def _categories(self, row: Row, types: list[str]) -> list[str]:
        said = " ".join([cells.as_text(row.data.get("entity") or self.entity)[:200], self.source.replace("-", " ")])
        for pattern, categories in _FELLOWSHIPS:
            if re.search(pattern, said, re.IGNORECASE):
                return list(categories)
        named = " ".join(cells.as_text(row.data.get(name))[:300] for name in ("name", "group"))
        if re.search(r"\bAFG\b|\bal[- ]?anon\b|\balateen\b", named, re.IGNORECASE):
            return ["recovery", "family"]
        # These types are those of twelve-step fellowships, and a feed is seldom of two minds.
        if (
            self._n_recovery * 2 > self._n_rows
            or _RECOVERY_TYPES.intersection(types)
            or re.search(_FELLOWSHIPS[1][0], named, re.IGNORECASE)
        ):
            return ["recovery"]
        return ["company"]

    def _schedules(self, row: Row, place: LocationRecord | None) -> list[ScheduleRecord]:
        opens = row.clock("time")
        closes = _end(row, opens) or _after(opens, row.data.get("_duration"))
        days = _weekdays(row)
        zone = row.line("timezone", limit=60) or self.time_zone
        if zone and zone not in times.time_zones():
            row.refuse("timezone", _("This is not a time zone."))
            zone = self.time_zone
        if not days or not opens:
            said = opens or row.line("time_formatted", limit=60)
            return [ScheduleRecord(by_appointment=True, timezone=zone, description=said)]
        return [ScheduleRecord(weekdays=days, opens_at=opens, closes_at=closes, timezone=zone)]


def _silent(row: Row) -> Row:
    """The same row, whose problems are reported by another pass."""
    return Row(row.data, file=row.file, number=row.number, report=Report())


def _is_listed(row: Row) -> bool:
    return row.data.get("_published") not in {"0", "false"}


def _joined(*parts: str) -> str:
    return "\n\n".join(dict.fromkeys(part for part in parts if part))[: cells.TEXT]


def _weekdays(row: Row) -> list[int]:
    """Days as Monday = 0. Meeting Guide counts from Sunday = 0, BMLT from Sunday = 1."""
    if row.data.get("_weekday_from_one"):
        try:
            number = times.weekday_number(row.data["_weekday_from_one"], sunday=1)
        except BadCell as bad:
            row.refuse("weekday_tinyint", str(bad))
            row.kept["weekday_tinyint"] = row.data["_weekday_from_one"]
            return []
        return [number] if number is not None else []
    value = row.take("day")
    if isinstance(value, str) and not value.strip().isdigit() and "," in value:
        value = value.split(",")
    found = []
    for each in value if isinstance(value, list) else [value]:
        try:
            number = times.weekday_number(each, sunday=0)
        except BadCell as bad:
            row.refuse("day", str(bad))
            continue
        if number is not None and number not in found:
            found.append(number)
    return sorted(found)


def _end(row: Row, opens: str) -> str:
    closes = row.clock("end_time")
    if times.is_backwards(opens, closes, longest_night=_LONGEST_MEETING):
        row.refuse("end_time", _("The end is before the start."))
        return ""
    return closes if closes != opens else ""


def _after(opens: str, duration: Any) -> str:
    match = _CLOCK_PART.match(str(duration or ""))
    if not opens or not match or int(match[1]) > 24:
        return ""
    length = int(match[1]) * 60 + int(match[2])
    if not 0 < length <= 24 * 60:
        return ""
    minutes = (int(opens[:2]) * 60 + int(opens[3:]) + length) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _types(row: Row) -> tuple[list[str], list[TermRecord]]:
    codes: list[str] = []
    unknown: list[str] = []
    for code in meeting_types.listed(row.take("types")):
        known = meeting_types.code_of(code)
        (codes if known else unknown).append(known or code)
    if unknown:
        row.kept["types"] = unknown
    codes = list(dict.fromkeys(codes))
    terms = [TermRecord(taxonomy=meeting_types.TAXONOMY, code=code, name=meeting_types.names()[code]) for code in codes]
    return codes, terms


def _languages(row: Row, types: list[str]) -> list[str]:
    found = [meeting_types.LANGUAGES[code] for code in types if code in meeting_types.LANGUAGES]
    said, _rest = words.languages(row.data.get("_language"), *_listed(row.take("languages")))
    return list(dict.fromkeys([*found, *said]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _contacts(row: Row) -> list[ContactRecord]:
    """A group's own address may be shown; people are for the keepers only."""
    found = []
    public = ContactRecord(email=row.email("email"), phone=row.read(cells.phone, ("", ""), "phone")[0])
    if public.email or public.phone:
        found.append(public)
    for number in (1, 2, 3):
        names = [f"contact_{number}_{part}" for part in ("name", "email", "phone")]
        person = ContactRecord(
            name=row.line(names[0]),
            email=row.email(names[1]),
            phone=row.read(cells.phone, ("", ""), names[2])[0],
            visibility="keepers",
        )
        if person.name or person.email or person.phone:
            found.append(person)
    private = row.data.get("_private") or {}
    for number in (1, 2):
        name = private.get(f"contact_name_{number}", "")[:255]
        email = private.get(f"contact_email_{number}", "") or (private.get("email_contact", "") if number == 1 else "")
        phone = private.get(f"contact_phone_{number}", "")[:60]
        if name or email or phone:
            found.append(ContactRecord(name=name, email=email[:254], phone=phone, visibility="keepers"))
    return found


def _attendance(row: Row, record: ServiceRecord, place: LocationRecord | None, types: list[str]) -> None:
    """In person, online or both. What the source says wins; else the address and the link tell.

    TC means that the room is closed for now: such a meeting goes on online, or not at all.
    """
    option = row.line("attendance_option", limit=40).lower()
    online = bool(record.online_url) or "ONL" in types
    phone = bool(row.data.get("conference_phone"))
    closed = "TC" in types
    in_person = place is not None and not place.approximate and not closed
    if option in {"in_person", "online", "hybrid", "inactive"}:
        in_person = option in {"in_person", "hybrid"} and not (closed and option != "hybrid")
        online = online if option == "in_person" else option != "inactive"
    elif option:
        row.refuse("attendance_option", _("Expected in_person, online, hybrid or inactive."))
    elif "ONL" in types and "TC" not in types and record.online_url and place is not None and place.approximate:
        in_person = False
    record.attendance = [code for code, says in (("in_person", in_person), ("online", online), ("phone", phone)) if says]
    if closed and not record.attendance:
        record.status = "temporarily_closed"
        record.closed_reason = _("The place where it meets is closed for now.")
    elif closed:
        record.closed_reason = _("The place where it meets is closed for now; it goes on online.")
    elif option == "inactive":
        record.status = "temporarily_closed"
        record.attendance = []
    if record.attendance == ["phone"] and place is not None and not closed and not option:
        record.attendance = ["in_person", "phone"]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
