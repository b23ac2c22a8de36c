"""Sending what is queued, and giving up visibly."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks.base import TaskContext

from trellis.core.jobs import every, job

from .channels import Refusal, channel
from .models import Letter
from .reaching import FREELY, Reach, reach

GIVE_UP_AFTER = timedelta(days=3)
LONGEST_WAIT = timedelta(days=8)
"""A safe time comes at least once a week."""

MINUTE, HOUR = 60, 3600


@job(
    limit_seconds=90,
    attempts=7,
    retry_on=(OSError,),
    pauses=(MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR),
    takes_context=True,
)
def send_letter(context: TaskContext, letter_id: str) -> str:
    """Send one letter. Returns the state it ended in.

    It is sent at least once: should the worker die between the mail server's yes and our note of it, the
    retry carries the same Message-ID.
    """
    letter = Letter.objects.select_related("recipient").filter(pk=letter_id, state=Letter.State.QUEUED).first()
    if letter is None:
        return "nothing to send"
    now = timezone.now()
    may = reach(letter.recipient, letter.channel, now=now) if letter.recipient else FREELY
    if not may.allowed:
        return _failed(letter, "the person asked not to be reached this way")
    if may.not_before is not None and may.not_before > now:
        return hold_back(letter, may)
    try:
        channel(letter.channel).send(letter, may)
    except Refusal as refusal:
        return _failed(letter, str(refusal))
    except OSError as error:
        if context.attempt >= send_letter.attempts:
            _failed(letter, f"{type(error).__name__} at every attempt")
        raise
    _still_queued(letter).update(state=Letter.State.SENT, sent_at=timezone.now())
    return Letter.State.SENT


def hold_back(letter: Letter, may: Reach) -> str:
    """Let it wait for the next safe time of the person."""
    send_letter.using(run_after=may.not_before).enqueue(str(letter.pk))
    return "held back"


@every("day at 03:40")
@job()
def tidy_letters() -> None:
    """The nightly tidying of letters."""
    tidy(timezone.now())


def tidy(now: datetime) -> None:
    """Mark as failed what was never sent. What has had its time is purged as the register says."""
    never_sent = Letter.objects.filter(state=Letter.State.QUEUED, queued_at__lt=now - GIVE_UP_AFTER - LONGEST_WAIT)
    never_sent.update(state=Letter.State.FAILED, failure="its sending never ended")


def _failed(letter: Letter, reason: str) -> str:
    _still_queued(letter).update(state=Letter.State.FAILED, failure=reason[:200])
    return Letter.State.FAILED


def _still_queued(letter: Letter):
    return Letter.objects.filter(pk=letter.pk, state=Letter.State.QUEUED)
