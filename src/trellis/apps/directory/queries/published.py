"""What anybody may have of the directory, many records at a time: a fixed number of queries for a page, flat memory for all.

Rows come as plain dicts, since models would cost half the time of a feed. What must not leave is taken out here and nowhere
later: contacts that are not public, everything of a confidential place but its area, all but the name of what has ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.apps.directory.models import Contact, Location, Organization, Schedule, Service, ServiceAtLocation, Source, TaxonomyTerm
from trellis.apps.directory.models.vocabulary import Mark, OrganizationKind, ServiceKind, Status, Visibility

Row = dict[str, Any]

CHUNK = 500
ENDED = (Status.INACTIVE, Status.DEFUNCT)
_LISTED = ("id", "language", "translations", "assured_on", "assured_by", "marked", "source_id", "source_key", "updated_at")
_SERVICE = (
    *_LISTED, "organization_id", "kind", "name", "alternate_name", "group_name", "description", "what_to_expect", "website",
    "email", "status", "closed_until", "closed_reason", "application_process", "required_documents", "promised_days",
    "wait_time", "cost", "fees_description", "eligibility_description", "minimum_age", "maximum_age", "referral",
    "attendance", "online_url", "online_notes", "phone_notes", "languages", "languages_note", "accessibility_note",
    "accreditations", "licenses", "sensitive", "categories",
)  # fmt: skip
_ORGANIZATION = (
    *_LISTED, "name", "alternate_name", "description", "kind", "led_by", "approach", "website", "email", "legal_status",
    "year_incorporated", "parent_id", "status",
)  # fmt: skip
_LOCATION = (
    *_LISTED, "organization_id", "name", "alternate_name", "description", "location_type", "address_1", "address_2", "city",
    "region", "state_province", "postal_code", "country", "latitude", "longitude", "approximate", "transportation",
    "step_free", "accessible_toilet", "hearing_loop", "parking", "accessibility_note", "confidential", "public_area",
    "time_zone", "status",
)  # fmt: skip
_SCHEDULE = (
    "id", "freq", "interval", "byday", "bymonthday", "opens_at", "closes_at", "dtstart", "until", "valid_from", "valid_to",
    "term_time_only", "closed_on_holidays", "except_dates", "time_zone", "by_appointment", "description",
)  # fmt: skip
_SEALED = ("name", "title", "email", "phone")
_CONTACT = ("id", *_SEALED, "extension", "phone_type", "languages", "description")
_OF_ENDED = ("id", "organization_id", "kind", "name", "status", "updated_at", "marked")


@dataclass(slots=True)
class PublicPlace:
    """A service at a location. Of a confidential one `location` has only its id and its area."""

    id: UUID
    description: str
    location: Row
    schedules: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class PublicService:
    """A service as it may be published; `has_ended` ones have a name and a status and nothing else."""

    row: Row
    organization: Row
    modified: datetime
    has_ended: bool = False
    places: list[PublicPlace] = field(default_factory=list)
    schedules: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    organization_contacts: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class PublicOrganization:
    """An organization with what belongs to it."""

    row: Row
    contacts: list[Row] = field(default_factory=list)
    locations: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    services: list[PublicService] = field(default_factory=list)


def organizations_published() -> QuerySet[Organization]:
    """Organizations that run, and that nobody has hidden for want of a word that they are still right."""
    return Organization.objects.exclude(_organization_ended())


def services_running() -> QuerySet[Service]:
    """Services that a person may be sent to, also those closed for now."""
    return Service.objects.exclude(_has_ended())


def services_ended() -> QuerySet[Service]:
    """Services that have ended, whose organization has, or that are hidden because nobody knows whether they are still right."""
    return Service.objects.filter(_has_ended())


def services_published(*, ended_since: datetime | None) -> QuerySet[Service]:
    """Services of the feeds: those that run, and since when given those that have ended, so that readers hear of it."""
    if ended_since is None:
        return services_running()
    # Subqueries in the place of joins, so that the index alone answers which records stand on a page.
    lately = Organization.objects.filter(_organization_ended(), updated_at__gte=ended_since).values("pk")
    return Service.objects.filter(~_has_ended() | Q(updated_at__gte=ended_since) | Q(organization__in=lately))


def _has_ended() -> Q:
    ended = Organization.objects.filter(_organization_ended()).values("pk")
    return Q(status__in=ENDED) | Q(marked=Mark.HIDDEN) | Q(organization__in=ended)


def _organization_ended() -> Q:
    return ~Q(status=Status.ACTIVE) | Q(marked=Mark.HIDDEN)


def locations_published() -> QuerySet[Location]:
    """Locations in use, confidential ones left out: they exist for nobody."""
    return Location.objects.filter(status=Status.ACTIVE, confidential=False).exclude(marked=Mark.HIDDEN)


def in_chunks(rows: QuerySet[Any], *, size: int = CHUNK) -> Iterator[list[UUID]]:
    """The ids of all rows, by id, a chunk at a time: each query starts where the last one ended."""
    ordered = rows.order_by("pk").values_list("pk", flat=True)
    chunk = list(ordered[:size])
    while chunk:
        yield chunk
        chunk = list(ordered.filter(pk__gt=chunk[-1])[:size]) if len(chunk) == size else []


def read_services(ids: Collection[UUID], *, full: bool = True) -> list[PublicService]:
    """These services in the order of the ids; with `full` all that belongs to them."""
    rows = {row["id"]: row for row in Service.objects.filter(pk__in=ids).order_by().values(*_SERVICE)}
    organizations = _organizations({row["organization_id"] for row in rows.values()})
    found: dict[UUID, PublicService] = {}
    for pk in ids:
        row = rows.get(pk)
        if row is None:
            continue
        organization = organizations[row["organization_id"]]
        ended = any((row["status"] in ENDED, *(each["marked"] == Mark.HIDDEN for each in (row, organization))))
        ended = ended or organization["status"] != Status.ACTIVE
        if ended:
            row = {name: row[name] for name in _OF_ENDED}
            row["status"] = Status.DEFUNCT if row["status"] == Status.DEFUNCT else Status.INACTIVE
        modified = max(row["updated_at"], organization["updated_at"])
        found[pk] = PublicService(row, organization, modified, has_ended=ended)
    running = {pk: each for pk, each in found.items() if not each.has_ended}
    _add_places(running, full=full)
    if full:
        _add_terms(running, Service)
        for pk, rows_of in _schedules("service_id", running).items():
            running[pk].schedules = rows_of
        for pk, rows_of in _contacts("service_id", running).items():
            running[pk].contacts = _of_peers(rows_of, running[pk])
        desks = _contacts("organization_id", {each.organization["id"] for each in running.values()})
        for each in running.values():
            peers = each.organization["kind"] == OrganizationKind.PEER_GROUP
            own = desks.get(each.organization["id"], [])
            each.organization_contacts = _nameless(own) if peers else own
    return list(found.values())


def stream_services(rows: QuerySet[Service], *, full: bool = True) -> Iterator[PublicService]:
    """All of them, one chunk in memory at a time."""
    for ids in in_chunks(rows):
        yield from read_services(ids, full=full)


def read_organizations(ids: Collection[UUID]) -> list[PublicOrganization]:
    """These organizations with contacts, terms and places, in the order of the ids."""
    found = {pk: PublicOrganization(row) for pk, row in _organizations(ids).items()}
    found = {pk: found[pk] for pk in ids if pk in found}
    _add_terms(found, Organization)
    for pk, rows in _contacts("organization_id", found).items():
        peers = found[pk].row["kind"] == OrganizationKind.PEER_GROUP
        found[pk].contacts = _nameless(rows) if peers else rows
    for row in locations_published().filter(organization_id__in=list(found)).order_by("pk").values(*_LOCATION):
        found[row["organization_id"]].locations.append(row)
    return list(found.values())


def read_locations(ids: Collection[UUID]) -> list[PublicPlace]:
    """These locations with their own hours and contacts, in the order of the ids; confidential ones are left out."""
    rows = {row["id"]: row for row in locations_published().filter(pk__in=ids).order_by().values(*_LOCATION)}
    schedules, contacts = _schedules("location_id", rows), _contacts("location_id", rows)
    return [PublicPlace(pk, "", rows[pk], schedules.get(pk, []), contacts.get(pk, [])) for pk in ids if pk in rows]


def services_of(organizations: Collection[UUID]) -> dict[UUID, list[Row]]:
    """What runs at each of these organizations: id and name of each service."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    offered = services_running().filter(organization_id__in=list(organizations))
    for row in offered.order_by("pk").values("id", "name", "status", "organization_id"):
        found[row["organization_id"]].append(row)
    return found


def sources_by_id() -> dict[UUID, Row]:
    """Where records were taken from, for attribution: a handful of rows."""
    return {row["id"]: row for row in Source.objects.values("id", "name", "url", "licence", "attribution")}


def _organizations(ids: Collection[UUID]) -> dict[UUID, Row]:
    return {row["id"]: row for row in Organization.objects.filter(pk__in=list(ids)).order_by().values(*_ORGANIZATION)}


def _add_places(services: dict[UUID, PublicService], *, full: bool) -> None:
    columns = ("id", "service_id", "location_id", "description")
    links = list(ServiceAtLocation.objects.filter(service_id__in=list(services)).order_by("pk").values(*columns))
    names = _LOCATION if full else ("id", "updated_at")
    wanted = {link["location_id"] for link in links}
    locations = {row["id"]: row for row in Location.objects.filter(pk__in=list(wanted)).order_by().values(*names)}
    places: dict[UUID, PublicPlace] = {}
    for link in links:
        service, location = services[link["service_id"]], locations[link["location_id"]]
        service.modified = max(service.modified, location["updated_at"])
        if not full or location["status"] != Status.ACTIVE:
            continue
        secret = location["confidential"]
        place = PublicPlace(link["id"], "" if secret else link["description"], _area_only(location) if secret else location)
        places[place.id] = place
        service.places.append(place)
    if not full:
        return
    schedules, contacts = _schedules("at_location_id", places), _contacts("at_location_id", places)
    open_to_all = {place.location["id"] for place in places.values() if not place.location["confidential"]}
    buildings, desks = _schedules("location_id", open_to_all), _contacts("location_id", open_to_all)
    for service in services.values():
        for place in service.places:
            place.schedules = schedules.get(place.id, [])
            place.contacts = _of_peers(contacts.get(place.id, []), service)
            if not place.location["confidential"]:
                pk = place.location["id"]
                place.location = place.location | {"schedules": buildings.get(pk, []), "contacts": desks.get(pk, [])}


def _area_only(location: Row) -> Row:
    return {"id": location["id"], "confidential": True, "public_area": location["public_area"], "location_type": "virtual"}


def _schedules(column: str, owners: Iterable[UUID]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in Schedule.objects.filter(**{f"{column}__in": list(owners)}).order_by("position", "id").values(column, *_SCHEDULE):
        found[row.pop(column)].append(row)
    return found


def _contacts(column: str, owners: Iterable[UUID]) -> dict[UUID, list[Row]]:
    """Public contacts, opened. Nothing that is for members or keepers is even read."""
    fields = {name: Contact._meta.get_field(name) for name in _SEALED}
    found: dict[UUID, list[Row]] = defaultdict(list)
    public = Contact.objects.filter(**{f"{column}__in": list(owners)}, visibility=Visibility.PUBLIC)
    for row in public.order_by("position", "id").values(column, *_CONTACT):
        for name, sealed in fields.items():
            row[name] = sealed.opened(row[name], row["id"]) if row[name] else ""
        found[row.pop(column)].append(row)
    return found


def _of_peers(contacts: list[Row], service: PublicService) -> list[Row]:
    """Who leads a meeting or a peer group is named in no feed, even where the page names them."""
    peers = service.row["kind"] == ServiceKind.MEETING or service.organization["kind"] == OrganizationKind.PEER_GROUP
    return _nameless(contacts) if peers else contacts


def _nameless(contacts: list[Row]) -> list[Row]:
    return [each for each in contacts if not each["name"] and not each["title"]]


def _add_terms(owners: dict[UUID, Any], model: type) -> None:
    through = model.terms.through
    column = f"{model._meta.model_name}_id"
    links = list(through.objects.filter(**{f"{column}__in": list(owners)}).order_by("pk").values_list(column, "taxonomyterm_id"))
    names = ("id", "taxonomy", "code", "name", "description", "parent_id")
    wanted = {term for _owner, term in links}
    terms = {row["id"]: row for row in TaxonomyTerm.objects.filter(pk__in=list(wanted)).order_by().values(*names)}
    for owner, term in links:
        owners[owner].terms.append(terms[term])
