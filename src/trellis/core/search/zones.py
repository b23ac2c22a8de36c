"""Time zones of the index under small numbers, and local times in them."""

from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from trellis.core.search.models import SearchZone

_SECONDS = 60
_kept: dict[str, tuple[float, dict[int, str]]] = {}


def zone_code(name: str, known: dict[str, int]) -> int:
    """The number of a zone ("" is the place's own), added to the table when it is new. `known` saves looking twice."""
    name = name or settings.PLACE_TIME_ZONE
    if name not in known:
        ZoneInfo(name)  # an unknown name fails here, and not in every later search
        known.update({zone.name: zone.code for zone in SearchZone.objects.all()})
    if name not in known:
        known[name] = max(known.values(), default=0) + 1
        SearchZone.objects.create(code=known[name], name=name)
        forget()
    return known[name]


def zones() -> dict[int, str]:
    """Number -> name of every zone in the index. Kept for a minute: a new zone is rare, and every search needs them."""
    key = f"{connection.vendor} {connection.settings_dict['NAME']}"
    at, known = _kept.get(key, (0.0, {}))
    if not known or monotonic() - at > _SECONDS:
        known = dict(SearchZone.objects.order_by("code").values_list("code", "name"))
        _kept[key] = (monotonic(), known)
    return known


def forget() -> None:
    """Read the table again at the next search."""
    _kept.clear()


def local(moment: datetime, zone: str) -> datetime:
    """The clock on the wall in a zone, as a naive datetime."""
    return moment.astimezone(ZoneInfo(zone or settings.PLACE_TIME_ZONE)).replace(tzinfo=None)


def instant(wall: datetime | None, zone: str) -> datetime | None:
    """A clock on the wall as an aware datetime."""
    return wall.replace(tzinfo=ZoneInfo(zone or settings.PLACE_TIME_ZONE)) if wall else None
