"""Mistakes that anybody may report, and what becomes of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import InvalidRecord, Problem
from trellis.apps.directory.actions.editing import change_record, propose_change
from trellis.apps.directory.models import Mistake, Organization, Revision
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.models.upkeep_telling import code_index, follow_code
from trellis.apps.directory.queries.asking import record_row
from trellis.apps.directory.queries.mistakes import PARTS, field_of
from trellis.apps.directory.queries.reading import record_of
from trellis.core.access import anyone
from trellis.core.actions import Done, WrongState, action, current_person

MOST_WAITING = 40
"""Reports that may wait about one record; more of them say nothing new."""


@action("directory.mistake.report", subject=Listed, label=_("Report a mistake"), allow=anyone, event=events.MistakeReported)
def report_mistake(row: Any, *, parts: list[str], right: str = "", teller: str = "", by_contact: bool = False, now: datetime) -> Done:
    """Keep a report for a keeper; gives back its row with the code to follow it by."""
    unknown = [each for each in parts if each not in PARTS]
    if unknown or not parts:
        raise InvalidRecord([Problem("parts", _("Choose what is wrong."))])
    if Mistake.objects.filter(record_id=row.pk, state=Mistake.State.WAITING).count() >= MOST_WAITING:
        raise WrongState(_("Many people have told us about this page already. A keeper will look at it soon."))
    key = uuid.uuid4()
    mistake = Mistake.objects.create(
        id=key,
        code_index=code_index(follow_code(key)),
        kind=row._meta.model_name,
        record_id=row.pk,
        organization_id=row.pk if isinstance(row, Organization) else row.organization_id,
        parts=parts,
        right=right,
        teller=teller,
        by_contact=by_contact,
        language=get_language() or "en",
        told_at=now,
    )
    return Done(mistake, {"record": str(row.pk)}, subject=mistake)


@action(
    "directory.mistake.take_over", subject=Mistake, label=_("Make it a change"), allow=rules.may_settle_mistake, event=events.MistakeSettled
)
def take_over(mistake: Mistake, *, now: datetime) -> Done:
    """Put what the report says is right into the one field it is about: published at once by keepers, proposed by editors.

    Only for a report about one part that is one text; gives back the revision.
    """
    name = field_of(mistake)
    row = record_row(mistake.kind, mistake.record_id)
    if mistake.state != Mistake.State.WAITING or row is None:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    if not name:
        raise WrongState(_("This has to be typed into the record: it is about more than one text."))
    record = record_of(row)
    setattr(record, name, mistake.right.strip())
    if current_person() is not None and current_person().holds("keeper"):
        change_record(row, record=record, note="", now=now)
        _settle(mistake, Mistake.State.FIXED, "", now)
        revision = Revision.objects.filter(record_id=row.pk).order_by("-decided_at").first()
    else:
        revision = propose_change(row, record=record, now=now)
    return Done(revision, {"state": mistake.state})


@action(
    "directory.mistake.settle",
    subject=Mistake,
    label=_("Settle"),
    allow=rules.may_settle_mistake,
    moves=("state", (Mistake.State.WAITING,), None),
    event=events.MistakeSettled,
)
def settle_mistake(mistake: Mistake, *, fixed: bool, answer: str = "", now: datetime) -> Done:
    """Put right, or found to be right as it was (say why); whoever told it reads the answer by their code."""
    if not fixed and not answer.strip():
        raise WrongState(_("Say why it is right as it is, for whoever told us."))
    _settle(mistake, Mistake.State.FIXED if fixed else Mistake.State.NOT_SO, answer.strip(), now)
    return Done(None, {"state": mistake.state})


def _settle(mistake: Mistake, state: str, answer: str, now: datetime) -> None:
    mistake.state, mistake.answer = state, answer
    mistake.decided_at, mistake.decided_by = now, current_person()
    mistake.save()
