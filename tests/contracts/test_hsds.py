"""HSDS 3.1: what every operation answers, against the pinned schemas made strict."""

import re

import pytest

from tests.contracts.conftest import SECRETS
from tests.contracts.schemas import problems
from trellis.apps.directory.models import Location, Organization, Service

UK_EXTRA = {
    "contact": frozenset({"email", "phones"}),
    "language": frozenset({"code", "name"}),
    "service": frozenset({"eligibility_description", "application_process"}),
    "service_list": frozenset({"eligibility_description", "application_process"}),
    "taxonomy_term": frozenset({"code"}),
    "service_at_location": frozenset({"service", "schedules"}),
    "phone": frozenset({"contact_id", "extension", "type", "description", "languages"}),
}


def wrong(documents, table, standard="hsds-3.1", extra=None):
    """The first few problems of many documents, so that a failure can be read."""
    found = []
    for document in documents:
        found += [f"{document.get('name', document['id'])}: {each}" for each in problems(document, standard, table, extra=extra)]
        if len(found) > 10:
            break
    return found


def test_every_service_in_full(ask):
    services = ask("/hsds/services?format=ndjson&full=true")

    assert len(services) > 300
    assert wrong(services, "service") == []


def test_lists_hold_what_is_one_to_one(ask):
    assert wrong(ask("/hsds/services?per_page=200")["contents"], "service_list") == []
    assert wrong(ask("/hsds/organizations?per_page=200")["contents"], "organization_list") == []
    assert wrong(ask("/hsds/service_at_locations?per_page=200")["contents"], "service_at_location_list") == []


def test_organizations_locations_and_terms(ask):
    assert wrong(ask("/hsds/organizations?format=ndjson&full=true"), "organization", extra={"organization": frozenset({"services"})}) == []
    assert wrong(ask("/hsds/locations?format=ndjson&full=true"), "location") == []
    assert wrong(ask("/hsds/taxonomies")["contents"], "taxonomy") == []
    assert wrong(ask("/hsds/taxonomy_terms?format=ndjson"), "taxonomy_term") == []


def test_services_at_locations_in_full(ask):
    found = ask("/hsds/service_at_locations?format=ndjson&full=true")

    assert len(found) > 300
    assert wrong(found, "service_at_location", extra={"service_at_location": frozenset({"service"})}) == []
    assert wrong([each["service"] for each in found], "service") == []


def test_one_of_each(ask):
    service = Service.objects.filter(status="active", terms__isnull=False).first() or Service.objects.filter(status="active").first()
    organization, location = (
        Organization.objects.filter(locations__isnull=False).first(),
        Location.objects.filter(confidential=False).first(),
    )
    term = ask("/hsds/taxonomy_terms?per_page=1&page=60")["contents"][0]

    assert problems(ask(f"/hsds/services/{service.pk}"), "hsds-3.1", "service") == []
    assert problems(ask(f"/hsds/locations/{location.pk}"), "hsds-3.1", "location") == []
    assert ask(f"/hsds/organizations/{organization.pk}")["id"] == str(organization.pk)
    assert ask(f"/hsds/taxonomy_terms/{term['id']}") == term
    assert ask(f"/hsds/taxonomies/{term['taxonomy_id']}")["id"] == term["taxonomy_id"]


def test_the_uk_profile_in_full(ask):
    services = ask("/oruk/services?format=ndjson&full=true")

    assert wrong(services, "service", "oruk-3.0", UK_EXTRA) == []
    assert wrong(ask("/oruk/services?per_page=200")["contents"], "service_list", "oruk-3.0", UK_EXTRA) == []
    places = ask("/oruk/service_at_locations?format=ndjson&full=true")
    assert wrong(places, "service_at_location", "oruk-3.0", UK_EXTRA) == []
    assert wrong([each["service"] for each in places], "service", "oruk-3.0", UK_EXTRA) == []
    assert wrong(ask("/oruk/taxonomy_terms?format=ndjson"), "taxonomy_term", "oruk-3.0", UK_EXTRA) == []


def test_the_uk_profile_says_what_its_fields_alone_would_not(ask):
    services = ask("/oruk/services?format=ndjson&full=true")

    assert any(phone["number"] for each in services for contact in each.get("contacts", []) for phone in contact.get("phones", []))
    assert any(language["code"] for each in services for language in each.get("languages", []))
    assert any(each.get("fees") for each in services)
    assert all("phones" not in each and "required_documents" not in each for each in services)
    assert any("schedules" in each for each in services)


def test_nothing_is_empty(ask):
    """Null fails the schemas, and empty text is against the UK rules; only a required part of an address may be unknown."""
    required = {"address_1", "city", "state_province", "postal_code"}

    def empty(value, name=""):
        if isinstance(value, dict):
            return [each for key, inside in value.items() for each in empty(inside, key)]
        if isinstance(value, list):
            return [name] if not value else [each for inside in value for each in empty(inside, name)]
        return [name] if value is None or (value == "" and name not in required) else []

    for address in (
        "/hsds/services?format=ndjson&full=true",
        "/oruk/services?format=ndjson&full=true",
        "/hsds/organizations?format=ndjson&full=true",
    ):
        assert [found for each in ask(address) for found in empty(each)] == []


@pytest.mark.parametrize("path", ["/hsds/", "/oruk/"])
def test_the_root_says_what_it_is(ask, path):
    about = ask(path)

    assert about["version"] == {"/hsds/": "3.1", "/oruk/": "HSDS-UK-3.0"}[path]
    assert about["openapi_url"].endswith(f"{path}openapi.json")
    assert about["profile"].startswith("https://")


def test_a_page_is_the_envelope_of_the_standard(ask):
    first = ask("/hsds/services?per_page=50")

    assert {name: first[name] for name in ("page_number", "size", "first_page", "last_page", "empty")} == {
        "page_number": 1, "size": 50, "first_page": True, "last_page": False, "empty": False,
    }  # fmt: skip
    last = ask(f"/hsds/services?per_page=50&page={first['total_pages']}")
    assert (last["last_page"], last["first_page"]) == (True, False)
    beyond = ask(f"/hsds/services?per_page=50&page={first['total_pages'] + 1}")
    assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], first["total_items"])


def test_the_pages_together_are_the_whole(ask):
    pages = ask("/hsds/services?per_page=100")["total_pages"]
    by_page = [each["id"] for number in range(1, pages + 1) for each in ask(f"/hsds/services?per_page=100&page={number}")["contents"]]

    assert len(by_page) == len(set(by_page))
    assert by_page == [each["id"] for each in ask("/hsds/services?format=ndjson")]
    minimal = ask("/hsds/services?minimal=true")
    assert by_page == [each["id"] for each in minimal["contents"]]
    assert minimal["total_items"] == len(by_page)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_must_stay_is_in_no_feed(everything, db, secret):
    assert [address for address, said in everything.items() if re.search(re.escape(secret), said)] == []
