"""Confirming by a link: "still right?", answered once by whoever the letter went to. Reading never answers; only a press does."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.mistakes import report_mistake
from trellis.apps.directory.actions.reminding import ask_correspondent, close_round, correspondent_for, mark, question
from trellis.apps.directory.actions.upkeep import confirm_record
from trellis.apps.directory.models import AskingRound, ConfirmRequest, Correspondent
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.models.vocabulary import FieldClass, Mark
from trellis.apps.directory.queries.asking import (
    Link,
    correspondent_with,
    is_meant_for,
    link_of,
    next_letter_on,
    organization_of,
    reachable_for,
)
from trellis.core.access import anyone
from trellis.core.actions import Done, NotFound, Refused, WrongState, action, current_person
from trellis.core.ui.words import here

NOT_YOURS = gettext_lazy("This link was sent to somebody else. Nothing was changed.")
USED = gettext_lazy("This link was used already. Nothing more is needed.")
EXPIRED = gettext_lazy("This link is too old. You can ask for a new one.")


def open_link(record_id: uuid.UUID, token: str, *, now: datetime) -> Link:
    """The question behind a link that can still be answered by whoever is acting.

    Raises NotFound for an unknown link or one of another record, Refused for somebody it is not meant for, WrongState for one
    that was used or is too old.
    """
    link = link_of(record_id, token, now=now)
    if link is None:
        raise NotFound("directory.confirmation.answer")
    if not is_meant_for(link.request.to, current_person(), link.row):
        raise Refused(NOT_YOURS)
    if link.state != "open":
        raise WrongState(USED if link.state == "used" else EXPIRED)
    return link


@action("directory.confirmation.answer", label=gettext_lazy("Send"), allow=anyone, event=events.ConfirmationAnswered)
def answer_by_link(
    *, record_id: uuid.UUID, token: str, answer: str, parts: list[str] | None = None, right: str = "", now: datetime
) -> Done:
    """All right, something changed (which parts, and what is right), or it has stopped. The link works once."""
    link = open_link(record_id, token, now=now)
    request = ConfirmRequest.objects.select_for_update().get(pk=link.request.pk)
    if request.used_at is not None:
        raise WrongState(USED)
    request.used_at, request.answer = now, ConfirmRequest.Answer(answer)
    request.save(update_fields=["used_at", "answer"])
    match request.answer:
        case ConfirmRequest.Answer.RIGHT:
            confirm_record(link.row, by=_who(link), now=now)
        case ConfirmRequest.Answer.CHANGED:
            report_mistake(link.row, parts=parts or ["other"], right=right, by_contact=True, now=now)
            close_round(link.row.pk, AskingRound.End.CHANGED, now=now)
        case ConfirmRequest.Answer.STOPPED:
            report_mistake(link.row, parts=["ended"], right=right, by_contact=True, now=now)
            close_round(link.row.pk, AskingRound.End.STOPPED, now=now)
            mark(link.row, Mark.UNCONFIRMED)
    return Done(None, {"record": str(link.row.pk), "answer": answer}, subject=request)


def _who(link: Link) -> str:
    """Who confirmed, as readers see it: the organization, never the person."""
    organization = organization_of(link.row)
    if link.request.to.person_id is not None and link.request.to.person.holds("keeper"):
        return _("a keeper of this directory")
    return organization.name if organization else _("those who run it")


@action("directory.confirmation.renew", label=gettext_lazy("Send a new link"), allow=anyone, event=events.RoundMoved)
def renew_link(*, record_id: uuid.UUID, token: str, now: datetime) -> Done:
    """Ask the same reader again because their link is too old; gives back the day on which the letter goes."""
    link = link_of(record_id, token, now=now)
    if link is None:
        raise NotFound("directory.confirmation.renew")
    if not is_meant_for(link.request.to, current_person(), link.row):
        raise Refused(NOT_YOURS)
    if link.state == "used":
        raise WrongState(USED)
    if link.request.to.stopped_at is not None:
        raise WrongState(_("This address has asked not to get any more letters."))
    day = _ask(link.row, link.request.to, link.request.field_class, link.request.round, now)
    return Done(day, {"record": str(link.row.pk), "step": "renewed"}, subject=link.request)


@action("directory.record.ask_by_link", subject=Listed, label=gettext_lazy("Ask by letter"), allow=rules.may_keep, event=events.RoundMoved)
def ask_by_link(row: Any, *, now: datetime) -> Done:
    """Ask whoever can be reached first; gives back the day on which the letter goes. Not the keeper who asks."""
    me = current_person()
    readers = [each for each in reachable_for(row) if me is None or each.person is None or each.person.pk != me.pk]
    if not readers:
        raise WrongState(_("Nobody can be asked by letter: this record has no e-mail address and no editor."))
    part = FieldClass.CONTACT if row._meta.model_name == "organization" else FieldClass.HOURS
    asking_round = AskingRound.objects.filter(record_id=row.pk, ended_on__isnull=True).first()
    if asking_round is None:
        today = here(now).date()
        asking_round = AskingRound.objects.create(
            kind=row._meta.model_name, record_id=row.pk, field_class=part, step_on=today, started_on=today
        )
    day = _ask(row, correspondent_for(readers[0]), part, asking_round, now)
    return Done(day, {"record": str(row.pk), "step": "by_link"})


def _ask(row: Any, to: Correspondent, part: str, asking_round: AskingRound | None, now: datetime):
    question(row, to, part, asking_round=asking_round, now=now)
    day = next_letter_on(to, today=here(now).date())
    if day == here(now).date():
        ask_correspondent(to, now=now)
    return day


@action("directory.letters.stop", label=gettext_lazy("Stop these letters"), allow=anyone, event=events.LettersStopped)
def stop_letters(*, correspondent_id: uuid.UUID, token: str, now: datetime) -> Done:
    """No more questions to this reader. Twice is the same as once."""
    found = correspondent_with(token, correspondent_id)
    if found is None:
        raise NotFound("directory.letters.stop")
    if found.stopped_at is None:
        found.stopped_at = now
        found.save(update_fields=["stopped_at"])
    found.requests.filter(sent_at__isnull=True, used_at__isnull=True).delete()
    return Done(None, subject=found)
