"""What both APIs read: rows chosen by the parameters, written by a writer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from trellis.apps.directory.models import Location, Organization, Place, Service, ServiceAtLocation, TaxonomyTerm
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries import published, published_choice
from trellis.apps.directory.queries.edition import ended_since
from trellis.apps.directory.queries.published_choice import CATEGORY_TAXONOMY, FIELD_TAXONOMY, Choice, taxonomy_id
from trellis.interfaces.api.hsds import Writer
from trellis.interfaces.api.own_fields import MEANINGS
from trellis.interfaces.api.parameters import (
    NEAR_METRES,
    LocationsAsked,
    Near,
    OrganizationsAsked,
    PlacesAsked,
    ServicesAsked,
    TermsAsked,
    choice_of,
)
from trellis.interfaces.api.values import Doc, kept, moment

TAXONOMY_NAMES = {
    CATEGORY_TAXONOMY: ("Trellis categories", "Plain words for what a service is about."),
    FIELD_TAXONOMY: ("Trellis fields", "What Trellis knows of a record and HSDS has no field for."),
    "open-eligibility": ("Open Eligibility", "A taxonomy of services and situations by findhelp, CC BY-SA 3.0."),
    "meeting-guide": ("Meeting Guide types", "Types of meetings, by Code for Recovery."),
}


def writer() -> Writer:
    """A writer that knows the sources."""
    return Writer(published.sources_by_id())


def services(asked: ServicesAsked) -> QuerySet[Service]:
    """The services asked for. With conditions only those that run; else also those that have ended lately."""
    choice = choice_of(asked)
    since = ended_since(timezone.localdate())
    only_time = choice == Choice(modified_after=choice.modified_after, organization_id=choice.organization_id, own=choice.own)
    rows = published.services_published(ended_since=since) if only_time else published.services_running()
    return published_choice.services_chosen(rows, choice)


def service(service_id: UUID) -> published.PublicService:
    """One service, also one that has ended lately; Http404 when there is none."""
    since = ended_since(timezone.localdate())
    if not published.services_published(ended_since=since).filter(pk=service_id).exists():
        raise Http404
    return published.read_services([service_id])[0]


def places(asked: PlacesAsked) -> QuerySet[ServiceAtLocation]:
    """Services at locations, as asked for."""
    running = published_choice.services_chosen(published.services_running(), choice_of(asked))
    rows = ServiceAtLocation.objects.filter(service__in=running, location__status=Status.ACTIVE)
    near = _near(asked)
    return rows if near is None else published_choice.near_postcode(rows, *near)


def read_places(ids: Collection[UUID], write: Writer, *, full: bool) -> list[Doc]:
    """Services at locations with the service and the location in each."""
    of = dict(ServiceAtLocation.objects.filter(pk__in=ids).values_list("pk", "service_id"))
    held = {each.row["id"]: each for each in published.read_services(sorted(set(of.values())))}
    found = []
    for pk in ids:
        service = held[of[pk]]
        place = next((each for each in service.places if each.id == pk), None)
        if place is None:
            continue
        inside = write.service(service, full=full)
        inside.pop("service_at_locations", None)
        line = write.place(place, str(of[pk]))
        if not full:
            line = {name: line[name] for name in ("id", "service_id", "location_id", "description") if name in line}
            line["location"] = write.location(place.location, full=False)
        found.append(line | {"service": inside})
    return found


def organizations(asked: OrganizationsAsked) -> QuerySet[Organization]:
    """Organizations as asked for; terms may be said of them or of what they offer."""
    rows = published.organizations_published()
    for word in asked.search.split()[: published_choice.MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(alternate_name__icontains=word) | Q(description__icontains=word))
    choice = Choice(taxonomy_term_id=asked.taxonomy_term_id, taxonomy_id=asked.taxonomy_id)
    if choice:
        offered = published_choice.services_chosen(published.services_running(), choice)
        said = Q(pk__in=offered.values("organization_id"))
        if asked.taxonomy_term_id:
            said |= Q(terms=asked.taxonomy_term_id)
        rows = Organization.objects.filter(pk__in=rows.filter(said).values("pk"))
    return rows


def read_organizations(ids: Collection[UUID], write: Writer, *, full: bool, full_service: bool) -> list[Doc]:
    """Organizations, with what they offer when it is asked for."""
    held = published.read_organizations(ids)
    if not (full or full_service):
        return [write.organization_line(each.row) for each in held]
    offered = published.services_of([each.row["id"] for each in held])
    in_full: dict[UUID, published.PublicService] = {}
    if full_service:
        in_full = {each.row["id"]: each for each in published.read_services([row["id"] for rows in offered.values() for row in rows])}
    found = []
    for each in held:
        rows = offered.get(each.row["id"], [])
        inside = [
            write.service(in_full[row["id"]], full=True, organization=False)
            if full_service
            else {"id": str(row["id"]), "name": row["name"], "status": row["status"].replace("_", " ")}
            for row in rows
        ]
        found.append(write.organization(each) | kept(services=inside))
    return found


def locations(asked: LocationsAsked) -> QuerySet[Location]:
    """Locations as asked for; a confidential one is never among them."""
    rows = published.locations_published()
    for word in asked.search.split()[: published_choice.MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(city__icontains=word) | Q(address_1__icontains=word))
    near = _near(asked)
    if near is not None:
        place, metres = near
        rows = rows.filter(pk__in=published_choice.locations_near(rows, place, metres))
    return rows


def read_locations(ids: Collection[UUID], write: Writer, *, full: bool) -> list[Doc]:
    """Locations with their own hours and contacts."""
    return [
        write.location(each.location | {"schedules": each.schedules, "contacts": each.contacts}, full=full)
        for each in published.read_locations(ids)
    ]


def minimal(rows: QuerySet[Service]) -> Iterator[Doc]:
    """The id and the last change of each service, a chunk in memory at a time."""
    for ids in published.in_chunks(rows, size=2000):
        for each in published.read_services(ids, full=False):
            yield {"id": str(each.row["id"]), "last_modified": moment(each.modified)}


def taxonomies() -> list[Doc]:
    """Every list of terms in use."""
    return [taxonomy(pk, code) for pk, code in published_choice.taxonomies().items()]


def taxonomy(pk: UUID, code: str) -> Doc:
    """One list of terms."""
    name, description = TAXONOMY_NAMES.get(code, (code, code))
    return {"id": str(pk), "name": name, "description": description}


def own_terms(write: Writer) -> list[Doc]:
    """Terms that are in no table: our categories and our fields."""
    fields = [
        {
            "id": str(published_choice.field_id(name)), "code": name, "name": name.replace("_", " "), "description": meaning,
            "taxonomy": FIELD_TAXONOMY, "taxonomy_id": str(taxonomy_id(FIELD_TAXONOMY)),
        }
        for name, meaning in MEANINGS.items()
    ]  # fmt: skip
    return [*write.categories(), *fields]


def terms(asked: TermsAsked, write: Writer) -> tuple[list[Doc], QuerySet[TaxonomyTerm]]:
    """Terms as asked for: those in no table, and the rows of the others."""
    rows = TaxonomyTerm.objects.all()
    own = own_terms(write) if asked.parent_id is None else []
    if asked.taxonomy_id:
        code = published_choice.taxonomies().get(asked.taxonomy_id, "")
        rows = rows.filter(taxonomy=code)
        own = [each for each in own if each["taxonomy_id"] == str(asked.taxonomy_id)]
    if asked.parent_id:
        rows = rows.filter(parent_id=asked.parent_id)
    if asked.top_only:
        rows = rows.filter(parent__isnull=True)
    for word in asked.search.split()[: published_choice.MOST_WORDS]:
        rows = rows.filter(name__icontains=word)
        own = [each for each in own if word.lower() in each["name"].lower()]
    return own, rows


def read_terms(ids: Collection[UUID], write: Writer) -> list[Doc]:
    """Terms by id."""
    names = ("id", "taxonomy", "code", "name", "description", "parent_id")
    held = {row["id"]: write.term(row) for row in TaxonomyTerm.objects.filter(pk__in=ids).values(*names)}
    return [held[pk] for pk in ids if pk in held]


def _near(asked: Near) -> tuple[Place, float] | None:
    """The point and the distance asked for; Http404 for a postcode that nobody here knows."""
    if not asked.postcode and asked.proximity is None:
        return None
    metres = asked.proximity if asked.proximity is not None else NEAR_METRES
    if not asked.postcode:
        latitude, longitude = settings.PLACE_CENTRE
        return Place(name=settings.PLACE_NAME, latitude=latitude, longitude=longitude), metres
    place = published_choice.place_of_postcode(asked.postcode)
    if place is None:
        raise Http404
    return place, metres
