"""From rows to the record form: what a form edits, a revision keeps and a feed sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from trellis.apps.directory.models import (
    Contact,
    Location,
    Organization,
    Schedule,
    Service,
    Space,
    TaxonomyTerm,
)
from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    Record,
    ScheduleRecord,
    ServiceRecord,
    SpaceRecord,
    TermRecord,
)

_KINDS: dict[type, type] = {
    Organization: OrganizationRecord,
    Service: ServiceRecord,
    Location: LocationRecord,
    Space: SpaceRecord,
}


def record_of(row: Any) -> Record:
    """The whole record of a row, secrets and non-public contacts included.

    For editing and history only; what is public comes from `public_record`.
    """
    kind = _KINDS[type(row)]
    names = {each.attname for each in row._meta.concrete_fields}
    record = kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__ if name in names})
    record.key = str(row.pk)
    if isinstance(row, Organization):
        record.parent_key = _text_id(row.parent_id)
    else:
        record.organization_key = _text_id(row.organization_id)
    if isinstance(row, Organization | Service):
        record.terms = [term_record(term) for term in row.terms.all()]
    record.contacts = [contact_record(each) for each in row.contacts.all()]
    if not isinstance(row, Organization):
        record.schedules = [schedule_record(each) for each in row.schedules.all()]
    if isinstance(row, Location):
        record.timezone = row.time_zone
        for name, value in row.private.items():
            setattr(record, name, value)
    if isinstance(row, Space):
        record.location_key = _text_id(row.location_id)
    if isinstance(row, Service):
        record.places = [_place(each) for each in row.at_locations.all()]
    return record


def public_record(row: Any) -> Record:
    """The record as anybody may read it: no secret, no contact that is not public."""
    record = record_of(row)
    if isinstance(row, Location):
        for name in row.private:
            setattr(record, name, None if name in ("latitude", "longitude") else "")
    record.extra = {}
    record.contacts = _public(record.contacts)
    for place in getattr(record, "places", ()):
        place.contacts = _public(place.contacts)
    return record


def _public(contacts: list[ContactRecord]) -> list[ContactRecord]:
    return [each for each in contacts if each.visibility == "public"]


def _place(at_location) -> PlaceOfService:
    return PlaceOfService(
        location_key=str(at_location.location_id),
        description=at_location.description,
        schedules=[schedule_record(each) for each in at_location.schedules.all()],
        contacts=[contact_record(each) for each in at_location.contacts.all()],
    )


def schedule_record(row: Schedule) -> ScheduleRecord:
    """A schedule in the record form."""
    weekdays, nth = parse_byday(row.byday)
    return ScheduleRecord(
        weekdays=weekdays,
        nth=nth,
        opens_at=row.opens_at.strftime("%H:%M") if row.opens_at else "",
        closes_at=row.closes_at.strftime("%H:%M") if row.closes_at else "",
        freq=row.freq,
        interval=row.interval,
        month_days=parse_month_days(row.bymonthday),
        starts_on=row.dtstart,
        until=row.until,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        term_time_only=row.term_time_only,
        closed_on_holidays=row.closed_on_holidays,
        except_dates=[date.fromisoformat(day) for day in row.except_dates],
        timezone=row.time_zone,
        by_appointment=row.by_appointment,
        description=row.description,
    )


def contact_record(row: Contact) -> ContactRecord:
    """A contact in the record form."""
    return ContactRecord(**{name: getattr(row, name) for name in ContactRecord.__dataclass_fields__})


def term_record(row: TaxonomyTerm) -> TermRecord:
    """A taxonomy term in the record form, without its parent."""
    return TermRecord(
        taxonomy=row.taxonomy,
        code=row.code,
        name=row.name,
        description=row.description,
        synonyms=list(row.synonyms),
    )


def _text_id(value) -> str:
    return str(value) if value else ""
