"""What this place tells places that follow it, and what it keeps to itself."""

import json

import pytest
from django.urls import reverse

from trellis.apps.directory.models.records import ContactRecord, PlaceOfService, ScheduleRecord
from trellis.apps.directory.tests.factories import make_location, make_organization, make_service, make_space

pytestmark = pytest.mark.django_db


def told(client) -> dict[str, dict]:
    """What is said, by id."""
    lines = b"".join(client.get(reverse("network-records")).streaming_content).decode().splitlines()
    said = [json.loads(json.loads(line)["said"]) for line in lines]
    return {each["id"]: each.get("record", {}) for each in said if "id" in each}


def test_of_a_confidential_place_only_the_area_is_told(client):
    organization = make_organization()
    place = make_location(
        organization,
        confidential=True,
        public_area="Near the sea",
        region="Holland Marsh",
        contacts=[ContactRecord(name="Dee", phone="01632 960222")],
        schedules=[ScheduleRecord(weekdays=[0], opens_at="19:00", closes_at="21:00", description="Ring at the back door")],
    )
    at = PlaceOfService(location_key=str(place.pk), description="Behind the church")
    service, space = make_service(organization, None, places=[at]), make_space(place)

    found = told(client)

    assert found[str(place.pk)] == {
        "key": str(place.pk), "confidential": True, "public_area": "Near the sea", "location_type": "virtual",
    }  # fmt: skip
    assert found[str(service.pk)]["places"] == [{"location_key": str(place.pk)}]
    assert str(space.pk) not in found


def test_who_leads_a_meeting_or_a_peer_group_is_not_named(client):
    named = ContactRecord(name="Lou", phone="01632 960111")
    organization = make_organization(contacts=[named, ContactRecord(phone="01632 960112")])
    service = make_service(organization, contacts=[named])
    office = make_organization(name="The office", kind="authority", contacts=[named])

    found = told(client)

    assert [each["phone"] for each in found[str(organization.pk)]["contacts"]] == ["01632 960112"]
    assert "contacts" not in found[str(service.pk)]
    assert found[str(office.pk)]["contacts"][0]["name"] == "Lou"
