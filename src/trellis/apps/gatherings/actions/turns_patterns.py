"""Shifts that each gathering of a series has: told once, copied to each as it is made; and regulars who have their turn each time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions.turns import assign_turn, stand_by_as
from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering, GatheringState, Series
from trellis.apps.gatherings.models.turns import ROLE_FIELDS, Shift, ShiftPattern, StandingAs, StandingTurn, Turn
from trellis.apps.gatherings.queries.turns_free import NEW_UP_TO, n_done, n_free
from trellis.apps.gatherings.rules import is_own_standing, may_organize_series, may_plan_pattern, may_stand
from trellis.apps.people.queries.membership import membership_of
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person

MOST_PATTERNS = 12
STANDS_AHEAD = timedelta(days=42)
"""For how long ahead regulars have their turns: as far as one can promise."""


@action("gatherings.shift_pattern.add", subject=Series, label=_("Add it"), allow=may_organize_series, event=events.PatternAdded)
def add_pattern(series: Series, *, role: str, now: datetime, **details) -> Done:
    """Each gathering of the series needs people for this, from the next one on."""
    if series.ended_at is not None:
        raise WrongState(_("This has ended."))
    if ShiftPattern.objects.filter(series=series, ended_at=None).count() >= MOST_PATTERNS:
        raise WrongState(_("There are twelve roles already. Put some together."))
    pattern = ShiftPattern.objects.create(series=series, role=role, **details)
    make_shifts(series, now=now)
    return Done(pattern, subject=pattern)


@action("gatherings.shift_pattern.change", subject=ShiftPattern, label=_("Save"), allow=may_plan_pattern, event=events.PatternChanged)
def change_pattern(pattern: ShiftPattern, *, now: datetime, **details) -> None:
    """From the next one on. What was changed by hand stays, and nobody loses a turn: fewer are wanted only where fewer have one."""
    for name in ROLE_FIELDS:
        if name in details:
            setattr(pattern, name, details[name])
    pattern.save()
    for shift in Shift.objects.filter(pattern=pattern, changed=False, starts_at__gt=now).select_related("gathering"):
        held = list(Turn.objects.filter(shift=shift).holding().values_list("place", flat=True))
        for name in ROLE_FIELDS:
            setattr(shift, name, getattr(pattern, name))
        shift.wanted = max(pattern.wanted, *held, 1) if held else pattern.wanted
        shift.put_times()
        shift.save()


@action(
    "gatherings.shift_pattern.end", subject=ShiftPattern, label=_("No longer needed"), allow=may_plan_pattern, event=events.ShiftDropped
)
def end_pattern(pattern: ShiftPattern, *, now: datetime) -> None:
    """The gatherings to come no longer need it. Shifts on which somebody has a turn stay: nobody is sent away by a click."""
    pattern.ended_at = now
    pattern.save(update_fields=["ended_at"])
    Shift.objects.filter(pattern=pattern, starts_at__gt=now, turns=None).delete()
    pattern.standing.all().delete()


@action("gatherings.shifts.make", subject=Series, label=_("Make the shifts"), allow=only_by_trellis, event=events.ShiftsMade)
def make_shifts(series: Series, *, now: datetime) -> Done:
    """Give each gathering to come the shifts of its series that it lacks, and regulars their turns. May be run again."""
    patterns = list(ShiftPattern.objects.filter(series=series, ended_at=None).prefetch_related("standing__person"))
    if not patterns:
        return Done(0)
    coming = list(Gathering.objects.filter(series=series, state=GatheringState.PLANNED, starts_at__gt=now))
    have = set(Shift.objects.filter(gathering__in=coming, pattern__in=patterns).values_list("gathering_id", "pattern_id"))
    made = []
    for gathering in coming:
        for pattern in patterns:
            if (gathering.pk, pattern.pk) in have:
                continue
            shift = Shift(gathering=gathering, pattern=pattern, **{name: getattr(pattern, name) for name in ROLE_FIELDS})
            shift.put_times()
            made.append(shift)
    Shift.objects.bulk_create(made)
    for pattern in patterns:
        for standing in pattern.standing.all():
            keep_standing(standing, now=now)
    return Done(len(made), {"n": len(made)})


@action("gatherings.standing.begin", subject=ShiftPattern, label=_("Each time"), allow=may_stand, event=events.StandingBegun)
def begin_standing(pattern: ShiftPattern, *, stands_as: str, now: datetime) -> Done:
    """Take this turn each time, or be a stand-by each time. Places for newcomers stay open; no more regulars than the others."""
    person = current_person()
    if pattern.ended_at is not None:
        raise WrongState(_("This is no longer needed."))
    regulars = StandingTurn.objects.filter(pattern=pattern, stands_as=StandingAs.TURN).exclude(person=person).count()
    if stands_as == StandingAs.TURN and regulars >= pattern.wanted - pattern.for_newcomers:
        raise WrongState(_("All places for regulars are taken; the others are kept open for newcomers. You can stand by each time."))
    standing, _new = StandingTurn.objects.update_or_create(pattern=pattern, person=person, defaults={"stands_as": stands_as, "since": now})
    keep_standing(standing, now=now)
    return Done(standing, subject=standing)


@action("gatherings.standing.end", subject=StandingTurn, label=_("No longer each time"), allow=is_own_standing, event=events.StandingEnded)
def end_standing(standing: StandingTurn, *, now: datetime) -> None:
    """No new turns come. Those that the person has stay theirs until they give them back."""
    standing.delete()


def keep_standing(standing: StandingTurn, *, now: datetime) -> int:
    """Give a regular the turns of the weeks to come that nobody has, as far as they fit. What they gave back is not given again."""
    person, series = standing.person, standing.pattern.series
    membership = membership_of(person, series.group)
    if membership is None:
        return 0
    shifts = Shift.objects.filter(pattern=standing.pattern, dropped=False, starts_at__gt=now, starts_at__lte=now + STANDS_AHEAD)
    shifts = shifts.filter(gathering__state=GatheringState.PLANNED).exclude(turns__person=person).select_related("gathering__series")
    is_new = n_done(series, [person.pk], now).get(person.pk, 0) < NEW_UP_TO
    n = 0
    for shift in shifts:
        if standing.stands_as == StandingAs.STANDBY:
            stand_by_as(shift, person, membership, now=now)
            n += 1
            continue
        free = n_free(shift, person.pk, now)
        # A regular never takes the last place that is kept open, also while they are new themselves.
        if free - (shift.for_newcomers if is_new else 0) <= 0:
            continue
        try:
            assign_turn(shift, membership=membership, accepted=True, now=now)
        except WrongState:
            continue
        n += 1
    return n
