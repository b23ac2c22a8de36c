"""Small sources made for tests, and the real ones beside them."""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds import command, hsds, inputs, meetings
from trellis.interfaces.feeds.demo import REAL

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def feed(name: str) -> Path:
    """One of the four real meeting feeds."""
    return REAL / f"{name}.json.gz"


def naughty() -> list[str]:
    """Strings that have broken programs, and two more that no JSON file can hold."""
    return [*json.loads(gzip.decompress((DATA / "blns.json.gz").read_bytes())), "a\0b", "a\ud800b"]


def write_tables(folder: Path, tables: dict[str, list[dict]]) -> Path:
    """CSV tables in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / name).write_text(as_csv(rows), encoding="utf-8", errors="surrogatepass", newline="")
    return folder


def as_csv(rows: list[dict], **style) -> str:
    """A table as text."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", **style)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def read_hsds(path: Path | str) -> tuple[list, Report]:
    """Every record of an HSDS source, and the report of the reading."""
    report = Report(main="service")
    with inputs.entries(str(path)) as entries:
        return list(hsds.read(entries, report, source="test")), report


def read_meetings(path: Path | str, *, source: str = "test", time_zone: str = "") -> tuple[list, Report]:
    """Every record of a list of meetings, and the report of the reading."""
    report = Report(main="meeting")
    with inputs.entries(str(path)) as entries:
        return list(meetings.read(entries, report, source=source, time_zone=time_zone)), report


def of_kind(records: list, name: str) -> list:
    """The records of one type, by the beginning of its name."""
    return [each for each in records if type(each).__name__ == f"{name.capitalize()}Record"]


def only(records: list, name: str):
    """The one record of a type."""
    (found,) = of_kind(records, name)
    return found


def run_import(*arguments: str | Path) -> int:
    """The command with its options, as the program calls it."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(each) for each in arguments]))
