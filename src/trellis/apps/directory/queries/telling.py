"""What this place tells places that follow it: every public record in a fixed order, in a fixed number of queries a batch.

A record that itself came from elsewhere is told in its owner's own words and with its owner's signature. As in every feed
(`published.py`), of a confidential place only its area is told, and nobody who leads a meeting or a peer group is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trellis.apps.directory.models import Edition, Location, Organization, Origin, RecordKind, Service, Space
from trellis.apps.directory.models.records import LocationRecord, Record, to_plain
from trellis.apps.directory.models.vocabulary import LocationType, Mark, OrganizationKind, ServiceKind, Status
from trellis.apps.directory.queries.reading import public_record

TOLD = (
    (RecordKind.ORGANIZATION, Organization, ("terms", "contacts")),
    (RecordKind.LOCATION, Location, ("contacts", "schedules")),
    (RecordKind.SERVICE, Service, ("terms", "contacts", "schedules", "at_locations__contacts", "at_locations__schedules")),
    (RecordKind.SPACE, Space, ("contacts", "schedules")),
)
BATCH = 500
MOST_VIA = 3
"""A record is passed on by this many places at most."""


@dataclass(frozen=True)
class Told:
    """One record as it is told: `said` is signed by its owner; `signature` is "" for this place's own, not signed yet."""

    said: str
    signature: str = ""
    key: str = ""
    via: tuple[str, ...] = ()


def version() -> str:
    """Changes whenever something that is told may have changed; costs one look at one row."""
    edition = Edition.objects.first()
    seen = f"2 {edition.number} {edition.turned_at.isoformat()}" if edition else "2"
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def told(*, home: str, place: str) -> Iterator[Told]:
    """Every record, organizations first, then locations, services and spaces; what has ended only by its id."""
    first_ids = {(kind, pk): first for kind, pk, first in Origin.objects.values_list("kind", "record_id", "origin_id")}
    secret = frozenset(Location.objects.filter(confidential=True).values_list("pk", flat=True))
    for kind, model, parts in TOLD:
        keys = list(model.objects.order_by("created_at", "pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield from _batch(kind, model, parts, keys[start : start + BATCH], first_ids, secret, home, place)


def _batch(
    kind: RecordKind, model: Any, parts: tuple[str, ...], ids: list[UUID], first_ids: dict, secret: frozenset[UUID], home: str, place: str
) -> Iterator[Told]:
    joined = ("source__following", "organization") if kind == RecordKind.SERVICE else ("source__following",)
    rows = model.objects.select_related(*joined).prefetch_related(*parts).in_bulk(ids)
    origins = {each.record_id: each for each in Origin.objects.filter(kind=kind, record_id__in=ids)}
    for pk in ids:
        row = rows.get(pk)
        if row is None or kind == RecordKind.SPACE and row.location_id in secret:
            continue
        ended = row.status in (Status.INACTIVE, Status.DEFUNCT) or row.marked == Mark.HIDDEN
        origin = origins.get(pk)
        if origin is not None:
            if not ended and len(origin.via) < MOST_VIA:
                yield Told(origin.said, origin.signature, origin.key, (*origin.via, home))
        elif not _is_followed(row):
            yield Told(_said(kind, row, first_ids, secret, home, place, ended=ended))


def _is_followed(row: Any) -> bool:
    """Whether it came from a list that somebody else keeps and nobody signed: that is theirs to tell."""
    return row.source_id is not None and getattr(row.source, "following", None) is not None


def _said(kind: RecordKind, row: Any, first_ids: dict, secret: frozenset[UUID], home: str, place: str, *, ended: bool) -> str:
    document: dict[str, Any] = {"home": home, "id": str(row.pk), "kind": kind.value, "place": place}
    if ended:
        document["gone"] = True
    else:
        plain = to_plain(_record(row, secret))
        document["record"] = _with_first_ids(plain, first_ids)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _record(row: Any, secret: frozenset[UUID]) -> Record:
    """The record as a feed may tell it."""
    record = public_record(row)
    if row.pk in secret:
        return LocationRecord(key=record.key, confidential=True, public_area=record.public_area, location_type=LocationType.VIRTUAL)
    for each in getattr(record, "places", ()):
        if UUID(each.location_key) in secret:
            each.description = ""
    if _leads_itself(row):
        for part in (record, *getattr(record, "places", ())):
            part.contacts = [each for each in part.contacts if not each.name and not each.title]
    return record


def _leads_itself(row: Any) -> bool:
    """Whether it is a meeting or of a peer group: who leads those is named in no feed, even where the page names them."""
    organization = row if isinstance(row, Organization) else getattr(row, "organization", None) if isinstance(row, Service) else None
    peers = organization is not None and organization.kind == OrganizationKind.PEER_GROUP
    return peers or isinstance(row, Service) and row.kind == ServiceKind.MEETING


def _with_first_ids(plain: dict[str, Any], first_ids: dict) -> dict[str, Any]:
    """Names organizations and places by the id that their owner gave them."""
    for name, kind in (("organization_key", "organization"), ("parent_key", "organization"), ("location_key", "location")):
        if plain.get(name):
            plain[name] = _first(kind, plain[name], first_ids)
    for each in plain.get("places", ()):
        each["location_key"] = _first("location", each["location_key"], first_ids)
    return plain


def _first(kind: str, key: str, first_ids: dict) -> str:
    return first_ids.get((kind, UUID(key)), key)
