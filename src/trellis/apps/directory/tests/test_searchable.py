"""What of the directory gets into the search index, and what must not."""

from datetime import UTC, datetime

import pytest

from trellis.apps.directory.models import Contact, Location, Organization, Schedule, Service, ServiceAtLocation, Space, TaxonomyTerm
from trellis.apps.directory.queries.searchable import SERVICE
from trellis.core.search.checking import drift, holds
from trellis.core.search.finding import find
from trellis.core.search.indexing import index, reindex
from trellis.core.search.query import Found, Query

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def ask(words="", **more) -> Found:
    return find(Query(words=words, **more), now=NOW)


def service_at(location=None, **more) -> Service:
    organization = Organization.objects.create(name=more.pop("organization", "The Larder"), led_by="residents")
    service = Service.objects.create(organization=organization, **{"name": "Food bank", **more})
    if location:
        ServiceAtLocation.objects.create(service=service, location=location)
    return service


def hall(**more) -> Location:
    facts = {"name": "Hall", "address_1": "1 Marine Parade", "city": "Clacton", "latitude": 51.79, "longitude": 1.15, "step_free": "yes"}
    return Location.objects.create(**{**facts, **more})


def test_a_service_is_found_with_its_facts():
    service = service_at(hall(), cost="free", categories=["food"], languages=["en", "pl"], attendance=["in_person"], referral="none")
    Schedule.objects.create(service=service, byday="TU", opens_at="18:00", closes_at="20:00")
    term = TaxonomyTerm.objects.create(taxonomy="trellis", code="food-bank", name="Food bank", synonyms=["foodbank", "hamper"])
    service.terms.add(term)
    reindex()
    found = ask("hamper", open_now=True, filters={"cost": ("free",), "step_free": ("yes",), "language": ("pl",), "led_by": ("residents",)})
    (result,) = found.results
    assert (result.kind, result.ref, result.state) == ("service", service.pk, "open")
    assert result.card["locality"] == "Clacton"
    assert drift() == []


def test_a_confidential_address_and_contacts_that_are_not_public_stay_out():
    secret = Location(confidential=True, public_area="North Essex", private={"address_1": "12 Secretlane", "city": "Secrettown"})
    secret.save()
    service = service_at(secret, name="Refuge")
    Contact.objects.create(service=service, visibility="keepers", phone="01632 960111", name="Secretname")
    Contact.objects.create(service=service, visibility="public", phone="01632 960222")
    reindex()
    (result,) = ask("refuge").results
    assert (result.latitude, result.card["locality"], result.card["phone"]) == (None, "North Essex", "01632 960222")
    for text in ("Secretlane", "Secrettown", "Secretname", "960111"):
        assert holds(text) == [], text


def test_what_does_not_run_is_not_found():
    running, ended = service_at(hall(), name="Tea one"), service_at(hall(), name="Tea two")
    reindex()
    assert ask("tea").total == 2
    ended.status = "defunct"
    ended.save()
    index(SERVICE.kind, [ended.pk])
    assert [result.ref for result in ask("tea").results] == [running.pk]


def test_a_service_at_two_places_and_a_space():
    service = service_at(hall())
    ServiceAtLocation.objects.create(service=service, location=hall(name="Church", latitude=51.94, longitude=1.28, city="Harwich"))
    Space.objects.create(name="Garden room", location=hall(name="Barn"), features=["piano"])
    reindex()
    (result,) = ask("food bank", position=(51.94, 1.28)).results
    assert (result.card["locality"], result.also_at) == ("Harwich", 1)
    assert ask("piano", filters={"kind": ("space",)}).results[0].card["name"] == "Garden room"


def test_an_organization_is_found_by_itself_only_while_it_offers_nothing():
    from trellis.apps.directory.actions import retire_record
    from trellis.apps.directory.tests.factories import make_organization, make_person, make_service
    from trellis.core.actions import acting

    funder = make_organization(name="Saltmarsh Fund", kind="funder", description="Small grants, quickly.")
    (found,) = ask("saltmarsh").results
    assert (found.kind, found.ref, found.card["kind"]) == ("organization", funder.pk, "organization")

    service = make_service(funder, name="Saltmarsh grants")
    assert [result.kind for result in ask("saltmarsh").results] == ["service"]

    with acting(make_person("keeper")):
        retire_record(service, now=NOW)
    assert ask("saltmarsh").results == ()
    assert drift() == []


def test_a_group_is_found_by_the_time_of_day_and_the_day():
    from trellis.apps.directory.models.records import ScheduleRecord
    from trellis.apps.directory.tests.factories import make_service

    made = make_service(name="Circle", schedules=[ScheduleRecord(weekdays=[1], opens_at="19:00", closes_at="20:00")])
    for words in ("evening circle", "tuesday circle", "circle tuesday evenings"):
        found = ask(words)
        assert [result.ref for result in found.results] == [made.pk]
        assert not found.partial
    assert ask("weekend circle").words_left == ("weekend",)
