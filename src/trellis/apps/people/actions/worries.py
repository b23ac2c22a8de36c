"""Telling a worry, and adding to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Case, CaseNote, CaseState, Conflict, Danger, Reply, Urgency, Worry
from trellis.apps.people.models.worries import receipt_index
from trellis.apps.people.queries.cases import clock
from trellis.apps.people.queries.worries import worry_of_receipt
from trellis.core.access import anyone
from trellis.core.actions import Done, NotFound, WrongState, action, current_person
from trellis.core.people.models import Person

URGENCY = {Danger.NOW: Urgency.NOW, Danger.UNSURE: Urgency.TODAY, Danger.NO: Urgency.WEEK}


@action("people.worry.tell", label=_("Send it"), allow=anyone, event=events.WorryTold)
def report_worry(
    *,
    words: str,
    danger: str,
    reply: str = Reply.NONE,
    about: str = "",
    evidence: dict[str, Any] | None = None,
    contact: str = "",
    receipt: str = "",
    kept_out: Collection[uuid.UUID] = (),
    language: str = "en",
    now: datetime,
) -> Done:
    """Begin a case. Who told it is kept only if they asked to be answered here.

    `kept_out` are the people who must not see it: those whom it concerns, and those the person named.
    To leave the person out of the log too, act as nobody (`acting(None)`).
    """
    person = current_person() if reply == Reply.HERE else None
    if reply == Reply.HERE and person is None:
        raise WrongState(_("Sign in first, or choose another way to hear from us."))
    if reply == Reply.CONTACT and not contact.strip():
        raise WrongState(_("Say how we can reach you safely."))
    urgency = URGENCY[Danger(danger)]
    case = Case.objects.create(urgency=urgency, opened_at=now, **clock(urgency, now))
    Worry.objects.create(
        case=case,
        about=about,
        evidence=evidence or {},
        words=words,
        danger=danger,
        reply=reply,
        contact=contact if reply == Reply.CONTACT else "",
        receipt=receipt_index(receipt) if reply == Reply.RECEIPT else None,
        reporter=person,
        language=language,
        told_at=now,
    )
    out = set(kept_out) | ({person.pk} if person is not None else set())
    known = Person.objects.filter(pk__in=out).values_list("pk", flat=True)
    Conflict.objects.bulk_create([Conflict(case=case, person_id=each) for each in known])
    return Done(str(case.pk), {"urgency": str(urgency)}, subject=case)


@action("people.worry.add", subject=Worry, label=_("Send it"), allow=rules.is_own_worry, event=events.WorryAdded)
def add_words(worry: Worry, *, words: str, now: datetime) -> Done:
    """Say more about a worry of one's own."""
    return _added(worry, words, now)


@action("people.worry.add_with_receipt", label=_("Send it"), allow=anyone, event=events.WorryAdded)
def add_words_with_receipt(*, code: str, words: str, now: datetime) -> Done:
    """Say more, with nothing but the receipt. Whoever has the code may; act as nobody, so that the log does not say who."""
    worry = worry_of_receipt(code)
    if worry is None:
        raise NotFound("people.worry.add_with_receipt")
    return _added(worry, words, now)


def _added(worry: Worry, words: str, now: datetime) -> Done:
    """Keep the words; a case that was closed begins again."""
    case = Case.objects.select_for_update().get(pk=worry.case_id)
    CaseNote.objects.create(case=case, kind=CaseNote.Kind.WORDS, text=words, written_at=now)
    if case.state == CaseState.CLOSED:
        begin_again(case, now=now)
    return Done(None, subject=case)


def begin_again(case: Case, *, now: datetime) -> None:
    """Open a closed case with a fresh clock."""
    case.state, case.closed_at, case.closed_by = CaseState.OPEN, None, None
    case.proposed_by, case.proposed_at, case.closing_reason = None, None, ""
    case.n_reminders, case.reminded_at = 0, None
    for name, moment in clock(case.urgency, now).items():
        setattr(case, name, moment)
    case.save()
