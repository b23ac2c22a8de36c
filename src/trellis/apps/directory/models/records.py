"""The record form: one plain shape of what a directory knows.

Importers read into it, forms edit it, revisions keep it, the demo place is written in it and
feeds are made from it. Every field has a default: text is "" when unknown, a list is empty,
a number or date is None. Names follow HSDS 3.1 wherever it has one.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints


@dataclass(slots=True, kw_only=True)
class TermRecord:
    """A taxonomy term as a source names it."""

    taxonomy: str = ""
    code: str = ""
    name: str = ""
    parent_code: str = ""
    description: str = ""
    synonyms: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ContactRecord:
    """A way to reach someone; `visibility` is public, members or keepers."""

    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    extension: str = ""
    phone_type: str = ""
    description: str = ""
    languages: list[str] = field(default_factory=list)
    visibility: str = "public"


@dataclass(slots=True, kw_only=True)
class ScheduleRecord:
    """One opening rule in local time (weekday 0 is Monday).

    `closes_at` at or before `opens_at` means past midnight; "" means the end is unknown.
    """

    weekdays: list[int] = field(default_factory=list)
    opens_at: str = ""
    closes_at: str = ""
    freq: str = "WEEKLY"
    interval: int = 1
    nth: list[tuple[int, int]] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    starts_on: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    term_time_only: bool = False
    closed_on_holidays: bool = False
    except_dates: list[date] = field(default_factory=list)
    timezone: str = ""
    by_appointment: bool = False
    description: str = ""


@dataclass(slots=True, kw_only=True)
class PlaceOfService:
    """A service at one location, with what differs there."""

    location_key: str = ""
    description: str = ""
    schedules: list[ScheduleRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OrganizationRecord:
    """Anyone who offers something: initiative, peer group, service, faith body, council."""

    key: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    kind: str = "other"
    led_by: str = ""
    approach: str = ""
    website: str = ""
    email: str = ""
    legal_status: str = ""
    year_incorporated: int | None = None
    parent_key: str = ""
    status: str = "active"
    terms: list[TermRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    language: str = "en"
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    assured_on: date | None = None
    assured_by: str = ""
    last_modified: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class ServiceRecord:
    """Something a person can go to, ask for or join: a service, meeting, activity or duty."""

    key: str = ""
    organization_key: str = ""
    kind: str = "service"
    name: str = ""
    alternate_name: str = ""
    group_name: str = ""
    description: str = ""
    what_to_expect: str = ""
    website: str = ""
    email: str = ""
    status: str = "active"
    closed_until: date | None = None
    closed_reason: str = ""
    application_process: str = ""
    required_documents: str = ""
    promised_days: int | None = None
    wait_time: str = ""
    cost: str = ""
    fees_description: str = ""
    eligibility_description: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    referral: str = ""
    attendance: list[str] = field(default_factory=list)
    online_url: str = ""
    online_notes: str = ""
    phone_notes: str = ""
    languages: list[str] = field(default_factory=list)
    languages_note: str = ""
    accessibility_note: str = ""
    accreditations: str = ""
    licenses: str = ""
    sensitive: bool = False
    categories: list[str] = field(default_factory=list)
    terms: list[TermRecord] = field(default_factory=list)
    schedules: list[ScheduleRecord] = field(default_factory=list)
    places: list[PlaceOfService] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    language: str = "en"
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    assured_on: date | None = None
    assured_by: str = ""
    last_modified: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class LocationRecord:
    """A place. When `confidential`, only `public_area` may ever be shown."""

    key: str = ""
    organization_key: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    location_type: str = "physical"
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False
    transportation: str = ""
    step_free: str = ""
    accessible_toilet: str = ""
    hearing_loop: str = ""
    parking: str = ""
    accessibility_note: str = ""
    confidential: bool = False
    public_area: str = ""
    timezone: str = ""
    schedules: list[ScheduleRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    assured_on: date | None = None
    assured_by: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class SpaceRecord:
    """A room, hall, garden or kitchen that others may use."""

    key: str = ""
    location_key: str = ""
    organization_key: str = ""
    name: str = ""
    description: str = ""
    capacity: int | None = None
    features: list[str] = field(default_factory=list)
    cost: str = ""
    fees_description: str = ""
    how_to_book: str = ""
    status: str = "active"
    schedules: list[ScheduleRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    language: str = "en"
    assured_on: date | None = None
    assured_by: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


Record = OrganizationRecord | ServiceRecord | LocationRecord | SpaceRecord


@dataclass(slots=True, kw_only=True)
class Records:
    """A batch from one source, in the order in which it must be written."""

    taxonomy: list[TermRecord] = field(default_factory=list)
    organizations: list[OrganizationRecord] = field(default_factory=list)
    locations: list[LocationRecord] = field(default_factory=list)
    services: list[ServiceRecord] = field(default_factory=list)
    spaces: list[SpaceRecord] = field(default_factory=list)


def to_plain(value: Any) -> Any:
    """The JSON-able form of a record: nested dicts, ISO dates, empty fields left out."""
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        plain = {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return {name: item for name, item in plain.items() if item not in ("", None, [], {}, False)}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: to_plain(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the fields that differ between two plain records, in order."""
    return [name for name in sorted(before.keys() | after.keys()) if name != "key" and before.get(name) != after.get(name)]


def from_plain(kind: type, plain: dict[str, Any]) -> Any:
    """The record that `to_plain` came from; unknown names are refused with TypeError."""
    hints = get_type_hints(kind)
    unknown = plain.keys() - hints.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {sorted(unknown)[0]}")
    return kind(**{name: _restore(hints[name], value) for name, value in plain.items()})


def _restore(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _restore(next(part for part in parts if part is not type(None)), value)
    if origin is list:
        return [_restore(parts[0], item) for item in value]
    if origin is tuple:
        return tuple(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return from_plain(hint, value)
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value)
    return value
