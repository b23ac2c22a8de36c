"""Making two records one: proposed with reasons, decided by somebody else, undone from what was kept. Nothing merges by itself."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import check
from trellis.apps.directory.actions.editing import change_record
from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.actions.publishing import record_kind_of
from trellis.apps.directory.models import Location, MergeProposal, NotTheSame, Organization, RecordKind, Service, Space
from trellis.apps.directory.models.records import changed_fields, from_plain, to_plain
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries.asking import record_row
from trellis.apps.directory.queries.reading import record_of
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.actions.context import current_deed

KINDS = (RecordKind.ORGANIZATION, RecordKind.SERVICE)
_OWN = {
    "key",
    "organization_key",
    "parent_key",
    "extra",
    "assured_on",
    "assured_by",
    "last_modified",
    "status",
    "closed_until",
    "closed_reason",
}


def fields_to_choose(keep: Any, drop: Any) -> list[str]:
    """The fields in which two records differ and whose value may be taken from either."""
    return [name for name in changed_fields(to_plain(record_of(keep)), to_plain(record_of(drop))) if name not in _OWN]


def _ordered(first: uuid.UUID, second: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    return (first, second) if first.hex < second.hex else (second, first)


@action(
    "directory.merge.propose",
    subject=Listed,
    label=_("Propose to make them one"),
    allow=rules.may_propose_merge,
    event=events.MergeProposed,
)
def propose_merge(keep: Any, *, drop_id: uuid.UUID, from_dropped: list[str], reason: str, now: datetime) -> Done:
    """Propose that `keep` stays and the other goes; `from_dropped` names the fields whose value comes from the other."""
    drop = record_row(keep._meta.model_name, drop_id)
    if keep._meta.model_name not in KINDS or drop is None or drop.pk == keep.pk:
        raise WrongState(_("These two cannot be made one."))
    if Status.INACTIVE in (keep.status, drop.status):
        raise WrongState(_("One of the two has ended already."))
    if not reason.strip():
        raise WrongState(_("Say why you think that they are one."))
    if MergeProposal.objects.filter(drop_id__in=[keep.pk, drop.pk], state__in=["proposed", "merged"]).exists():
        raise WrongState(_("Somebody has proposed this already."))
    allowed = fields_to_choose(keep, drop)
    proposal = MergeProposal.objects.create(
        kind=keep._meta.model_name,
        keep_id=keep.pk,
        drop_id=drop.pk,
        organization_id=keep.pk if isinstance(keep, Organization) else keep.organization_id,
        from_dropped=[name for name in allowed if name in from_dropped],
        reason=reason.strip(),
        channel=current_deed().channel,
        proposed_by=current_person(),
        proposed_at=now,
    )
    return Done(proposal, subject=proposal)


@action(
    "directory.merge.approve",
    subject=MergeProposal,
    label=_("Make them one"),
    allow=rules.may_decide_merge,
    moves=("state", (MergeProposal.State.PROPOSED,), None),
    event=events.MergeDecided,
)
def approve_merge(proposal: MergeProposal, *, now: datetime) -> Done:
    """Take over the chosen fields and what belongs to the dropped record; its page then leads to the kept one."""
    keep, drop = record_row(proposal.kind, proposal.keep_id), record_row(proposal.kind, proposal.drop_id)
    if keep is None or drop is None or Status.INACTIVE in (keep.status, drop.status):
        raise WrongState(_("One of the two is no longer there, or has ended."))
    before, other = to_plain(record_of(keep)), to_plain(record_of(drop))
    proposal.before = {name: before.get(name) for name in proposal.from_dropped} | {"status": drop.status}
    proposal.moved = _move(drop, keep)
    _take(keep, {name: other.get(name) for name in proposal.from_dropped}, now)
    drop.status = Status.INACTIVE
    drop.save(update_fields=["status", "updated_at"])
    refresh([keep, drop])
    _decide(proposal, MergeProposal.State.MERGED, "", now)
    return Done(keep, {"state": proposal.state, "kept": str(keep.pk), "dropped": str(drop.pk)})


def _take(row: Any, values: dict[str, Any], now: datetime) -> None:
    """Write these fields into a record, as a change that its history shows."""
    if not values:
        return
    plain = to_plain(record_of(row)) | values
    record = from_plain(record_kind_of(type(row)), {name: value for name, value in plain.items() if value is not None})
    check(record)
    change_record(row, record=record, now=now)


def _move(drop: Any, keep: Any) -> dict[str, list[str]]:
    """Give what belongs to the dropped record to the kept one; the ids of what was moved."""
    moved = {}
    if isinstance(drop, Organization):
        for model in (Service, Location, Space):
            ids = list(model.objects.filter(organization=drop).values_list("pk", flat=True))
            model.objects.filter(pk__in=ids).update(organization=keep)
            moved[model._meta.model_name] = [str(each) for each in ids]
        ids = list(Organization.objects.filter(parent=drop).exclude(pk=keep.pk).values_list("pk", flat=True))
        Organization.objects.filter(pk__in=ids).update(parent=keep)
        moved["part"] = [str(each) for each in ids]
    else:
        ids = list(drop.times_taken.values_list("pk", flat=True))
        drop.times_taken.filter(pk__in=ids).update(service=keep)
        moved["time"] = [str(each) for each in ids]
    return moved


@action(
    "directory.merge.reject",
    subject=MergeProposal,
    label=_("Do not make them one"),
    allow=rules.may_decide_merge,
    moves=("state", (MergeProposal.State.PROPOSED,), None),
    event=events.MergeDecided,
)
def reject_merge(proposal: MergeProposal, *, reason: str, now: datetime) -> Done:
    """They stay two, which is remembered; say why."""
    if not reason.strip():
        raise WrongState(_("Say why, for whoever proposed it."))
    _remember_apart(proposal.kind, proposal.keep_id, proposal.drop_id, now)
    _decide(proposal, MergeProposal.State.REJECTED, reason.strip(), now)
    return Done(None, {"state": proposal.state, "kept": str(proposal.keep_id), "dropped": str(proposal.drop_id)})


@action(
    "directory.merge.undo",
    subject=MergeProposal,
    label=_("Part them again"),
    allow=rules.may_keep,
    moves=("state", (MergeProposal.State.MERGED,), None),
    event=events.MergeDecided,
)
def undo_merge(proposal: MergeProposal, *, now: datetime) -> Done:
    """Bring the dropped record back with all that was moved. A field changed since by somebody keeps that change."""
    keep, drop = record_row(proposal.kind, proposal.keep_id), record_row(proposal.kind, proposal.drop_id)
    if keep is None or drop is None:
        raise WrongState(_("One of the two is no longer there, or has ended."))
    current, other = to_plain(record_of(keep)), to_plain(record_of(drop))
    back = {name: proposal.before.get(name) for name in proposal.from_dropped if current.get(name) == other.get(name)}
    _move_back(proposal, drop)
    drop.status = proposal.before.get("status", Status.ACTIVE)
    drop.save(update_fields=["status", "updated_at"])
    _take(keep, back, now)
    refresh([keep, drop])
    _decide(proposal, MergeProposal.State.UNDONE, "", now)
    return Done(drop, {"state": proposal.state, "kept": str(keep.pk), "dropped": str(drop.pk)})


def _move_back(proposal: MergeProposal, drop: Any) -> None:
    moved = proposal.moved
    for model in (Service, Location, Space):
        model.objects.filter(pk__in=moved.get(model._meta.model_name, [])).update(organization=drop if moved else None)
    Organization.objects.filter(pk__in=moved.get("part", [])).update(parent=drop if isinstance(drop, Organization) else None)
    if isinstance(drop, Service):
        keep = record_row(proposal.kind, proposal.keep_id)
        keep.times_taken.filter(pk__in=moved.get("time", [])).update(service=drop)


@action(
    "directory.merge.say_not_the_same", subject=Listed, label=_("They are not the same"), allow=rules.may_keep, event=events.SaidNotTheSame
)
def say_not_the_same(row: Any, *, other_id: uuid.UUID, now: datetime) -> None:
    """Remember that two records that seem alike are two things, so that nobody is asked again."""
    other = record_row(row._meta.model_name, other_id)
    if other is None or other.pk == row.pk:
        raise WrongState(_("One of the two is no longer there, or has ended."))
    _remember_apart(row._meta.model_name, row.pk, other.pk, now)


def _remember_apart(kind: str, one: uuid.UUID, other: uuid.UUID, now: datetime) -> None:
    first, second = _ordered(one, other)
    NotTheSame.objects.get_or_create(first_id=first, second_id=second, defaults={"kind": kind, "said_by": current_person(), "said_at": now})


def _decide(proposal: MergeProposal, state: str, reason: str, now: datetime) -> None:
    proposal.state, proposal.decision_reason = state, reason
    proposal.decided_at, proposal.decided_by = now, current_person()
    proposal.save()
