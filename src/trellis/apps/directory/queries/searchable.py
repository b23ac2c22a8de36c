"""What of the directory can be found, and by what: services and spaces as documents of the search index.

Only public facts come in here: what runs, contacts that everybody may read, and of a confidential place nothing but the area that may
be said. A service is one document for each of its places, so that the nearest one shows; one without a place (online, by phone, or at
a secret address) is one document that belongs to the whole area.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.dates import WEEKDAYS

from trellis.apps.directory.models import Contact, Location, Organization, Schedule, Service, ServiceAtLocation, Space, TaxonomyTerm
from trellis.apps.directory.models.vocabulary import (
    CATEGORIES,
    Access,
    Attendance,
    Cost,
    LedBy,
    Mark,
    OrganizationKind,
    Referral,
    ServiceKind,
    Status,
    Visibility,
)
from trellis.apps.directory.queries.opening import rules_of, schedules_at
from trellis.apps.directory.queries.placing import Placer
from trellis.core.search.documents import Document, Facet, Searchable, searchable
from trellis.kernels.hours import Rule

BATCH = 500
LONGEST_SUMMARY = 240
MOST_PARENTS = 6
SPACE_KIND = "space"
ORGANIZATION_KIND = "organization"
LANGUAGES = (
    "en", "ar", "bn", "bg", "zh", "cs", "nl", "fa", "fr", "de", "el", "gu", "ht", "he", "hi", "hu", "it", "ja", "ko", "ku", "lt", "lv",
    "am", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "so", "es", "sv", "ta", "ti", "tl", "tr", "uk", "ur", "vi", "cy", "yo", "ase", "bfi",
)  # fmt: skip

FACETS = (
    Facet(code="kind", values=(*ServiceKind.values, SPACE_KIND, ORGANIZATION_KIND), indexed=True),
    Facet(code="category", values=tuple(CATEGORIES), indexed=True),
    Facet(code="cost", values=tuple(filter(None, Cost.values))),
    Facet(code="step_free", values=(Access.YES, Access.PARTLY, Access.NO)),
    Facet(code="referral", values=tuple(filter(None, Referral.values))),
    Facet(code="attendance", values=tuple(Attendance.values)),
    Facet(code="led_by", values=tuple(filter(None, LedBy.values)), indexed=True),
    Facet(code="language", values=LANGUAGES, indexed=True, open=True),
)

_SHOWN = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)


def _public_contacts() -> Prefetch:
    return Prefetch("contacts", Contact.objects.filter(visibility=Visibility.PUBLIC))


def _schedules(path: str = "schedules") -> Prefetch:
    return Prefetch(path, Schedule.objects.all())


def _services() -> QuerySet[Service]:
    places = ServiceAtLocation.objects.filter(location__status=Status.ACTIVE).select_related("location").order_by("id")
    return (
        Service.objects.filter(status__in=_SHOWN, organization__status=Status.ACTIVE)
        .exclude(marked=Mark.HIDDEN)
        .select_related("organization")
        .prefetch_related(
            _public_contacts(),
            Prefetch("organization__contacts", Contact.objects.filter(visibility=Visibility.PUBLIC)),
            _schedules(),
            Prefetch("terms", TaxonomyTerm.objects.select_related("parent__parent__parent")),
            Prefetch("at_locations", places.prefetch_related(_schedules(), _schedules("location__schedules"), _public_contacts())),
        )
        .order_by("id")
    )


def _spaces() -> QuerySet[Space]:
    return (
        Space.objects.filter(status=Status.ACTIVE, location__status=Status.ACTIVE)
        .exclude(marked=Mark.HIDDEN)
        .select_related("location", "organization")
        .prefetch_related(_public_contacts(), _schedules())
        .order_by("id")
    )


def _organizations() -> QuerySet[Organization]:
    """Those that offer nothing in particular: funders, partners, projects just begun. The others are found by what they offer."""
    places = Location.objects.filter(status=Status.ACTIVE, confidential=False).order_by("id")
    return (
        Organization.objects.filter(status=Status.ACTIVE)
        .exclude(marked=Mark.HIDDEN)
        .exclude(pk__in=Service.objects.values("organization_id"))
        .prefetch_related(_public_contacts(), Prefetch("locations", places), "terms")
        .order_by("id")
    )


def _service_documents(refs: Collection[UUID] | None) -> Iterator[Document]:
    placer = Placer()
    for service in _rows(_services(), refs):
        public = [each for each in service.at_locations.all() if not each.location.confidential]
        if public:
            for at_location in public:
                yield _service_at(service, at_location, len(public), placer)
        else:
            secret = next(iter(service.at_locations.all()), None)
            yield _service_at(service, None, 1, placer, area=secret.location.public_area if secret else "")


def _space_documents(refs: Collection[UUID] | None) -> Iterator[Document]:
    for space in _rows(_spaces(), refs):
        yield _space(space)


def _organization_documents(refs: Collection[UUID] | None) -> Iterator[Document]:
    placer = Placer()
    for organization in _rows(_organizations(), refs):
        yield _organization(organization, placer)


def _rows(rows: QuerySet[Any], refs: Collection[UUID] | None) -> Iterable[Any]:
    if refs is None:
        return rows.iterator(chunk_size=BATCH)
    return rows.filter(pk__in=list(refs))


def _service_at(service: Service, at_location: ServiceAtLocation | None, places: int, placer: Placer, *, area: str = "") -> Document:
    location = at_location.location if at_location else None
    latitude, longitude, rough = _position(location, placer)
    schedules = schedules_at(service, at_location) if at_location else list(service.schedules.all())
    organization = service.organization
    terms = list(service.terms.all())
    rules = tuple(rules_of(schedules))
    own = [*(at_location.contacts.all() if at_location else ()), *service.contacts.all()]
    contacts = own or list(organization.contacts.all())
    return Document(
        kind=SERVICE_KIND,
        ref=service.pk,
        part=location.pk.hex if location else "",
        latitude=latitude,
        longitude=longitude,
        zone=_zone(schedules, location),
        language=service.language or "en",
        name=" . ".join(filter(None, (service.name, service.alternate_name, service.group_name))),
        terms=[*_term_words(terms, service.categories), str(OrganizationKind(organization.kind).label)],
        organization=" . ".join(filter(None, (organization.name, organization.alternate_name))),
        text=" . ".join([_text(service, at_location, area), *_time_words(rules)]),
        facets={
            "kind": [service.kind],
            "category": _known(service.categories, CATEGORIES),
            "cost": _some(service.cost),
            "step_free": _some(location.step_free if location else ""),
            "referral": _some(service.referral),
            "attendance": _known(service.attendance or (["in_person"] if location else []), Attendance.values),
            "led_by": _some(organization.led_by),
            "language": [code for code in service.languages if code],
        },
        rules=rules,
        closed_until=service.closed_until,
        confirmed_on=service.assured_on or organization.assured_on,
        quality=_quality(service, schedules, contacts),
        places=places,
        card={
            **_card(service, organization.name, location, area, contacts),
            "kind": service.kind,
            "categories": _known(service.categories, CATEGORIES),
            "attendance": service.attendance,
            "referral": service.referral,
            "confirmed_by": service.assured_by if service.assured_on else organization.assured_by,
            "sensitive": service.sensitive,
            "approximate": rough,
            "closed": service.status == Status.TEMPORARILY_CLOSED,
        },
    )


def _space(space: Space) -> Document:
    location = None if space.location.confidential else space.location
    schedules = list(space.schedules.all())
    contacts = list(space.contacts.all())
    owner = space.organization.name if space.organization else ""
    return Document(
        kind=SPACE_KIND,
        ref=space.pk,
        latitude=location.latitude if location else None,
        longitude=location.longitude if location else None,
        zone=_zone(schedules, location),
        language=space.language or "en",
        name=space.name,
        terms=[str(CATEGORIES["place"]), *map(str, space.features)],
        organization=owner,
        text=" . ".join(filter(None, (space.description, space.how_to_book, space.fees_description, *_address(location, "")))),
        facets={
            "kind": [SPACE_KIND],
            "category": ["place"],
            "cost": _some(space.cost),
            "step_free": _some(location.step_free if location else ""),
            "attendance": ["in_person"],
            "led_by": _some(space.organization.led_by if space.organization else ""),
        },
        rules=tuple(rules_of(schedules)),
        confirmed_on=space.assured_on,
        quality=_quality(space, schedules, contacts),
        card={
            **_card(space, owner, location, space.location.public_area if location is None else "", contacts),
            "kind": SPACE_KIND,
            "categories": ["place"],
            "attendance": ["in_person"],
            "confirmed_by": space.assured_by,
            "capacity": space.capacity,
        },
    )


def _organization(organization: Organization, placer: Placer) -> Document:
    location = next(iter(organization.locations.all()), None)
    latitude, longitude, rough = _position(location, placer)
    contacts = list(organization.contacts.all())
    return Document(
        kind=ORGANIZATION_KIND,
        ref=organization.pk,
        latitude=latitude,
        longitude=longitude,
        language=organization.language or "en",
        name=" . ".join(filter(None, (organization.name, organization.alternate_name))),
        terms=[*_term_words(organization.terms.all(), ()), str(OrganizationKind(organization.kind).label)],
        text=" . ".join(filter(None, (organization.description, organization.approach, *_address(location, "")))),
        facets={"kind": [ORGANIZATION_KIND], "led_by": _some(organization.led_by)},
        confirmed_on=organization.assured_on,
        quality=_quality(organization, [], contacts),
        card={
            **_card(organization, "", location, "", contacts),
            "kind": ORGANIZATION_KIND,
            "confirmed_by": organization.assured_by,
            "approximate": rough,
        },
    )


def _card(
    record: Service | Space | Organization, organization: str, location: Location | None, area: str, contacts: list[Contact]
) -> dict[str, Any]:
    """What a result shows of any kind; empty facts are left out."""
    facts = {
        "name": record.name,
        "organization": organization,
        "summary": " ".join(record.description.split())[:LONGEST_SUMMARY],
        "locality": (location.city or location.name) if location else area,
        "address": ", ".join(_address(location, area)),
        "phone": next((contact.phone for contact in contacts if contact.phone), ""),
        "cost": getattr(record, "cost", ""),
        "step_free": location.step_free if location else "",
        "language": "" if record.language in ("", "en") else record.language,
        "translations": _translations(record),
    }
    return {name: value for name, value in facts.items() if value}


def _translations(record: Service | Space | Organization) -> dict[str, list[str]]:
    """Name and summary by language, where both are translated: half a card in each language would be read out wrongly."""
    return {
        language: [texts["name"], " ".join(texts.get("description", "").split())[:LONGEST_SUMMARY]]
        for language, texts in (record.translations or {}).items()
        if texts.get("name") and (texts.get("description") or not record.description)
    }


def _text(service: Service, at_location: ServiceAtLocation | None, area: str) -> str:
    location = at_location.location if at_location else None
    parts = (
        service.description, service.what_to_expect, service.eligibility_description, service.application_process,
        service.required_documents, service.fees_description, service.accessibility_note, service.languages_note,
        at_location.description if at_location else "", *_address(location, area), location.region if location else "",
        *(text for fields in service.translations.values() for text in _texts(fields)),
    )  # fmt: skip
    return " . ".join(filter(None, parts))


_PARTS_OF_DAY = (("morning", 5, 12), ("afternoon", 12, 17), ("evening", 17, 22), ("night", 22, 24))
MOST_DAYS_NAMED = 3


def _time_words(rules: Iterable[Rule]) -> list[str]:
    """The words in which people ask for times: "evening", "weekend", and the days when there are few of them."""
    rules = list(rules)
    hours = {rule.opens // 60 for rule in rules}
    days = {day for rule in rules for day in (*rule.weekdays, *(weekday for _n, weekday in rule.nth))}
    found = [word for word, first, last in _PARTS_OF_DAY if any(first <= hour < last for hour in hours)]
    if days & {5, 6}:
        found.append("weekend")
    return found + ([str(WEEKDAYS[day]) for day in sorted(days)] if len(days) <= MOST_DAYS_NAMED else [])


def _texts(fields: object) -> list[str]:
    return [text for text in fields.values() if isinstance(text, str)] if isinstance(fields, dict) else []


def _address(location: Location | None, area: str) -> list[str]:
    return location.address_lines if location else [area] if area else []


def _term_words(terms: Iterable[TaxonomyTerm], categories: Iterable[str]) -> list[str]:
    """Names of terms, of their parents, their synonyms, and the names of our own categories."""
    found: list[str] = [str(CATEGORIES[code]) for code in categories if code in CATEGORIES]
    for term in terms:
        found += [term.name, *term.synonyms]
        parent, steps = term.parent, 0
        while parent is not None and steps < MOST_PARENTS:
            found.append(parent.name)
            # Three levels are fetched with the term; asking for more would be a query for each.
            parent = parent.parent if steps < 2 else None
            steps += 1
    return found


def _synonyms() -> Iterator[list[str]]:
    for term in TaxonomyTerm.objects.exclude(synonyms=[]).order_by("taxonomy", "code").iterator():
        yield [term.name, *term.synonyms]


def _position(location: Location | None, placer: Placer) -> tuple[float | None, float | None, bool]:
    """Latitude, longitude, and whether they stand for a whole postcode or town."""
    if location is None:
        return None, None, False
    placed = placer.placed(location)
    if placed is not None:
        return placed.latitude, placed.longitude, True
    return location.latitude, location.longitude, location.approximate


def _zone(schedules: Iterable[Schedule], location: Location | None) -> str:
    named = next((each.time_zone for each in schedules if each.time_zone), "")
    return named or (location.time_zone if location else "")


def _quality(record: Service | Space | Organization, schedules: list[Schedule], contacts: list[Contact]) -> int:
    """0 to 100: confirmed by somebody, says when, whom to ask, and what it is."""
    score = 20
    score += 30 if record.assured_on else 0
    score += 20 if schedules else 0
    score += 15 if contacts or getattr(record, "website", "") or getattr(record, "email", "") else 0
    score += 15 if len(record.description) > 80 else 0
    return score


def _some(value: str) -> list[str]:
    return [value] if value else []


def _known(values: Iterable[str], allowed: Collection[str]) -> list[str]:
    return [value for value in values if value in allowed]


SERVICE_KIND = "service"
SERVICE = searchable(Searchable(kind=SERVICE_KIND, documents=_service_documents, synonyms=_synonyms), facets=FACETS)
SPACE = searchable(Searchable(kind=SPACE_KIND, documents=_space_documents), facets=FACETS)
ORGANIZATION = searchable(Searchable(kind=ORGANIZATION_KIND, documents=_organization_documents), facets=FACETS)
