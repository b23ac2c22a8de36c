"""The whole way from a file to the directory: counts, repeats, losses, naughty text."""

import json
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from trellis.apps.directory.actions import change_record
from trellis.apps.directory.actions.imports import import_records
from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models import (
    Contact,
    Correction,
    Location,
    Organization,
    RecordKind,
    Revision,
    RevisionState,
    Schedule,
    Service,
    Source,
)
from trellis.apps.directory.models.records import LocationRecord, OrganizationRecord, PlaceOfService, ScheduleRecord, ServiceRecord
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_person
from trellis.core.actions import acting, as_program
from trellis.core.console import BadInput
from trellis.core.models import LogEntry
from trellis.interfaces.feeds.demo import REAL
from trellis.interfaces.feeds.tests.samples import DATA, NOW, as_csv, feed, naughty, run_import, write_tables

pytestmark = pytest.mark.django_db


def records(n: int = 3, **service) -> list:
    return [
        OrganizationRecord(key="o", name="Pier Trust"),
        LocationRecord(key="l", name="Hall", city="Clacton", latitude=51.8, longitude=1.15),
        *(
            ServiceRecord(
                key=f"s{each}",
                organization_key="o",
                name=f"Group {each}",
                places=[PlaceOfService(location_key="l")],
                schedules=[ScheduleRecord(weekdays=[0], opens_at="19:00")],
                **service,
            )
            for each in range(n)
        ),
    ]


def take_in(given: list, **options) -> Report:
    source = Source.objects.filter(code="test").first() or Source(code="test", name="Test", kind="hsds")
    with as_program():
        return import_records(source, given, **{"now": NOW, **options})


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def everything() -> list:
    """Every row that an import could touch, as the database holds it."""
    with connection.cursor() as cursor:
        found = []
        for table in sorted(connection.introspection.table_names()):
            if table.startswith(("directory_", "core_log", "core_search")) and "index" not in table:
                cursor.execute(f'SELECT * FROM "{table}"')
                found.append((table, sorted(map(repr, cursor.fetchall()))))
        return found


def test_the_real_directory_twice(capsys):
    assert run_import("hsds", REAL / "dc-orservices-hsds.zip", "--json") == 0
    first = told(capsys)
    before = everything()
    assert run_import("hsds", REAL / "dc-orservices-hsds.zip", "--json") == 0
    second = told(capsys)

    assert {name: first[name] for name in ("added", "changed", "unchanged", "refused", "gone")} == {
        "added": 501,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "gone": 0,
    }
    assert (first["by_kind"]["organization"]["added"], first["by_kind"]["location"]["added"]) == (60, 220)
    assert (second["added"], second["changed"], second["unchanged"], second["gone"]) == (0, 0, 501, 0)
    assert everything() == before
    assert {"file", "row", "field", "reason"} == set(first["refusals"][0])
    assert (Service.objects.count(), Organization.objects.count(), Location.objects.count()) == (501, 60, 220)


@pytest.mark.slow
@pytest.mark.long
def test_the_four_real_feeds_twice(capsys):
    added = []
    for name in ("al-anon-wordpress", "edmonton-custom", "san-jose-sheets", "sussex-delaware-wordpress"):
        assert run_import("meetings", feed(name), "--json", "--timezone", "America/New_York") == 0
        added.append(told(capsys)["added"])
        before = everything()
        assert run_import("meetings", feed(name), "--json", "--timezone", "America/New_York") == 0
        assert told(capsys)["added"] == 0
        assert everything() == before

    assert added == [360, 315, 693, 123]
    assert Service.objects.filter(kind="meeting").count() == 1_491
    assert not Contact.objects.exclude(visibility="public").exists()


def test_a_dry_run_counts_and_writes_nothing(capsys):
    before = everything()

    assert run_import("meetings", feed("sussex-delaware-wordpress"), "--dry-run", "--json") == 0

    assert told(capsys)["added"] == 123
    assert everything() == before


def test_one_log_entry_a_batch_with_ids_and_counts_only():
    take_in(records())

    facts = [entry.facts for entry in LogEntry.objects.order_by("number")]
    assert [(each["kind"], each["added"]) for each in facts] == [("organization", 1), ("location", 1), ("service", 3)]
    assert "Pier" not in str(facts)


def test_a_changed_record_is_written_anew_with_its_parts():
    take_in(records())
    given = records()
    given[2].name = "Tuesday Group"
    given[2].schedules = [ScheduleRecord(weekdays=[1], opens_at="10:00"), ScheduleRecord(weekdays=[2], opens_at="11:00")]
    report = take_in(given)

    row = Service.objects.get(source_key="s0")
    assert report.counts["service"] == {"changed": 1, "unchanged": 2}
    assert (row.name, sorted(row.schedules.values_list("byday", flat=True)), row.locations.count()) == ("Tuesday Group", ["TU", "WE"], 1)


def test_what_vanishes_is_marked_and_comes_back():
    take_in(records())
    report = take_in(records(2))
    row = Service.objects.get(source_key="s2")
    assert (report.counts["service"]["gone"], row.status, bool(row.closed_reason)) == (1, "inactive", True)

    assert take_in(records(2)).counts["service"] == {"unchanged": 2}

    report = take_in(records(3))
    row.refresh_from_db()
    assert (report.counts["service"]["changed"], row.status, row.closed_reason) == (1, "active", "")


def test_half_a_source_does_not_vanish_without_a_word():
    take_in(records(4))
    report = take_in(records(1))
    assert "3 of 4 would vanish at once" in report.refusals[0].reason
    assert Service.objects.filter(status="active").count() == 4

    report = take_in(records(1), accept_loss=True)
    assert report.counts["service"]["gone"] == 3


def test_nothing_is_gone_from_a_source_read_only_in_part():
    take_in(records(3))
    report = Report(incomplete=True)

    take_in(records(2), report=report)

    assert report.counts["service"] == {"unchanged": 2}


def test_two_sources_may_use_the_same_keys():
    take_in(records())
    other = Source(code="other", name="Other", kind="hsds")
    with as_program():
        import_records(other, records(), now=NOW)

    assert Service.objects.filter(source_key="s0").count() == 2


def test_what_somebody_here_corrected_stays_and_the_rest_follows_the_source():
    take_in(records())
    row = Service.objects.get(source_key="s0")
    with acting(make_person("keeper", email="k@example.org")):
        change_record(row, record=replace(record_of(row), name="As we call it"), now=NOW)
    given = records()
    given[2].name, given[2].description = "Changed at the source", "New words"

    report = take_in(given, now=NOW + timedelta(days=1))

    row.refresh_from_db()
    assert (row.name, row.description) == ("As we call it", "New words")
    assert report.refusals == []
    correction = Correction.objects.get()
    assert (correction.field, correction.value, correction.theirs) == ("name", "As we call it", "Changed at the source")
    assert correction.owner_changed_at is not None


def test_what_was_edited_before_corrections_were_kept_apart_stays_too():
    take_in(records())
    row = Service.objects.get(source_key="s0")
    Service.objects.filter(pk=row.pk).update(name="Edited long ago")
    Revision.objects.create(
        kind=RecordKind.SERVICE, record_id=row.pk, state=RevisionState.APPROVED, proposed_at=NOW, decided_at=NOW + timedelta(hours=1),
        changed=["name"], before={"name": "Group 0"}, content={"name": "Edited long ago"},
    )  # fmt: skip
    given = records()
    given[2].description = "New words"

    take_in(given, now=NOW + timedelta(days=1))

    row.refresh_from_db()
    assert (row.name, row.description) == ("Edited long ago", "New words")


def test_a_correction_ends_when_the_owner_says_the_same():
    take_in(records())
    row = Service.objects.get(source_key="s0")
    with acting(make_person("keeper", email="k@example.org")):
        change_record(row, record=replace(record_of(row), name="As we call it"), now=NOW)
    given = records()
    given[2].name = "As we call it"

    take_in(given, now=NOW + timedelta(days=1))

    assert not Correction.objects.exists()


def test_fields_that_can_not_be_kept_are_emptied_and_a_record_without_a_name_refused():
    report = take_in(
        [*records(1), ServiceRecord(key="x", organization_key="o"), ServiceRecord(key="y", organization_key="o", name="Y", minimum_age=-3)]
    )

    assert report.counts["service"] == {"added": 2, "refused": 1}
    assert [each.field for each in report.refusals] == ["name", "minimum_age"]
    assert Service.objects.get(source_key="y").minimum_age is None


def test_a_service_whose_organization_is_nowhere_is_refused():
    report = take_in([ServiceRecord(key="x", organization_key="nowhere", name="X")])

    assert [(each.field, each.reason) for each in report.refusals] == [
        ("organization_id", "x belongs to nothing that is in the directory.")
    ]


def test_a_confidential_address_is_nowhere_in_the_readable_columns(tmp_path):
    write_tables(
        tmp_path,
        {
            "organizations.csv": [{"id": "o", "name": "Trust"}],
            "services.csv": [{"id": "s", "organization_id": "o", "name": "Refuge", "description": "At a confidential location."}],
            "locations.csv": [{"id": "l", "name": "Hidden Lane House", "latitude": "51.8", "longitude": "1.1"}],
            "service_at_location.csv": [{"id": "x", "service_id": "s", "location_id": "l"}],
            "addresses.csv": [{"id": "a", "location_id": "l", "address_1": "12 Hidden Lane", "city": "Colchester"}],
        },
    )

    run_import("hsds", tmp_path)

    row = Location.objects.get()
    assert (row.confidential, row.public_area, row.address_1, row.latitude) == (True, "Colchester", "", None)
    assert row.private["address_1"] == "12 Hidden Lane"
    assert "Hidden Lane" not in str(everything())


@pytest.mark.slow
def test_every_naughty_string_in_every_column_of_a_table(tmp_path, capsys):
    columns = (
        "name",
        "alternate_name",
        "description",
        "url",
        "email",
        "status",
        "application_process",
        "fees_description",
        "wait_time",
        "minimum_age",
        "maximum_age",
        "assured_date",
        "eligibility_description",
        "interpretation_services",
        "unknown_column",
    )
    write_tables(
        tmp_path,
        {
            "organizations.csv": [
                {"id": f"o{n}", "name": text, "description": text, "url": text, "email": text} for n, text in enumerate(naughty())
            ],
            "services.csv": [
                {"id": f"s{n}", "organization_id": f"o{n}", **dict.fromkeys(columns, text)} for n, text in enumerate(naughty())
            ],
            "schedules.csv": [
                {"id": str(n), "service_id": f"s{n}", "byday": text, "opens_at": text, "dtstart": text, "freq": text}
                for n, text in enumerate(naughty())
            ],
            "phones.csv": [{"id": str(n), "service_id": f"s{n}", "number": text, "extension": text} for n, text in enumerate(naughty())],
            "languages.csv": [{"id": str(n), "service_id": f"s{n}", "name": text, "code": text} for n, text in enumerate(naughty())],
        },
    )

    assert run_import("hsds", tmp_path, "--json") == 0
    first = told(capsys)
    assert run_import("hsds", tmp_path, "--json") == 0
    second = told(capsys)

    assert first["added"] + first["refused"] == len(naughty())
    assert first["added"] > 480
    assert (second["unchanged"], second["added"], second["changed"]) == (first["added"], 0, 0)


@pytest.mark.slow
@pytest.mark.long
def test_every_naughty_string_in_every_field_of_a_feed(tmp_path, capsys):
    names = (
        "name",
        "day",
        "time",
        "end_time",
        "timezone",
        "formatted_address",
        "city",
        "postal_code",
        "latitude",
        "longitude",
        "types",
        "notes",
        "location",
        "group",
        "conference_url",
        "conference_phone",
        "contact_1_name",
        "contact_1_phone",
        "email",
        "updated",
        "region",
        "other",
    )
    rows = [{"slug": f"m{n}", **dict.fromkeys(names, text)} for n, text in enumerate(naughty())]
    (tmp_path / "feed.json").write_text(json.dumps(rows))

    assert run_import("meetings", tmp_path / "feed.json", "--json") == 0
    first = told(capsys)
    assert run_import("meetings", tmp_path / "feed.json", "--json") == 0

    assert first["added"] + first["refused"] == len(naughty())
    assert told(capsys)["unchanged"] == first["added"]


def test_a_name_of_ten_megabytes_costs_its_own_row_only(tmp_path, capsys):
    write_tables(
        tmp_path,
        {
            "organizations.csv": [{"id": "o", "name": "Trust"}],
            "services.csv": [
                {"id": "s1", "organization_id": "o", "name": "x" * 10_000_000},
                {"id": "s2", "organization_id": "o", "name": "Fine"},
            ],
        },
    )

    assert run_import("hsds", tmp_path, "--json") == 0

    found = told(capsys)
    assert (found["added"], found["refused"]) == (1, 1)
    assert found["refusals"][0] == {
        "file": "services.csv",
        "row": 2,
        "field": "name",
        "reason": "This has 10,000,000 characters; at most 255 fit.",
    }


def test_a_file_broken_at_its_end_is_taken_as_far_as_it_goes(capsys):
    assert run_import("meetings", DATA / "edge-invalid-json.txt", "--json") == 2

    said = capsys.readouterr()
    assert json.loads(said.out)["added"] == 8
    assert said.err == "trellis import: edge-invalid-json.txt, item 9: This is not JSON from here on.\n"


@pytest.mark.parametrize(("kind", "content"), [("hsds", "nonsense"), ("meetings", "{"), ("hsds", ""), ("meetings", "a,b\n1,2\n")])
def test_a_file_that_can_not_be_used(tmp_path, kind, content):
    (tmp_path / "thing.csv").write_text(content)

    with pytest.raises(BadInput) as said:
        run_import(kind, tmp_path / "thing.csv")
    assert str(said.value).startswith("thing.csv: ")


def test_options_that_can_not_be_used(tmp_path):
    with pytest.raises(BadInput, match="not a time zone"):
        run_import("meetings", tmp_path, "--timezone", "Mars/Base")
    with pytest.raises(BadInput, match="no such file"):
        run_import("meetings", tmp_path / "missing.json")


def test_the_report_in_words(tmp_path, capsys):
    (tmp_path / "list.csv").write_text(as_csv([{"slug": "a", "name": "A", "day": "Monday", "time": "soon", "address": "1 Pier, Clacton"}]))

    assert run_import("meetings", tmp_path / "list.csv", "--source", "Seaside groups", "--timezone", str(ZoneInfo("Europe/London"))) == 0

    said = capsys.readouterr().out
    assert "Recognised: TSML CSV" in said
    assert "meeting: 1 added" in said
    assert "list.csv, 2, time: This is not a time of day." in said
    assert Source.objects.get().code == "seaside-groups"
    assert Schedule.objects.get().by_appointment
