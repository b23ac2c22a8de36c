"""From the record form to rows. No permission is asked here: declared actions call it.

`fill` sets the columns of one row and saves nothing, so that a bulk import can use it too; the
`*_rows` functions make the unsaved parts that belong to a row.
"""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from trellis.apps.directory.models import (
    Contact,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    Space,
    TaxonomyTerm,
    TimeTaken,
)
from trellis.apps.directory.models.days import byday
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    Record,
    ScheduleRecord,
    ServiceRecord,
    SpaceRecord,
    TermRecord,
)
from trellis.apps.directory.queries import leadership

MODELS: dict[type, type] = {
    OrganizationRecord: Organization,
    ServiceRecord: Service,
    LocationRecord: Location,
    SpaceRecord: Space,
}
_ELSEWHERE = {
    "key", "organization_key", "parent_key", "location_key", "terms", "contacts", "schedules",
    "places", "timezone",
}  # fmt: skip


def fill(row: Any, record: Record) -> None:
    """Set every column of `row` from `record`; relations and parts are the caller's.

    What a source says beyond our fields is first freed of characters that no database keeps.
    """
    record.extra = writable(record.extra)
    for name in record.__dataclass_fields__:
        if name not in _ELSEWHERE:
            setattr(row, name, getattr(record, name))
    if isinstance(row, Organization) and not row._state.adding:
        _keep_what_it_said(row)
    if isinstance(record, LocationRecord):
        row.time_zone = record.timezone
        row.private = {}
        if record.confidential:
            _hide(row)


def _keep_what_it_said(organization: Organization) -> None:
    """What an initiative answered on who leads it stands above what a form or a source says."""
    answer = leadership.answer_of(organization.pk)
    if answer is not None:
        organization.led_by = leadership.led_by(answer.leads, before=organization.led_by, kind=organization.kind)


_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def writable(value: Any) -> Any:
    """A JSON value without NUL and lone surrogates, which PostgreSQL and encryption refuse."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {writable(name): writable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [writable(item) for item in value]
    return value


def _hide(location: Location) -> None:
    """Move what must stay secret from the readable columns into the encrypted one."""
    for name in Location.SECRET:
        value = getattr(location, name)
        empty = None if name in ("latitude", "longitude") else ""
        if value != empty:
            location.private[name] = value
        setattr(location, name, empty)


def schedule_rows(records: list[ScheduleRecord], **owner) -> list[Schedule]:
    """Unsaved schedules of one owner (service=, at_location=, location= or space=)."""
    return [
        Schedule(
            position=min(index, 32_767),
            freq=each.freq,
            interval=each.interval,
            byday=byday(each.weekdays, each.nth),
            bymonthday=",".join(map(str, each.month_days)),
            opens_at=time.fromisoformat(each.opens_at) if each.opens_at else None,
            closes_at=time.fromisoformat(each.closes_at) if each.closes_at else None,
            dtstart=each.starts_on,
            until=each.until,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            term_time_only=each.term_time_only,
            closed_on_holidays=each.closed_on_holidays,
            except_dates=[day.isoformat() for day in each.except_dates],
            time_zone=each.timezone,
            by_appointment=each.by_appointment,
            description=each.description,
            **owner,
        )
        for index, each in enumerate(records)
    ]


def contact_rows(records: list[ContactRecord], **owner) -> list[Contact]:
    """Unsaved contacts of one owner."""
    return [
        Contact(
            position=min(index, 32_767),
            visibility=each.visibility,
            name=each.name,
            title=each.title,
            email=each.email,
            phone=each.phone,
            extension=each.extension,
            phone_type=each.phone_type,
            languages=each.languages,
            description=each.description,
            **owner,
        )
        for index, each in enumerate(records)
    ]


def time_taken_rows(service: Service) -> list[TimeTaken]:
    """Unsaved times that a source says something took, for a new service: later ones are told by people and are theirs."""
    told = service.extra.get("days_taken", [])
    month = service.created_at.date().replace(day=1)
    return [
        TimeTaken(service=service, days=days, month=month)
        for days in (told if isinstance(told, list) else [])
        if isinstance(days, int) and 0 <= days <= 3650
    ]


def save_terms(records: list[TermRecord]) -> list[TaxonomyTerm]:
    """The rows of these terms, made where they are not there yet; parents by their code."""
    rows = []
    for each in records:
        row, _fresh = TaxonomyTerm.objects.get_or_create(
            taxonomy=each.taxonomy,
            code=each.code or each.name[:120],
            defaults={
                "name": each.name or each.code,
                "description": each.description,
                "synonyms": each.synonyms,
                "parent": TaxonomyTerm.objects.filter(taxonomy=each.taxonomy, code=each.parent_code).first() if each.parent_code else None,
            },
        )
        rows.append(row)
    return rows


def save_organization(record: OrganizationRecord, row: Organization) -> Organization:
    """Write an organization with its terms and contacts."""
    fill(row, record)
    row.save()
    row.terms.set(save_terms(record.terms))
    row.contacts.all().delete()
    Contact.objects.bulk_create(contact_rows(record.contacts, organization=row))
    return row


def save_location(record: LocationRecord, row: Location) -> Location:
    """Write a location with its schedules and contacts."""
    fill(row, record)
    row.save()
    _replace_parts(row, record, "location")
    return row


def save_space(record: SpaceRecord, row: Space) -> Space:
    """Write a space with its schedules and contacts."""
    fill(row, record)
    row.save()
    _replace_parts(row, record, "space")
    return row


def save_service(record: ServiceRecord, row: Service, *, locations: dict[str, Location]) -> Service:
    """Write a service with its parts; `locations` gives the row for each place's key."""
    fresh = row._state.adding
    fill(row, record)
    row.save()
    row.terms.set(save_terms(record.terms))
    _replace_parts(row, record, "service")
    row.at_locations.all().delete()
    for place in record.places:
        location = locations.get(place.location_key)
        if location is None:
            continue
        at_location, _fresh = ServiceAtLocation.objects.get_or_create(
            service=row, location=location, defaults={"description": place.description}
        )
        Schedule.objects.bulk_create(schedule_rows(place.schedules, at_location=at_location))
        Contact.objects.bulk_create(contact_rows(place.contacts, at_location=at_location))
    if fresh:
        TimeTaken.objects.bulk_create(time_taken_rows(row))
    return row


def _replace_parts(row: Any, record: Any, owner: str) -> None:
    row.schedules.all().delete()
    row.contacts.all().delete()
    Schedule.objects.bulk_create(schedule_rows(record.schedules, **{owner: row}))
    Contact.objects.bulk_create(contact_rows(record.contacts, **{owner: row}))
