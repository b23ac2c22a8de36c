"""Writing what a source says: compare, then write only what is new or different.

A record is recognised by the source's own key and compared by a digest of its plain form, so a
second run changes nothing: no row, no time stamp, no log entry. Records are written in batches, a
transaction and a log entry each: a service is there with all its parts or not at all, the pages
of the place stay usable meanwhile, and a run that was cut off is finished by running it again.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions import bulk
from trellis.apps.directory.actions.checks import problems_of
from trellis.apps.directory.actions.corrections import reapply
from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.actions.writing import MODELS
from trellis.apps.directory.models import Location, Organization, Source
from trellis.apps.directory.models.records import Record, ServiceRecord, SpaceRecord, to_plain
from trellis.core.actions import Done, action

BATCH = 500
FORM = "1"
"""Changes when the same record would be written differently, so that every record is written anew."""
_KINDS = {
    "OrganizationRecord": "organization",
    "LocationRecord": "location",
    "SpaceRecord": "space",
}
_GONE_ORDER = ("ServiceRecord", "SpaceRecord", "LocationRecord", "OrganizationRecord")


@dataclass(slots=True)
class Batch:
    """Records of one kind that have to be written, and rows that are no longer in the source."""

    record_type: type
    new: dict[str, Record] = field(default_factory=dict)
    changed: dict[UUID, Record] = field(default_factory=dict)
    gone: list[UUID] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@action(
    "directory.source.import",
    label=gettext_lazy("Take in records from a source"),
    allow=rules.may_add,
    event=events.SourceImported,
)
def write_batch(*, source: Source, batch: Batch, now: datetime) -> Done:
    """Write one batch in one transaction."""
    source.last_read_at = now
    source.save()
    if batch.gone:
        bulk.retire(batch.record_type, batch.gone, now=now)
    else:
        bulk.write(batch.record_type, source, batch.new, batch.changed, batch.digests, now=now)
        reapply(MODELS[batch.record_type], batch.changed, now=now)
    return Done(
        subject=source,
        facts={
            "kind": MODELS[batch.record_type]._meta.model_name,
            "added": len(batch.new),
            "changed": len(batch.changed),
            "gone": len(batch.gone),
        },
    )


def import_records(
    source: Source,
    records: Iterable[Record],
    *,
    now: datetime,
    dry_run: bool = False,
    complete: bool = True,
    accept_loss: bool = False,
    report: Report | None = None,
) -> Report:
    """Bring the directory in step with a source; `complete` when the source lists all it has.

    Organizations must come before what belongs to them. With `dry_run` everything is compared and
    counted and nothing is written. When more than half of a kind would vanish at once, that part is
    refused unless `accept_loss`: it is far more often a broken feed than a closed district.
    """
    report = report or Report()
    report.source, report.dry_run = source.code, dry_run
    seen: dict[type, array[int]] = {}
    for part in _batches(records):
        for record in part:
            seen.setdefault(type(record), array("Q")).append(_mark(record.key))
        batch = _compare(source, part, report, dry_run=dry_run)
        if batch and not dry_run:
            write_batch(source=source, batch=batch, now=now)
    if complete and not report.incomplete:
        _gone(source, seen, report, now=now, dry_run=dry_run, accept_loss=accept_loss)
    elif report.incomplete:
        report.note(_("The source could only be read in part, so nothing was taken for gone."))
    return report


def digest_of(record: Record) -> str:
    """What two equal records have in common."""
    plain = json.dumps([FORM, to_plain(record)], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    part: list[Record] = []
    for record in records:
        if part and (len(part) >= BATCH or type(record) is not type(part[0])):
            yield part
            part = []
        part.append(record)
    if part:
        yield part


def _compare(source: Source, part: list[Record], report: Report, *, dry_run: bool) -> Batch:
    record_type = type(part[0])
    batch = Batch(record_type)
    known = _known(source, record_type, [record.key for record in part])
    homeless = set() if dry_run else _homeless(source, part)
    for record in part:
        kind = kind_of(record)
        if record.key in homeless:
            report.refuse(
                source.code, 0, "organization_id",
                _("%(key)s belongs to nothing that is in the directory.") % {"key": record.key},
                kind=kind,
            )  # fmt: skip
            continue
        if record.key in batch.digests:
            report.refuse(
                source.code, 0, "id", _("%(key)s stands in the source twice.") % {"key": record.key},
                kind=kind,
            )  # fmt: skip
            continue
        if not _made_valid(record, source, report, kind):
            continue
        digest = batch.digests[record.key] = digest_of(record)
        if record.key not in known:
            batch.new[record.key] = record
            report.count(kind, "added")
        elif known[record.key][1] == digest or record.extra.get("placeholder"):
            report.count(kind, "unchanged")
        else:
            batch.changed[known[record.key][0]] = record
    for record in batch.changed.values():
        report.count(kind_of(record), "changed")
    return batch


def kind_of(record: Record) -> str:
    """The name under which a record is counted."""
    return record.kind if isinstance(record, ServiceRecord) else _KINDS[type(record).__name__]


def _known(source: Source, record_type: type, keys: list[str]) -> dict[str, tuple[UUID, str]]:
    if source._state.adding:
        return {}
    rows = MODELS[record_type].objects.filter(source=source, source_key__in=keys)
    return {key: (pk, digest) for key, pk, digest in rows.values_list("source_key", "pk", "source_digest")}


def _homeless(source: Source, part: list[Record]) -> set[str]:
    """Keys of services without an organization and spaces without a location."""
    model: Any = Organization
    wanted = {each.key: each.organization_key for each in part if isinstance(each, ServiceRecord)}
    if isinstance(part[0], SpaceRecord):
        model, wanted = Location, {each.key: each.location_key for each in part if isinstance(each, SpaceRecord)}
    if not wanted:
        return set()
    held: set[str] = set()
    if not source._state.adding:
        rows = model.objects.filter(source=source, source_key__in=set(wanted.values()))
        held = set(rows.values_list("source_key", flat=True))
    return {key for key, home in wanted.items() if home not in held}


def _made_valid(record: Record, source: Source, report: Report, kind: str) -> bool:
    """Empties the fields that can't be kept; False when the record can't be written without them."""
    for _round in range(3):
        problems = problems_of(record)
        if not problems:
            return True
        for problem in problems:
            root, _dot, rest = problem.field.partition(".")
            reason = f"{record.key}: {problem.reason}"
            if root in ("name", "key") and isinstance(getattr(record, root), str):
                report.refuse(source.code, 0, root, reason, kind=kind)
                return False
            report.refuse(source.code, 0, problem.field, reason)
            _emptied(record, root, rest)
    report.refuse(source.code, 0, "", _("%(key)s can't be written.") % {"key": record.key}, kind=kind)
    return False


def _emptied(record: Record, root: str, rest: str) -> None:
    value = getattr(record, root)
    position = rest.partition(".")[0]
    if isinstance(value, list) and position.isdigit():
        setattr(record, root, value[: int(position)] + value[int(position) + 1 :])
        return
    blank: Any = next(each for each in fields(type(record)) if each.name == root)
    setattr(record, root, [] if isinstance(value, list) else blank.default)


def _gone(
    source: Source,
    seen: dict[type, array[int]],
    report: Report,
    *,
    now: datetime,
    dry_run: bool,
    accept_loss: bool,
) -> None:
    if source._state.adding:
        return
    for name in _GONE_ORDER:
        record_type = next(each for each in MODELS if each.__name__ == name)
        marks = sorted(seen.get(record_type, ()))
        present = MODELS[record_type].objects.filter(source=source).exclude(source_digest="")
        columns = ("pk", "source_key", "kind") if record_type is ServiceRecord else ("pk", "source_key")
        held, missing = 0, []
        for row in present.values_list(*columns).iterator():
            held += 1
            if not _has(marks, _mark(row[1])) and not (record_type is ServiceRecord and row[1] in report.still_there):
                missing.append(row)
        if not missing:
            continue
        if len(missing) * 2 > held and not accept_loss:
            report.refuse(
                source.code, 0, "",
                _(
                    "%(missing)s of %(held)s would vanish at once (%(kind)s); they were left as they are."
                    " Say --accept-loss if they are really gone."
                )
                % {"missing": len(missing), "held": held, "kind": _counted_as(record_type, missing[0])},
            )  # fmt: skip
            continue
        for row in missing:
            report.count(_counted_as(record_type, row), "gone")
        if not dry_run:
            for batch in _in_parts(record_type, [row[0] for row in missing]):
                write_batch(source=source, batch=batch, now=now)


def _counted_as(record_type: type, row: tuple) -> str:
    return row[2] if record_type is ServiceRecord else _KINDS[record_type.__name__]


def _in_parts(record_type: type, gone: list[UUID]) -> Iterator[Batch]:
    for start in range(0, len(gone), BATCH):
        yield Batch(record_type, gone=gone[start : start + BATCH])


def _mark(key: str) -> int:
    # Eight bytes for a key, so that a million records are remembered in eight megabytes.
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest())


def _has(marks: list[int], mark: int) -> bool:
    at = bisect_left(marks, mark)
    return at < len(marks) and marks[at] == mark
