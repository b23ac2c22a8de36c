"""Which of the published records a reader of the feeds asks for. All conditions hold together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from trellis.apps.directory.models import Location, Place, Schedule, Service, ServiceAtLocation, TaxonomyTerm
from trellis.apps.directory.models.days import byday
from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries.gazetteer import find_place
from trellis.kernels.geo import box_around, distance

MOST_WORDS = 8
CATEGORY_TAXONOMY = "trellis-categories"
FIELD_TAXONOMY = "trellis-fields"
_NAMESPACE = UUID("5d0f3f4e-6c3b-4d0e-9b57-1f3b6f0e7a11")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What a reader asks for; None or "" asks for nothing in particular."""

    search: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    own: bool = False

    def __bool__(self) -> bool:
        return self != Choice()


def taxonomy_id(code: str) -> UUID:
    """The id under which a list of terms is published: the same in every place."""
    return uuid5(_NAMESPACE, f"taxonomy:{code}")


def category_id(code: str) -> UUID:
    """The id under which one of our own plain categories is published as a term."""
    return uuid5(_NAMESPACE, f"category:{code}")


def field_id(name: str) -> UUID:
    """The id of the term that stands for a field of ours which the standard does not have."""
    return uuid5(_NAMESPACE, f"field:{name}")


def services_chosen(rows: QuerySet[Service], choice: Choice) -> QuerySet[Service]:
    """The services that a reader asks for."""
    for word in choice.search.split()[:MOST_WORDS]:
        rows = rows.filter(_with_word(word))
    if choice.organization_id:
        rows = rows.filter(organization_id=choice.organization_id)
    if choice.taxonomy_term_id:
        rows = rows.filter(_of_term(choice.taxonomy_term_id))
    if choice.taxonomy_id:
        rows = rows.filter(_of_taxonomy(choice.taxonomy_id))
    if choice.modified_after:
        rows = rows.filter(_modified_after(choice.modified_after))
    if choice.minimum_age is not None:
        rows = rows.filter(Q(minimum_age__gte=choice.minimum_age))
    if choice.maximum_age is not None:
        rows = rows.filter(Q(maximum_age__lte=choice.maximum_age))
    if choice.own:
        rows = rows.filter(Q(source__isnull=True) | Q(source__url=""))
    if choice.day is not None or choice.start_time or choice.end_time:
        at = _schedules(choice)
        rows = rows.filter(
            Q(pk__in=at.filter(service__isnull=False).values("service_id"))
            | Q(pk__in=at.filter(at_location__isnull=False).values("at_location__service_id"))
        )
    return rows


def near_postcode(rows: QuerySet[ServiceAtLocation], place: Place, metres: float) -> QuerySet[ServiceAtLocation]:
    """Services at places within a distance of a point. A confidential place is near nothing: its position is not there."""
    return rows.filter(location_id__in=locations_near(Location.objects.filter(confidential=False), place, metres))


def locations_near(rows: QuerySet[Location], place: Place, metres: float) -> set[UUID]:
    """The ids of those of these locations that are within a distance of a point."""
    in_boxes = Q()
    for box in box_around(place.latitude, place.longitude, metres):
        in_boxes |= Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    inside = rows.filter(in_boxes).order_by().values_list("pk", "latitude", "longitude")
    return {pk for pk, lat, lon in inside if distance(place.latitude, place.longitude, lat, lon) <= metres}


def place_of_postcode(postcode: str) -> Place | None:
    """Where a postcode (or a town) is; None when that is not known here."""
    found = find_place(postcode)
    return found if isinstance(found, Place) else None


def taxonomies() -> dict[UUID, str]:
    """Every list of terms in use: id -> code. Our categories and our own fields come first."""
    codes = [CATEGORY_TAXONOMY, FIELD_TAXONOMY]
    codes += TaxonomyTerm.objects.order_by("taxonomy").values_list("taxonomy", flat=True).distinct()
    return {taxonomy_id(code): code for code in codes}


def _with_word(word: str) -> Q:
    names = ("name", "alternate_name", "group_name", "description", "organization__name", "organization__alternate_name")
    return reduce(or_, [Q(**{f"{name}__icontains": word}) for name in names])


def _of_term(term: UUID) -> Q:
    code = {category_id(code): code for code in CATEGORIES}.get(term)
    if code:
        return Q(categories__icontains=f'"{code}"')
    return Q(pk__in=Service.terms.through.objects.filter(taxonomyterm_id=term).values("service_id"))


def _of_taxonomy(wanted: UUID) -> Q:
    code = taxonomies().get(wanted)
    if code == CATEGORY_TAXONOMY:
        return ~Q(categories=[])
    terms: Any = TaxonomyTerm.objects.filter(taxonomy=code).values("pk") if code else []
    return Q(pk__in=Service.terms.through.objects.filter(taxonomyterm_id__in=terms).values("service_id"))


def _modified_after(moment: datetime) -> Q:
    """Anything about the service: itself, its organization, a place of it."""
    moved = ServiceAtLocation.objects.filter(location__updated_at__gte=moment).values("service_id")
    return Q(updated_at__gte=moment) | Q(organization__updated_at__gte=moment) | Q(pk__in=moved)


def _schedules(choice: Choice) -> QuerySet[Schedule]:
    rows = Schedule.objects.filter(by_appointment=False)
    if choice.day is not None:
        rows = rows.filter(byday__contains=byday([choice.day], []))
    if choice.start_time:
        rows = rows.filter(opens_at__gte=choice.start_time)
    if choice.end_time:
        rows = rows.filter(closes_at__lte=choice.end_time)
    return rows
