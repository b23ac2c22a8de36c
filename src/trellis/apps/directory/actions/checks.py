"""What a record must be before it is written: the one place where that is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from trellis.apps.directory.models import vocabulary as words
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    Record,
    ScheduleRecord,
    ServiceRecord,
    SpaceRecord,
)

known_time_zones = cache(available_timezones)
"""The names of time zones; asking the system each time reads a folder tree."""

LONGEST_LINE = 255
LONGEST_TEXT = 20_000
_LONG = {
    "description", "approach", "what_to_expect", "application_process", "required_documents",
    "fees_description", "eligibility_description", "online_notes", "phone_notes",
    "languages_note", "accessibility_note", "accreditations", "licenses", "transportation",
    "parking", "how_to_book", "website", "online_url",
}  # fmt: skip
_SHORT = {
    "postal_code": 20, "country": 2, "city": 120, "region": 120, "state_province": 120,
    "email": 254, "extension": 20, "phone_type": 20, "phone": 60, "language": 35,
    "last_modified": 60, "timezone": 60,
}  # fmt: skip
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line ends, and halves of characters."""
_CHOICES = {
    (OrganizationRecord, "kind"): words.OrganizationKind.values,
    (OrganizationRecord, "led_by"): words.LedBy.values,
    (ServiceRecord, "kind"): words.ServiceKind.values,
    (ServiceRecord, "status"): words.Status.values,
    (ServiceRecord, "cost"): words.Cost.values,
    (ServiceRecord, "referral"): words.Referral.values,
    (LocationRecord, "location_type"): words.LocationType.values,
    (LocationRecord, "step_free"): words.Access.values,
    (LocationRecord, "accessible_toilet"): words.Access.values,
    (LocationRecord, "hearing_loop"): words.Access.values,
    (SpaceRecord, "cost"): words.Cost.values,
    (ScheduleRecord, "freq"): words.Frequency.values,
    (ContactRecord, "visibility"): words.Visibility.values,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with which field ("schedules.0.closes_at"), as a sentence."""

    field: str
    reason: str


class InvalidRecord(ValueError):
    """A record that cannot be written; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(f"{each.field}: {each.reason}" for each in problems))
        self.problems = problems


def problems_of(record: Record) -> list[Problem]:
    """Everything that keeps a record from being written; empty when it may be."""
    found = list(_texts(record, ""))
    if isinstance(record, OrganizationRecord | ServiceRecord | SpaceRecord) and not record.name.strip():
        found.append(Problem("name", _("Enter a name.")))
    if isinstance(record, ServiceRecord):
        found += _service(record)
    if isinstance(record, LocationRecord):
        found += _location(record)
    for index, schedule in enumerate(getattr(record, "schedules", ())):
        found += _schedule(schedule, f"schedules.{index}.")
    for index, place in enumerate(getattr(record, "places", ())):
        for number, schedule in enumerate(place.schedules):
            found += _schedule(schedule, f"places.{index}.schedules.{number}.")
    return found


def check(record: Record) -> None:
    """Raise InvalidRecord unless the record may be written."""
    problems = problems_of(record)
    if problems:
        raise InvalidRecord(problems)


def _texts(value: Any, path: str):
    for each in fields(value):
        item = getattr(value, each.name)
        where = f"{path}{each.name}"
        if isinstance(item, str):
            yield from _text(each.name, where, item)
            choices = _CHOICES.get((type(value), each.name))
            if choices is not None and item not in choices:
                yield Problem(where, _("Choose one of the answers offered."))
        elif isinstance(item, list):
            for index, part in enumerate(item):
                if is_dataclass(part):
                    yield from _texts(part, f"{where}.{index}.")
                elif isinstance(part, str):
                    yield from _text(each.name, f"{where}.{index}", part)


def _text(name: str, where: str, text: str):
    longest = LONGEST_TEXT if name in _LONG else _SHORT.get(name, LONGEST_LINE)
    if len(text) > longest:
        yield Problem(where, _("This must be %(longest)d characters or fewer.") % {"longest": longest})
    elif _UNWRITABLE.search(text):
        yield Problem(where, _("This contains a character that cannot be kept."))


def _service(record: ServiceRecord) -> list[Problem]:
    found = []
    low, high = record.minimum_age, record.maximum_age
    for name, age in (("minimum_age", low), ("maximum_age", high)):
        if age is not None and not 0 <= age <= 150:
            found.append(Problem(name, _("An age must be between 0 and 150.")))
    if low is not None and high is not None and low > high:
        found.append(Problem("maximum_age", _("The highest age must not be below the lowest age.")))
    if record.promised_days is not None and not 0 <= record.promised_days <= 3650:
        found.append(Problem("promised_days", _("The time must be between 0 and 3,650 days.")))
    if any(each not in words.Attendance.values for each in record.attendance):
        found.append(Problem("attendance", _("Choose one of the answers offered.")))
    if any(each not in words.CATEGORIES for each in record.categories):
        found.append(Problem("categories", _("Choose one of the answers offered.")))
    return found


def _location(record: LocationRecord) -> list[Problem]:
    found = []
    if (record.latitude is None) != (record.longitude is None):
        found.append(Problem("longitude", _("Give both latitude and longitude, or neither.")))
    if record.latitude is not None and not -90 <= record.latitude <= 90:
        found.append(Problem("latitude", _("A latitude must be between -90 and 90.")))
    if record.longitude is not None and not -180 <= record.longitude <= 180:
        found.append(Problem("longitude", _("A longitude must be between -180 and 180.")))
    if record.timezone and record.timezone not in known_time_zones():
        found.append(Problem("timezone", _("This is not a time zone.")))
    return found


def _schedule(schedule: ScheduleRecord, path: str) -> list[Problem]:
    found = []
    for name in ("opens_at", "closes_at"):
        if getattr(schedule, name) and _time(getattr(schedule, name)) is None:
            found.append(Problem(path + name, _("Enter a time like 09:30.")))
    if schedule.closes_at and not schedule.opens_at:
        found.append(Problem(path + "opens_at", _("Say when it opens, not only when it closes.")))
    for first, last in (("valid_from", "valid_to"), ("starts_on", "until")):
        start, end = getattr(schedule, first), getattr(schedule, last)
        if start and end and end < start:
            found.append(Problem(path + last, _("The end must not be before the start.")))
    if not 1 <= schedule.interval <= 52:
        found.append(Problem(path + "interval", _("The interval must be between 1 and 52.")))
    if any(day not in range(7) for day in schedule.weekdays):
        found.append(Problem(path + "weekdays", _("This is not a weekday.")))
    if any(n not in (-1, 1, 2, 3, 4, 5) or day not in range(7) for n, day in schedule.nth):
        found.append(Problem(path + "nth", _("This is not a day of a month.")))
    if schedule.timezone and schedule.timezone not in known_time_zones():
        found.append(Problem(path + "timezone", _("This is not a time zone.")))
    return found


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
