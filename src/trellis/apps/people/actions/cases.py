"""What guardians do about a case. Closing takes two of them; so does telling somebody outside."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.actions.worries import begin_again
from trellis.apps.people.models import Case, CaseNote, CaseState, Confidence, Conflict
from trellis.apps.people.queries.cases import LAST_LEVEL, clock
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person

_RUNNING = (CaseState.OPEN, CaseState.TAKEN, CaseState.CLOSING)
_IN_HAND = (CaseState.TAKEN, CaseState.CLOSING)


@action(
    "people.case.take",
    subject=Case,
    label=_("I will see to it"),
    allow=rules.may_guard,
    event=events.CaseTaken,
    moves=("state", (CaseState.OPEN, CaseState.TAKEN), CaseState.TAKEN),
)
def take_case(case: Case, *, now: datetime) -> None:
    """See to it; also in the place of another guardian."""
    case.taken_by, case.taken_at = current_person(), now
    case.n_reminders, case.reminded_at = 0, None
    case.save(update_fields=["taken_by", "taken_at", "n_reminders", "reminded_at"])


@action("people.case.note", subject=Case, label=_("Keep the note"), allow=rules.may_guard, event=events.CaseNoted)
def note_case(case: Case, *, text: str, now: datetime) -> None:
    """Write a note for guardians, signed by name."""
    _write(case, CaseNote.Kind.NOTE, text, now)


@action(
    "people.case.answer",
    subject=Case,
    label=_("Send the answer"),
    allow=rules.may_guard,
    event=events.CaseAnswered,
    moves=("state", _IN_HAND, None),
)
def answer_case(case: Case, *, text: str, signposts: Sequence[str] = (), now: datetime) -> Done:
    """Answer whoever told it, and name lines to call."""
    _write(case, CaseNote.Kind.ANSWER, text, now, signposts)
    return Done(None, {"signposts": len(signposts)})


@action(
    "people.case.set_urgency",
    subject=Case,
    label=_("Set the clock"),
    allow=rules.may_guard,
    event=events.CaseUrgencySet,
    moves=("state", _RUNNING, None),
)
def set_urgency(case: Case, *, urgency: str, now: datetime) -> Done:
    """Say how soon it must be seen to; the clock starts from now."""
    case.urgency, case.n_reminders, case.reminded_at = urgency, 0, None
    for name, moment in clock(urgency, now).items():
        setattr(case, name, moment)
    case.save(update_fields=["urgency", "n_reminders", "reminded_at", "look_by", "close_by"])
    return Done(None, {"urgency": urgency})


@action(
    "people.case.propose_closing",
    subject=Case,
    label=_("Propose to close it"),
    allow=rules.may_guard,
    event=events.CaseClosingProposed,
    moves=("state", (CaseState.TAKEN,), CaseState.CLOSING),
)
def propose_closing(case: Case, *, reason: str, now: datetime) -> None:
    """Say why it can be closed; a second guardian closes it."""
    if case.confidences.filter(state=Confidence.State.ASKED).exists():
        raise WrongState(_("First a second guardian has to decide about telling somebody outside."))
    case.proposed_by, case.proposed_at, case.closing_reason = current_person(), now, reason
    case.save(update_fields=["proposed_by", "proposed_at", "closing_reason"])


@action(
    "people.case.close",
    subject=Case,
    label=_("Close it"),
    allow=rules.may_close,
    event=events.CaseClosed,
    moves=("state", (CaseState.CLOSING,), None),
)
def close_case(case: Case, *, now: datetime) -> None:
    """Agree that it can be closed."""
    case.state, case.closed_by, case.closed_at = CaseState.CLOSED, current_person(), now
    case.save(update_fields=["state", "closed_by", "closed_at"])


@action(
    "people.case.keep_open",
    subject=Case,
    label=_("Keep it open"),
    allow=rules.may_guard,
    event=events.CaseKeptOpen,
    moves=("state", (CaseState.CLOSING,), CaseState.TAKEN),
)
def keep_open(case: Case, *, reason: str, now: datetime) -> None:
    """Not closed yet, for this reason."""
    _write(case, CaseNote.Kind.NOTE, _now("Not closed yet: %(reason)s") % {"reason": reason}, now)
    case.proposed_by, case.proposed_at, case.closing_reason = None, None, ""
    case.save(update_fields=["proposed_by", "proposed_at", "closing_reason"])


@action(
    "people.case.reopen",
    subject=Case,
    label=_("Open it again"),
    allow=rules.may_guard,
    event=events.CaseReopened,
    moves=("state", (CaseState.CLOSED,), None),
)
def reopen_case(case: Case, *, reason: str, now: datetime) -> None:
    """Open a closed case again, with a fresh clock."""
    _write(case, CaseNote.Kind.NOTE, _now("Opened again: %(reason)s") % {"reason": reason}, now)
    begin_again(case, now=now)


@action("people.case.stand_aside", subject=Case, label=_("Stay out of it"), allow=rules.may_guard, event=events.GuardianStoodAside)
def stand_aside(case: Case, *, now: datetime) -> None:
    """Stay out of a case that one is too close to. From now on it does not exist for this guardian."""
    Conflict.objects.get_or_create(case=case, person=current_person())
    if case.taken_by_id == current_person().pk and case.state == CaseState.TAKEN:
        case.state, case.taken_by, case.taken_at = CaseState.OPEN, None, None
        case.look_by = clock(case.urgency, now)["look_by"]
        case.save(update_fields=["state", "taken_by", "taken_at", "look_by"])


@action(
    "people.case.ask_confidence",
    subject=Case,
    label=_("Ask a second guardian"),
    allow=rules.may_guard,
    event=events.ConfidenceAsked,
    moves=("state", _IN_HAND, None),
)
def ask_confidence(case: Case, *, told_whom: str, reason: str, life_in_danger: bool = False, now: datetime) -> Done:
    """Ask to tell somebody outside. Where a life is in danger it was told at once, and the second guardian looks at it after."""
    made = Confidence.objects.create(
        case=case, told_whom=told_whom, reason=reason, life_in_danger=life_in_danger, asked_by=current_person(), asked_at=now
    )
    return Done(str(made.pk), {"life_in_danger": life_in_danger})


@action(
    "people.case.decide_confidence",
    subject=Confidence,
    label=_("Decide"),
    allow=rules.may_agree,
    event=events.ConfidenceDecided,
    moves=("state", (Confidence.State.ASKED,), None),
)
def decide_confidence(confidence: Confidence, *, agree: bool, reason: str, now: datetime) -> Done:
    """Agree or not, with a reason."""
    confidence.state = Confidence.State.AGREED if agree else Confidence.State.REFUSED
    confidence.decided_by, confidence.decided_at, confidence.decision_reason = current_person(), now, reason
    confidence.save()
    return Done(None, {"agreed": agree}, subject=confidence.case)


@action("people.case.remind", label=_("Remind"), allow=only_by_trellis, event=events.CaseReminded)
def remind_of_case(*, case_id: uuid.UUID, now: datetime) -> Done:
    """Tell the next in line that it is overdue: who is on call, then all guardians, then the stewards.

    It is not done *to* the case, because for the program, as for anybody who is no guardian, the case does not exist.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_overdue(now):
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    case.n_reminders, case.reminded_at = case.n_reminders + 1, now
    case.save(update_fields=["n_reminders", "reminded_at"])
    return Done(None, {"level": min(case.n_reminders, LAST_LEVEL)}, subject=case)


def _write(case: Case, kind: str, text: str, now: datetime, signposts: Sequence[str] = ()) -> None:
    CaseNote.objects.create(case=case, kind=kind, text=text, signposts=list(signposts), author=current_person(), written_at=now)
