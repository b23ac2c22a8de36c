"""The steps through a crisis, talks afterwards, supervision."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.actions import make_commitment, settle_commitment
from trellis.apps.commitments.models import Commitment, State
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.events import warmline as events
from trellis.apps.gatherings.models.warmline import Warmline, WarmlineHandler
from trellis.apps.gatherings.models.warmline_care import Debrief, DebriefState, EscalationStep, StepTaken, Supervision
from trellis.apps.gatherings.queries import warmline as lines
from trellis.apps.gatherings.queries import warmline_care as queries
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.kernels.text import ALPHABET, check_character

_GONE = _("This can no longer be done. Somebody may have been here before you.")
MOST_STEPS = 20


@action("gatherings.step.write", subject=Warmline, label=_("Add the step"), allow=rules.may_organize_line, event=events.StepWritten)
def write_step(line: Warmline, *, told: dict, now: datetime) -> Done:
    """One more step, at the end."""
    steps = queries.steps_of(line)
    if steps.count() >= MOST_STEPS:
        raise WrongState(_("These are many steps for somebody in a crisis. Take one away first."))
    last = steps.aggregate(last=Max("position"))["last"] or 0
    step = EscalationStep.objects.create(line=line, position=last + 1, **told)
    return Done(str(step.pk), subject=step)


@action("gatherings.step.change", subject=EscalationStep, label=_("Save"), allow=rules.may_organize_row, event=events.StepWritten)
def change_step(step: EscalationStep, *, told: dict, now: datetime) -> None:
    """Other words or another number. What was recorded before keeps its place."""
    _still(step)
    for name, value in told.items():
        setattr(step, name, value)
    step.save()


@action("gatherings.step.retire", subject=EscalationStep, label=_("Take it away"), allow=rules.may_organize_row, event=events.StepRetired)
def retire_step(step: EscalationStep, *, now: datetime) -> None:
    """No longer a step. What was recorded stays."""
    _still(step)
    step.retired_at = now
    step.save(update_fields=["retired_at"])


@action("gatherings.step.raise", subject=EscalationStep, label=_("Move it up"), allow=rules.may_organize_row, event=events.StepsReordered)
def raise_step(step: EscalationStep, *, now: datetime) -> None:
    """Before the one above it; the first stays the first."""
    _still(step)
    above = queries.steps_of(step.line).filter(position__lt=step.position).order_by("-position").first()
    if above is None:
        return
    mine, theirs, parked = step.position, above.position, 30_000
    EscalationStep.objects.filter(pk=step.pk).update(position=parked)
    EscalationStep.objects.filter(pk=above.pk).update(position=mine)
    EscalationStep.objects.filter(pk=step.pk).update(position=theirs)


@action("gatherings.step.take", subject=EscalationStep, label=_("Done, go on"), allow=rules.works_row, event=events.StepWalked)
def take_step(step: EscalationStep, *, walk: uuid.UUID, consent: str = "", review_on: date | None = None, now: datetime) -> Done:
    """This step was taken: which, when, which role was told, consent, when it is looked at again. Sent twice it counts once."""
    _still(step)
    if not lines.may_note(step.line, current_person(), now):
        raise WrongState(_("Steps are taken by whoever is on the line."))
    told = {"line": step.line, "step": step, "told": step.told, "at": now, "review_on": review_on}
    told["consent"] = consent if step.asks_consent else ""
    taken, _is_new = StepTaken.objects.get_or_create(walk=walk, position=step.position, defaults=told)
    if taken.line_id != step.line_id:
        raise WrongState(_GONE)
    return Done(str(taken.pk), subject=taken)


@action(
    "gatherings.step.review", subject=StepTaken, label=_("We looked at it again"), allow=rules.may_organize_row, event=events.StepReviewed
)
def review_step(taken: StepTaken, *, now: datetime) -> None:
    """What was done was looked at again."""
    if taken.reviewed_at is None:
        taken.reviewed_at = now
        taken.save(update_fields=["reviewed_at"])


@action("gatherings.listening.agree", subject=Warmline, label=_("I can listen"), allow=rules.works_line, event=events.ListeningAgreed)
def agree_to_listen(line: Warmline, *, now: datetime) -> None:
    """Agree that others of the line may ask to talk after a hard contact."""
    code_of(line, current_person(), now)
    WarmlineHandler.objects.filter(line=line, person=current_person(), listens=False).update(listens=True, agreed_at=now)


@action("gatherings.listening.end", subject=Warmline, label=_("No longer"), allow=rules.works_line, event=events.ListeningEnded)
def stop_listening(line: Warmline, *, now: datetime) -> None:
    """No longer be asked."""
    WarmlineHandler.objects.filter(line=line, person=current_person()).update(listens=False, agreed_at=None)


@action("gatherings.debrief.ask", subject=Warmline, label=_("I would like to talk"), allow=rules.works_line, event=events.DebriefAsked)
def ask_debrief(line: Warmline, *, now: datetime) -> Done:
    """Ask to talk. Asking again while one waits changes nothing."""
    debrief, _is_new = Debrief.objects.get_or_create(line=line, person=current_person(), closed_at=None, defaults={"asked_at": now})
    return Done(str(debrief.pk), subject=debrief)


@action(
    "gatherings.debrief.offer",
    subject=Debrief,
    label=_("Offer this time"),
    allow=rules.may_listen,
    event=events.DebriefOffered,
    moves=("state", (DebriefState.ASKED, DebriefState.OFFERED), DebriefState.OFFERED),
)
def offer_debrief(debrief: Debrief, *, meet_at: datetime, words: str, language: str = "en", now: datetime) -> None:
    """Offer a time, and in a few words how. The first listener who does has it."""
    if meet_at <= now:
        raise WrongState(_("Choose a time that is still to come."))
    debrief.listener, debrief.meet_at, debrief.words, debrief.language = current_person(), meet_at, words, language
    debrief.save(update_fields=["listener", "meet_at", "words", "language"])


@action(
    "gatherings.debrief.agree",
    subject=Debrief,
    label=_("That suits me"),
    allow=rules.asked_debrief,
    event=events.DebriefAgreed,
    moves=("state", (DebriefState.OFFERED,), DebriefState.AGREED),
)
def agree_debrief(debrief: Debrief, *, now: datetime) -> None:
    """The two talk then: a promise of the listener."""
    if debrief.listener is None:
        raise WrongState(_GONE)
    make_commitment(about=debrief, promiser=debrief.listener, promisee=debrief.person, due_at=debrief.meet_at, now=now)


@action(
    "gatherings.debrief.decline",
    subject=Debrief,
    label=_("Another time, please"),
    allow=rules.is_in_debrief,
    event=events.DebriefDeclined,
    moves=("state", (DebriefState.OFFERED, DebriefState.AGREED), DebriefState.ASKED),
)
def decline_debrief(debrief: Debrief, *, now: datetime) -> None:
    """It waits again, for any listener. No reason is asked."""
    _release(debrief, State.RELEASED, now)
    debrief.listener, debrief.meet_at, debrief.words = None, None, ""
    debrief.save(update_fields=["listener", "meet_at", "words"])


@action("gatherings.debrief.finish", subject=Debrief, label=_("We talked"), allow=rules.is_in_debrief, event=events.DebriefDone)
def finish_debrief(debrief: Debrief, *, now: datetime) -> None:
    """The two talked. The words about when and where go at once."""
    if debrief.state != DebriefState.AGREED:
        raise WrongState(_GONE)
    _release(debrief, State.KEPT, now)
    _close(debrief, DebriefState.DONE, now)


@action(
    "gatherings.debrief.withdraw", subject=Debrief, label=_("I no longer need it"), allow=rules.asked_debrief, event=events.DebriefWithdrawn
)
def withdraw_debrief(debrief: Debrief, *, now: datetime) -> None:
    """No longer wanted."""
    if not queries.is_open(debrief):
        raise WrongState(_GONE)
    _release(debrief, State.RELEASED, now)
    _close(debrief, DebriefState.WITHDRAWN, now)


@action("gatherings.supervision.note", subject=Warmline, label=_("Note it"), allow=rules.works_line, event=events.SupervisionNoted)
def note_supervision(line: Warmline, *, told: dict, now: datetime) -> Done:
    """One's own supervision took place: the day, how long, topics from the list. The same day again changes it."""
    if told["on"] > now.date():
        raise WrongState(_("Note supervision after it took place."))
    values = {"minutes": told["minutes"], "topics": told["topics"], "agreed": told["agreed"], "noted_at": now}
    row, _is_new = Supervision.objects.update_or_create(line=line, person=current_person(), on=told["on"], defaults=values)
    return Done(str(row.pk), subject=row)


def code_of(line: Warmline, person, now: datetime) -> str:
    """The code that stands for this person in the log of this line; made the first time."""
    known = WarmlineHandler.objects.filter(line=line, person=person).first()
    while known is None:
        body = secrets.choice(ALPHABET) + secrets.choice(ALPHABET)
        code = body + check_character(body)
        if not WarmlineHandler.objects.filter(line=line, code=code).exists():
            known = WarmlineHandler.objects.create(line=line, person=person, code=code, since=now.date())
    return known.code


def _still(step: EscalationStep) -> None:
    if step.retired_at is not None:
        raise WrongState(_("This step was taken away. Look at the list again."))


def _release(debrief: Debrief, state: str, now: datetime) -> None:
    for commitment in Commitment.objects.about(debrief).open():
        settle_commitment(commitment, state=state, now=now)


def _close(debrief: Debrief, state: str, now: datetime) -> None:
    debrief.state, debrief.closed_at, debrief.words = state, now, ""
    debrief.save(update_fields=["state", "closed_at", "words"])
