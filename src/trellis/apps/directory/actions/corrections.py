"""Keeping what this place knows better beside what the owner of a record says.

A record from elsewhere that somebody changes here becomes the owner's words with ours over them, field by field. When the
owner's list changes, ours are laid over again, and a keeper is shown where the owner has changed the same field. Nothing
of it goes back to the owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import problems_of
from trellis.apps.directory.actions.publishing import model_of, record_kind_of, write
from trellis.apps.directory.models import Correction, RecordKind, Revision, RevisionState
from trellis.apps.directory.models.records import changed_fields, from_plain, to_plain
from trellis.apps.directory.queries.reading import record_of
from trellis.core.actions import Done, WrongState, action, current_person

_NOT_CORRECTED = {"key", "last_modified", "assured_on", "assured_by", "extra"}
"""When the owner last confirmed it is the owner's to say, and ours stands beside it."""


def keep_corrections(row: Any, before: dict[str, Any], after: dict[str, Any], *, now: datetime) -> None:
    """Remember what was changed here in a record that came from elsewhere; nothing for our own."""
    if row.source_id is None:
        return
    kind = RecordKind(row._meta.model_name)
    held = {each.field: each for each in Correction.objects.filter(kind=kind, record_id=row.pk)}
    for name in changed_fields(before, after):
        if name in _NOT_CORRECTED:
            continue
        correction = held.get(name) or Correction(kind=kind, record_id=row.pk, field=name, theirs=before.get(name))
        if correction.theirs == after.get(name):
            if not correction._state.adding:
                correction.delete()
            continue
        correction.value, correction.corrected_at, correction.corrected_by = after.get(name), now, current_person()
        correction.owner_changed_at = None
        correction.save()


_STATUS = ("status", "closed_until", "closed_reason")


def status_of(row: Any) -> dict[str, Any]:
    """Whether a record is running, as it stands in its plain form."""
    return {name: to_plain(getattr(row, name)) or None for name in _STATUS if hasattr(row, name)}


def keep_status(row: Any, before: dict[str, Any], *, now: datetime) -> None:
    """Remember that somebody here knows whether a record from elsewhere is running."""
    keep_corrections(row, before, status_of(row), now=now)


def reapply(model: type[Model], ids: Iterable[UUID], *, now: datetime) -> int:
    """Lay corrections over rows that were just written from their source; how many rows had any."""
    kind, ids = RecordKind(model._meta.model_name), list(ids)
    _adopt_older_edits(kind, ids, now=now)
    by_row: dict[UUID, list[Correction]] = defaultdict(list)
    for each in Correction.objects.filter(kind=kind, record_id__in=ids):
        by_row[each.record_id].append(each)
    for row in model.objects.filter(pk__in=by_row):
        _lay_over(row, by_row[row.pk], now=now)
    return len(by_row)


def _lay_over(row: Any, corrections: list[Correction], *, now: datetime) -> None:
    plain = to_plain(record_of(row))
    for correction in corrections:
        theirs = plain.get(correction.field)
        if theirs == correction.value:
            correction.delete()
            continue
        if theirs != correction.theirs:
            correction.theirs, correction.owner_changed_at = theirs, now
            correction.save()
        plain[correction.field] = correction.value
    record = from_plain(record_kind_of(type(row)), {name: value for name, value in plain.items() if value is not None})
    if not problems_of(record):
        write(row, record)


def _adopt_older_edits(kind: RecordKind, ids: list[UUID], *, now: datetime) -> None:
    """What people changed here before corrections were kept apart stands in the history: made into corrections once.

    Only what came after the last reading before this one counts: at each reading corrections are settled or laid over.
    """
    known = set(Correction.objects.filter(kind=kind, record_id__in=ids).values_list("record_id", flat=True))
    history = Revision.objects.filter(kind=kind, record_id__in=set(ids) - known, state=RevisionState.APPROVED, decided_at__lt=now)
    fresh: dict[tuple[UUID, str], Correction] = {}
    for each in history.order_by("decided_at", "id"):
        for name in each.changed:
            place = (each.record_id, name)
            if each.channel in (IMPORTED, SETTLED):
                fresh.pop(place, None)
            elif name not in _NOT_CORRECTED and not each.is_new:
                correction = fresh.setdefault(
                    place, Correction(kind=kind, record_id=each.record_id, field=name, theirs=each.before.get(name))
                )
                correction.value, correction.corrected_at = each.content.get(name), each.decided_at
                correction.corrected_by_id = each.proposed_by_id
    Correction.objects.bulk_create([each for each in fresh.values() if each.value != each.theirs])


IMPORTED = "import"
"""Channel of revisions that a source made."""

SETTLED = "settled"
"""Channel of the revision that says: here the owner's words stand again."""


@action(
    "directory.correction.take_theirs",
    subject=Correction,
    label=_("Show their version"),
    allow=rules.may_keep,
    event=events.CorrectionSettled,
)
def take_theirs(correction: Correction, *, now: datetime) -> Done:
    """Drop our correction: the owner's words stand again."""
    model = model_of(RecordKind(correction.kind))
    row = model.objects.select_for_update().filter(pk=correction.record_id).first()
    if row is None:
        raise WrongState(_("The record that this changes is no longer there."))
    before = to_plain(record_of(row))
    after = before | {correction.field: correction.theirs}
    record = from_plain(record_kind_of(model), {name: value for name, value in after.items() if value is not None})
    write(row, record)
    Revision.objects.create(
        kind=RecordKind(correction.kind), record_id=row.pk, organization_id=getattr(row, "organization_id", row.pk),
        state=RevisionState.APPROVED, content=to_plain(record), before=before, changed=[correction.field], channel=SETTLED,
        proposed_by=current_person(), proposed_at=now, decided_by=current_person(), decided_at=now,
    )  # fmt: skip
    correction.delete()
    return Done(row, {"theirs": True}, subject=row)


@action(
    "directory.correction.keep_ours",
    subject=Correction,
    label=_("Keep our version"),
    allow=rules.may_keep,
    event=events.CorrectionSettled,
)
def keep_ours(correction: Correction, *, now: datetime) -> Done:
    """Our correction stands although the owner has changed the same field."""
    correction.owner_changed_at = None
    correction.save()
    return Done(facts={"theirs": False})
