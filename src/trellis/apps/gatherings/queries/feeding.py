"""What goes out in calendars that programs subscribe to: which series, with which gatherings, since when unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings.models import CalendarAddress, Gathering, SeenBy, Series
from trellis.apps.gatherings.models.subscribing import TOKEN_LENGTH, token_digest

MONTHS_KEPT = 2
"""Months of the past that a calendar keeps, besides this one."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Edition:
    """By what readers know whether anything changed."""

    changed_at: datetime | None
    n: int
    """How many gatherings and series there are."""
    said: str = ""


def public_series() -> QuerySet[Series]:
    """Series that everybody may know of."""
    return Series.objects.filter(seen_by=SeenBy.EVERYBODY)


def in_town(town: str) -> QuerySet[Series]:
    """All of a place, or of one town; without the meetings that the calendar of the directory's meetings has."""
    found = public_series().filter(service=None)
    if not town:
        return found
    here = list(Location.objects.filter(city__iexact=town, confidential=False).values_list("pk", flat=True))
    return found.filter(Q(location__in=here) | Q(gatherings__location__in=here)).distinct()


def of_organization(organization: Organization) -> QuerySet[Series]:
    """The public ones of a group."""
    return public_series().filter(organization=organization)


def at_location(location: Location) -> QuerySet[Series]:
    """What takes place at a location that everybody may know of."""
    return public_series().filter(Q(location=location) | Q(gatherings__location=location)).distinct()


def edition_of(series: QuerySet[Series]) -> Edition:
    """Different whenever the calendar would be."""
    pks = series.order_by().values("pk")
    rows = Gathering.objects.filter(series__in=pks).aggregate(
        latest=Max("changed_at"), n=Count("pk"), ahead=Max("held_on"), v=Sum("sequence")
    )
    own = Series.objects.filter(pk__in=pks).aggregate(latest=Max("changed_at"), n=Count("pk"), v=Sum("sequence"))
    latest = max((each for each in (rows["latest"], own["latest"]) if each is not None), default=None)
    return Edition(latest, rows["n"] + own["n"], f"{rows['ahead']} {rows['v']} {own['v']}")


def kept_since(today: date) -> date:
    """From which day on past gatherings are in a calendar: it moves once a month."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    return date(months // 12, months % 12 + 1, 1)


def with_gatherings(series: QuerySet[Series]) -> Iterator[Series]:
    """Each series with all its gatherings as `rows`, a hundred series at a time."""
    rows = Gathering.objects.select_related("location").order_by("starts_at", "pk")
    found = series.select_related("organization", "location").order_by("pk")
    yield from found.prefetch_related(Prefetch("gatherings", rows, to_attr="rows")).iterator(chunk_size=AT_ONCE)


def person_with_token(token: str):
    """Whose calendar a secret address is; None when it is nobody's (any more)."""
    if len(token) != TOKEN_LENGTH:
        return None
    found = CalendarAddress.objects.select_related("person").filter(digest=token_digest(token), person__is_active=True).first()
    return found.person if found is not None else None
