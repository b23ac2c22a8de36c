"""The traps of open feeds, each met once: who may ask, what is gone, what a calendar or a spreadsheet would do with it."""

import csv
import io
import json
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from icalendar import Calendar

from trellis.apps.directory.actions import change_record, confirm_record, propose_change
from trellis.apps.directory.models import Edition, Location, Service
from trellis.apps.directory.models.records import ScheduleRecord
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import NOW, make_location, make_organization, make_person, make_service
from trellis.core.actions import acting

FEEDS = (
    "/hsds/", "/hsds/services", "/hsds/services?format=ndjson", "/hsds/organizations", "/hsds/gone", "/hsds/datapackage.zip", "/oruk/",
    "/oruk/services", "/meetings.json", "/meetings.csv", "/meetings.ics", "/directory.geojson",
)  # fmt: skip


@pytest.fixture
def keeper(db):
    return make_person("keeper")


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("address", FEEDS)
def test_an_unchanged_feed_costs_one_short_answer(client, db, django_assert_num_queries, address):
    make_service(make_organization(), make_location())
    first = client.get(address)
    body(first)

    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        with django_assert_num_queries(1):
            again = client.get(address, headers=header)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_any_change_of_the_directory_is_a_new_edition_and_a_mere_proposal_is_none(client, keeper):
    service = make_service(make_organization(), make_location())
    editor = make_person("editor", service.organization)
    seen = [client.get("/hsds/services")["ETag"]]
    record = record_of(service)
    record.name = "Another name"

    with acting(editor):
        propose_change(service, record=record, now=NOW)
    assert client.get("/hsds/services")["ETag"] == seen[0]
    with acting(keeper):
        confirm_record(service, by="The keepers", now=NOW)
    seen.append(client.get("/hsds/services")["ETag"])
    with acting(keeper):
        change_record(service, record=record, now=NOW + timedelta(hours=1))
    changed = client.get("/hsds/services")
    assert changed["ETag"] not in seen
    assert len(set(seen)) == 2
    assert parsedate_to_datetime(changed["Last-Modified"]) >= (NOW + timedelta(hours=1)).replace(microsecond=0)
    assert Edition.objects.get().number > 0


@pytest.mark.parametrize("address", FEEDS)
def test_everybody_may_read_from_anywhere_and_nobody_is_remembered(db, address):
    asked = Client(headers={"origin": "https://elsewhere.example"}).get(address)

    assert asked["Access-Control-Allow-Origin"] == "*"
    assert not asked.cookies
    assert "Access-Control-Allow-Credentials" not in asked
    before = Client().options(address, headers={"access-control-request-headers": "if-none-match"})
    assert (before.status_code, "If-None-Match" in before["Access-Control-Allow-Headers"]) == (204, True)
    head = Client().head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", asked["ETag"])
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    "question",
    [
        "page=0", "page=-1", "page=x", "per_page=0", "per_page=100000", "format=xml", "taxonomy_term_id=food", "organization_id=1",
        "modified_after=yesterday", "minimal=perhaps", "full=2.5", "search=%00", "search=" + "x" * 300,
    ],
)  # fmt: skip
def test_a_bad_parameter_is_named_in_a_problem_document(client, db, question):
    answer = client.get(f"/hsds/services?{question}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 400
    assert told["errors"][0]["parameter"] == question.partition("=")[0]


def test_filters_hold_together(client, db):
    group = make_organization()
    make_service(group, make_location(), name="Reading Circle", minimum_age=18, categories=["arts"])
    make_service(group, make_location(), name="Writing Circle", minimum_age=60)

    def names(question: str, path: str = "/hsds/services") -> list[str]:
        return sorted(each["name"] for each in client.get(f"{path}?{question}").json()["contents"])

    both = ["Reading Circle", "Writing Circle"]
    assert names("search=circle") == both
    assert names("search=circle writing") == ["Writing Circle"]
    assert names(f"search=reading&organization_id={group.pk}") == ["Reading Circle"]
    assert names(f"organization_id={make_organization(name='Other').pk}") == []
    assert names("minimum_age=20", "/oruk/services") == ["Writing Circle"]
    assert names("day=MO&start_time=18:00&end_time=22:00", "/oruk/services") == both
    assert names("day=Tuesday", "/oruk/services") == []
    term = next(each["id"] for each in client.get("/hsds/taxonomy_terms?search=arts").json()["contents"] if each["code"] == "arts")
    assert names(f"taxonomy_term_id={term}") == ["Reading Circle"]
    assert names("modified_after=2100-01-01") == []


def test_near_a_postcode(client, db):
    make_service(make_organization(), make_location())
    make_service(make_organization(), make_location(name="Far away", postal_code="CO1 1AA", latitude=51.89, longitude=0.9))

    near = client.get("/hsds/service_at_locations?postcode=CO15 0VV&proximity=500").json()
    assert [each["location"]["name"] for each in near["contents"]] == ["Holland Road Hall"]
    assert client.get("/hsds/service_at_locations?postcode=CO15 0VV&proximity=100000").json()["total_items"] == 2
    assert client.get("/hsds/service_at_locations?postcode=ZZ99 9ZZ").status_code == 404


def test_what_has_ended_is_told_and_says_no_more_than_its_name(client, keeper):
    from trellis.apps.directory.actions import retire_record

    service = make_service(make_organization(), make_location(), description="Words that nobody may rely on now.")
    with acting(keeper):
        retire_record(service, now=NOW)

    (told,) = client.get("/hsds/services?format=json&full=true").json()["contents"]
    assert set(told) == {"id", "organization_id", "name", "status", "last_modified"}
    assert told["status"] == "inactive"
    assert client.get("/hsds/services?search=circle").json()["total_items"] == 0
    (gone,) = client.get("/hsds/gone").json()["contents"]
    assert (gone["id"], gone["kind"], gone["why"]) == (str(service.pk), "service", "ended")
    Service.objects.filter(pk=service.pk).update(updated_at=NOW - timedelta(days=400))
    type(service.organization).objects.update(updated_at=NOW - timedelta(days=400))
    Edition.objects.update(number=99)
    assert client.get("/hsds/services").json()["contents"] == []
    assert client.get(f"/hsds/services/{service.pk}").status_code == 404
    assert client.get("/hsds/gone").json()["total_items"] == 1


def test_a_record_that_nobody_confirms_is_marked_then_left_out(client, db):
    service = make_service(make_organization(), make_location())
    Service.objects.filter(pk=service.pk).update(marked="unconfirmed")
    marks = [
        each["value"] for each in client.get(f"/hsds/services/{service.pk}").json()["attributes"] if each.get("label") == "trellis:marked"
    ]
    assert marks == ["unconfirmed"]
    Service.objects.filter(pk=service.pk).update(marked="hidden")
    assert [each["why"] for each in client.get("/hsds/gone?page=1").json()["contents"]] == ["not_confirmed"]
    assert client.get("/meetings.json?2").streaming_content is not None
    assert json.loads(body(client.get("/meetings.json?3"))) == []


def test_a_zone_is_a_number_there_and_a_name_beside_it(client, db):
    rule = ScheduleRecord(weekdays=[0], opens_at="19:00", timezone="America/New_York")
    service = make_service(make_organization(), make_location(), schedules=[rule])

    (told,) = client.get(f"/hsds/services/{service.pk}").json()["schedules"]
    assert told["timezone"] == -5
    assert {each["label"]: each["value"] for each in told["attributes"]}["trellis:timezone"] == "America/New_York"


def test_equal_names_are_two_services(client, db):
    for _each in range(2):
        make_service(make_organization(), make_location(), name="Monday Circle")
    assert client.get("/hsds/services?search=monday").json()["total_items"] == 2
    assert len({each["slug"] for each in json.loads(body(client.get("/meetings.json")))}) == 2


def test_meetings_as_the_client_needs_them(client, db):
    group = make_organization()
    days = ScheduleRecord(weekdays=[0, 2], opens_at="19:00", closes_at="00:30")
    make_service(group, make_location(), name="Twice a week", schedules=[days])
    make_service(group, None, name="Online", attendance=["online"], online_url="https://talk.example.org/room", places=[])
    monthly = ScheduleRecord(freq="MONTHLY", nth=[(2, 1)], opens_at="19:00")
    make_service(group, make_location(), name="Once a month", schedules=[monthly])

    found = json.loads(body(client.get("/meetings.json")))
    assert sorted((each["name"], each["day"]) for each in found) == [("Online", 1), ("Twice a week", 1), ("Twice a week", 3)]
    assert {each["approximate"] for each in found if each["name"] == "Twice a week"} == {"no"}
    assert all(each["formatted_address"] and each["timezone"] == "Europe/London" and each["time"] == "19:00" for each in found)
    online = next(each for each in found if each["name"] == "Online")
    assert online["approximate"] == "yes"
    assert "https://talk.example.org/room" in online["notes"]
    assert not any(name.startswith("contact_") for each in found for name in each)
    assert all(each["entity_url"] == each["entity_website_url"] for each in found)


def test_a_calendar_that_any_program_reads(client, db):
    monthly = ScheduleRecord(
        freq="MONTHLY", nth=[(2, 1)], opens_at="19:00", closes_at="21:00", except_dates=[(NOW + timedelta(days=15)).date()]
    )
    service = make_service(make_organization(), make_location(), schedules=[monthly])
    past_midnight = ScheduleRecord(weekdays=[4], opens_at="22:00", closes_at="02:00")
    make_service(make_organization(), make_location(), name="Night Café", schedules=[past_midnight])

    calendar = Calendar.from_ical(body(client.get("/meetings.ics")))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    events = {str(each["SUMMARY"]): each for each in calendar.walk("VEVENT")}
    month = events["Monday Evening Circle"]
    assert month["RRULE"]["FREQ"] == ["MONTHLY"]
    assert month["RRULE"]["BYDAY"] == ["2TU"]
    assert month["DTSTART"].params["TZID"] == "Europe/London"
    assert month.decoded("DTSTART").weekday() == 1
    night = events["Night Café"]
    assert night.decoded("DTEND") - night.decoded("DTSTART") == timedelta(hours=4)
    assert body(client.get(f"/service/{service.pk}/calendar.ics")).count(b"BEGIN:VEVENT") == 1
    assert all("X-WR" in each or len(each.encode()) <= 75 for each in body(client.get("/meetings.ics?2")).decode().split("\r\n"))


def test_a_table_in_which_no_cell_runs(client, db):
    for name in ("=1+1", "+SUM(A1)", "-cmd", "@now", "'=quoted"):
        make_service(make_organization(), make_location(), name=name)

    rows = list(csv.DictReader(io.StringIO(body(client.get("/meetings.csv")).decode())))
    assert sorted(each["Name"] for each in rows) == ["''=quoted", "'+SUM(A1)", "'-cmd", "'=1+1", "'@now"]
    assert {each["Day"] for each in rows} == {"Monday"}


def test_points_have_the_shape_of_geojson(client, db):
    make_service(make_organization(), make_location())
    make_service(make_organization(), make_location(latitude=51.123456, longitude=1.123456, approximate=True), name="Somewhere")

    document = json.loads(body(client.get("/directory.geojson")))
    assert document["type"] == "FeatureCollection"
    points = {each["properties"]["name"]: each["geometry"] for each in document["features"]}
    assert points["Monday Evening Circle"] == {"type": "Point", "coordinates": [1.16, 51.795]}
    assert points["Somewhere"]["coordinates"] == [1.12, 51.12]
    assert Location.objects.count() == len(document["features"])


def test_every_page_announces_the_meetings(client, db):
    assert (
        '<link rel="alternate" type="application/json" title="Meetings Feed" href="/meetings.json">'
        in client.get("/about").content.decode()
    )
