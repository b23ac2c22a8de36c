"""How much of a shift is free and for whom; what stands in a person's way; in which order stand-bys are asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Q

from trellis.apps.gatherings.models import GatheringState, Series
from trellis.apps.gatherings.models.turns import FREELY_UNTIL, HOLDS, Shift, Turn, Turns, TurnState
from trellis.apps.people.queries.capabilities import with_capability

NEW_UP_TO = 3
"""Who has done so many turns of a series is no newcomer there."""
REST = timedelta(hours=11)


def n_done(series: Series | UUID, people: Iterable[UUID], now: datetime) -> dict[UUID, int]:
    """How many turns of a series each of these people has done, of those that are still kept. One query."""
    done = Turn.objects.filter(shift__gathering__series=series, person__in=list(people), state=TurnState.TAKEN, over_at__lte=now).on()
    return dict(done.order_by().values_list("person").annotate(n=Count("pk")))


def n_free(shift: Shift, person_id: UUID | None, now: datetime) -> int:
    """How many places of the shift this person can have: those kept for newcomers are not for regulars, until two days before."""
    holders = list(Turn.objects.filter(shift=shift, state__in=HOLDS).values_list("person_id", flat=True))
    free = shift.wanted - len(holders)
    if not shift.for_newcomers or shift.is_late(now) or free <= 0:
        return free
    done = n_done(shift.gathering.series_id, [*holders, *([person_id] if person_id else [])], now)
    if person_id is not None and done.get(person_id, 0) < NEW_UP_TO:
        return free
    n_new = sum(done.get(each, 0) < NEW_UP_TO for each in holders)
    return free - max(0, shift.for_newcomers - n_new)


def held_by(people: Iterable[UUID], now: datetime) -> Turns:
    """What these people have said they do, from half a day ago on."""
    held = Turn.objects.filter(person__in=list(people), state=TurnState.TAKEN, over_at__gt=now - REST).on()
    return held.select_related("shift__gathering")


def clash(shift: Shift, others: Iterable[Shift]) -> Shift | None:
    """Another shift at the same time."""
    return next(
        (each for each in others if each.pk != shift.pk and each.starts_at < shift.ends_at and each.ends_at > shift.starts_at), None
    )


def short_rest(shift: Shift, others: Iterable[Shift]) -> Shift | None:
    """Another shift, of the day before or the day after, with fewer than eleven hours between the two."""
    zone = shift.gathering.series.zone
    for each in others:
        first, second = sorted((each, shift), key=lambda one: one.starts_at)
        between = second.starts_at - first.ends_at
        same_day = first.starts_at.astimezone(zone).date() == second.starts_at.astimezone(zone).date()
        if each.pk != shift.pk and timedelta(0) <= between < REST and not same_day:
            return each
    return None


def standbys_in_order(shift: Shift, now: datetime) -> list[Turn]:
    """Those who stand by and can: least recently asked in this group first, then in the order in which they said so."""
    series = shift.gathering.series
    waiting = list(Turn.objects.filter(shift=shift, state=TurnState.STANDBY).select_related("person", "membership"))
    people = [turn.person_id for turn in waiting]
    if not people:
        return []
    group = Q(shift__gathering__series__organization=series.organization_id) if series.organization_id else Q(
        shift__gathering__series__circle=series.circle_id
    )  # fmt: skip
    asked = dict(Turn.objects.filter(group, person__in=people).order_by().values_list("person").annotate(last=Max("asked_at")))
    able = with_capability(people, shift.capability, group=series.group, on=day_of(shift)) if shift.capability else set(people)
    busy: dict[UUID, list[Shift]] = {}
    for turn in held_by(people, now):
        busy.setdefault(turn.person_id, []).append(turn.shift)
    can = [turn for turn in waiting if turn.person_id in able and not clash(shift, busy.get(turn.person_id, ()))]
    never = datetime.min.replace(tzinfo=now.tzinfo)
    return sorted(can, key=lambda turn: (asked.get(turn.person_id) or never, turn.changed_at, str(turn.pk)))


def day_of(shift: Shift):
    """The day on which it begins, by the clocks of its place."""
    return shift.starts_at.astimezone(shift.gathering.series.zone).date()


def gap_between_waves(shift: Shift, now: datetime) -> timedelta:
    """How long some are asked before the next are: an eighth of the time that is left, a quarter of an hour to a day."""
    return min(max((shift.starts_at - now) / 8, timedelta(minutes=15)), timedelta(days=1))


def short_shifts(now: datetime, *, within: timedelta = FREELY_UNTIL):
    """Shifts that begin soon and lack people."""
    held = Count("turns", filter=Q(turns__state__in=HOLDS))
    soon = Shift.objects.filter(
        dropped=False, gathering__state=GatheringState.PLANNED, starts_at__gt=now, starts_at__lte=now + within
    ).annotate(n_held=held)
    return soon.filter(n_held__lt=F("wanted")).select_related("gathering__series__organization", "gathering__series__circle")
