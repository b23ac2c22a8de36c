"""Where a location roughly is when its source did not say: by its postcode, else by its town; and in which time zone.

What is worked out here is never written over what somebody typed, and never exported: search uses it to put a record near where it
belongs, marked as approximate.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from trellis.apps.directory.models import Location
from trellis.apps.directory.models.gazetteer import POSTCODE_KINDS, Place, name_key
from trellis.apps.directory.models.vocabulary import LocationType
from trellis.apps.directory.queries.gazetteer import find_place, places_near

ZONE_METRES = (30_000, 120_000, 400_000)
CELL = 4
"""Zones are looked up once for each quarter of a degree: 28 km at most, much finer than a zone."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A position that stands for a whole postcode or town, and the time zone there ("" when not known)."""

    latitude: float
    longitude: float
    time_zone: str


class Placer:
    """Answers for many locations and remembers: towns and postcodes repeat a great deal."""

    def __init__(self) -> None:
        self._placed: dict[tuple[str, ...], Placed | None] = {}
        self._zones: dict[tuple[int, int], str] = {}

    def placed(self, location: Location) -> Placed | None:
        """Roughly where a physical location without a position is; None when nobody can tell, or must not."""
        if location.confidential or location.latitude is not None or location.location_type != LocationType.PHYSICAL:
            return None
        key = (location.postal_code, location.city, location.state_province, location.country)
        if key not in self._placed:
            self._placed[key] = self._by_postcode(location) or self._by_town(location)
        return self._placed[key]

    def time_zone(self, location: Location) -> str:
        """The time zone where a location is, by the nearest town that is known; "" when none is."""
        if location.latitude is None or location.longitude is None:
            placed = self.placed(location)
            return placed.time_zone if placed else ""
        return self._zone_at(location.latitude, location.longitude)

    def _zone_at(self, latitude: float, longitude: float) -> str:
        cell = (round(latitude * CELL), round(longitude * CELL))
        if cell not in self._zones:
            self._zones[cell] = _nearest_zone(latitude, longitude)
        return self._zones[cell]

    def _by_postcode(self, location: Location) -> Placed | None:
        if not location.postal_code:
            return None
        found = find_place(location.postal_code)
        if not isinstance(found, Place) or found.kind not in POSTCODE_KINDS:
            return None
        return Placed(found.latitude, found.longitude, found.time_zone or self._zone_at(found.latitude, found.longitude))

    def _by_town(self, location: Location) -> Placed | None:
        key = name_key(location.city)
        if not key:
            return None
        also_named = Place.objects.filter(names__folded=key).values("pk")
        towns = Place.objects.exclude(kind__in=POSTCODE_KINDS).filter(
            Q(folded=key) | Q(pk__in=also_named), country=location.country or settings.PLACE_COUNTRY
        )
        region = location.state_province.casefold()
        best = max(
            towns[:50],
            key=lambda town: (region in (town.admin1.casefold(), town.county.casefold()) if region else False, town.population),
            default=None,
        )
        return Placed(best.latitude, best.longitude, best.time_zone) if best else None


def _nearest_zone(latitude: float, longitude: float) -> str:
    for metres in ZONE_METRES:
        for town in places_near(latitude, longitude, metres=metres, limit=5):
            if town.time_zone:
                return town.time_zone
    return ""
