"""Only what is near: of a list that covers a country, the places within some kilometres, and who offers something there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import cos, hypot, radians
from typing import Any

from trellis.apps.directory.models.records import LocationRecord, OrganizationRecord, ServiceRecord, SpaceRecord

KM_A_DEGREE = 111.2


def inside(area: dict[str, Any], records: Iterable[Any]) -> Callable[[Any], bool]:
    """Whether a record is to be taken, worked out from all records of the list; everything is when there is no area.

    A service is when one of its places is, or when it has none: help by telephone is near everywhere.
    """
    if not area:
        return lambda record: True
    places: set[str] = set()
    offering: set[str] = set()
    for each in records:
        if isinstance(each, LocationRecord) and _near(area, each):
            places.add(each.key)
        elif isinstance(each, ServiceRecord) and _served(each, places):
            offering.add(each.organization_key)

    def is_inside(record: Any) -> bool:
        match record:
            case LocationRecord():
                return record.key in places
            case ServiceRecord():
                return _served(record, places)
            case SpaceRecord():
                return record.location_key in places
            case OrganizationRecord():
                return record.key in offering
        return True

    return is_inside


def _served(service: ServiceRecord, places: set[str]) -> bool:
    return not service.places or any(place.location_key in places for place in service.places)


def _near(area: dict[str, Any], location: LocationRecord) -> bool:
    if location.latitude is None or location.longitude is None:
        return bool(area.get("name")) and location.city.casefold() == area["name"].casefold()
    north = (location.latitude - area["latitude"]) * KM_A_DEGREE
    east = (location.longitude - area["longitude"]) * KM_A_DEGREE * cos(radians(area["latitude"]))
    return hypot(north, east) <= area["km"]
