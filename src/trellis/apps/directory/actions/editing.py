"""Adding and changing records: at once by keepers, after review by editors.

The last approved version stays public while a change waits.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import check
from trellis.apps.directory.actions.corrections import keep_corrections
from trellis.apps.directory.actions.publishing import model_of, record_kind_of, write
from trellis.apps.directory.models import Organization, RecordKind, Revision, RevisionState
from trellis.apps.directory.models.records import Record, changed_fields, from_plain, to_plain
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.queries.reading import record_of
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.actions.context import current_deed


def _revision(row: Any, record: Record, before: dict[str, Any], *, now: datetime, note: str, **state) -> Revision:
    after = to_plain(record)
    return Revision.objects.create(
        kind=RecordKind(type(row)._meta.model_name),
        record_id=row.pk,
        organization_id=row.pk if isinstance(row, Organization) else row.organization_id,
        content=after,
        before=before,
        changed=changed_fields(before, after),
        note=note,
        channel=current_deed().channel,
        proposed_by=current_person(),
        proposed_at=now,
        **state,
    )


def _decided_now(now: datetime) -> dict[str, Any]:
    return {
        "state": RevisionState.APPROVED,
        "decided_at": now,
        "decided_by": current_person(),
    }


@action(
    "directory.record.add",
    label=_("Add to the directory"),
    allow=rules.may_add,
    event=events.RecordAdded,
)
def add_record(*, record: Record, note: str = "", now: datetime) -> Done:
    """Write a new record and publish it at once; gives back its row."""
    check(record)
    row = write(model_of(record)(), record)
    revision = _revision(row, record, {}, now=now, note=note, is_new=True, **_decided_now(now))
    return Done(row, {"revision": str(revision.pk)}, subject=row)


@action(
    "directory.record.change",
    subject=Listed,
    label=_("Save and publish"),
    allow=rules.may_keep,
    event=events.RecordChanged,
)
def change_record(row: Any, *, record: Record, note: str = "", now: datetime) -> Done:
    """Change a record and publish it at once; gives back its row."""
    check(record)
    before = to_plain(record_of(row))
    written = write(row, record)
    revision = _revision(written, record, before, now=now, note=note, **_decided_now(now))
    keep_corrections(written, before, to_plain(record), now=now)
    return Done(written, {"revision": str(revision.pk)})


@action(
    "directory.record.propose",
    subject=Listed,
    label=_("Send for review"),
    allow=rules.may_edit,
    event=events.ChangeProposed,
)
def propose_change(row: Any, *, record: Record, note: str = "", now: datetime) -> Done:
    """Keep a change for review; what is public stays as it is."""
    check(record)
    revision = _revision(row, record, to_plain(record_of(row)), now=now, note=note)
    return Done(revision, {"revision": str(revision.pk)})


@action(
    "directory.organization.propose_new",
    subject=Organization,
    label=_("Send for review"),
    allow=rules.may_edit,
    event=events.ChangeProposed,
)
def propose_new(organization, *, record: Record, note: str = "", now: datetime) -> Done:
    """Keep a new service, location or space of an organization for review."""
    check(record)
    record.organization_key = str(organization.pk)
    row = model_of(record)(id=uuid.uuid4(), organization=organization)
    revision = _revision(row, record, {}, now=now, note=note, is_new=True)
    return Done(revision, {"revision": str(revision.pk)})


@action(
    "directory.revision.approve",
    subject=Revision,
    label=_("Publish"),
    allow=rules.may_decide,
    moves=("state", (RevisionState.PROPOSED,), None),
    event=events.ChangeApproved,
)
def approve_change(revision: Revision, *, reason: str = "", now: datetime) -> Done:
    """Publish a waiting change; gives back the record's row.

    Only the fields that were changed are written. Raises WrongState when one of them has been
    changed by somebody else since.
    """
    model = model_of(RecordKind(revision.kind))
    if revision.is_new:
        row = model(id=revision.record_id)
        record = _restored(model, revision.content)
    else:
        row = model.objects.select_for_update().filter(pk=revision.record_id).first()
        if row is None:
            raise WrongState(_("The record that this changes is no longer there."))
        before = to_plain(record_of(row))
        record = _restored(model, _merged(revision, before))
    check(record)
    written = write(row, record)
    if not revision.is_new:
        keep_corrections(written, before, to_plain(record), now=now)
    _decide(revision, RevisionState.APPROVED, reason, now)
    return Done(written, {"record": str(written.pk)})


def _merged(revision: Revision, current: dict[str, Any]) -> dict[str, Any]:
    merged = dict(current)
    for name in revision.changed:
        wanted = revision.content.get(name)
        if current.get(name) not in (revision.before.get(name), wanted):
            raise WrongState(_("Somebody changed the same part since this was proposed. Compare the two first."))
        merged[name] = wanted
    return {name: value for name, value in merged.items() if value is not None}


def _restored(model: type, plain: dict[str, Any]) -> Record:
    return from_plain(record_kind_of(model), plain)


@action(
    "directory.revision.reject",
    subject=Revision,
    label=_("Do not publish"),
    allow=rules.may_decide,
    moves=("state", (RevisionState.PROPOSED,), None),
    event=events.ChangeRejected,
)
def reject_change(revision: Revision, *, reason: str, now: datetime) -> None:
    """Leave the record as it is, and tell why."""
    if not reason.strip():
        raise WrongState(_("Say why, so that the person can put it right."))
    _decide(revision, RevisionState.REJECTED, reason, now)


@action(
    "directory.revision.withdraw",
    subject=Revision,
    label=_("Take it back"),
    allow=rules.may_withdraw,
    moves=("state", (RevisionState.PROPOSED,), None),
    event=events.ChangeWithdrawn,
)
def withdraw_change(revision: Revision, *, now: datetime) -> None:
    """Take back what one proposed."""
    _decide(revision, RevisionState.WITHDRAWN, "", now)


def _decide(revision: Revision, state: str, reason: str, now: datetime) -> None:
    revision.state = state
    revision.decision_reason = reason
    revision.decided_at = now
    revision.decided_by = current_person()
    revision.save()
