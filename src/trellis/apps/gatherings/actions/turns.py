"""Shifts, and taking, giving back and being given turns."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.models.turns import HOLDS, Shift, Turn, TurnState
from trellis.apps.gatherings.rules import is_own_turn, may_assign, may_organize_gathering, may_take
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import Done, WrongState, action, current_person

FREELY_UNTIL = timedelta(hours=48)
STALE = _("This can no longer be done. Somebody may have been here before you.")


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
) -> Done:
    """People are needed for this. Without times of its own the shift lasts as long as the gathering."""
    shift = Shift.objects.create(
        gathering=gathering,
        role=role,
        wanted=wanted,
        capability=capability,
        needs_lead=needs_lead,
        for_newcomers=for_newcomers,
        starts_at=starts_at or gathering.starts_at,
        ends_at=ends_at or gathering.ends_at,
    )
    return Done(shift, subject=shift)


@action("gatherings.turn.take", subject=Shift, label=_("Take this turn"), allow=may_take, event=events.TurnTaken)
def take_turn(shift: Shift, *, now: datetime) -> Done:
    """Take a free place. A second press changes nothing."""
    person = current_person()
    turn = _turn_of(shift, person)
    if turn.state != TurnState.TAKEN:
        _must_not_have_begun(shift, now)
        _hold(turn, TurnState.TAKEN, now)
    return Done(turn, subject=turn)


@action("gatherings.turn.stand_by", subject=Shift, label=_("Stand by"), allow=may_take, event=events.StoodBy)
def stand_by(shift: Shift, *, now: datetime) -> Done:
    """Be asked when somebody cannot be there."""
    _must_not_have_begun(shift, now)
    turn = _turn_of(shift, current_person())
    if turn.state not in HOLDS:
        turn.state, turn.place, turn.changed_at = TurnState.STANDBY, None, now
        turn.save()
    return Done(turn, subject=turn)


@action("gatherings.turn.assign", subject=Shift, label=_("Ask them to take it"), allow=may_assign, event=events.TurnAsked)
def assign_turn(shift: Shift, *, membership: Membership, accepted: bool = False, now: datetime) -> Done:
    """Give a member a place: kept for them until they say yes, or taken where they asked for it themselves (a rota they wished for)."""
    _must_not_have_begun(shift, now)
    if membership.group != shift.gathering.series.group:
        raise WrongState(_("Only members of the group can be asked."))
    turn = _turn_of(shift, membership.person)
    if turn.state != TurnState.TAKEN:
        turn.asked_at = now
        _hold(turn, TurnState.TAKEN if accepted else TurnState.ASKED, now)
    return Done(turn, subject=turn)


@action(
    "gatherings.turn.accept",
    subject=Turn,
    label=_("Yes, I take it"),
    allow=is_own_turn,
    event=events.TurnTaken,
    moves=("state", (TurnState.ASKED, TurnState.OFFERED), None),
)
def accept_turn(turn: Turn, *, now: datetime) -> None:
    """Say yes to what one was asked or offered, while the offer stands."""
    _must_not_have_begun(turn.shift, now)
    if turn.until is not None and turn.until <= now:
        raise WrongState(_("This offer has run out. Somebody else has been asked."))
    turn.state, turn.until, turn.changed_at = TurnState.TAKEN, None, now
    turn.save()


@action(
    "gatherings.turn.decline",
    subject=Turn,
    label=_("No, not this time"),
    allow=is_own_turn,
    event=events.TurnDeclined,
    moves=("state", (TurnState.ASKED, TurnState.OFFERED, TurnState.STANDBY), None),
)
def decline_turn(turn: Turn, *, now: datetime) -> None:
    """Say no; nobody asks why."""
    _let_go(turn, now)


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
    _let_go(turn, now)
    return Done(turn, {"late": turn.shift.starts_at - now < FREELY_UNTIL})


def _turn_of(shift: Shift, person) -> Turn:
    """The person's turn of this shift, as it is or a new one. The shift is locked, so that no other can come between."""
    found = Turn.objects.filter(shift=shift, person=person).first()
    if found is not None:
        return found
    membership = membership_of(person, shift.gathering.series.group)
    return Turn(shift=shift, person=person, membership=membership, state=TurnState.STANDBY)


def _hold(turn: Turn, state: TurnState, now: datetime) -> None:
    """Give it the first free place of its shift; WrongState when there is none."""
    if turn.place is None:
        held = set(Turn.objects.filter(shift=turn.shift, place__isnull=False).values_list("place", flat=True))
        turn.place = next((number for number in range(1, turn.shift.wanted + 1) if number not in held), None)
        if turn.place is None:
            raise WrongState(_("Somebody else has just taken the last place. You can stand by instead."))
    turn.state, turn.until, turn.changed_at = state, None, now
    turn.save()


def _let_go(turn: Turn, now: datetime) -> None:
    turn.state, turn.place, turn.until, turn.changed_at = TurnState.GIVEN_BACK, None, None, now
    turn.save()


def _must_not_have_begun(shift: Shift, now: datetime) -> None:
    if shift.gathering.is_called_off:
        raise WrongState(_("This has been called off."))
    if shift.has_begun(now):
        raise WrongState(_("This has begun already. Please ring whoever organizes it."))
