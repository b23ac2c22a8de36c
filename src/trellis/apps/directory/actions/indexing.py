"""Telling the search index what changed: the record, and what shows its words or its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from trellis.apps.directory.models import Location, Organization, Service, Space
from trellis.apps.directory.queries.searchable import ORGANIZATION, SERVICE, SPACE
from trellis.core.search.indexing import index


def refresh(rows: Iterable[Any]) -> None:
    """Bring the entries of these rows up to date, inside the caller's transaction."""
    services: set[UUID] = set()
    spaces: set[UUID] = set()
    organizations: set[UUID] = set()
    for row in rows:
        match row:
            case Service():
                services.add(row.pk)
                organizations.add(row.organization_id)
            case Space():
                spaces.add(row.pk)
            case Organization():
                organizations.add(row.pk)
                services.update(row.services.values_list("pk", flat=True))
                spaces.update(row.spaces.values_list("pk", flat=True))
            case Location():
                services.update(row.at_services.values_list("service_id", flat=True))
                spaces.update(row.spaces.values_list("pk", flat=True))
    # The index holds labels in the place's own language, whatever language the person reads who made the change.
    with translation.override(settings.LANGUAGE_CODE):
        if services:
            index(SERVICE.kind, services)
        if spaces:
            index(SPACE.kind, spaces)
        if organizations:
            index(ORGANIZATION.kind, organizations)
