"""Many records at once: rows, parts and terms in a handful of statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.writing import MODELS, contact_rows, fill, schedule_rows, time_taken_rows
from trellis.apps.directory.models import (
    Contact,
    Location,
    Organization,
    RecordKind,
    Revision,
    RevisionState,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    Space,
    TaxonomyTerm,
    TimeTaken,
)
from trellis.apps.directory.models.records import (
    LocationRecord,
    OrganizationRecord,
    Record,
    ServiceRecord,
    SpaceRecord,
    TermRecord,
    changed_fields,
    to_plain,
)
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries.categories import categories_for
from trellis.apps.directory.queries.placing import Placer
from trellis.core.search.documents import searchables
from trellis.core.search.indexing import index

CHANNEL = "import"
"""Of revisions that a source made, apart from those that people made."""

_OWNER: dict[type, str] = {
    OrganizationRecord: "organization",
    LocationRecord: "location",
    ServiceRecord: "service",
    SpaceRecord: "space",
}


def write(
    record_type: type,
    source: Source,
    new: dict[str, Record],
    changed: dict[UUID, Record],
    digests: dict[str, str],
    *,
    now: datetime,
) -> None:
    """Write new and changed records of one kind and refresh what search knows of them."""
    model = MODELS[record_type]
    held = model.objects.in_bulk(list(changed))
    pairs = [(held[pk], record) for pk, record in changed.items() if pk in held]
    fresh = [(model(source=source, source_key=key), record) for key, record in new.items()]
    everything = [*pairs, *fresh]
    _relate(record_type, source, everything)
    for row, record in everything:
        fill(row, record)
        row.source_digest = digests[record.key]
    if record_type is LocationRecord:
        _tell_zones([row for row, _record in everything])
    for row in held.values():
        row.save()
    model.objects.bulk_create([row for row, _record in fresh], batch_size=200)
    _write_parts(record_type, list(held), everything)
    if record_type in (ServiceRecord, OrganizationRecord):
        _write_terms(model, list(held), everything)
    _keep_history(everything, set(held), now=now)
    _tell_search(record_type, [row.pk for row, _record in everything], list(held))


def _keep_history(pairs: list[tuple[Any, Any]], changed: set[UUID], *, now: datetime) -> None:
    """A published revision for each record, so that what a source changed can be read like what a person changed."""
    published = Revision.objects.filter(record_id__in=changed, state=RevisionState.APPROVED).order_by("decided_at")
    before = {each.record_id: each.content for each in published}
    revisions = []
    for row, record in pairs:
        was, content = before.get(row.pk, {}), to_plain(record)
        revisions.append(
            Revision(
                kind=RecordKind(row._meta.model_name),
                record_id=row.pk,
                organization_id=row.pk if isinstance(row, Organization) else row.organization_id,
                is_new=row.pk not in changed,
                state=RevisionState.APPROVED,
                content=content,
                before=was,
                changed=changed_fields(was, content),
                note="",
                channel=CHANNEL,
                proposed_at=now,
                decided_at=now,
            )
        )
    Revision.objects.bulk_create(revisions, batch_size=200)


def _tell_zones(locations: list[Location]) -> None:
    """Say in which time zone a location is when its source does not and it is not the place's own."""
    placer = Placer()
    for location in locations:
        zone = location.time_zone or placer.time_zone(location)
        location.time_zone = "" if zone == settings.PLACE_TIME_ZONE else zone


def retire(record_type: type, gone: list[UUID], *, now: datetime) -> None:
    """Mark rows that the source no longer has; the empty digest lets them come back as changed."""
    values: dict[str, Any] = {"source_digest": "", "updated_at": now}
    if record_type is ServiceRecord:
        values["closed_reason"] = _("It is no longer in the source that listed it.")
    MODELS[record_type].objects.filter(pk__in=gone).update(status=Status.INACTIVE, **values)
    _tell_search(record_type, gone, gone)


def _relate(record_type: type, source: Source, pairs: list[tuple[Any, Any]]) -> None:
    """Sets organization and location of rows from the source's own keys."""
    if record_type is OrganizationRecord:
        _relate_parents(source, pairs)
        return
    organizations = _ids(Organization, source, {record.organization_key for _row, record in pairs})
    for row, record in pairs:
        row.organization_id = organizations.get(record.organization_key)
    if record_type is SpaceRecord:
        locations = _ids(Location, source, {record.location_key for _row, record in pairs})
        for row, record in pairs:
            row.location_id = locations.get(record.location_key)


def _relate_parents(source: Source, pairs: list[tuple[Any, Any]]) -> None:
    parents = _ids(Organization, source, {record.parent_key for _row, record in pairs})
    inside = {row.source_key: row.pk for row, _record in pairs}
    for row, record in pairs:
        parent = parents.get(record.parent_key) or inside.get(record.parent_key)
        row.parent_id = parent if parent != row.pk else None


def _ids(model: type, source: Source, keys: set[str]) -> dict[str, UUID]:
    rows = model.objects.filter(source=source, source_key__in=[key for key in keys if key])
    return dict(rows.values_list("source_key", "pk"))


def _write_parts(record_type: type, changed: list[UUID], pairs: list[tuple[Any, Any]]) -> None:
    owner = _OWNER[record_type]
    if changed:
        Contact.objects.filter(**{f"{owner}_id__in": changed}).delete()
        if record_type is not OrganizationRecord:
            Schedule.objects.filter(**{f"{owner}_id__in": changed}).delete()
        if record_type is ServiceRecord:
            ServiceAtLocation.objects.filter(service_id__in=changed).delete()
    contacts, schedules = [], []
    for row, record in pairs:
        contacts += contact_rows(record.contacts, **{owner: row})
        if record_type is not OrganizationRecord:
            schedules += schedule_rows(record.schedules, **{owner: row})
    if record_type is ServiceRecord:
        _write_places(pairs, contacts, schedules)
        told_before = set(changed)
        told = [each for row, _record in pairs if row.pk not in told_before for each in time_taken_rows(row)]
        TimeTaken.objects.bulk_create(told, batch_size=500)
    Schedule.objects.bulk_create(schedules, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)


def _write_places(pairs: list[tuple[Any, Any]], contacts: list, schedules: list) -> None:
    if not pairs:
        return
    keys = {place.location_key for _row, record in pairs for place in record.places}
    locations = _ids(Location, pairs[0][0].source, keys)
    rows = []
    for row, record in pairs:
        for place in record.places:
            if place.location_key not in locations:
                continue
            at = ServiceAtLocation(
                service=row,
                location_id=locations[place.location_key],
                description=place.description,
            )
            rows.append(at)
            contacts += contact_rows(place.contacts, at_location=at)
            schedules += schedule_rows(place.schedules, at_location=at)
    ServiceAtLocation.objects.bulk_create(rows, batch_size=500)


def _write_terms(model: type, changed: list[UUID], pairs: list[tuple[Any, Any]]) -> None:
    through = model.terms.through
    column = f"{model._meta.model_name}_id"
    if changed:
        through.objects.filter(**{f"{column}__in": changed}).delete()
    terms = _terms([term for _row, record in pairs for term in record.terms])
    links = {(row.pk, terms[_term_key(term)].pk) for row, record in pairs for term in record.terms}
    through.objects.bulk_create(
        [through(**{column: pk}, taxonomyterm_id=term) for pk, term in sorted(links)],
        batch_size=500,
    )


def _terms(records: list[TermRecord]) -> dict[tuple[str, str], TaxonomyTerm]:
    wanted = {_term_key(record): record for record in records}
    codes = {code for _taxonomy, code in wanted}
    taxonomies = {taxonomy for taxonomy, _code in wanted}
    held = {(row.taxonomy, row.code): row for row in TaxonomyTerm.objects.filter(taxonomy__in=taxonomies, code__in=codes)}
    fresh = [
        TaxonomyTerm(
            taxonomy=taxonomy,
            code=code,
            name=record.name[:255],
            description=record.description,
            synonyms=record.synonyms,
            categories=categories_for([record]),
        )
        for (taxonomy, code), record in wanted.items()
        if (taxonomy, code) not in held
    ]
    TaxonomyTerm.objects.bulk_create(fresh, batch_size=500)
    held |= {(row.taxonomy, row.code): row for row in fresh}
    for row in fresh:
        parent = held.get((row.taxonomy, wanted[row.taxonomy, row.code].parent_code))
        if parent and parent.pk != row.pk:
            row.parent = parent
    TaxonomyTerm.objects.bulk_update([row for row in fresh if row.parent_id], ["parent"], batch_size=200)
    return held


def _term_key(record: TermRecord) -> tuple[str, str]:
    return record.taxonomy, record.code or record.name[:120]


def _tell_search(record_type: type, written: list[UUID], changed: list[UUID]) -> None:
    """Services find themselves; a changed place or organization is looked up through its services."""
    if record_type is ServiceRecord:
        services = written
    elif record_type is LocationRecord:
        services = list(ServiceAtLocation.objects.filter(location_id__in=changed).values_list("service_id", flat=True))
    elif record_type is OrganizationRecord:
        services = list(Service.objects.filter(organization_id__in=changed).values_list("pk", flat=True))
    else:
        services = []
    refs = {"service": list(dict.fromkeys(services)), _OWNER[record_type]: written}
    if record_type is ServiceRecord:
        # An organization stands in the index by itself only while it offers nothing.
        owners = Service.objects.filter(pk__in=written).values_list("organization_id", flat=True)
        refs["organization"] = list(dict.fromkeys(owners))
    if record_type is LocationRecord:
        refs["space"] = list(Space.objects.filter(location_id__in=changed).values_list("pk", flat=True))
    for declared in searchables():
        for start in range(0, len(refs.get(declared.kind, ())), 500):
            index(declared.kind, refs[declared.kind][start : start + 500])
