"""What is due by the clock: the next stand-bys, places kept too long, reminders, and telling who organizes that people are missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions.places_waiting import MOST_AT_ONCE, tried
from trellis.apps.gatherings.actions.turns_line import call_standbys, find_guides
from trellis.apps.gatherings.actions.turns_patterns import keep_standing
from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering, GatheringState, StandingTurn
from trellis.apps.gatherings.models.turns import HOLDS, Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns_free import gap_between_waves, short_shifts
from trellis.core.access import only_by_trellis
from trellis.core.actions import WrongState, action, as_program
from trellis.core.jobs import every, job

REMINDERS = ((2, timedelta(hours=24)), (1, timedelta(days=6)))
"""Which reminder, and how long before. Whoever took it since then is not reminded of that."""


@action(
    "gatherings.turn.lapse",
    subject=Turn,
    label=_("No answer"),
    allow=only_by_trellis,
    event=events.TurnLapsed,
    moves=("state", (TurnState.ASKED,), None),
)
def lapse_turn(turn: Turn, *, now: datetime) -> None:
    """Nobody answered in time: the place is free, and stand-bys are asked."""
    if turn.until is None or turn.until > now:
        raise WrongState(_("There is still time to answer."))
    turn.state, turn.place, turn.until, turn.changed_at = TurnState.DECLINED, None, None, now
    turn.save()
    call_standbys(turn.shift, now=now)


@action(
    "gatherings.turn.remind",
    subject=Turn,
    label=_("Remind"),
    allow=only_by_trellis,
    event=events.TurnReminded,
    moves=("state", (TurnState.TAKEN,), None),
)
def remind_of_turn(turn: Turn, *, step: int, now: datetime) -> None:
    """Six days or one day ahead, each once."""
    turn.reminded = step
    turn.save(update_fields=["reminded"])


@action("gatherings.shift.tell_short", subject=Shift, label=_("Tell them"), allow=only_by_trellis, event=events.ShiftShort)
def tell_short(shift: Shift, *, now: datetime) -> None:
    """Whoever organizes hears, once, that people are missing two days ahead."""
    shift.alerted_at = now
    shift.save(update_fields=["alerted_at"])


def look_after_turns(*, now: datetime) -> dict[str, int]:
    """All that is due. May be run again: what was done is not done twice."""
    counts = {"lapsed": 0, "waves": 0, "reminded": 0, "short": 0}
    with as_program("job"):
        for turn in Turn.objects.filter(state=TurnState.ASKED, until__lte=now).select_related("shift__gathering__series")[:MOST_AT_ONCE]:
            counts["lapsed"] += tried(lapse_turn, turn, now=now)
        counts["waves"] = _waves(now)
        counts["reminded"] = _reminders(now)
        for shift in short_shifts(now).filter(alerted_at=None)[:MOST_AT_ONCE]:
            counts["short"] += tried(tell_short, shift, now=now)
    return counts


def _waves(now: datetime) -> int:
    """Stand-bys of shifts that lack people; and those who were asked for what is full by now stand by again."""
    held = Count("turns", filter=Q(turns__state__in=HOLDS), distinct=True)
    waiting = Shift.objects.filter(dropped=False, gathering__state=GatheringState.PLANNED, starts_at__gt=now).annotate(n_held=held)
    full = waiting.filter(turns__state=TurnState.CALLED, n_held__gte=F("wanted")).values_list("pk", flat=True)
    Turn.objects.filter(state=TurnState.CALLED, shift__in=list(full)).update(state=TurnState.STANDBY)
    lacking = waiting.filter(n_held__lt=F("wanted"), turns__state=TurnState.STANDBY).select_related("gathering__series").distinct()
    n = 0
    for shift in lacking.order_by("starts_at")[:MOST_AT_ONCE]:
        if shift.wave_at is None or shift.wave_at + gap_between_waves(shift, now) <= now:
            n += tried(call_standbys, shift, now=now)
    return n


def _reminders(now: datetime) -> int:
    n = 0
    for step, before in REMINDERS:
        due = Turn.objects.filter(
            state=TurnState.TAKEN, reminded__lt=step, shift__starts_at__gt=now, shift__starts_at__lte=now + before
        ).on()
        due = due.filter(changed_at__lt=F("shift__starts_at") - before)
        for turn in due.select_related("shift")[:MOST_AT_ONCE]:
            remind_of_turn(turn, step=step, now=now)
            n += 1
    return n


def look_after_regulars(*, now: datetime) -> int:
    """Each night: regulars have their turns of the weeks to come, and newcomers a companion."""
    n = 0
    with as_program("job"):
        for standing in StandingTurn.objects.select_related("pattern__series", "person").filter(pattern__ended_at=None):
            n += keep_standing(standing, now=now)
        soon = Gathering.objects.filter(state=GatheringState.PLANNED, starts_at__gt=now, starts_at__lt=now + timedelta(days=14))
        for gathering in soon.filter(shifts__turns__state=TurnState.TAKEN, shifts__n_guided__gt=0).distinct():
            find_guides(gathering, now=now)
    return n


@every("minute")
@job(limit_seconds=50)
def look_after_turns_now() -> dict[str, int]:
    """Every minute: an evening before, an hour is long."""
    return look_after_turns(now=timezone.now())


@every("day at 03:05")
@job()
def look_after_regulars_now() -> int:
    """At night."""
    return look_after_regulars(now=timezone.now())
