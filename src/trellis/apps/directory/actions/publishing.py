"""Writing one record with all that belongs to it, and telling the search index."""

from __future__ import annotations

import uuid
from typing import Any

from trellis.apps.directory.actions import writing
from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.models import Location, Organization, RecordKind, Service, Space
from trellis.apps.directory.models.records import (
    LocationRecord,
    OrganizationRecord,
    Record,
    ServiceRecord,
    SpaceRecord,
)

_RECORD_KINDS: dict[type, type] = {model: kind for kind, model in writing.MODELS.items()}
_BY_KIND = {
    RecordKind.ORGANIZATION: Organization,
    RecordKind.SERVICE: Service,
    RecordKind.LOCATION: Location,
    RecordKind.SPACE: Space,
}


def model_of(record: Record | RecordKind) -> type:
    """The model that a record, or a kind of record, is written to."""
    if isinstance(record, RecordKind):
        return _BY_KIND[record]
    return writing.MODELS[type(record)]


def record_kind_of(model: type) -> type:
    """The record form of a model."""
    return _RECORD_KINDS[model]


def write(row: Any, record: Record) -> Any:
    """Write a checked record into `row` (new or not) and refresh what search knows of it.

    Keys of other records in it are ids of rows.
    """
    match record:
        case OrganizationRecord():
            row.parent_id = _id(record.parent_key)
            row = writing.save_organization(record, row)
        case LocationRecord():
            row.organization_id = _id(record.organization_key)
            row = writing.save_location(record, row)
        case SpaceRecord():
            row.organization_id = _id(record.organization_key)
            row.location_id = _id(record.location_key)
            row = writing.save_space(record, row)
        case ServiceRecord():
            row.organization_id = _id(record.organization_key)
            keys = [place.location_key for place in record.places]
            row = writing.save_service(
                record,
                row,
                locations={str(each.pk): each for each in Location.objects.filter(pk__in=keys)},
            )
    refresh([row])
    return row


def _id(key: str) -> uuid.UUID | None:
    return uuid.UUID(key) if key else None
