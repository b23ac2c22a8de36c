"""A rota as the kernel reads it, and what it says of it. Wishes go in here and come out for nobody but the person themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.apps.gatherings.models import Series
from trellis.apps.gatherings.models.rota import LIKES, RotaAnswer, RotaPlan, RotaState, RotaTurn, RotaWish, Wishing
from trellis.apps.gatherings.models.turns import Shift, Turn
from trellis.apps.gatherings.queries.turns_free import held_by, n_done
from trellis.apps.people.models import CapabilityKind, Membership
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.capabilities import with_capability
from trellis.apps.people.queries.membership import members_of, memberships_of
from trellis.kernels.rota import Rota, Volunteer
from trellis.kernels.rota import Shift as Place

REST = 11 * 60
MINUTE = timedelta(minutes=1)


def span(series: Series, first_on, last_on) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the last of the last, on the clocks of the series."""
    start = datetime.combine(first_on, time(), series.zone)
    return start, datetime.combine(last_on + timedelta(days=1), time(), series.zone)


def shifts_of(rota: RotaPlan) -> list[Shift]:
    """The shifts to be filled, in order of time."""
    since, until = span(rota.series, rota.first_on, rota.last_on)
    rows = Shift.objects.filter(gathering__series=rota.series, gathering__state="planned", dropped=False)
    return list(
        rows.filter(starts_at__gte=since, starts_at__lt=until).select_related("gathering__series").order_by("starts_at", "role", "id")
    )


def rotas_for(person) -> QuerySet[RotaPlan]:
    """Rotas of the groups of this person, the latest first."""
    groups = [each.group for each in memberships_of(person)]
    ids = [UUID(group.id) for group in groups]
    scopes = [UUID(each) for each in person.scopes_of("editor") if each]
    mine = Q(series__organization__in=ids + scopes) | Q(series__circle__in=ids)
    return RotaPlan.objects.filter(mine).exclude(state=RotaState.DROPPED).select_related("series__organization", "series__circle")


def to_plan(person, now: datetime) -> QuerySet[Series]:
    """Series with shifts to come for which this person may organize."""
    circles = [UUID(each.group.id) for each in memberships_of(person)]
    mine = Q(organization__in=[UUID(each) for each in person.scopes_of("editor") if each]) | Q(circle__in=circles)
    ahead = Shift.objects.filter(starts_at__gt=now, dropped=False, gathering__state="planned").values("gathering__series")
    return Series.objects.filter(mine, pk__in=ahead).order_by("title", "id")


def names_in(series: Series) -> dict[UUID, Membership]:
    """Members by person, for the names they have in the group."""
    return {each.person_id: each for each in members_of(series.group) if each.person_id is not None}


@dataclass(frozen=True)
class Problem:
    """What the kernel is given: ids are those of rows, times are minutes."""

    rota: Rota
    shifts: dict[str, Shift]
    people: dict[str, Membership]


def problem(plan: RotaPlan, *, now: datetime, kept: Iterable[tuple[str, str]] = ()) -> Problem:
    """The rota of those who answered and are still members. A dozen queries, two more for each person (their blocks)."""
    shifts = {str(each.pk): each for each in shifts_of(plan)}
    members = names_in(plan.series)
    answers = [each for each in RotaAnswer.objects.filter(rota=plan).order_by("answered_at", "id") if each.person_id in members]
    people = [each.person_id for each in answers]
    wishes: dict[UUID, dict[str, int]] = {}
    for wish in RotaWish.objects.filter(answer__in=answers).exclude(wish=Wishing.NO).select_related("answer"):
        if str(wish.shift_id) in shifts:
            wishes.setdefault(wish.answer.person_id, {})[str(wish.shift_id)] = LIKES[wish.wish]
    able = _able(plan.series, shifts.values(), people)
    elsewhere = _elsewhere(people, shifts, now)
    leads = with_capability(people, CapabilityKind.LEAD, group=plan.series.group, on=plan.first_on) if people else set()
    done = n_done(plan.series, people, now)
    least = min((done.get(each, 0) for each in people), default=0)
    settled = [(str(turn.shift_id), turn.person_id) for turn in Turn.objects.filter(shift__in=list(shifts)).holding()]
    places = tuple(_place(plan, shift, sum(id == str(shift.pk) and who not in people for id, who in settled)) for shift in shifts.values())
    volunteers = tuple(
        Volunteer(
            id=str(each.person_id),
            capacity=each.capacity,
            per_week=each.per_week,
            lead=each.person_id in leads,
            can={
                id: like
                for id, like in wishes.get(each.person_id, {}).items()
                if each.person_id in able[id] and not _clashes(shifts[id], elsewhere.get(each.person_id, []))
            },
            served=min(done.get(each.person_id, 0) - least, 20),
        )
        for each in answers
    )
    stays = {(id, str(who)) for id, who in settled if who in people} | set(kept)
    rota = Rota(volunteers=volunteers, shifts=places, rest=REST, apart=_apart(people), kept=tuple(sorted(stays)))
    return Problem(rota, shifts, {str(each): members[each] for each in people})


def _place(plan: RotaPlan, shift: Shift, taken: int) -> Place:
    day = shift.starts_at.astimezone(plan.series.zone).date()
    starts = int(shift.starts_at.timestamp() // 60)
    ends = max(int(shift.ends_at.timestamp() // 60), starts + 1)
    return Place(
        id=str(shift.pk),
        starts=starts,
        ends=ends,
        week=(day.toordinal() - 1) // 7,
        need=max(0, shift.wanted - taken),
        needs_lead=shift.needs_lead,
    )


def _able(series: Series, shifts: Iterable[Shift], people: list[UUID]) -> dict[str, set[UUID]]:
    """Who has what each shift asks for; one query for each kind."""
    seen: dict[tuple, set[UUID]] = {}
    found = {}
    for shift in shifts:
        day = shift.starts_at.astimezone(series.zone).date()
        if not shift.capability:
            found[str(shift.pk)] = set(people)
            continue
        key = (shift.capability, day)
        if key not in seen:
            seen[key] = set(with_capability(people, shift.capability, group=series.group, on=day))
        found[str(shift.pk)] = seen[key]
    return found


def _elsewhere(people: list[UUID], shifts: dict[str, Shift], now: datetime) -> dict[UUID, list[Shift]]:
    """What they have promised at other gatherings."""
    found: dict[UUID, list[Shift]] = {}
    for turn in held_by(people, now):
        if str(turn.shift_id) not in shifts:
            found.setdefault(turn.person_id, []).append(turn.shift)
    return found


def _clashes(shift: Shift, others: list[Shift]) -> bool:
    rest = REST * MINUTE
    return any(other.starts_at < shift.ends_at + rest and shift.starts_at < other.ends_at + rest for other in others)


def _apart(people: list[UUID]) -> frozenset[frozenset[str]]:
    """Those of whom one asked not to meet the other. Nobody is ever told that this is a reason."""
    from trellis.core.people.models import Person

    known = set(people)
    pairs = {frozenset((str(person.pk), str(other))) for person in Person.objects.filter(pk__in=people) for other in hides(person) & known}
    return frozenset(pair for pair in pairs if len(pair) == 2)


def proposed(plan: RotaPlan) -> list[tuple[str, str]]:
    """The turns as they stand: shift and person."""
    return [(str(shift), str(person)) for shift, person in RotaTurn.objects.filter(rota=plan).values_list("shift_id", "person_id")]
