"""`trellis export hsds|oruk|meetings|ics|all --out PATH`: takes the open data of the place away, as its feeds have it.

It stands here because it puts two interfaces together, which do not know each other.
"""

from __future__ import annotations

import argparse
import gzip
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone, translation

from trellis.apps.directory.queries import published
from trellis.apps.gatherings.queries import feeding
from trellis.core.console import BadInput, progress, result
from trellis.core.opendata import dumped
from trellis.interfaces.api import exporting
from trellis.interfaces.feeds.outgoing.calendars import meeting_calendar
from trellis.interfaces.feeds.outgoing.gatherings import calendar_of, joined
from trellis.interfaces.feeds.outgoing.meetings import meetings
from trellis.interfaces.feeds.outgoing.points import features

FORMATS = ("hsds", "oruk", "meetings", "ics", "pabulib", "all")
Pieces = Callable[[], Iterable[bytes]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("format", choices=FORMATS, help="what to take away")
    parser.add_argument("--out", required=True, metavar="PATH", help="a file (.gz: compressed), a .zip, or a folder for several files")


def run(options: argparse.Namespace) -> int:
    """Write the files and say what was written."""
    if options.format == "pabulib":
        raise BadInput("there is no vote in this place yet, so there is nothing to export as Pabulib", field="pabulib")
    files = _files(options.format)
    path = Path(options.out)
    with translation.override(settings.LANGUAGE_CODE):
        if path.suffix == ".zip":
            _write_zip(path, files)
        elif len(files) == 1 and not path.is_dir() and not options.out.endswith(("/", os.sep)):
            ((name, pieces),) = files.items()
            if name.endswith(".zip") and path.suffix == ".gz":
                raise BadInput("a data package is a zip already; give a name that ends in .zip", file=options.out)
            _write(path, pieces)
        else:
            path.mkdir(parents=True, exist_ok=True)
            for name, pieces in files.items():
                _write(path / name, pieces)
    return 0


def _files(wanted: str) -> dict[str, Pieces]:
    """What belongs to a format: file names, and what to write into them."""
    today = timezone.localdate()
    known: dict[str, dict[str, Pieces]] = {
        "hsds": {"hsds.ndjson": lambda: _lines(exporting.services(uk=False), "HSDS")},
        "oruk": {"oruk.ndjson": lambda: _lines(exporting.services(uk=True), "Open Referral UK")},
        "meetings": {"meetings.json": lambda: _array(progress(meetings(today=today), label="Meetings"))},
        "ics": {"calendar.ics": lambda: joined(meeting_calendar(today=today), _gatherings(today))},
    }
    if wanted != "all":
        return known[wanted]
    known["ics"] = {"meetings.ics": lambda: meeting_calendar(today=today), "gatherings.ics": lambda: _gatherings(today)}
    return {name: pieces for files in known.values() for name, pieces in files.items()} | {
        "hsds-datapackage.zip": exporting.package,
        "gone.ndjson": lambda: (f"{dumped(each)}\n".encode() for each in exporting.gone_documents()),
        "directory.geojson": lambda: _array(progress(features(), label="Points"), '{"type":"FeatureCollection","features":[', "]}"),
    }


def _gatherings(today: date) -> Iterator[bytes]:
    """Gatherings that everybody may know of; those that are meetings of the directory are in the other file."""
    yield from calendar_of(feeding.with_gatherings(feeding.in_town("")), name=settings.PLACE_NAME, since=feeding.kept_since(today))


def _write(path: Path, pieces: Pieces) -> None:
    """Write beside the file and put it in its place at the end, so that a broken-off export leaves the old one."""
    size = 0
    with _replacing(path) as raw, gzip.open(raw, "wb") if path.suffix == ".gz" else nullcontext(raw) as file:
        for piece in pieces():
            size += len(piece)
            file.write(piece)
    result(f"{path}: {size:,} bytes")


def _write_zip(path: Path, files: dict[str, Pieces]) -> None:
    with _replacing(path) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files.items():
            with archive.open(name, "w", force_zip64=True) as target:
                for piece in pieces():
                    target.write(piece)
            result(f"{path}: {name}")


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    Path(file.name).replace(path)


def _lines(documents: Iterable[dict], label: str) -> Iterator[bytes]:
    total = published.services_running().count()
    for each in progress(documents, total=total, label=label):
        yield f"{dumped(each)}\n".encode()


def _array(documents: Iterable[dict], before: str = "[", after: str = "]") -> Iterator[bytes]:
    between = before
    for each in documents:
        yield f"{between}\n{dumped(each)}".encode()
        between = ","
    yield (f"{after}\n" if between == "," else f"{before}{after}\n").encode()
