"""Shifts, and taking, giving back, handing on and being asked for turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions.turns_line import call_standbys, find_guides, no_guides
from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.models.turns import FREELY_UNTIL, HOLDS, LIVE, ROLE_FIELDS, Shift, StandingTurn, Turn, TurnState
from trellis.apps.gatherings.queries.turns_free import clash, held_by, n_free, short_rest
from trellis.apps.gatherings.rules import is_own_turn, lacks, may_assign, may_organize_gathering, may_stand_by, may_take
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import membership_of
from trellis.core.access import anyone, only_by_trellis
from trellis.core.actions import Done, NotFound, WrongState, action, current_person

KEPT_FOR = timedelta(days=3)
"""How long a place is kept for somebody who was asked, if the shift is far enough away."""
LAST_PLACE = _("Somebody else has just taken the last place. You can stand by instead.")


class ShortRest(WrongState):
    """There are fewer than eleven hours between this turn and another of the person's: they are asked whether they are sure."""


@action("gatherings.shift.add", subject=Gathering, label=_("Add a shift"), allow=may_organize_gathering, event=events.ShiftAdded)
def add_shift(
    gathering: Gathering,
    *,
    role: str,
    wanted: int = 1,
    capability: str = "",
    needs_lead: bool = False,
    for_newcomers: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    now: datetime,
    **more,
) -> Done:
    """People are needed for this. Without times of its own the shift lasts as long as the gathering."""
    shift = Shift(
        gathering=gathering, role=role, wanted=wanted, capability=capability, needs_lead=needs_lead, for_newcomers=for_newcomers, **more
    )  # fmt: skip
    if starts_at is not None:
        shift.begins_after = max(0, int((starts_at - gathering.starts_at).total_seconds() // 60))
    if ends_at is not None:
        shift.minutes = int((ends_at - (starts_at or gathering.starts_at)).total_seconds() // 60)
    shift.put_times()
    shift.starts_at, shift.ends_at = starts_at or shift.starts_at, ends_at or shift.ends_at
    shift.save()
    return Done(shift, subject=shift)


@action("gatherings.shift.change", subject=Shift, label=_("Save"), allow=may_assign, event=events.ShiftChanged)
def change_shift(shift: Shift, *, now: datetime, **details) -> None:
    """What this one shift is, or how many it needs. Those who have a turn keep it; fewer than hold one can't be wanted."""
    _must_not_have_begun(shift, now)
    for name in ROLE_FIELDS:
        if name in details:
            setattr(shift, name, details[name])
    held = Turn.objects.filter(shift=shift).holding()
    if held.count() > shift.wanted:
        raise WrongState(_("More people than that have a turn already. They can give it back; it can’t be taken from them."))
    _renumber(list(held), shift.wanted)
    shift.changed = True
    shift.put_times()
    shift.save()


@action("gatherings.shift.drop", subject=Shift, label=_("It is not needed"), allow=may_assign, event=events.ShiftDropped)
def drop_shift(shift: Shift, *, now: datetime) -> None:
    """It is no longer wanted. Whoever had a turn is told."""
    _must_not_have_begun(shift, now)
    shift.dropped = True
    shift.save(update_fields=["dropped"])


@action("gatherings.turn.take", subject=Shift, label=_("Take this turn"), allow=may_take, event=events.TurnTaken)
def take_turn(shift: Shift, *, sure: bool = False, now: datetime) -> Done:
    """Take a free place. A second press changes nothing. `sure`: the person has seen that there is little rest before or after."""
    turn = _turn_of(shift, current_person())
    if turn.state != TurnState.TAKEN:
        _take(turn, now, sure=sure)
    return Done(turn, subject=turn)


@action("gatherings.turn.stand_by", subject=Shift, label=_("Stand by"), allow=may_stand_by, event=events.StoodBy)
def stand_by(shift: Shift, *, now: datetime) -> Done:
    """Be asked when somebody cannot be there."""
    _must_not_have_begun(shift, now)
    turn = _turn_of(shift, current_person())
    if turn.state not in (*HOLDS, TurnState.CALLED):
        turn.state, turn.place, turn.changed_at = TurnState.STANDBY, None, now
        turn.save()
    return Done(turn, subject=turn)


def stand_by_as(shift: Shift, person, membership: Membership, *, now: datetime) -> None:
    """A stand-by of each time is one here as well. Called inside the action in which they said so."""
    Turn.objects.get_or_create(
        shift=shift,
        person=person,
        defaults={"membership": membership, "state": TurnState.STANDBY, "changed_at": now, "over_at": shift.ends_at},
    )


@action("gatherings.turn.assign", subject=Shift, label=_("Ask them to take it"), allow=may_assign, event=events.TurnAsked)
def assign_turn(shift: Shift, *, membership: Membership, accepted: bool = False, now: datetime) -> Done:
    """Give a member a place: kept for them until they say yes, or taken where they asked for it themselves (a rota they wished for)."""
    _must_not_have_begun(shift, now)
    if membership.group != shift.gathering.series.group:
        raise WrongState(_("Only members of the group can be asked."))
    lack = lacks(membership.person, shift)
    if lack is not None:
        raise WrongState(lack)
    turn = _turn_of(shift, membership.person)
    if turn.state == TurnState.TAKEN or (turn.state == TurnState.ASKED and not accepted):
        return Done(turn, subject=turn)
    other = clash(shift, [each.shift for each in held_by([membership.person_id], now)])
    if other is not None and other.gathering.series.group == shift.gathering.series.group:
        raise WrongState(_("They can’t: they have another turn at that time."))
    # What somebody does in other groups is nobody's business: they are asked, and see for themselves.
    accepted = accepted and other is None
    turn.asked_at, turn.n_links = now, turn.n_links + 1
    _hold(turn, TurnState.TAKEN if accepted else TurnState.ASKED, now)
    if not accepted:
        turn.until = answer_by(shift, now)
        turn.save(update_fields=["until"])
    else:
        find_guides(shift.gathering, now=now)
    return Done(turn, subject=turn)


@action(
    "gatherings.turn.accept",
    subject=Turn,
    label=_("Yes, I take it"),
    allow=is_own_turn,
    event=events.TurnTaken,
    moves=("state", (TurnState.ASKED, TurnState.CALLED), None),
)
def accept_turn(turn: Turn, *, sure: bool = True, now: datetime) -> None:
    """Say yes to what one was asked, while it stands."""
    turn.shift = Shift.objects.select_for_update(of=("self",)).select_related("gathering__series").get(pk=turn.shift_id)
    if turn.state == TurnState.ASKED and turn.until is not None and turn.until <= now:
        raise WrongState(_("We waited for your answer as long as we could. Somebody else has been asked."))
    _take(turn, now, sure=sure)


@action(
    "gatherings.turn.decline",
    subject=Turn,
    label=_("No, not this time"),
    allow=is_own_turn,
    event=events.TurnDeclined,
    moves=("state", (TurnState.ASKED, TurnState.CALLED, TurnState.STANDBY), None),
)
def decline_turn(turn: Turn, *, now: datetime) -> None:
    """Say no; nobody asks why."""
    _let_go(turn, TurnState.DECLINED, now)


@action(
    "gatherings.turn.give_back",
    subject=Turn,
    label=_("I can’t be there"),
    allow=is_own_turn,
    event=events.TurnGivenBack,
    moves=("state", (TurnState.TAKEN,), None),
)
def give_back_turn(turn: Turn, *, now: datetime) -> Done:
    """One button, no reason asked, until the shift begins."""
    _must_not_have_begun(turn.shift, now)
    late = turn.shift.is_late(now)
    _let_go(turn, TurnState.GIVEN_BACK, now)
    return Done(turn, {"late": late})


@action("gatherings.turn.answer_by_link", label=_("Answer"), allow=anyone, event=events.TurnAnsweredByLink)
def answer_by_link(*, turn: UUID, token: str, answer: str, now: datetime) -> Done:
    """The link of a letter: take it, say no, or say that one can't be there. Whoever has the link need not sign in."""
    row = Turn.objects.select_related("person").filter(pk=turn, person__isnull=False).first()
    if row is None or not row.opens_by_link(token):
        raise NotFound("gatherings.turn.answer_by_link")
    if answer == "yes" and row.state == TurnState.TAKEN:
        return Done(row, subject=row)
    deeds = {"yes": accept_turn, "no": decline_turn, "cannot": give_back_turn}
    if answer not in deeds:
        raise WrongState(_("Choose one of the buttons."))
    deeds[answer](row, now=now)
    return Done(row, subject=row)


@action(
    "gatherings.turn.put_forward",
    subject=Turn,
    label=_("I’d be glad if somebody took it"),
    allow=is_own_turn,
    event=events.TurnPutForward,
    moves=("state", (TurnState.TAKEN,), None),
)
def put_turn_forward(turn: Turn, *, wish: bool = True, now: datetime) -> None:
    """It stays the person's until somebody takes it for them. Nobody is told whose it is."""
    _must_not_have_begun(turn.shift, now)
    turn.hands_on = wish
    turn.save(update_fields=["hands_on"])


@action("gatherings.turn.take_over", subject=Shift, label=_("I’ll take it for you"), allow=may_take, event=events.TurnTakenOver)
def take_over_turn(shift: Shift, *, sure: bool = False, now: datetime) -> Done:
    """Take a turn that somebody would be glad to hand on; whoever waited longest is free."""
    mine = _turn_of(shift, current_person())
    if mine.state == TurnState.TAKEN:
        return Done(mine, subject=mine)
    # One that is being given back at this moment is passed by: whoever waits for its lock would wait for ours.
    offered = Turn.objects.select_for_update(skip_locked=True).filter(shift=shift, state=TurnState.TAKEN, hands_on=True)
    theirs = offered.exclude(person=mine.person).order_by("changed_at").first()
    if theirs is None:
        raise WrongState(_("Somebody was quicker, or it is no longer needed. Thank you for the thought."))
    _must_fit(mine, now, sure=sure)
    place = theirs.place
    hand_turn_on(theirs, now=now)
    mine.place = place
    _hold(mine, TurnState.TAKEN, now)
    find_guides(shift.gathering, now=now)
    return Done(mine, subject=mine)


@action("gatherings.turn.hand_on", subject=Turn, label=_("Hand it on"), allow=only_by_trellis, event=events.TurnHandedOn)
def hand_turn_on(turn: Turn, *, now: datetime) -> None:
    """Somebody took it. Called inside the action in which they did."""
    if not turn.hands_on:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    turn.hands_on, turn.state, turn.place, turn.changed_at = False, TurnState.GIVEN_BACK, None, now
    turn.save()
    no_guides(turn, now=now)


def release_all_of(person, *, now: datetime) -> int:
    """Somebody left a group: their turns there that are still to come are free, and they are no regular any more."""
    theirs = Turn.objects.filter(person=person, membership=None, state__in=LIVE, shift__starts_at__gt=now)
    turns = list(theirs.select_related("shift__gathering__series"))
    for turn in turns:
        _let_go(turn, TurnState.GIVEN_BACK, now)
    for standing in StandingTurn.objects.filter(person=person).select_related("pattern__series"):
        if membership_of(person, standing.pattern.series.group) is None:
            standing.delete()
    return len(turns)


def answer_by(shift: Shift, now: datetime) -> datetime:
    """Three days, but not into the last two days before; then two hours, and never beyond the beginning."""
    return min(max(min(now + KEPT_FOR, shift.starts_at - FREELY_UNTIL), now + timedelta(hours=2)), shift.starts_at)


def _turn_of(shift: Shift, person) -> Turn:
    """The person's turn of this shift, as it is or a new one. The shift is locked, so that no other can come between."""
    found = Turn.objects.filter(shift=shift, person=person).first()
    membership = membership_of(person, shift.gathering.series.group)
    if found is not None:
        found.shift, found.membership = shift, membership
        return found
    return Turn(shift=shift, person=person, membership=membership, state=TurnState.STANDBY)


def _take(turn: Turn, now: datetime, *, sure: bool) -> None:
    _must_fit(turn, now, sure=sure)
    _hold(turn, TurnState.TAKEN, now)
    find_guides(turn.shift.gathering, now=now)


def _must_fit(turn: Turn, now: datetime, *, sure: bool) -> None:
    """It is on and not begun, the person has what it needs, and nothing else of theirs is at that time."""
    shift = turn.shift
    _must_not_have_begun(shift, now)
    lack = lacks(turn.person, shift)
    if lack is not None:
        raise WrongState(lack)
    others = [each.shift for each in held_by([turn.person_id], now)]
    other = clash(shift, others)
    if other is not None:
        raise WrongState(_("You have another turn at that time: %(role)s. Give that one back first.") % {"role": other.role})
    if not sure and short_rest(shift, others) is not None:
        raise ShortRest(_("There are fewer than eleven hours between this turn and another of yours. Are you sure?"))


def _hold(turn: Turn, state: TurnState, now: datetime) -> None:
    """Give it the first free place of its shift; WrongState when there is none."""
    if turn.place is None:
        if n_free(turn.shift, turn.person_id, now) <= 0:
            kept = Turn.objects.filter(shift=turn.shift).holding().count() < turn.shift.wanted
            raise WrongState(_("What is free is kept for newcomers until two days before. You can stand by.") if kept else LAST_PLACE)
        held = set(Turn.objects.filter(shift=turn.shift, place__isnull=False).values_list("place", flat=True))
        turn.place = next(number for number in range(1, turn.shift.wanted + 1) if number not in held)
    turn.state, turn.until, turn.changed_at, turn.hands_on = state, None, now, False
    turn.over_at = turn.shift.ends_at
    turn.save()


def _let_go(turn: Turn, state: TurnState, now: datetime) -> None:
    """The place is free again, and stand-bys are asked."""
    held = turn.state in HOLDS
    if held:
        turn.shift = Shift.objects.select_for_update(of=("self",)).select_related("gathering__series").get(pk=turn.shift_id)
    turn.state, turn.place, turn.until, turn.hands_on, turn.changed_at = state, None, None, False, now
    turn.save()
    if held:
        no_guides(turn, now=now)
        call_standbys(turn.shift, now=now)


def _renumber(held: list[Turn], wanted: int) -> None:
    """Low numbers for all who hold one, where fewer are wanted than there were."""
    free = [number for number in range(1, wanted + 1) if number not in {turn.place for turn in held}]
    for turn in held:
        if turn.place > wanted:
            turn.place = free.pop(0)
            turn.save(update_fields=["place"])


def _must_not_have_begun(shift: Shift, now: datetime) -> None:
    if shift.is_off:
        raise WrongState(_("This has been called off."))
    if shift.has_begun(now):
        raise WrongState(_("This has begun already. Please ring whoever organizes it."))
