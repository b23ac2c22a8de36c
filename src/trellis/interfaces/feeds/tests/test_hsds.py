"""Every version of HSDS, by files made here and by the real District of Columbia directory."""

import json
from collections import Counter
from datetime import date

import pytest

from trellis.interfaces.feeds.demo import REAL
from trellis.interfaces.feeds.inputs import Unusable
from trellis.interfaces.feeds.tests.samples import DATA, of_kind, only, read_hsds, write_tables

ORGANIZATIONS = [{"id": "o1", "name": "Pier Trust", "description": "Helps.", "url": "pier.example"}]
SERVICES = [{"id": "s1", "organization_id": "o1", "name": "Advice", "status": "active"}]


def reasons(report) -> Counter:
    return Counter((each.file, each.field) for each in report.refusals)


def test_the_real_directory_of_washington_dc():
    records, report = read_hsds(REAL / "dc-orservices-hsds.zip")

    assert report.detected == "HSDS 2.0 CSV"
    assert len(of_kind(records, "service")) == 501
    assert len(of_kind(records, "location")) == 220
    organizations = of_kind(records, "organization")
    assert len(organizations) == 60
    assert sum(bool(each.extra.get("placeholder")) for each in organizations) == 3
    places = [place for each in of_kind(records, "service") for place in each.places]
    assert len(places) == 744
    assert report.counts["service_at_location"]["refused"] == 1490 - 744
    assert "service" not in report.counts
    assert reasons(report)["services.csv", "organization_id"] == 6


def test_opening_hours_that_stand_in_date_fields():
    records, report = read_hsds(REAL / "dc-orservices-hsds.zip")

    rules = [rule for each in of_kind(records, "service") for part in (each, *each.places) for rule in part.schedules]
    assert "Opening hours stood in date fields and were taken as hours." in report.notes
    assert sum(bool(rule.weekdays and rule.opens_at) for rule in rules) > 200
    assert not any(rule.valid_from or rule.starts_on for rule in rules)
    assert any(rule.nth for rule in rules)


def test_entities_and_paragraphs_of_the_real_directory_become_text():
    records, _report = read_hsds(REAL / "dc-orservices-hsds.zip")

    texts = [each.description for each in of_kind(records, "organization")]
    assert not any("&rsquo;" in text or "<p>" in text for text in texts)
    assert any("community’s Coordinated Assessment" in text and "\n\n" in text for text in texts)


def test_hsds_1_1_tables(tmp_path):
    write_tables(
        tmp_path,
        {
            "organizations.csv": ORGANIZATIONS,
            "services.csv": SERVICES,
            "locations.csv": [{"id": "l1", "organization_id": "o1", "name": "Hall", "latitude": "51.8", "longitude": "1.15"}],
            "services_at_location.csv": [{"id": "x", "service_id": "s1", "location_id": "l1"}],
            "physical_addresses.csv": [
                {"id": "a", "location_id": "l1", "address_1": "1 Pier", "city": "Clacton", "country": "United Kingdom"}
            ],
            "postal_addresses.csv": [{"id": "b", "location_id": "l1", "address_1": "PO Box 1", "city": "Clacton"}],
            "regular_schedules.csv": [
                {"id": "1", "service_id": "s1", "weekday": day, "opens_at": "9am", "closes_at": "17:00"} for day in ("Monday", "Tuesday")
            ],
            "eligibility.csv": [{"id": "1", "service_id": "s1", "eligibility": "Anyone over 18"}],
            "languages.csv": [{"id": "1", "service_id": "s1", "language": "Polish"}],
            "accessibility_for_disabilities.csv": [{"id": "1", "location_id": "l1", "accessibility": "wheelchair access"}],
            "phones.csv": [{"id": "1", "service_id": "s1", "number": "01255 000000"}],
            "taxonomy.csv": [{"id": "t1", "name": "Debt advice", "parent_id": "", "vocabulary": "Own list"}],
            "service_taxonomy.csv": [{"id": "1", "service_id": "s1", "taxonomy_id": "t1"}],
        },
    )

    records, report = read_hsds(tmp_path)

    service, place = only(records, "service"), only(records, "location")
    assert (report.detected, report.refusals) == ("HSDS 1.1 CSV", [])
    assert [(rule.weekdays, rule.opens_at, rule.closes_at) for rule in service.schedules] == [([0, 1], "09:00", "17:00")]
    assert (service.eligibility_description, service.languages, service.categories) == ("Anyone over 18", ["pl"], ["money"])
    assert [(term.taxonomy, term.code, term.name) for term in service.terms] == [("test-own-list", "t1", "Debt advice")]
    assert [contact.phone for contact in service.contacts] == ["01255 000000"]
    assert (place.address_1, place.country, place.step_free) == ("1 Pier", "GB", "yes")
    assert place.extra["address"] == [{"address_1": "PO Box 1", "city": "Clacton", "address_type": "postal"}]


def test_hsds_3_1_tables(tmp_path):
    write_tables(
        tmp_path,
        {
            "organizations.csv": ORGANIZATIONS,
            "services.csv": [
                SERVICES[0] | {"minimum_age": "18", "maximum_age": "25", "alert": "Ring first.", "assured_date": "2026-02-31"}
            ],
            "locations.csv": [{"id": "l1", "location_type": "physical", "name": "Hall"}],
            "service_at_location.csv": [{"id": "x", "service_id": "s1", "location_id": "l1"}],
            "schedules.csv": [
                {
                    "id": "1",
                    "service_at_location_id": "x",
                    "freq": "MONTHLY",
                    "byday": "1MO,3MO",
                    "opens_at": "19:00",
                    "closes_at": "01:00",
                },
                {
                    "id": "2",
                    "service_id": "s1",
                    "freq": "WEEKLY",
                    "byday": "SA",
                    "valid_from": "2026-05-01",
                    "valid_to": "2026-04-01",
                    "opens_at": "10:00",
                },
            ],
            "cost_options.csv": [{"id": "1", "service_id": "s1", "amount": "0", "currency": "gbp", "option": "Under 18"}],
            "taxonomies.csv": [{"id": "x1", "name": "Open Eligibility", "uri": "https://openeligibility.example"}],
            "taxonomy_terms.csv": [{"id": "t1", "code": "1102", "name": "Food", "taxonomy_id": "x1"}],
            "attributes.csv": [{"id": "1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1"}],
            "service_capacity.csv": [{"id": "1", "service_id": "s1", "available": "12"}],
        },
    )

    records, report = read_hsds(tmp_path)

    service = only(records, "service")
    assert report.detected == "HSDS 3.1 CSV"
    assert (service.minimum_age, service.maximum_age, service.what_to_expect, service.cost) == (18, 25, "Ring first.", "free")
    assert [(rule.freq, rule.nth, rule.opens_at, rule.closes_at) for rule in service.places[0].schedules] == [
        ("MONTHLY", [(1, 0), (3, 0)], "19:00", "01:00")
    ]
    assert [(rule.weekdays, rule.valid_from, rule.valid_to) for rule in service.schedules] == [([5], date(2026, 5, 1), None)]
    assert [(term.taxonomy, term.code) for term in service.terms] == [("open-eligibility", "1102")]
    assert service.categories == ["food"]
    assert service.extra["capacity"] == [{"available": "12"}]
    assert reasons(report) == {("services.csv", "assured_date"): 1, ("schedules.csv", "valid_to"): 1}


def test_a_bad_row_is_refused_alone(tmp_path):
    write_tables(
        tmp_path,
        {
            "organizations.csv": ORGANIZATIONS,
            "services.csv": [
                SERVICES[0],
                {"id": "s2", "organization_id": "o1", "name": ""},
                SERVICES[0],
                SERVICES[0] | {"id": "s4", "status": "dormant"},
            ],
            "locations.csv": [
                {"id": "l1", "name": "Far", "latitude": "200", "longitude": "0"},
                {"id": "l2", "name": "Swapped", "latitude": "-122.4", "longitude": "37.7"},
            ],
        },
    )

    records, report = read_hsds(tmp_path)

    assert [each.key for each in of_kind(records, "service")] == ["s1", "s4"]
    assert report.counts["service"]["refused"] == 2
    assert [(each.file, each.row, each.field) for each in report.refusals] == [
        ("services.csv", 4, "id"),
        ("locations.csv", 2, "latitude"),
        ("locations.csv", 3, "latitude"),
        ("services.csv", 3, "name"),
        ("services.csv", 5, "status"),
    ]
    far, swapped = of_kind(records, "location")
    assert (far.latitude, far.extra["latitude"]) == (None, "200")
    assert (swapped.latitude, swapped.longitude) == (37.7, -122.4)


def test_a_confidential_place_is_kept_secret_and_said(tmp_path):
    write_tables(
        tmp_path,
        {
            "organizations.csv": ORGANIZATIONS,
            "services.csv": [SERVICES[0] | {"name": "Refuge", "description": "A safe house at an undisclosed location."}],
            "locations.csv": [{"id": "l1", "name": "12 Hidden Lane"}],
            "service_at_location.csv": [{"id": "x", "service_id": "s1", "location_id": "l1"}],
            "addresses.csv": [{"id": "a", "location_id": "l1", "address_1": "12 Hidden Lane", "city": "Colchester"}],
        },
    )

    records, report = read_hsds(tmp_path)

    place = only(records, "location")
    assert (place.confidential, place.public_area) == (True, "Colchester")
    assert [each.field for each in report.refusals] == ["address"]


ORUK_1 = {
    "totalElements": 1,
    "totalPages": 1,
    "number": 1,
    "size": 50,
    "first": True,
    "last": True,
    "empty": False,
    "content": [
        {
            "id": "s1",
            "name": "Lunch club",
            "status": "active",
            "fees": "£3",
            "attending_access": "drop-in",
            "organization": {"id": "o1", "name": "Pier Trust", "description": "Helps."},
            "contacts": [{"id": "c1", "name": "Office", "phones": [{"id": "p1", "number": "01255 000000"}]}],
            "eligibilitys": [{"id": "e1", "eligibility": "Older people", "minimum_age": 60}],
            "regular_schedules": [{"id": "r1", "byday": "MO,WE", "opens_at": "12:00", "closes_at": "14:00", "freq": "WEEKLY"}],
            "service_taxonomys": [
                {"id": "t", "taxonomy": {"id": "esdServiceTypes:1", "name": "Lunch clubs", "vocabulary": "esdServiceTypes"}}
            ],
            "service_at_locations": [
                {
                    "id": "x",
                    "location": {
                        "id": "l1",
                        "name": "Hall",
                        "latitude": "51.8",
                        "longitude": "1.15",
                        "physical_addresses": [
                            {"id": "a", "address_1": "1 Pier", "city": "Clacton", "postal_code": "CO15 1AA", "country": "England"}
                        ],
                        "accessibility_for_disabilities": [{"id": "y", "accessibility": "Step free, accessible toilet"}],
                    },
                }
            ],
        }
    ],
}


def test_open_referral_uk_1_0_page(tmp_path):
    (tmp_path / "page.json").write_text(json.dumps(ORUK_1))

    records, report = read_hsds(tmp_path / "page.json")

    service, place = only(records, "service"), only(records, "location")
    assert (report.detected, report.refusals) == ("Open Referral UK 1.0", [])
    assert (service.organization_key, service.minimum_age, service.referral, service.cost) == ("o1", 60, "none", "paid")
    assert [(rule.weekdays, rule.opens_at) for rule in service.schedules] == [([0, 2], "12:00")]
    assert [(contact.name, contact.phone) for contact in service.contacts] == [("Office", "01255 000000")]
    assert [(term.taxonomy, term.code) for term in service.terms] == [("esdservicetypes", "esdServiceTypes:1")]
    assert (place.address_1, place.postal_code, place.step_free, place.accessible_toilet) == ("1 Pier", "CO15 1AA", "yes", "yes")


def test_a_folder_of_documents_takes_the_fuller_form_of_a_service(tmp_path):
    short = {"id": "s1", "name": "Lunch club", "organization": {"id": "o1", "name": "Pier Trust"}}
    (tmp_path / "service_list.json").write_text(json.dumps({"contents": [short]}))
    (tmp_path / "service_full.json").write_text(
        json.dumps(short | {"schedules": [{"byday": "MO", "opens_at": "12:00"}], "description": "Hot meals."})
    )

    records, report = read_hsds(tmp_path)

    assert len(only(records, "service").schedules) == 1
    assert report.refusals == []


def test_a_data_package_says_what_its_files_are(tmp_path):
    write_tables(tmp_path, {"traeger.csv": ORGANIZATIONS, "angebote.csv": SERVICES})
    resources = [{"name": "organization", "path": "traeger.csv"}, {"name": "service", "path": "angebote.csv"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))

    records, report = read_hsds(tmp_path / "datapackage.json")

    assert (only(records, "service").key, only(records, "organization").key) == ("s1", "o1")
    assert (report.notes, report.refusals) == ([], [])


def test_a_service_without_an_organization_is_kept(tmp_path):
    write_tables(tmp_path, {"services.csv": [{"id": "s1", "name": "Advice"}]})

    records, report = read_hsds(tmp_path)

    assert only(records, "service").organization_key == only(records, "organization").key
    assert only(records, "organization").name == "Organization not named by the source"
    assert [each.field for each in report.refusals] == ["organization_id"]


def test_one_json_object_a_line_and_a_break_at_the_end(tmp_path):
    (tmp_path / "services.ndjson").write_text('{"id":"s1","name":"A","organization":{"id":"o","name":"O"}}\n{"id":"s2","na')

    records, report = read_hsds(tmp_path / "services.ndjson")

    assert only(records, "service").key == "s1"
    assert report.broken == "services.ndjson, item 2: The file breaks off before its end."


@pytest.mark.parametrize("content", ["", "<html>", "[]", "{}", '["text"]', "id,name\n1,x\n", "[" * 100_000])
def test_a_file_that_is_no_hsds_is_said_in_one_line(tmp_path, content):
    (tmp_path / "thing.json").write_text(content)

    with pytest.raises(Unusable) as said:
        read_hsds(tmp_path / "thing.json")
    assert "\n" not in str(said.value)


def test_a_list_of_meetings_is_no_directory():
    with pytest.raises(Unusable, match="trellis import meetings"):
        read_hsds(DATA / "edge-times.json")
