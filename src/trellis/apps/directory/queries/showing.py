"""What a page about one record needs, in a fixed number of queries however many parts it has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Prefetch, Q, QuerySet

from trellis.apps.directory.models import (
    Contact,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    Space,
)
from trellis.apps.directory.models.vocabulary import ServiceKind, Status, Visibility

SHOWN_STATUSES = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)


def readable_contacts(person) -> QuerySet[Contact]:
    """The contacts that this person may read (None: somebody without an account)."""
    if person is None:
        return Contact.objects.filter(visibility=Visibility.PUBLIC)
    if person.holds("keeper"):
        return Contact.objects.all()
    return Contact.objects.filter(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])


def service_to_show(service_id: uuid.UUID, person) -> Service:
    """One service with all its parts; raises Service.DoesNotExist."""
    contacts = Prefetch("contacts", readable_contacts(person))
    schedules = Prefetch("schedules", Schedule.objects.all())
    places = ServiceAtLocation.objects.select_related("location").order_by("location__city", "location__name", "id")
    at_locations = places.prefetch_related(schedules, contacts, "location__schedules")
    return (
        Service.objects.select_related("organization", "source")
        .prefetch_related(
            Prefetch("at_locations", at_locations),
            Prefetch("organization__contacts", readable_contacts(person)),
            schedules,
            contacts,
            "terms",
        )
        .get(pk=service_id)
    )


def organization_to_show(organization_id: uuid.UUID, person) -> Organization:
    """One organization with its contacts and what it offers; raises Organization.DoesNotExist."""
    services = Service.objects.filter(status__in=SHOWN_STATUSES).order_by("kind", "name", "id")
    spaces = Space.objects.filter(status=Status.ACTIVE).select_related("location")
    parts = Organization.objects.filter(status=Status.ACTIVE)
    return (
        Organization.objects.select_related("parent", "source", "group")
        .prefetch_related(
            Prefetch("contacts", readable_contacts(person)),
            Prefetch("services", services),
            Prefetch("spaces", spaces),
            Prefetch("parts", parts),
            "terms",
        )
        .get(pk=organization_id)
    )


def space_to_show(space_id: uuid.UUID, person) -> Space:
    """One space with its location; raises Space.DoesNotExist."""
    return (
        Space.objects.select_related("location", "organization", "source")
        .prefetch_related("schedules", Prefetch("contacts", readable_contacts(person)))
        .get(pk=space_id)
    )


def location_to_show(location_id: uuid.UUID, person) -> Location:
    """One location with what happens there; raises Location.DoesNotExist, also for a confidential one."""
    services = Service.objects.filter(status__in=SHOWN_STATUSES).select_related("organization")
    return (
        Location.objects.filter(confidential=False)
        .prefetch_related(
            "schedules",
            Prefetch("contacts", readable_contacts(person)),
            Prefetch("services", services),
            Prefetch("spaces", Space.objects.filter(status=Status.ACTIVE)),
        )
        .get(pk=location_id)
    )


def organizations_of_kind(kind: str, words: str) -> QuerySet[Organization]:
    """Running organizations, of one kind when it is given, whose name or approach has the words."""
    found = Organization.objects.filter(status=Status.ACTIVE)
    if kind:
        found = found.filter(kind=kind)
    for word in words.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(alternate_name__icontains=word) | Q(approach__icontains=word))
    offered = Count("services", filter=Q(services__status__in=SHOWN_STATUSES))
    return found.annotate(n_services=offered).order_by("name", "id")


@dataclass(frozen=True)
class TimeReally:
    """How long something really took: the median and how many told it; None with too few."""

    promised: int | None
    usual: int | None
    n_told: int


FEWEST_TOLD = 3


def time_really(service: Service) -> TimeReally | None:
    """Promised and real time of what an office is responsible for; None for anything else."""
    if service.kind != ServiceKind.RESPONSIBILITY:
        return None
    told = list(service.times_taken.values_list("days", flat=True))
    usual = round(median(told)) if len(told) >= FEWEST_TOLD else None
    return TimeReally(service.promised_days, usual, len(told))
