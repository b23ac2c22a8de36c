"""The handover: suggested by one, agreed by the other, done or not done by either's word, thanked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.actions import make_commitment
from trellis.apps.commitments.models import State as Settled
from trellis.apps.exchange.actions.matching import let_go_of
from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import Handover, HandoverState, Match, MatchState
from trellis.apps.exchange.models.handing import COMING, MOST_ASKED
from trellis.apps.exchange.models.terms import instant, local
from trellis.apps.exchange.rules import asking as rules
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person

USUAL_LENGTH = timedelta(hours=1)


@action(
    "exchange.handover.suggest",
    subject=Match,
    label=_("Suggest it"),
    allow=rules.is_in_match,
    event=events.HandoverSuggested,
    moves=("state", (MatchState.CHOSEN,), None),
)
def suggest_handover(
    match: Match, *, begins_at: datetime, ends_at: datetime | None = None, where: str = "", repeats: bool = False, now: datetime
) -> Done:
    """Suggest when and where. An earlier suggestion that waits for a yes gives way to it; what is agreed stays."""
    if begins_at <= now:
        raise WrongState(_("This time is over. Choose one that is still to come."))
    if match.handovers.filter(state=HandoverState.AGREED, begins_at=begins_at).exists():
        raise WrongState(_("You have agreed on this already."))
    side = match.side_of(current_person())
    for earlier in match.handovers.select_for_update().filter(state=HandoverState.PROPOSED):
        let_go_of(earlier, HandoverState.CALLED_OFF, Settled.RELEASED, side, now)
    made = Handover.objects.create(
        match=match, begins_at=begins_at, ends_at=ends_at or begins_at + USUAL_LENGTH, where=where, by_side=side, repeats=repeats
    )
    return Done(str(made.pk), {"by": str(side)}, subject=made)


@action(
    "exchange.handover.agree",
    subject=Handover,
    label=_("Yes, agreed"),
    allow=rules.did_not_suggest_it,
    event=events.HandoverAgreed,
    moves=("state", (HandoverState.PROPOSED,), HandoverState.AGREED),
)
def agree_handover(handover: Handover, *, now: datetime) -> Done:
    """Agree. From now on it is promised: both find it in their week."""
    if handover.begins_at <= now:
        raise WrongState(_("This time is over. Suggest another."))
    if handover.match.state != MatchState.CHOSEN:
        raise WrongState(_("This has ended."))
    if handover.repeats:
        before = handover.match.handovers.select_for_update().filter(state=HandoverState.AGREED, repeats=True, begins_at__gt=now)
        for each in before.exclude(pk=handover.pk):
            let_go_of(each, HandoverState.CALLED_OFF, Settled.RELEASED, "", now)
    _promise(handover, now)
    return Done(None, {"by": str(handover.match.side_of(current_person()))})


def _promise(handover: Handover, now: datetime) -> None:
    match = handover.match
    make_commitment(about=handover, promiser=match.offer.person, promisee=match.need.person, due_at=handover.ends_at, now=now)


@action(
    "exchange.handover.call_off",
    subject=Handover,
    label=_("Call it off"),
    allow=rules.is_in_handover,
    event=events.HandoverCalledOff,
    moves=("state", COMING, None),
)
def call_off_handover(handover: Handover, *, now: datetime) -> Done:
    """This once it can't be, no reason asked. A standing arrangement goes on with the week after."""
    side = handover.match.side_of(current_person())
    let_go_of(handover, HandoverState.CALLED_OFF, Settled.RELEASED, side, now)
    return Done(None, {"by": str(side)})


@action(
    "exchange.handover.settle",
    subject=Handover,
    label=_("Say whether it happened"),
    allow=rules.is_in_handover,
    event=events.HandoverSettled,
    moves=("state", (HandoverState.AGREED,), None),
)
def settle_handover(handover: Handover, *, done: bool, minutes: int | None = None, now: datetime) -> Done:
    """It happened, or it did not: either may say so, and the first word counts. Nothing is held against anybody."""
    from trellis.apps.exchange.actions.tending import tidy_need

    if handover.begins_at > now:
        raise WrongState(_("It has not begun yet. You can call it off."))
    side = handover.match.side_of(current_person())
    if done and minutes:
        handover.minutes = minutes
        handover.save(update_fields=["minutes"])
    state, settled = (HandoverState.DONE, Settled.KEPT) if done else (HandoverState.NOT_DONE, Settled.NOT_KEPT)
    let_go_of(handover, state, settled, side, now)
    tidy_need.enqueue_once(f"exchange.need:{handover.match.need_id}", str(handover.match.need_id))
    return Done(None, {"state": str(state), "by": str(side)})


@action(
    "exchange.handover.give_up",
    subject=Handover,
    label=_("Close it"),
    allow=only_by_trellis,
    event=events.HandoverSettled,
    moves=("state", COMING, None),
)
def give_up_on_handover(handover: Handover, *, now: datetime) -> Done:
    """Nobody said whether it happened, or nobody agreed in time. It is closed, and nothing is held against anybody."""
    agreed = handover.state == HandoverState.AGREED
    state = HandoverState.UNKNOWN if agreed else HandoverState.CALLED_OFF
    let_go_of(handover, state, Settled.RELEASED, "", now)
    return Done(None, {"state": str(state)})


@action(
    "exchange.handover.thank",
    subject=Handover,
    label=_("Say thank you"),
    allow=rules.was_helped,
    event=events.HelperThanked,
    moves=("state", (HandoverState.DONE,), None),
)
def thank_helper(handover: Handover, *, words: str = "", now: datetime) -> None:
    """Thank whoever helped, with words or without. Once."""
    if handover.thanked_at is not None:
        raise WrongState(_("You have said thank you. They know."))
    handover.thanks, handover.thanked_at = words, now
    handover.save(update_fields=["thanks", "thanked_at"])


@action(
    "exchange.handover.remind",
    subject=Handover,
    label=_("Remind them"),
    allow=only_by_trellis,
    event=events.HandoverReminded,
    moves=("state", (HandoverState.AGREED,), None),
)
def remind_of_handover(handover: Handover, *, now: datetime) -> None:
    """The two hear of it the day before."""
    handover.reminded_at = now
    handover.save(update_fields=["reminded_at"])


@action(
    "exchange.handover.ask_after",
    subject=Handover,
    label=_("Ask whether it happened"),
    allow=only_by_trellis,
    event=events.HandoverAskedAfter,
    moves=("state", (HandoverState.AGREED,), None),
)
def ask_after_handover(handover: Handover, *, now: datetime) -> None:
    """Ask the two whether it happened; twice at most."""
    if handover.n_asked >= MOST_ASKED:
        raise WrongState(_("They were asked twice."))
    handover.n_asked, handover.asked_at = handover.n_asked + 1, now
    handover.save(update_fields=["n_asked", "asked_at"])


@action(
    "exchange.handover.repeat",
    subject=Match,
    label=_("The same next week"),
    allow=only_by_trellis,
    event=events.HandoverRepeated,
    moves=("state", (MatchState.CHOSEN,), None),
)
def repeat_handover(match: Match, *, of: Handover, now: datetime) -> Done:
    """The same a week later, by the clocks of the place, as the two agreed."""
    begins_at, ends_at = (instant(local(each) + timedelta(days=7)) for each in (of.begins_at, of.ends_at))
    if match.handovers.filter(begins_at=begins_at).exists():
        raise WrongState(_("It is there already."))
    made = Handover.objects.create(
        match=match, begins_at=begins_at, ends_at=ends_at, where=of.where, by_side=of.by_side, repeats=True, state=HandoverState.AGREED
    )
    _promise(made, now)
    return Done(made, subject=made)
