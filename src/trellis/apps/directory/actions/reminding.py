"""Reminders: a round of asking for each record that is due, one letter for each reader, marks when nobody answers.

The nightly job can be run again, and stopped anywhere: each record's step is a transaction of its own, and says in the round on
which day it was taken. A round goes on only when its letters have left. Days are those of the place.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.models import AskingRound, ConfirmRequest, Correspondent
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.models.upkeep_asking import address_index
from trellis.apps.directory.models.vocabulary import FieldClass, Mark
from trellis.apps.directory.queries.asking import LINK_HOLDS, REST_BETWEEN_LETTERS, Reachable, reachable_for, record_row
from trellis.apps.directory.queries.freshness import ASKED_KINDS, due_for_asking
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program
from trellis.core.jobs import every, job
from trellis.core.letters.models import Letter
from trellis.core.ui.words import here

MOST_ROUNDS_A_NIGHT = 60
"""So that a directory that was just read from a file does not write to everybody at once."""

STEP_AFTER = {
    AskingRound.Step.ASKED: timedelta(days=21),
    AskingRound.Step.REMINDED: timedelta(days=21),
    AskingRound.Step.SECOND: timedelta(days=21),
    AskingRound.Step.MARKED: timedelta(days=60),
}


def correspondent_for(reader: Reachable) -> Correspondent:
    """The row that remembers when we last wrote to this reader."""
    if reader.person is not None:
        return Correspondent.objects.get_or_create(person=reader.person, defaults={"language": reader.language})[0]
    return Correspondent.objects.get_or_create(
        address_index=address_index(reader.address), defaults={"address": reader.address, "language": reader.language}
    )[0]


def question(row: Any, reader: Reachable | Correspondent, part: str, *, asking_round: AskingRound | None, now: datetime) -> ConfirmRequest:
    """A question that waits for its letter, or the one that waits already. Its link holds from the day the letter leaves."""
    to = reader if isinstance(reader, Correspondent) else correspondent_for(reader)
    kind = row._meta.model_name
    waiting = ConfirmRequest.objects.filter(to=to, kind=kind, record_id=row.pk, sent_at__isnull=True, used_at__isnull=True).first()
    if waiting is not None:
        return waiting
    made = ConfirmRequest(
        id=uuid.uuid4(), kind=kind, record_id=row.pk, to=to, round=asking_round, field_class=part, asked_at=now, expires_at=now + LINK_HOLDS
    )
    made.token_digest = ConfirmRequest.digest_of(made.token)
    made.save(force_insert=True)
    return made


@action("directory.round.begin", subject=Listed, label=_("Ask"), allow=only_by_trellis, event=events.RoundMoved)
def begin_round(row: Any, *, part: FieldClass, now: datetime) -> Done:
    """Begin to ask about a record; the first who can be reached is asked."""
    today = here(now).date()
    asking_round = AskingRound.objects.create(
        kind=row._meta.model_name, record_id=row.pk, field_class=part, step_on=today, started_on=today
    )
    readers = reachable_for(row)
    if readers:
        question(row, readers[0], part, asking_round=asking_round, now=now)
    return Done(asking_round, {"record": str(row.pk), "step": asking_round.step})


@action(
    "directory.round.go_on",
    subject=AskingRound,
    label=_("Ask again"),
    allow=only_by_trellis,
    event=events.RoundMoved,
)
def go_on(asking_round: AskingRound, *, now: datetime) -> Done:
    """The next step of a round nobody answered: ask again, ask somebody else, mark, leave out of search."""
    row = record_row(asking_round.kind, asking_round.record_id)
    if asking_round.ended_on is not None or row is None:
        raise WrongState(_("This round of asking is over."))
    asking_round.step = _next_step(asking_round, row, now)
    asking_round.step_on = here(now).date()
    asking_round.save(update_fields=["step", "step_on"])
    if asking_round.step == AskingRound.Step.MARKED:
        mark(row, Mark.UNCONFIRMED)
    elif asking_round.step == AskingRound.Step.HIDDEN:
        mark(row, Mark.HIDDEN)
    return Done(None, {"record": str(row.pk), "step": asking_round.step})


def _next_step(asking_round: AskingRound, row: Any, now: datetime) -> str:
    step = asking_round.step
    if step == AskingRound.Step.MARKED:
        return AskingRound.Step.HIDDEN
    if step == AskingRound.Step.SECOND:
        return AskingRound.Step.MARKED
    asked = list(Correspondent.objects.filter(requests__round=asking_round).distinct())
    if step == AskingRound.Step.ASKED and asked and asked[0].stopped_at is None and asked[0].bounced_at is None:
        question(row, asked[0], asking_round.field_class, asking_round=asking_round, now=now)
        return AskingRound.Step.REMINDED
    known = {each.pk for each in asked}
    for reader in reachable_for(row):
        other = correspondent_for(reader)
        if other.pk not in known:
            question(row, other, asking_round.field_class, asking_round=asking_round, now=now)
            return AskingRound.Step.SECOND
    return AskingRound.Step.MARKED


def mark(row: Any, what: str) -> None:
    """Tell readers that nobody answered, or stop telling them; search follows."""
    if row.marked != what:
        row.marked = what
        row.save(update_fields=["marked", "updated_at"])
        refresh([row])


def close_round(record_id, end: str, *, part: str = "", now: datetime) -> None:
    """End the open round about a record, if there is one (about `part`), and take its mark away."""
    open_rounds = AskingRound.objects.select_for_update().filter(record_id=record_id, ended_on__isnull=True)
    asking_round = (open_rounds.filter(field_class=part) if part else open_rounds).first()
    if asking_round is None:
        return
    asking_round.end, asking_round.ended_on = end, here(now).date()
    asking_round.save(update_fields=["end", "ended_on"])
    ConfirmRequest.objects.filter(round=asking_round, sent_at__isnull=True, used_at__isnull=True).delete()
    row = record_row(asking_round.kind, asking_round.record_id)
    if row is not None and end != AskingRound.End.STOPPED:
        mark(row, Mark.NONE)


@action("directory.record.put_back", subject=Listed, label=_("Show it again"), allow=rules.may_keep, event=events.RoundMoved)
def put_back(row: Any, *, now: datetime) -> Done:
    """Take a mark away without confirming: the record shows in search again, and nobody is asked about it for six weeks."""
    if row.marked == Mark.NONE:
        raise WrongState(_("This record has no mark."))
    close_round(row.pk, AskingRound.End.PUT_BACK, now=now)
    mark(record_row(row._meta.model_name, row.pk), Mark.NONE)
    return Done(None, {"record": str(row.pk), "step": "put_back"})


@action(
    "directory.correspondent.ask",
    subject=Correspondent,
    label=_("Ask by letter"),
    allow=only_by_trellis,
    event=events.ConfirmationAsked,
)
def ask_correspondent(correspondent: Correspondent, *, now: datetime) -> Done:
    """Send one letter with all the questions that wait for this reader; their links hold for three weeks from now."""
    today = here(now).date()
    last = correspondent.last_letter_on
    if correspondent.stopped_at or (last is not None and today - last < REST_BETWEEN_LETTERS):
        raise WrongState(_("No letter may go to this address yet."))
    waiting = list(correspondent.requests.select_for_update().filter(sent_at__isnull=True, used_at__isnull=True))
    if not waiting:
        raise WrongState(_("There is nothing to ask."))
    for request in waiting:
        request.sent_at, request.expires_at = now, now + LINK_HOLDS
        request.save(update_fields=["sent_at", "expires_at"])
    AskingRound.objects.filter(requests__in=waiting, ended_on__isnull=True).update(step_on=today)
    correspondent.last_letter_on = today
    correspondent.save(update_fields=["last_letter_on"])
    return Done(None, {"n_records": len(waiting)})


def send_letters(*, now: datetime) -> int:
    """One letter to everybody for whom a question waits and who had none in the last two weeks; how many."""
    rested = here(now).date() - REST_BETWEEN_LETTERS
    n_sent = 0
    with as_program():
        waiting = Correspondent.objects.filter(requests__sent_at__isnull=True, requests__used_at__isnull=True, stopped_at__isnull=True)
        for correspondent in waiting.exclude(last_letter_on__gt=rested).distinct():
            ask_correspondent(correspondent, now=now)
            n_sent += 1
    return n_sent


def note_bounces(*, now: datetime) -> None:
    """Remember whose letters came back, so that somebody else is asked."""
    failed = Letter.objects.filter(
        fact__event=events.ConfirmationAsked.code, state=Letter.State.FAILED, queued_at__gt=now - timedelta(days=30)
    )
    ids = {uuid.UUID(subject) for subject in failed.values_list("fact__subject_id", flat=True)}
    Correspondent.objects.filter(pk__in=ids, bounced_at__isnull=True).update(bounced_at=now)


def remind(*, now: datetime, most: int = MOST_ROUNDS_A_NIGHT) -> dict[str, int]:
    """A night's work: rounds that go on, rounds that begin, letters that leave; how many of each."""
    today = here(now).date()
    note_bounces(now=now)
    counts = {"gone_on": 0, "begun": 0}
    with as_program():
        for asking_round in _rounds_to_go_on(today):
            with transaction.atomic():
                go_on(asking_round, now=now)
            counts["gone_on"] += 1
        for kind in ASKED_KINDS:
            for row, part in due_for_asking(kind, today=today, most=most):
                begin_round(row, part=part, now=now)
                counts["begun"] += 1
    return {**counts, "letters": send_letters(now=now)}


def _rounds_to_go_on(today: date) -> list[AskingRound]:
    """Open rounds whose time is up and none of whose letters still waits to leave."""
    waiting = ConfirmRequest.objects.filter(sent_at__isnull=True, used_at__isnull=True, to__stopped_at__isnull=True, round__isnull=False)
    found = []
    for step, after in STEP_AFTER.items():
        rounds = AskingRound.objects.filter(ended_on__isnull=True, step=step, step_on__lte=today - after)
        found += rounds.exclude(pk__in=waiting.values("round_id")).order_by("step_on", "pk")
    return found


@every("day at 06:10")
@job(limit_seconds=600)
def ask_what_is_due() -> dict[str, int]:
    """The night's reminders; forgets addresses that nobody has been asked at for long."""
    now = timezone.now()
    done = remind(now=now)
    Correspondent.objects.filter(
        requests__isnull=True, stopped_at__isnull=True, last_letter_on__lt=here(now).date() - timedelta(days=400)
    ).delete()
    return done
