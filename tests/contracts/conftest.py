"""A rich place for the contracts: the demo, and beside it everything that must not leave it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from trellis.apps.directory.actions import close_for_now, retire_record
from trellis.apps.directory.demo import load
from trellis.apps.directory.models import Service
from trellis.apps.directory.models.records import ContactRecord, PlaceOfService, ScheduleRecord
from trellis.apps.directory.tests.factories import NOW, make_location, make_organization, make_person, make_service
from trellis.core.actions import acting, as_program

SECRETS = (
    "17 Hidden Lane",
    "The safe house",
    "CO99 9ZZ",
    "Ann Secret",
    "01632 960999",
    "Mel Facilitator",
    "01632 960777",
    "51.8765",
    "1.2345",
)
"""What no feed may ever hold."""


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Written once for all tests of a module, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with as_program():
            load(now=NOW)
        _add_what_must_stay()
        yield
        transaction.set_rollback(True)


def _add_what_must_stay() -> None:
    group = make_organization(name="Safe Harbour Peers")
    secret = make_location(
        group, name="The safe house", address_1="17 Hidden Lane", city="Clacton-on-Sea", postal_code="CO99 9ZZ", confidential=True,
        public_area="Clacton", latitude=51.8765, longitude=1.2345, transportation="Third door in 17 Hidden Lane",
    )  # fmt: skip
    contacts = [
        ContactRecord(name="Ann Secret", phone="01632 960999", visibility="keepers"),
        ContactRecord(name="Mel Facilitator", phone="01632 960777", visibility="public"),
        ContactRecord(phone="01632 960111", extension="12", visibility="public"),
        ContactRecord(phone="01632 960112", extension="x0", visibility="public"),
    ]
    make_service(
        group, name="Tuesday Safe Circle", contacts=contacts, categories=["safety", "mind"], sensitive=True,
        places=[PlaceOfService(location_key=str(secret.pk), description="Ring twice at 17 Hidden Lane.")],
        website="https://exämple.org/über uns?a=1#b",
    )  # fmt: skip
    hall = make_location(group)
    once = ScheduleRecord(freq="ONCE", starts_on=NOW.date(), opens_at="10:00", closes_at="12:00")
    make_service(group, hall, name="=2+3 Fair", kind="activity", schedules=[once], website="not a website")
    ended, closed = make_service(group, hall, name="The old circle"), make_service(group, hall, name="Closed Circle")
    with acting(make_person("keeper")):
        retire_record(ended, now=NOW)
        close_for_now(closed, reason="The roof leaks.", now=NOW)


@pytest.fixture(scope="module")
def asked(place) -> Callable[[str], tuple[str, bytes]]:
    """Asks the open data for an address, once: nothing in the place changes while a module is tried, as each test undoes what it did."""
    client = Client()
    bodies: dict[str, tuple[str, bytes]] = {}

    def body_of(address: str) -> tuple[str, bytes]:
        if address not in bodies:
            response = client.get(address)
            assert response.status_code == 200, f"{address}: {response.status_code} {response.content[:300]}"
            bodies[address] = response["Content-Type"], b"".join(response) if response.streaming else response.content
        return bodies[address]

    return body_of


@pytest.fixture
def ask(asked, db):
    """Ask the open data for an address; the parsed answer."""
    return lambda address: parsed(*asked(address))


def parsed(kind: str, body: bytes) -> Any:
    """What stands in an answer of this content type."""
    if kind.startswith("application/x-ndjson"):
        return [json.loads(line) for line in body.splitlines()]
    return json.loads(body) if "json" in kind else body


@pytest.fixture(scope="module")
def everything(asked):
    """Every feed there is, as one text: for what must not be found in any of them."""
    service = Service.objects.get(name="Tuesday Safe Circle")
    addresses = [
        "/hsds/services?format=ndjson&full=true", "/hsds/organizations?format=ndjson&full=true&full_service=true",
        "/hsds/service_at_locations?format=ndjson&full=true", "/hsds/locations?format=ndjson&full=true", "/hsds/gone",
        "/oruk/services?format=ndjson&full=true", "/oruk/service_at_locations?format=ndjson&full=true", "/meetings.json",
        "/meetings.csv", "/meetings.ics", "/directory.geojson", f"/service/{service.pk}/calendar.ics", f"/hsds/services/{service.pk}",
    ]  # fmt: skip
    return {address: str(parsed(*asked(address))) for address in addresses}
