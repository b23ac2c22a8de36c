"""Who does what: what offices and groups are responsible for, by office, with the time promised and the time it took."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

from trellis.apps.directory.models import Organization, Service
from trellis.apps.directory.models.vocabulary import ServiceKind
from trellis.apps.directory.queries.showing import FEWEST_TOLD, SHOWN_STATUSES, TimeReally


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that an office is responsible for."""

    service: Service
    time: TimeReally


@dataclass(frozen=True, slots=True)
class Office:
    """An organization and its duties."""

    organization: Organization
    duties: list[Duty]


def offices(*, only: Collection[uuid.UUID] | None = None, limit: int = 400) -> list[Office]:
    """Offices by name, with their duties by name; `only` those duties. Two queries, however many there are."""
    services = Service.objects.filter(kind=ServiceKind.RESPONSIBILITY, status__in=SHOWN_STATUSES)
    if only is not None:
        services = services.filter(pk__in=only)
    ordered = (
        services.select_related("organization")
        .prefetch_related("times_taken")
        .order_by("organization__name", "organization_id", "name", "id")
    )
    found: dict[uuid.UUID, Office] = {}
    for service in ordered[:limit]:
        office = found.setdefault(service.organization_id, Office(service.organization, []))
        office.duties.append(Duty(service, _time(service)))
    return list(found.values())


def _time(service: Service) -> TimeReally:
    told = [each.days for each in service.times_taken.all()]
    return TimeReally(service.promised_days, round(median(told)) if len(told) >= FEWEST_TOLD else None, len(told))
