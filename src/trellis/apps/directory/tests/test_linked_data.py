"""What search engines read of a page."""

import json
import re

from trellis.apps.directory.tests.factories import make_location, make_organization, make_service


def linked(client, address: str) -> dict | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.DOTALL)
    return json.loads(found[1]) if found else None


def test_a_service_its_organization_and_its_place(client, db):
    group, hall = make_organization(website="https://peers.example.org"), make_location()
    service = make_service(group, hall, name="Tea </script> & cake")

    told = linked(client, f"/service/{service.pk}")
    assert (told["@type"], told["name"], told["provider"]["name"]) == ("Service", "Tea </script> & cake", "Pier Avenue Peers")
    assert told["isAccessibleForFree"] is True
    assert told["availableChannel"][0]["serviceLocation"]["address"]["postalCode"] == "CO15 0VV"
    assert linked(client, f"/organization/{group.pk}")["url"] == "https://peers.example.org"
    assert linked(client, f"/location/{hall.pk}")["geo"]["latitude"] == 51.795
    assert "calendar.ics" in client.get(f"/service/{service.pk}").content.decode()


def test_nothing_of_a_secret_place_nor_of_what_may_endanger(client, db):
    group = make_organization()
    secret = make_location(group, name="The safe house", confidential=True, public_area="Near Clacton")
    open_one, quiet = make_service(group, secret), make_service(group, make_location(), name="Quiet", sensitive=True)

    assert (
        "availableChannel" not in linked(client, f"/service/{open_one.pk}")
        or linked(client, f"/service/{open_one.pk}")["availableChannel"] == []
    )
    assert linked(client, f"/service/{quiet.pk}") is None
