"""After a shift: nobody was there. And what a gathering's change means for those who had a turn."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions.turns import answer_by
from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Absence, Gathering, Guide
from trellis.apps.gatherings.models.turns import Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns_free import day_of
from trellis.apps.gatherings.rules import may_excuse, may_organize_turn
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action

NOTED_WITHIN = timedelta(days=14)


@action(
    "gatherings.turn.unfilled",
    subject=Turn,
    label=_("Nobody was there"),
    allow=may_organize_turn,
    event=events.TurnUnfilled,
    moves=("state", (TurnState.TAKEN,), None),
)
def note_unfilled(turn: Turn, *, now: datetime) -> Done:
    """The place was empty. Who it was is kept only where the group turned that on for this role; the turn itself is nobody's."""
    shift = turn.shift
    if not shift.has_begun(now):
        raise WrongState(_("This has not begun yet."))
    if now > shift.ends_at + NOTED_WITHIN:
        raise WrongState(_("It is too long ago. Let it rest."))
    if shift.notes_absence:
        Absence.objects.get_or_create(
            series=shift.gathering.series, role=shift.role, person=turn.person, on=day_of(shift), defaults={"noted_at": now}
        )
    turn.person = turn.membership = turn.place = None
    turn.state, turn.changed_at, turn.hands_on = TurnState.UNFILLED, now, False
    turn.save()
    Guide.objects.filter(turn=turn).delete()
    return Done(None)


@action("gatherings.absence.excuse", subject=Absence, label=_("Excused"), allow=may_excuse, event=events.AbsenceExcused)
def excuse_absence(absence: Absence, *, excused: bool = True, now: datetime) -> None:
    """It had a reason, which nobody asks for."""
    absence.excused = excused
    absence.save(update_fields=["excused"])


@action("gatherings.turn.ask_again", subject=Turn, label=_("Ask again"), allow=only_by_trellis, event=events.TurnAskedAgain)
def ask_again(turn: Turn, *, now: datetime) -> None:
    """The time is another one: the place is kept, and they say whether it suits them. Called where the gathering changed."""
    turn.state, turn.asked_at, turn.changed_at, turn.reminded, turn.hands_on = TurnState.ASKED, now, now, 0, False
    turn.until, turn.over_at = answer_by(turn.shift, now), turn.shift.ends_at
    turn.n_links += 1
    turn.save()


def move_with(gathering: Gathering, *, now: datetime) -> None:
    """Its shifts go along with a gathering that moved; those who have a turn are asked again."""
    for shift in Shift.objects.filter(gathering=gathering, dropped=False):
        before = (shift.starts_at, shift.ends_at)
        shift.gathering = gathering
        shift.put_times()
        if (shift.starts_at, shift.ends_at) == before:
            continue
        shift.alerted_at = shift.wave_at = None
        shift.save()
        Turn.objects.filter(shift=shift).update(over_at=shift.ends_at)
        Turn.objects.filter(shift=shift, state=TurnState.CALLED).update(state=TurnState.STANDBY)
        ask_all_again(shift, now=now)


def ask_all_again(shift: Shift, *, now: datetime) -> None:
    """Everybody who has a turn on it, if it is still to come."""
    if shift.has_begun(now):
        return
    for turn in Turn.objects.filter(shift=shift).holding():
        turn.shift = shift
        ask_again(turn, now=now)
