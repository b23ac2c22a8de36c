"""Services as points on a map (GeoJSON, RFC 7946). A confidential place has no point, a rough position says that it is rough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from trellis.apps.directory.queries.published import PublicPlace, PublicService, services_running, stream_services

ROUGH_PLACES = 2
"""Decimals of a position that stands for an area: about a kilometre."""


def features() -> Iterator[dict[str, Any]]:
    """A feature for each service at each place whose position may be known."""
    for service in stream_services(services_running()):
        for place in service.places:
            if not place.location["confidential"] and place.location["latitude"] is not None:
                yield _feature(service, place)


def _feature(service: PublicService, place: PublicPlace) -> dict[str, Any]:
    location, row = place.location, service.row
    point = [location["longitude"], location["latitude"]]
    if location["approximate"]:
        point = [round(part, ROUGH_PLACES) for part in point]
    address = [location["address_1"], location["address_2"], location["city"], location["postal_code"]]
    told = {
        "name": row["name"],
        "organization": service.organization["name"],
        "kind": row["kind"],
        "categories": row["categories"],
        "place": location["name"],
        "address": ", ".join(part for part in address if part),
        "step_free": location["step_free"],
        "cost": row["cost"],
        "status": row["status"],
        "approximate": True if location["approximate"] else None,
        "url": f"{settings.TRELLIS_URL}{reverse('directory-service', args=[row['id']])}",
    }
    return {
        "type": "Feature",
        "id": str(place.id),
        "geometry": {"type": "Point", "coordinates": point},
        "properties": {name: value for name, value in told.items() if value not in ("", None, [])},
    }
