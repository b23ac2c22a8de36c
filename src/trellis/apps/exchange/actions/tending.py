"""What the program does by the hour: further waves, reminders, asking whether it happened, next week's handovers, tidying up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.actions.asking import close
from trellis.apps.exchange.actions.handing import ask_after_handover, give_up_on_handover, remind_of_handover, repeat_handover
from trellis.apps.exchange.actions.matching import end_match, pass_over
from trellis.apps.exchange.actions.waves import ask_wave
from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import Handover, HandoverState, Match, MatchState, Need, NeedState, OfferState, Repeats
from trellis.apps.exchange.models.handing import COMING, MOST_ASKED
from trellis.apps.exchange.models.matching import LIVE
from trellis.apps.exchange.models.terms import local
from trellis.apps.exchange.queries.proposing_all import proposals_for_all
from trellis.apps.people.queries.blocks import hides
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program
from trellis.core.jobs import every, job
from trellis.core.people.models import Person

REMIND_BEFORE = timedelta(hours=24)
ASK_AFTER = timedelta(hours=2)
ASK_AGAIN = timedelta(days=2)
GIVE_UP = timedelta(days=3)
WEEKS_AHEAD = timedelta(days=13)
MOST_NEEDS = 500
"""So many are looked at in one run; the rest an hour later, the longest waiting first."""

ENOUGH_YES = 2
"""With so many who said yes, nobody else is asked until one of them was chosen."""


@action(
    "exchange.need.close",
    subject=Need,
    label=_("Close it"),
    allow=only_by_trellis,
    event=events.NeedClosed,
    moves=("state", (NeedState.OPEN, NeedState.ARRANGED), None),
)
def close_need(need: Need, *, done: bool, now: datetime) -> Done:
    """Its time is over: somebody helped, or nobody could be found."""
    outcome = "done" if done else ("nobody" if need.state == NeedState.OPEN else "over")
    close(need, NeedState.DONE if done else NeedState.CLOSED, now)
    return Done(None, {"outcome": outcome})


@job()
def tidy_need(need_id: str) -> None:
    """What follows from a change of a need: those who need not answer any more are told, what is over is closed."""
    with as_program():
        need = Need.objects.filter(pk=need_id).first()
        if need is not None:
            tidy(need, now=timezone.now())


def tidy(need: Need, *, now: datetime) -> None:
    """Bring what hangs on a need into line with it. Doing it again changes nothing."""
    chosen = need.matches.filter(state=MatchState.CHOSEN).first()
    if chosen is not None and need.state == NeedState.ARRANGED and _is_over(need, chosen, now):
        close_need(need, done=chosen.handovers.filter(state=HandoverState.DONE).exists(), now=now)
        need.refresh_from_db()
    for match in need.matches.select_related("offer").filter(state__in=LIVE):
        _quietly(_settled, match, need, now)


def _settled(match: Match, need: Need, now: datetime) -> None:
    over = need.state in (NeedState.DONE, NeedState.CLOSED)
    if match.state == MatchState.CHOSEN:
        if over:
            end_match(match, now=now)
    elif over or need.state == NeedState.ARRANGED or match.offer.state == OfferState.WITHDRAWN:
        pass_over(match, now=now)


def _is_over(need: Need, chosen: Match, now: datetime) -> bool:
    """Whether nothing more is to come: a single time that was settled, or a standing one past its last day."""
    if chosen.handovers.filter(state__in=COMING).exists():
        return False
    if need.repeats == Repeats.WEEKLY:
        return need.until_on is not None and need.until_on < local(now).date()
    return chosen.handovers.filter(state__in=(HandoverState.DONE, HandoverState.UNKNOWN)).exists()


@every("hour")
@job(limit_seconds=600)
def tend_exchange() -> None:
    """Each hour."""
    with as_program():
        tend(now=timezone.now())


def tend(*, now: datetime) -> None:
    """Everything that is due at this moment."""
    _close_what_is_over(now)
    _ask_further(now)
    _tend_handovers(now)
    _repeat_standing(now)


def _close_what_is_over(now: datetime) -> None:
    for need in Need.objects.filter(state=NeedState.OPEN, open_until__lte=now)[:MOST_NEEDS]:
        _quietly(close_need, need, done=False, now=now)
    arranged = Need.objects.filter(state=NeedState.ARRANGED)
    for need in arranged.filter(matches__state=MatchState.CHOSEN).distinct()[:MOST_NEEDS]:
        tidy(need, now=now)
    # Whoever helped was erased: the match went with them, and others are asked.
    arranged.exclude(matches__state=MatchState.CHOSEN).update(state=NeedState.OPEN, next_wave_at=now)


def _ask_further(now: datetime) -> None:
    due = Need.objects.filter(state=NeedState.OPEN, next_wave_at__lte=now, open_until__gt=now).select_related("person")
    waiting = [each for each in due.order_by("next_wave_at", "id")[:MOST_NEEDS] if not _has_answers(each)]
    found = proposals_for_all(waiting, now=now)
    for need in waiting:
        _quietly(ask_wave, need, found=found[need.pk], now=now)


def _has_answers(need: Need) -> bool:
    return need.matches.filter(state=MatchState.YES).count() >= ENOUGH_YES


def _tend_handovers(now: datetime) -> None:
    agreed = Handover.objects.filter(state=HandoverState.AGREED, match__state=MatchState.CHOSEN)
    for each in agreed.filter(reminded_at=None, begins_at__gt=now, begins_at__lte=now + REMIND_BEFORE):
        _quietly(remind_of_handover, each, now=now)
    ended = Handover.objects.filter(state=HandoverState.AGREED, ends_at__lte=now - ASK_AFTER)
    for each in ended:
        if each.n_asked >= MOST_ASKED:
            if each.asked_at <= now - GIVE_UP:
                _quietly(give_up_on_handover, each, now=now)
        elif each.asked_at is None or each.asked_at <= now - ASK_AGAIN:
            _quietly(ask_after_handover, each, now=now)
    for each in Handover.objects.filter(state=HandoverState.PROPOSED, begins_at__lte=now):
        _quietly(give_up_on_handover, each, now=now)


def _repeat_standing(now: datetime) -> None:
    standing = Match.objects.filter(state=MatchState.CHOSEN, need__repeats=Repeats.WEEKLY, need__state=NeedState.ARRANGED)
    for match in standing.select_related("need"):
        last = match.handovers.filter(repeats=True).exclude(state=HandoverState.PROPOSED).order_by("-begins_at").first()
        while last is not None and last.begins_at + timedelta(days=7) <= now + WEEKS_AHEAD:
            coming = (local(last.begins_at) + timedelta(days=7)).date()
            if match.need.until_on is not None and coming > match.need.until_on:
                break
            last = _quietly(repeat_handover, match, of=last, now=now)


def _quietly(do, *args, **inputs):
    """One that was changed in the meantime must not keep the others from being seen to."""
    try:
        return do(*args, **inputs)
    except WrongState:
        return None


@job()
def end_between_blocked(person_id: str) -> None:
    """A person blocked somebody: what is arranged between the two ends, and neither is asked for the other again."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return
    with as_program():
        now, out = timezone.now(), hides(person)
        both = Match.objects.filter(state__in=LIVE)
        for match in both.filter(need__person=person, offer__person__in=out) | both.filter(offer__person=person, need__person__in=out):
            _quietly(end_match, match, now=now)
