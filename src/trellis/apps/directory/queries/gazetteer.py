"""Where is that? Words of a person to a place on the map, from our own tables only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Avg, BooleanField, Count, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from trellis.apps.directory.models.gazetteer import POSTCODE_KINDS, Place, PlaceKind, name_key, postcode_key
from trellis.apps.directory.models.location import Location
from trellis.apps.directory.queries.place_spelling import likely_names
from trellis.kernels.geo import box_around, distance
from trellis.kernels.geo.postcodes import Postcode, read_postcode

M = TypeVar("M", bound=Model)

LONGEST_WORDS = 100
HERE_METRES = 40_000
CLOSE_METRES = 50_000
FAMOUS_TIMES = 10
FAMOUS_FROM = 100_000
MOST_SHOWN = 8
MOST_COMPARED = 300
SHORTEST_START = 4

# Word for word the condition of the index by position: SQLite does not recognise it when the values are parameters.
_NO_POSTCODES = RawSQL("NOT (kind IN ('postcode', 'outcode'))", (), output_field=BooleanField())  # noqa: S611 (no input)

_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*[,;]\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*")
_POSTCODE_LIKE = re.compile(r"(?=.*\d)[a-z0-9]{3,10}")
_ZIP_PLUS_FOUR = re.compile(r"(\d{5})-\d{4}")


class Unsure(StrEnum):
    """Why there is no single answer; the sentence is written where it is shown."""

    EMPTY = "empty"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    UNKNOWN_POSTCODE = "unknown_postcode"
    NOT_ON_EARTH = "not_on_earth"


@dataclass(frozen=True, slots=True)
class Candidates:
    """No single place. `places` are those it may be, nearest first; for UNKNOWN, names that look alike, if any."""

    words: str
    reason: Unsure
    places: list[Place] = field(default_factory=list)

    @property
    def best(self) -> Place | None:
        """The likeliest, when a page must show something and offer the others beside it."""
        return self.places[0] if self.places else None


def find_place(words: str, *, near: tuple[float, float] | None = None) -> Place | Candidates:
    """The place that a person means: a name, a postcode or its first half, a ZIP code, or "latitude,longitude".

    Names may lack accents, hyphens, capitals and endings ("clacton"), have a slip of the finger ("clackton"), or say where
    they are ("Newport, Essex"). `near` is (latitude, longitude), the centre of the place run by this instance unless given:
    of several places of one name the only one within 40 km is taken; otherwise all are offered, nearest first.
    A postcode is looked for in the loaded table, then among the public addresses of the directory (their middle, marked
    approximate), then its first half in the same order. Points and middles are Place objects that are not saved.
    """
    words = " ".join(words.replace("\x00", "")[:LONGEST_WORDS].split())
    centre = near or settings.PLACE_CENTRE
    if not words:
        return Candidates(words, Unsure.EMPTY)
    if point := _POINT.fullmatch(words):
        return _point(words, float(point[1]), float(point[2]))
    if postcode := read_postcode(words):
        return _uk_postcode(postcode) or _other_postcode(words) or Candidates(words, Unsure.UNKNOWN_POSTCODE)
    if found := _other_postcode(words):
        return found
    named = _by_name(words, centre)
    if named is None and words.replace("-", "").replace(" ", "").isdigit():
        return Candidates(words, Unsure.UNKNOWN_POSTCODE)
    return named or _by_likeness(words, centre)


def place_by_slug(slug: str) -> Place | None:
    """The settlement or area whose page is /in/<slug>/."""
    return Place.objects.filter(slug=slug).first()


def places_starting_with(words: str, *, near: tuple[float, float] | None = None, limit: int = MOST_SHOWN) -> list[Place]:
    """Settlements whose name starts with the words, nearest first: for suggestions while typing."""
    key = name_key(words)
    if len(key) < 2:
        return []
    return _nearest_first(_named(key, exactly=False), near or settings.PLACE_CENTRE)[:limit]


def places_near(latitude: float, longitude: float, *, metres: float, limit: int = 20) -> list[Place]:
    """Settlements within a distance of a point, nearest first."""
    in_boxes = Q()
    for box in box_around(latitude, longitude, metres):
        in_boxes |= Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    found = [
        place
        for place in Place.objects.filter(_NO_POSTCODES, in_boxes)
        if distance(latitude, longitude, place.latitude, place.longitude) <= metres
    ]
    return _nearest_first(found, (latitude, longitude))[:limit]


def places_with_pages() -> QuerySet[Place]:
    """Settlements and areas that have a page, for the site map."""
    return Place.objects.filter(slug__isnull=False)


def _point(words: str, latitude: float, longitude: float) -> Place | Candidates:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Candidates(words, Unsure.NOT_ON_EARTH)
    return Place(name=words, latitude=latitude, longitude=longitude, source="point")


def _uk_postcode(postcode: Postcode) -> Place | None:
    for form in dict.fromkeys([postcode, Postcode(postcode.outward, "")]):
        loaded = Place.objects.filter(folded=postcode_key(form.compact), country="GB").first()
        if loaded is not None:
            # When only the first half is known, the place must not look more exact than it is.
            loaded.approximate = loaded.approximate or form != postcode or not form.inward
            return loaded
        if ours := _middle_of_ours(_addresses_with(form), str(form), "GB"):
            return ours
    return None


def _addresses_with(form: Postcode) -> QuerySet[Location]:
    if form.inward:
        spaced = str(form)
        written = [spaced, spaced.replace(" ", "")]
        return Location.objects.filter(postal_code__in=[*written, *map(str.lower, written)])
    return _starting(Location.objects.all(), "postal_code", f"{form.outward} ")


def _other_postcode(words: str) -> Place | None:
    if plus_four := _ZIP_PLUS_FOUR.fullmatch(words):
        words = plus_four[1]
    compact = words.lower().replace(" ", "").replace("-", "")
    if not _POSTCODE_LIKE.fullmatch(compact):
        return None
    loaded = list(Place.objects.filter(folded=postcode_key(compact))[:20])
    if loaded:
        return min(loaded, key=lambda place: (place.country != settings.PLACE_COUNTRY, place.country))
    same = Location.objects.filter(postal_code__in=dict.fromkeys([words, words.upper(), compact]))
    return _middle_of_ours(same, words.upper(), settings.PLACE_COUNTRY)


def _middle_of_ours(locations: QuerySet[Location], name: str, country: str) -> Place | None:
    """The middle of our own public addresses. Confidential ones are empty by constraint; they are left out here too."""
    middle = locations.filter(confidential=False, latitude__isnull=False).aggregate(
        n=Count("pk"), latitude=Avg("latitude"), longitude=Avg("longitude")
    )
    if not middle["n"]:
        return None
    return Place(
        kind=PlaceKind.POSTCODE if " " in name else PlaceKind.OUTCODE,
        name=name,
        latitude=middle["latitude"],
        longitude=middle["longitude"],
        country=country,
        approximate=True,
        source="directory",
    )


def _by_name(words: str, centre: tuple[float, float]) -> Place | Candidates | None:
    """None when no name is or starts with these words."""
    name, _, where = words.partition(",")
    key = name_key(name)
    found = _named(key, exactly=True) if key else []
    exact = bool(found)
    if not exact and len(key) >= SHORTEST_START:
        found = _named(key, exactly=False)
    found = _those_in(where, found)
    return _choose(words, found, centre, exact=exact) if found else None


def _by_likeness(words: str, centre: tuple[float, float]) -> Place | Candidates:
    """One slip is mended; two are only offered."""
    name, _, where = words.partition(",")
    alike = likely_names(name_key(name))
    found = _those_in(where, _named_any([key for _, key in alike])) if alike else []
    if found and alike[0][0] == 1:
        return _choose(words, found, centre, exact=False)
    return Candidates(words, Unsure.UNKNOWN, _nearest_first(found, centre)[:MOST_SHOWN])


def _settlements() -> QuerySet[Place]:
    return Place.objects.exclude(kind__in=POSTCODE_KINDS)


def _named(key: str, *, exactly: bool) -> list[Place]:
    if exactly:
        return _named_any([key])
    return _either(_starting(_settlements(), "folded", key), _starting(_settlements(), "names__folded", key))


def _named_any(keys: list[str]) -> list[Place]:
    return _either(_settlements().filter(folded__in=keys), _settlements().filter(names__folded__in=keys))


def _either(by_own: QuerySet[Place], by_other: QuerySet[Place]) -> list[Place]:
    """Two look-ups in one statement, each by its own index; an OR across both tables would read all of one."""
    found = by_own.order_by().union(by_other.order_by(), all=True).order_by("name", "id")[:MOST_COMPARED]
    return list({place.pk: place for place in found}.values())


def _starting(rows: QuerySet[M], name: str, start: str) -> QuerySet[M]:
    """Rows whose field starts with the text, by index: SQLite's LIKE uses none, PostgreSQL's ranges follow its collation."""
    if connection.vendor == "sqlite":
        return rows.filter(**{f"{name}__gte": start, f"{name}__lt": start + "\U0010ffff"})
    return rows.filter(**{f"{name}__startswith": start})


def _those_in(where: str, places: list[Place]) -> list[Place]:
    """Those in what is named after the comma: by county, neighbour, region or country, else within 50 km of it.

    All of them when nothing is named, or nothing fits.
    """
    key = name_key(where)
    if not key or not places:
        return places
    inside = [place for place in places if key in map(name_key, (place.county, place.near, place.admin1, place.admin2, place.country))]
    if inside:
        return inside
    named = _named_any([key])
    close = [
        place
        for place in places
        if any(distance(place.latitude, place.longitude, it.latitude, it.longitude) <= CLOSE_METRES for it in named)
    ]
    return close or places


def _choose(words: str, places: list[Place], centre: tuple[float, float], *, exact: bool) -> Place | Candidates:
    ordered = _nearest_first(places, centre)
    here = [place for place in ordered if distance(*centre, place.latitude, place.longitude) <= HERE_METRES]
    if len(ordered) == 1 or len(here) == 1:
        return ordered[0]
    if exact and not here:
        first, second = sorted(ordered, key=lambda place: -place.population)[:2]
        if first.population >= FAMOUS_FROM and first.population >= FAMOUS_TIMES * second.population:
            return first
    return Candidates(words, Unsure.AMBIGUOUS, ordered[:MOST_SHOWN])


def _nearest_first(places: Iterable[Place], centre: tuple[float, float]) -> list[Place]:
    return sorted(places, key=lambda place: (distance(*centre, place.latitude, place.longitude), place.pk))
