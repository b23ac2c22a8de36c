"""What careless sources do: each case here once lost something or said something untrue."""

import json
from datetime import date

import pytest
from django.utils.text import slugify

from trellis.apps.directory.models import Service
from trellis.interfaces.feeds.inputs import Unusable
from trellis.interfaces.feeds.tests.samples import of_kind, only, read_hsds, read_meetings, run_import, write_tables


def reported(report) -> list[tuple]:
    return [(each.row, each.field, each.reason) for each in report.refusals]


def tables(tmp_path, **more: list[dict]):
    services = [{"id": "s1", "organization_id": "o", "name": "Lunch"}]
    named = {f"{name}.csv": rows for name, rows in ({"organizations": [{"id": "o", "name": "Trust"}], "services": services} | more).items()}
    return read_hsds(write_tables(tmp_path, named))


def opening(tmp_path, **schedule):
    records, report = tables(tmp_path, schedules=[{"id": "h", "service_id": "s1", "opens_at": "10:00", "closes_at": "12:00"} | schedule])
    return only(records, "service").schedules[0], report


def document(tmp_path, content, name="list.json"):
    (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return tmp_path / name


def service(n: int, **more) -> dict:
    hall = {"id": "l", "name": "Hall", "latitude": 51.8, "longitude": 1.15, "addresses": [{"id": "a", "city": "Clacton"}]}
    return {
        "id": f"s{n}",
        "name": f"Service {n}",
        "status": "active",
        "organization": {"id": "o", "name": "Trust"},
        "service_at_locations": [{"id": f"x{n}", "location": hall}],
    } | more


def meeting(**fields) -> dict:
    return {
        "slug": "one",
        "name": "Group",
        "day": 1,
        "time": "19:00",
        "location": "Hall",
        "formatted_address": "1 Pier, Clacton, UK",
    } | fields


def test_services_share_a_place_that_each_of_them_tells_in_full(tmp_path):
    records, report = read_hsds(document(tmp_path, [service(n) for n in range(4)]))

    assert [[place.location_key for place in each.places] for each in of_kind(records, "service")] == [["l"]] * 4
    assert report.refusals == []


def test_a_fuller_form_of_an_organization_costs_no_service(tmp_path):
    fuller = {"id": "o", "name": "Trust", "description": "Told at length only with the last of its services."}
    records, _report = read_hsds(document(tmp_path, [service(0), service(1), service(2, organization=fuller)]))

    assert [each.key for each in of_kind(records, "service")] == ["s0", "s1", "s2"]
    assert only(records, "organization").description == fuller["description"]


def test_the_same_service_twice_in_a_list_is_said(tmp_path):
    records, report = read_hsds(document(tmp_path, [service(1), service(2), service(1)]))

    assert len(of_kind(records, "service")) == 2
    assert reported(report) == [(3, "id", "This id stands in an earlier row already.")]
    assert report.counts["service"]["refused"] == 1


def test_a_service_is_closed_on_its_own_holidays(tmp_path):
    records, report = tables(
        tmp_path,
        regular_schedules=[{"service_id": "s1", "weekday": "Friday", "opens_at": "12:00", "closes_at": "14:00"}],
        holiday_schedules=[
            {"id": "1", "service_id": "s1", "closed": "TRUE", "start_date": "2026-12-25", "end_date": "2026-12-26"},
            {"id": "2", "service_id": "s1", "closed": "TRUE", "start_date": "31/02/2026"},
            {"id": "3", "service_id": "s1", "closed": "FALSE", "start_date": "2026-12-24", "opens_at": "10:00", "closes_at": "11:00"},
        ],
    )

    found = only(records, "service")
    assert found.schedules[0].except_dates == [date(2026, 12, 25), date(2026, 12, 26)]
    assert [each["start_date"] for each in found.extra["holiday_schedule"]] == ["31/02/2026", "2026-12-24"]
    assert reported(report) == [(3, "start_date", "There is no such day in the calendar.")]


def test_a_number_of_openings_has_a_last_one(tmp_path):
    rule, _report = opening(tmp_path, freq="WEEKLY", byday="MO,TH", dtstart="2026-01-05", count="3")
    assert (rule.starts_on, rule.until) == (date(2026, 1, 5), date(2026, 1, 12))

    _rule, report = opening(tmp_path, freq="WEEKLY", byday="MO", count="3")
    assert reported(report) == [(2, "count", "It does not say from which day to count.")]


def test_what_repeats_over_the_year_is_not_taken_for_weekly(tmp_path):
    rule, report = opening(tmp_path, freq="YEARLY", dtstart="2026-12-25", byyearday="359")

    assert (rule.freq, rule.starts_on) == ("ONCE", date(2026, 12, 25))
    assert [field for _row, field, _reason in reported(report)] == ["freq", "byyearday"]


@pytest.mark.parametrize(("opens", "closes", "kept"), [("09:00", "03:00", ""), ("20:00", "08:00", "08:00"), ("00:00", "00:00", "00:00")])
def test_an_end_before_the_start_is_a_night_or_a_slip(tmp_path, opens, closes, kept):
    rule, report = opening(tmp_path, freq="WEEKLY", byday="MO", opens_at=opens, closes_at=closes)

    assert (rule.opens_at, rule.closes_at) == (opens, kept)
    assert reported(report) == ([] if kept else [(2, "closes_at", "The end is before the start.")])


def test_an_attribute_without_a_term_is_kept(tmp_path):
    records, report = read_hsds(document(tmp_path, [service(1, attributes=[{"id": "t", "label": "Education", "value": "Digital skills"}])]))

    assert only(records, "service").extra["attribute"] == [{"label": "Education", "value": "Digital skills"}]
    assert report.refusals == []


def test_a_web_page_and_a_name_that_is_no_text(tmp_path):
    with pytest.raises(Unusable, match="This is a web page, not a directory"):
        read_hsds(document(tmp_path, "<!doctype html><p>Gone", "page.html"))
    _records, report = read_meetings(document(tmp_path, [meeting(), meeting(slug="two", name={"a": "b"})]))
    assert reported(report) == [(2, "name", "Expected text.")]
    assert report.counts["meeting"]["refused"] == 1


@pytest.mark.parametrize(
    "types", ["O, W, X", ["O", "W", "X"], {"0": "O", "1": "W", "2": "X"}, [{"code": "O"}, {"name": "Women"}, {"key": "X"}]]
)
def test_types_in_any_shape(tmp_path, types):
    records, _report = read_meetings(document(tmp_path, [meeting(types=types)]))

    assert [term.code for term in only(records, "service").terms] == ["O", "W", "X"]
    assert only(records, "location").step_free == "yes"


@pytest.mark.parametrize(
    ("end", "kept", "said"), [("18:00", "", ["end_time"]), ("19:00", "", []), ("00:30", "00:30", []), ("20:00", "20:00", [])]
)
def test_a_meeting_does_not_last_a_day(tmp_path, end, kept, said):
    records, report = read_meetings(document(tmp_path, [meeting(end_time=end)]))

    assert only(records, "service").schedules[0].closes_at == kept
    assert [each.field for each in report.refusals] == said


def test_a_table_of_meetings_without_slugs(tmp_path):
    text = "Name;Day;Time;Address;City\nCafé;Monday;7:00 PM;1 High St;Paris\nCafé;Monday;7:00 PM;1 High St;Paris\n;Monday;7:00 PM;;\n"
    records, report = read_meetings(document(tmp_path, text, "list.csv"))

    assert only(records, "service").key == only(read_meetings(tmp_path / "list.csv")[0], "service").key
    assert report.counts["meeting"]["refused"] == 2
    assert [(row, field) for row, field, _reason in reported(report)] == [(2, "slug"), (3, "slug"), (3, "slug"), (4, "slug")]


def test_a_spreadsheet_as_the_programming_interface_gives_it(tmp_path):
    sheet = {"range": "A1:Z", "values": [["Name", "Slug", "Day", "Time"], ["Pier", "pier", "Sunday", "10:00"], ["Short", "short"]]}
    records, _report = read_meetings(document(tmp_path, sheet))

    assert [(each.key, each.schedules[0].weekdays) for each in of_kind(records, "service")] == [("pier", [6]), ("short", [])]


def test_the_fields_of_bmlt_go_by_their_own_names(tmp_path):
    row = {"id_bigint": "1", "meeting_name": "NA", "weekday_tinyint": "8", "start_time": "19:00:00", "published": "1"}
    records, report = read_meetings(document(tmp_path, [row, row | {"id_bigint": "2", "published": "0"}]))

    assert only(records, "service").extra["weekday_tinyint"] == "8"
    assert [(row, field) for row, field, _reason in reported(report)] == [(1, "weekday_tinyint"), (2, "published")]
    assert report.counts["meeting"]["refused"] == 1


@pytest.mark.django_db
def test_a_row_that_turns_bad_stays_as_it_was(tmp_path, capsys):
    run_import("hsds", document(tmp_path, [service(n) for n in range(4)]))
    capsys.readouterr()
    bad = {"organization": {"id": "o", "name": ""}}
    run_import("hsds", document(tmp_path, [service(0, name=""), *(service(n, **bad) for n in range(1, 4))]), "--json")

    report = json.loads(capsys.readouterr().out)
    assert (report["refused"], report["gone"], report["unchanged"]) == (1, 0, 3)
    assert report["by_kind"]["organization"]["unchanged"] == 1
    assert Service.objects.get(source_key="s0").status == "active"


@pytest.mark.django_db
def test_a_folder_named_by_a_dot_is_known_by_its_own_name(tmp_path, capsys, monkeypatch):
    folder = write_tables(tmp_path / "harbour", {"organizations.csv": [{"id": "o", "name": "Trust"}]})
    monkeypatch.chdir(folder)
    for path in (".", "../harbour/..", "datapackage.json", folder):
        (folder / "datapackage.json").write_text("{}")
        run_import("hsds", path, "--json")

    sources = [json.loads(each)["source"] for each in capsys.readouterr().out.replace("}\n{", "}\n\0{").split("\0")]
    assert sources == ["harbour", slugify(tmp_path.name), "harbour", "harbour"]
