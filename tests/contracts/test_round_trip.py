"""What we give out, our own importer takes in: no record says anything else afterwards."""

import argparse
import io
import zipfile

import pytest

from trellis.apps.directory.models import Location, Organization, Service
from trellis.apps.directory.models.records import to_plain
from trellis.apps.directory.queries.reading import public_record
from trellis.config import export
from trellis.interfaces.feeds.tests.samples import of_kind, read_hsds, run_import

KINDS = {"service": Service, "organization": Organization, "location": Location}


def exported(tmp_path, form: str, name: str):
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    assert export.run(parser.parse_args([form, "--out", str(tmp_path / name)])) == 0
    return tmp_path / name


def comparable(plain: dict, *, named_peers: bool) -> dict:
    """A record without what is not sent on purpose: who leads peers, synonyms, and the order of places."""
    plain = {name: value for name, value in plain.items() if name not in ("extra", "last_modified")}
    plain["terms"] = sorted((term["taxonomy"], term["code"]) for term in plain.get("terms", []))
    plain["places"] = sorted(plain.get("places", []), key=lambda place: place["location_key"])
    plain["contacts"] = sorted(
        (each for each in plain.get("contacts", []) if not (named_peers and (each.get("name") or each.get("title")))), key=repr
    )
    plain["schedules"] = openings(plain.get("schedules", []))
    plain["places"] = [each | {"schedules": openings(each.get("schedules", []))} for each in plain["places"]]
    secret = {str(pk) for pk in Location.objects.filter(confidential=True).values_list("pk", flat=True)}
    for each in plain["places"]:
        if each["location_key"] in secret:
            each.pop("description", None)  # a note may say where it is, so it stays here
    return plain


def openings(rules: list[dict]) -> list[str]:
    """Rules a day each: rules of the same hours may be one, and a single opening ends on the day it starts, said or not."""
    found = []
    for rule in rules:
        told = {name: value for name, value in rule.items() if name != "weekdays" and not (name == "until" and rule["freq"] == "ONCE")}
        told["except_dates"] = sorted(told.get("except_dates", []))
        found += [repr(sorted({**told, "weekday": day}.items())) for day in rule.get("weekdays") or [None]]
    return sorted(found)


def peers(row) -> bool:
    if isinstance(row, Service):
        return row.kind == "meeting" or row.organization.kind == "peer_group"
    return isinstance(row, Organization) and row.kind == "peer_group"


@pytest.fixture(scope="module")
def come_back(place, tmp_path_factory):
    """What our importer reads in what we gave out: records and report."""
    return read_hsds(exported(tmp_path_factory.mktemp("given out"), "hsds", "hsds.ndjson"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_comes_back_as_it_was(come_back, db, kind):
    records, report = come_back
    rows = {str(row.pk): row for row in KINDS[kind].objects.all()}
    read = {
        each.key: each for each in of_kind(records, kind) if each.key in rows and getattr(rows[each.key], "status", "active") == "active"
    }

    assert report.refusals == []
    assert len(read) > 90
    changed = {}
    for key, record in read.items():
        row = rows[key]
        if kind == "location" and row.confidential:
            assert (record.confidential, record.public_area, record.address_1) == (True, row.public_area, "")
            continue
        before, after = (comparable(to_plain(each), named_peers=peers(row)) for each in (public_record(row), record))
        changed |= {f"{row} {name}": (before.get(name), after.get(name)) for name in before | after if before.get(name) != after.get(name)}
    # An address that is no URI is told beside the record; the importer takes only real ones.
    assert {name: told for name, told in changed.items() if not name.endswith(" website")} == {}


@pytest.mark.slow
@pytest.mark.long
def test_a_second_run_changes_nothing(place, db, tmp_path, capsys):
    file = exported(tmp_path, "hsds", "hsds.ndjson.gz")

    assert run_import("hsds", file, "--source", "ourselves", "--json") == 0
    first = capsys.readouterr().out
    assert run_import("hsds", file, "--source", "ourselves", "--json") == 0
    again = capsys.readouterr().out
    assert '"changed": 0' in first
    assert '"added": 0' in again
    assert '"changed": 0' in again


@pytest.mark.slow
@pytest.mark.long
def test_the_tables_come_back_too(place, db, tmp_path):
    everything = exported(tmp_path, "all", "everything.zip")
    inside = zipfile.ZipFile(everything)
    (tmp_path / "package.zip").write_bytes(inside.read("hsds-datapackage.zip"))
    records, report = read_hsds(tmp_path / "package.zip")

    assert {each.name for each in of_kind(records, "service")} >= {"=2+3 Fair", "Tuesday Safe Circle"}
    assert len(of_kind(records, "service")) == Service.objects.count()
    assert [each for each in report.refusals if "not in the source" in each.reason and each.field != "link_id"] == []
    names = inside.namelist()
    assert {"hsds.ndjson", "oruk.ndjson", "meetings.json", "meetings.ics", "gone.ndjson", "directory.geojson"} <= set(names)
    assert "17 Hidden Lane" not in str([inside.read(name) for name in names])
    tables = zipfile.ZipFile(io.BytesIO(inside.read("hsds-datapackage.zip")))
    assert "\n'=2+3" not in tables.read("services.csv").decode()
    assert ",'=2+3 Fair," in tables.read("services.csv").decode()
