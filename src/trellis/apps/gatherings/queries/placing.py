"""Places to choose from for a gathering, and meetings of the directory that it might be."""

from __future__ import annotations

from datetime import date, time

from django.db.models import Q

from trellis.apps.directory.models import Circle, Location, Organization, Service
from trellis.apps.directory.models.days import parse_byday
from trellis.apps.directory.models.vocabulary import ServiceKind, Status

MOST = 12


def locations_for(host: Organization | Circle) -> list[Location]:
    """The places that a group has, or offers something at, or has met at."""
    if isinstance(host, Circle):
        return list(Location.objects.filter(series__circle=host).distinct().order_by("name")[:MOST])
    theirs = Q(organization=host) | Q(at_services__service__organization=host) | Q(series__organization=host)
    return list(Location.objects.filter(theirs, status=Status.ACTIVE).distinct().order_by("name", "pk")[:MOST])


def find_location(name: str) -> list[Location]:
    """Places of that name; of part of it, if none is called just so. Secret ones can't be found by name."""
    rows = Location.objects.filter(status=Status.ACTIVE, confidential=False)
    return list(rows.filter(name__iexact=name)[:6]) or list(rows.filter(name__icontains=name).order_by("name")[:6])


def twins_of(host: Organization | Circle, *, on: date, begins: time, location: Location | None) -> list[Service]:
    """Meetings of the same organization in the directory, on that weekday at that time: this gathering may be one of them."""
    if isinstance(host, Circle):
        return []
    found = []
    for service in host.services.filter(kind=ServiceKind.MEETING, status=Status.ACTIVE).prefetch_related("schedules", "locations")[:50]:
        if location is not None and service.locations.all() and location not in service.locations.all():
            continue
        if any(_fits(row, on, begins) for row in service.schedules.all()):
            found.append(service)
    return found


def _fits(schedule, on: date, begins: time) -> bool:
    weekdays, nth = parse_byday(schedule.byday)
    return schedule.opens_at == begins and on.weekday() in {*weekdays, *(day for _n, day in nth)}
