"""Tables of postcodes as their publishers give them, read row by row.

onspd      ONS Postcode Directory (CSV with a header; pcds, lat, long, doterm). Source: ONSPD user guide.
codepoint  OS Code-Point Open (CSV without a header; postcode, quality, easting, northing). Source: OS Code-Point Open
           technical specification; positions become WGS 84, right to about 5 metres.
geonames   GeoNames postal codes (tab-separated, 12 columns, no header). Source: its readme.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from trellis.apps.directory.actions.gazetteer import PlaceRow
from trellis.apps.directory.models import gazetteer
from trellis.core.console import BadInput, open_input
from trellis.kernels.geo.grid import grid_to_wgs84
from trellis.kernels.geo.postcodes import Postcode, read_postcode

KINDS = ("onspd", "codepoint", "geonames")
GEONAMES_COLUMNS = 12
HOPELESS_AFTER = 1_000
LARGEST_CELL = 100_000
NO_LATITUDE = 99.999999
NO_POSITION_QUALITY = "90"
SUFFIXES = (".csv", ".txt")


@dataclass
class Reading:
    """What was met on the way: rows refused with the reason, rows left out on purpose, files that are no such table."""

    refusals: list[BadInput] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    other_files: list[str] = field(default_factory=list)
    rows: int = 0


class _LeftOut(Exception):
    """A row that is right and not wanted."""


def read_places(path: str, reading: Reading, *, kind: str = "") -> Iterator[PlaceRow]:
    """Every postcode of a file, a zip or a folder (of .csv and .txt files), then the middle of each British first half.

    The kind is seen from the first row unless given. Bad rows are noted in `reading` and passed over. Raises BadInput when
    nothing in there is such a table, or the first thousand rows hold nothing usable.
    """
    csv.field_size_limit(LARGEST_CELL)
    middles: dict[str, list[float]] = {}
    seen: set[str] = set()
    tables = 0
    for name, stream in _streams(path):
        with stream as text:
            found = _table(text, kind)
            if found is None:
                reading.other_files.append(name)
                continue
            tables += 1
            for row in _rows(name, *found, reading):
                if row.key in seen:
                    reading.left_out["repeated"] += 1
                    continue
                if row.source == "geonames-postal":
                    seen.add(row.key)
                if row.country == "GB" and row.kind == gazetteer.PlaceKind.POSTCODE:
                    middle = middles.setdefault(row.name.split()[0], [0, 0.0, 0.0])
                    middle[:] = middle[0] + 1, middle[1] + row.latitude, middle[2] + row.longitude
                yield row
    if not tables:
        raise BadInput(f"no table of postcodes in it; known are {', '.join(KINDS)}", file=path)
    for outward, (n, latitude, longitude) in middles.items():
        yield _uk_row(Postcode(outward, ""), round(latitude / n, 6), round(longitude / n, 6), "middle", approximate=True)


def _streams(path: str) -> Iterator[tuple[str, TextIO]]:
    if path != "-" and Path(path).is_dir():
        for file in sorted(Path(path).rglob("*")):
            if file.suffix.lower() in SUFFIXES:
                yield str(file), _text(file.open("rb"))
    elif path != "-" and Path(path).is_file() and zipfile.is_zipfile(path):
        with _opened_zip(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(SUFFIXES)]
            # ONSPD holds the whole country in one file and again in a folder of pieces.
            whole = [name for name in names if "multi_csv" not in name.lower()]
            for name in sorted(whole or names):
                yield f"{path}/{name}", _text(archive.open(name))
    else:
        yield path, _text(open_input(path))


@contextmanager
def _opened_zip(path: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise BadInput(f"the zip can't be read: {error}", file=path) from error


def _text(stream: object) -> TextIO:
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")  # type: ignore[arg-type]


Read = Callable[[list[str]], PlaceRow]


def _table(text: TextIO, kind: str) -> tuple[Iterator[tuple[int, list[str] | csv.Error]], Read] | None:
    """The numbered rows after any header and what reads one; None when it is no such table."""
    first_line = text.readline()
    tabs = "\t" in first_line
    first = next(csv.reader([first_line], delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else 0), [])
    header = {name.strip().lower(): index for index, name in enumerate(first)}
    if kind in ("", "onspd") and {"pcds", "lat", "long"} <= header.keys():
        return _numbered(text, 1), _onspd(header)
    if kind in ("", "geonames") and tabs and len(first) >= GEONAMES_COLUMNS:
        return _numbered(text, 0, first), _geonames
    if kind in ("", "codepoint") and not tabs and len(first) >= 4 and (kind or read_postcode(first[0])):
        return _numbered(text, 0, first), _code_point
    return None


def _numbered(text: TextIO, before: int, first: list[str] | None = None) -> Iterator[tuple[int, list[str] | csv.Error]]:
    tabs = first is not None and len(first) >= GEONAMES_COLUMNS
    if first is not None:
        before += 1
        yield before, first
    reader = csv.reader(text, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield before + reader.line_num, error
            continue
        yield before + reader.line_num, row


def _rows(name: str, rows: Iterator[tuple[int, list[str] | csv.Error]], read: Read, reading: Reading) -> Iterator[PlaceRow]:
    usable = refused = 0
    for number, row in rows:
        if not row:
            continue
        reading.rows += 1
        try:
            if isinstance(row, csv.Error):
                raise ValueError(f": {row}")
            place = read(row)
        except _LeftOut as reason:
            reading.left_out[str(reason)] += 1
            usable += 1
        except ValueError as error:
            field_name, _, reason_text = str(error).partition(": ")
            reading.refusals.append(BadInput(reason_text, file=name, row=number, field=field_name))
            refused += 1
            if not usable and refused >= HOPELESS_AFTER:
                raise BadInput(f"not one of the first {refused:,} rows can be read", file=name) from error
        else:
            usable += 1
            yield place


def _onspd(header: dict[str, int]) -> Read:
    postcode, latitude, longitude = header["pcds"], header["lat"], header["long"]
    ended = header.get("doterm")

    def read(row: list[str]) -> PlaceRow:
        if ended is not None and _cell(row, ended, "doterm"):
            raise _LeftOut("ended")
        written = _uk_postcode(_cell(row, postcode, "pcds"), "pcds")
        north = _number(_cell(row, latitude, "lat"), "lat")
        if north >= NO_LATITUDE:
            raise _LeftOut("without a position")
        return _uk_row(written, north, _number(_cell(row, longitude, "long"), "long"), "onspd")

    return read


def _code_point(row: list[str]) -> PlaceRow:
    written = _uk_postcode(_cell(row, 0, "Postcode"), "Postcode")
    if _cell(row, 1, "Positional_quality_indicator") == NO_POSITION_QUALITY:
        raise _LeftOut("without a position")
    easting, northing = _number(_cell(row, 2, "Eastings"), "Eastings"), _number(_cell(row, 3, "Northings"), "Northings")
    try:
        latitude, longitude = grid_to_wgs84(easting, northing)
    except ValueError as error:
        raise ValueError(f"Eastings, Northings: {error}") from error
    return _uk_row(written, round(latitude, 6), round(longitude, 6), "codepoint")


def _geonames(row: list[str]) -> PlaceRow:
    if len(row) < GEONAMES_COLUMNS:
        raise ValueError(f": {len(row)} columns instead of {GEONAMES_COLUMNS}")
    country, postcode, place, region, region_code, county = (cell.replace("\x00", "").strip() for cell in row[:6])
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise ValueError(f"country code: {country!r} is not two letters")
    latitude, longitude = _number(row[9], "latitude"), _number(row[10], "longitude")
    country = country.upper()
    half = country == "GB" and (written := read_postcode(postcode)) is not None and not written.inward
    return PlaceRow(
        key=_key(country, postcode),
        kind=gazetteer.PlaceKind.OUTCODE if half else gazetteer.PlaceKind.POSTCODE,
        name=postcode.upper(),
        latitude=latitude,
        longitude=longitude,
        country=country,
        source="geonames-postal",
        approximate=half,
        admin1=(region_code or region)[:20],
        county=county[:120],
        near=place[:200],
    )


def _uk_row(postcode: Postcode, latitude: float, longitude: float, source: str, *, approximate: bool = False) -> PlaceRow:
    return PlaceRow(
        key=_key("GB", postcode.compact),
        kind=gazetteer.PlaceKind.POSTCODE if postcode.inward else gazetteer.PlaceKind.OUTCODE,
        name=str(postcode),
        latitude=latitude,
        longitude=longitude,
        country="GB",
        source=source,
        approximate=approximate,
    )


def _key(country: str, postcode: str) -> str:
    """One key for a postcode from every source, so that a better table takes the place of an older one."""
    return f"{country}:{gazetteer.postcode_key(postcode)[1:]}"[:60]


def _uk_postcode(text: str, name: str) -> Postcode:
    postcode = read_postcode(text)
    if postcode is None or not postcode.inward:
        raise ValueError(f"{name}: {text[:40]!r} is not a full postcode")
    return postcode


def _cell(row: list[str], index: int, name: str) -> str:
    if index >= len(row):
        raise ValueError(f"{name}: missing, the row has only {len(row)} columns")
    return row[index].strip()


def _number(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name}: {text[:40]!r} is not a number") from None
