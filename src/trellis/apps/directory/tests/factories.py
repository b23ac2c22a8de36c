"""Plain makers of small believable records, through the actions that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime

from trellis.apps.directory.actions import add_record
from trellis.apps.directory.models import Location, Organization, Service, Space
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    ScheduleRecord,
    ServiceRecord,
    SpaceRecord,
)
from trellis.core.actions import as_program
from trellis.core.people.models import Grant, Person

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def make_organization(**fields) -> Organization:
    """A peer group in Clacton."""
    told = {"name": "Pier Avenue Peers", "kind": "peer_group", "led_by": "lived_experience", "assured_on": TODAY}
    with as_program():
        return add_record(record=OrganizationRecord(**{**told, **fields}), now=NOW)


def make_location(organization: Organization | None = None, **fields) -> Location:
    """A hall in Clacton."""
    told = {
        "name": "Holland Road Hall", "address_1": "4 Holland Road", "city": "Clacton-on-Sea",
        "postal_code": "CO15 0VV", "country": "GB", "latitude": 51.795, "longitude": 1.16,
        "step_free": "yes", "transportation": "Bus 5 stops outside.",
        "organization_key": str(organization.pk) if organization else "",
    }  # fmt: skip
    with as_program():
        return add_record(record=LocationRecord(**{**told, **fields}), now=NOW)


def make_service(organization: Organization | None = None, location: Location | None = None, **fields) -> Service:
    """A free evening group, every Monday from 19:00 to 21:00."""
    organization = organization or make_organization()
    told = {
        "name": "Monday Evening Circle", "kind": "meeting", "cost": "free", "referral": "none",
        "attendance": ["in_person"], "what_to_expect": "Dev meets you at the door.", "assured_on": TODAY,
        "organization_key": str(organization.pk),
        "schedules": [ScheduleRecord(weekdays=[0], opens_at="19:00", closes_at="21:00")],
        "contacts": [ContactRecord(phone="01632 960123"), ContactRecord(name="Ann Secret", phone="01632 960999", visibility="keepers")],
        "places": [PlaceOfService(location_key=str(location.pk))] if location else [],
    }  # fmt: skip
    with as_program():
        return add_record(record=ServiceRecord(**{**told, **fields}), now=NOW)


def make_space(location: Location, **fields) -> Space:
    """A small meeting room."""
    told = {"name": "Back room", "location_key": str(location.pk), "capacity": 20, "features": ["kitchen"]}
    with as_program():
        return add_record(record=SpaceRecord(**{**told, **fields}), now=NOW)


def make_person(role: str = "", organization: Organization | None = None, **fields) -> Person:
    """A person, with a role if one is named."""
    person = Person.objects.create_user(**fields)
    if role:
        Grant.objects.create(
            person=person,
            role=role,
            scope_kind="directory.organization" if organization else "",
            scope_id=str(organization.pk) if organization else "",
            granted_at=NOW,
        )
    return person
