"""Filling the tables of places. Reference data, so it is loaded in bulk and leaves no facts in the log."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import slugify

from trellis.apps.directory.models.gazetteer import (
    LONGEST_NAME,
    POSTCODE_KINDS,
    Place,
    PlaceKind,
    PlaceName,
    name_key,
    postcode_key,
    short_key,
)
from trellis.kernels.geo import distance

BATCH = 1_000
LARGE_FROM = 100_000
SHIPPED = "geonames"
SHIPPED_FILES = ("places_gb.tsv.gz", "places_world.tsv.gz")


_KINDS = frozenset(PlaceKind.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place as a source gives it. `key` is the source's own stable id; degrees are WGS 84.

    Raises ValueError whose message starts with the name of the field that can't be right.
    """

    key: str
    kind: str
    name: str
    latitude: float
    longitude: float
    country: str
    source: str
    approximate: bool = False
    population: int = 0
    admin1: str = ""
    admin2: str = ""
    county: str = ""
    near: str = ""
    time_zone: str = ""
    alternate_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"kind: {self.kind!r} is not known")
        if not self.name or len(self.name) > LONGEST_NAME:
            raise ValueError(f"name: must have 1 to {LONGEST_NAME} characters")
        # Written so that "not a number" fails too.
        if not -90 <= self.latitude <= 90:
            raise ValueError(f"latitude: {self.latitude} is not between -90 and 90")
        if not -180 <= self.longitude <= 180:
            raise ValueError(f"longitude: {self.longitude} is not between -180 and 180")

    def fields(self) -> dict[str, object]:
        """The values of the model's fields, all but the slug."""
        folded = postcode_key(self.name) if self.kind in POSTCODE_KINDS else name_key(self.name)
        values: dict[str, object] = {name: getattr(self, name) for name in _COPIED}
        return values | {"folded": folded, "source_key": self.key, "alternate_names": list(self.alternate_names)}

    def other_keys(self) -> set[str]:
        """Keys it can be found by besides its own: other names, and each without the words that say where."""
        if self.kind in POSTCODE_KINDS:
            return set()
        own = name_key(self.name)
        keys = {own, *map(name_key, self.alternate_names)}
        return {each for key in keys for each in (key, short_key(key)) if each} - {own}


_COPIED = (
    "kind", "name", "latitude", "longitude", "approximate", "population", "country", "admin1", "admin2", "county", "near",
    "time_zone", "source",
)  # fmt: skip
_UPDATED = (*_COPIED, "folded", "alternate_names")
_INSERTED = ("slug", "source_key", *_UPDATED)


@dataclass(slots=True)
class Stored:
    """What a load did, in rows. `by_kind` counts all rows seen by kind of place."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)


def store_places(rows: Iterable[PlaceRow], *, dry_run: bool = False) -> Stored:
    """Add or bring up to date the rows, by key, a thousand at a time; nothing is removed. A second run changes nothing.

    Each thousand is a transaction of its own, so the house stays usable meanwhile and a broken load is mended by another.
    Of rows with one key within a thousand the first counts. With `dry_run` only the counts are made.
    """
    stored = Stored()
    slugs = set(Place.objects.filter(slug__isnull=False).values_list("slug", flat=True))
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        by_key: dict[str, PlaceRow] = {}
        for row in batch:
            by_key.setdefault(row.key, row)
        stored.by_kind.update(row.kind for row in by_key.values())
        _store_batch(by_key, slugs, stored, dry_run=dry_run)
    return stored


def ensure_gazetteer(countries: Sequence[str] | None = None, *, refresh: bool = False) -> Stored:
    """Load the shipped places of some countries (ISO 3166 two letters; settings.PLACE_COUNTRY) and the world's large ones.

    Does nothing when they are there, unless `refresh` brings them up to date.
    """
    asked = tuple(countries or (settings.PLACE_COUNTRY,))
    loaded = Place.objects.filter(source=SHIPPED).values_list("country", flat=True)
    if not refresh and all(loaded.filter(country=country).exists() for country in asked):
        return Stored()
    latitude, longitude = settings.PLACE_CENTRE
    # The nearest of several places of one name gets the plain address of its page.
    rows = sorted(shipped_places(asked), key=lambda row: distance(latitude, longitude, row.latitude, row.longitude))
    with transaction.atomic():
        return store_places(rows)


def shipped_places(countries: Sequence[str]) -> Iterator[PlaceRow]:
    """The places of these countries that come with the program, and the world's large ones: see data/gazetteer/ATTRIBUTION.md."""
    folder = files("trellis") / "data" / "gazetteer"
    for name in SHIPPED_FILES:
        lines = csv.reader(io.StringIO(gzip.decompress((folder / name).read_bytes()).decode()), delimiter="\t")
        names = next(lines)
        country, population = names.index("country"), names.index("population")
        for line in lines:
            # Most lines are small towns of other countries: passed over before anything is made of them.
            if line[country] in countries or int(line[population]) >= LARGE_FROM:
                yield _shipped_row(dict(zip(names, line, strict=True)))


def _shipped_row(line: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        key=line["key"],
        kind=line["kind"],
        name=line["name"],
        latitude=float(line["latitude"]),
        longitude=float(line["longitude"]),
        country=line["country"],
        source=SHIPPED,
        approximate=line["approximate"] == "1",
        population=int(line["population"]),
        admin1=line["admin1"],
        county=line["county"],
        near=line["near"],
        time_zone=line["time_zone"],
        alternate_names=tuple(filter(None, line["alternate_names"].split("|"))),
    )


def _store_batch(rows: dict[str, PlaceRow], slugs: set[str | None], stored: Stored, *, dry_run: bool) -> None:
    there = {place.source_key: place for place in Place.objects.filter(source_key__in=rows)}
    new: list[dict[str, object]] = []
    changed: list[Place] = []
    names: list[PlaceRow] = []
    for key, row in rows.items():
        place = there.get(key)
        values = row.fields()
        if place is None:
            new.append({"slug": _slug(row, slugs), **values})
        elif any(getattr(place, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(place, name, value)
            changed.append(place)
        else:
            continue
        names.append(row)
    stored.added += len(new)
    stored.changed += len(changed)
    stored.unchanged += len(rows) - len(new) - len(changed)
    if dry_run or not (new or changed):
        return
    with transaction.atomic():
        _insert(new)
        Place.objects.bulk_update(changed, _UPDATED, batch_size=100)
        PlaceName.objects.filter(place__in=changed).delete()
        _insert_names(names)


def _insert(places: list[dict[str, object]]) -> None:
    """Ten thousand rows in a fifth of the time that objects of the model take; the first start waits for them."""
    for place in places:
        place["alternate_names"] = json.dumps(place["alternate_names"])
    columns, marks = ", ".join(_INSERTED), ", ".join(["%s"] * len(_INSERTED))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Place._meta.db_table} ({columns}) VALUES ({marks})",  # noqa: S608 (names of our own)
            [[place[name] for name in _INSERTED] for place in places],
        )


def _insert_names(rows: list[PlaceRow]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {PlaceName._meta.db_table} (place_id, folded) "  # noqa: S608 (names of our own)
            f"SELECT id, %s FROM {Place._meta.db_table} WHERE source_key = %s",
            [(key, row.key) for row in rows for key in sorted(row.other_keys())],
        )


def _slug(row: PlaceRow, taken: set[str | None]) -> str | None:
    """The address of a settlement's page: its name, else with its county or neighbour, else with its key."""
    if row.kind in POSTCODE_KINDS or row.country != settings.PLACE_COUNTRY:
        return None
    name = slugify(row.name)[:50]
    for slug in (name, slugify(f"{name} {row.county or row.near}")[:110], slugify(f"{name} {row.key}")[:120]):
        if slug and slug not in taken:
            taken.add(slug)
            return slug
    return None
