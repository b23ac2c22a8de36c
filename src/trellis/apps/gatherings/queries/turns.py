"""Which turns are open in a person's groups, which are theirs, and what those who organize see of a gathering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.apps.directory.models import Circle
from trellis.apps.gatherings.models import Gathering, GatheringState, Guide, GuideState, Series
from trellis.apps.gatherings.models.rota import RotaAnswer
from trellis.apps.gatherings.models.turns import HOLDS, LIVE, Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns_free import NEW_UP_TO, REST, clash, held_by
from trellis.apps.people.models import Capability, CapabilityKind
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import members_of, memberships_of
from trellis.core.people.models import Person
from trellis.core.references import Ref

OPEN_AHEAD = timedelta(days=35)
MOST_SHOWN = 60
LOOKED_BACK = timedelta(weeks=8)


@dataclass(slots=True, kw_only=True)
class ShiftLine:
    """One shift as one reader sees it: numbers, and names of those who do it with them."""

    shift: Shift
    n_held: int = 0
    n_free: int = 0
    kept_for_new: bool = False
    """What is free is kept for newcomers, and the reader is none."""
    mine: Turn | None = None
    lacks: str = ""
    """What the group would have to have seen of the reader first."""
    taken_already: Shift | None = None
    """Something else that the reader does at that time."""
    to_take_over: bool = False
    """Somebody would be glad if their turn were taken for them."""
    names: list[str] = field(default_factory=list)
    n_unnamed: int = 0
    lead_missing: bool = False

    @property
    def can_take(self) -> bool:
        return self.n_free > 0 and not (self.lacks or self.kept_for_new or self.taken_already or (self.mine and self.mine.is_taken))

    @property
    def is_open(self) -> bool:
        """Whether the reader finds it among what they could do."""
        mine = self.mine is not None and self.mine.is_taken
        return not mine and self.taken_already is None and (self.n_free > 0 or self.to_take_over)

    @property
    def n_missing(self) -> int:
        return max(0, self.shift.wanted - self.n_held)


def series_of(person) -> QuerySet[Series]:
    """The series of the groups that a person belongs to."""
    ids = [each.group.id for each in memberships_of(person)]
    return Series.objects.filter(Q(organization__in=ids) | Q(circle__in=ids))


def open_shifts(person, now: datetime) -> QuerySet[Shift]:
    """The shifts to come in a person's groups, the earliest first."""
    coming = Shift.objects.filter(dropped=False, gathering__state=GatheringState.PLANNED, gathering__series__in=series_of(person))
    coming = coming.filter(starts_at__gt=now, starts_at__lt=now + OPEN_AHEAD)
    coming = coming.select_related("gathering__series__organization", "gathering__series__circle", "gathering__location")
    return coming.order_by("gathering__starts_at", "gathering", "starts_at", "role", "pk")


def lines_for(person, shifts: Iterable[Shift], now: datetime, *, named: bool = False) -> list[ShiftLine]:
    """The shifts as this person sees them. As many queries for sixty as for one."""
    shifts = list(shifts)
    turns: dict[UUID, list[Turn]] = {shift.pk: [] for shift in shifts}
    for turn in Turn.objects.filter(shift__in=shifts).select_related("membership").order_by("place", "changed_at"):
        turns[turn.shift_id].append(turn)
    holders = {turn.person_id for each in turns.values() for turn in each if turn.state in HOLDS} | {person.pk}
    any_kept = any(shift.for_newcomers for shift in shifts)
    done = _done_by_series({shift.gathering.series_id for shift in shifts}, holders, now) if any_kept else {}
    seen = _seen_of(holders if any(shift.needs_lead for shift in shifts) else {person.pk}, shifts)
    busy = [turn.shift for turn in held_by([person.pk], now)]
    hidden = hides(person) if named else set()
    groups = _groups_of([shift.gathering.series for shift in shifts])
    return [
        _line(person, shift, turns[shift.pk], groups[shift.gathering.series_id], done, seen, busy, hidden, now, named) for shift in shifts
    ]


def _groups_of(series: Iterable[Series]) -> dict[UUID, str]:
    """The digest of the group of each series. One query, where `Series.group` asks once for each."""
    series = list(series)
    circles = set(
        Circle.objects.filter(pk__in={each.organization_id for each in series if each.organization_id}).values_list("pk", flat=True)
    )
    return {each.pk: group_index(_group_of(each, circles)) for each in series}


def _group_of(series: Series, circles: set[UUID]) -> Ref:
    if series.circle_id or series.organization_id in circles:
        return Ref.to(Circle(pk=series.circle_id or series.organization_id))
    return Ref.to(series.organization)


def _line(person, shift, turns, group, done, seen, busy, hidden, now, named) -> ShiftLine:
    held = [turn for turn in turns if turn.state in HOLDS]
    mine = next((turn for turn in turns if turn.person_id == person.pk), None)
    free = max(0, shift.wanted - len(held))
    series, kept = shift.gathering.series_id, False
    if free and shift.for_newcomers and not shift.is_late(now) and done.get((series, person.pk), 0) >= NEW_UP_TO:
        n_new = sum(done.get((series, turn.person_id), 0) < NEW_UP_TO for turn in held)
        kept = free - max(0, shift.for_newcomers - n_new) <= 0
    day = shift.starts_at.astimezone(shift.gathering.series.zone).date()

    def able(person_id, kind) -> bool:
        return any(each.until_on is None or each.until_on >= day for each in seen.get((person_id, group, kind), ()))

    line = ShiftLine(
        shift=shift,
        n_held=len(held),
        n_free=free,
        kept_for_new=kept,
        mine=mine,
        lacks=str(CapabilityKind(shift.capability).label) if shift.capability and not able(person.pk, shift.capability) else "",
        taken_already=None if mine is not None and mine.is_taken else clash(shift, busy),
        to_take_over=any(turn.hands_on and turn.person_id != person.pk for turn in held),
        lead_missing=shift.needs_lead and not any(able(turn.person_id, CapabilityKind.LEAD) for turn in held),
    )
    if named:
        others = [turn for turn in held if turn.person_id != person.pk and turn.is_taken]
        line.names = [turn.name for turn in others if turn.person_id not in hidden]
        line.n_unnamed = len(others) - len(line.names)
    return line


def _done_by_series(series: Iterable[UUID], people: Iterable[UUID], now: datetime) -> dict[tuple, int]:
    done = Turn.objects.filter(shift__gathering__series__in=list(series), person__in=list(people), state=TurnState.TAKEN, over_at__lte=now)
    rows = done.on().order_by().values_list("shift__gathering__series", "person").annotate(n=Count("pk"))
    return {(series_id, person_id): n for series_id, person_id, n in rows}


def _seen_of(people: Iterable[UUID], shifts: list[Shift]) -> dict[tuple, list[Capability]]:
    wanted = {shift.capability for shift in shifts if shift.capability} | (
        {CapabilityKind.LEAD} if any(s.needs_lead for s in shifts) else set()
    )
    seen: dict[tuple, list[Capability]] = {}
    if wanted:
        for each in Capability.objects.filter(person__in=list(people), kind__in=wanted):
            seen.setdefault((each.person_id, each.group_index, each.kind), []).append(each)
    return seen


def my_turns(person, now: datetime, *, until: datetime | None = None) -> QuerySet[Turn]:
    """What a person has said they do, and what they are asked, from now on."""
    mine = Turn.objects.filter(person=person, state__in=LIVE, over_at__gt=now)
    if until is not None:
        mine = mine.filter(shift__starts_at__lt=until)
    return mine.select_related("shift__gathering__series", "shift__gathering__location").order_by("shift__starts_at", "pk")


def n_lately(person, now: datetime) -> tuple[int, float]:
    """How many turns a person did in the last eight weeks, and how many hours. For the person only."""
    done = Turn.objects.filter(person=person, state=TurnState.TAKEN, over_at__lte=now, over_at__gt=now - LOOKED_BACK).on()
    lasted = [turn.shift.ends_at - turn.shift.starts_at for turn in done.select_related("shift")]
    return len(lasted), sum(lasted, timedelta()).total_seconds() / 3600


def stated_a_week(person) -> int | None:
    """How many turns a week a person said they can do, when they last answered for a rota."""
    return RotaAnswer.objects.filter(person=person).order_by("-answered_at").values_list("per_week", flat=True).first()


def turns_at(gathering: Gathering) -> list[Shift]:
    """The shifts of one gathering."""
    return list(
        Shift.objects.filter(gathering=gathering, dropped=False).select_related(
            "gathering__series__organization", "gathering__series__circle"
        )
    )


def guides_of(turns: Iterable[Turn], reader) -> dict[UUID, Guide]:
    """Who shows whom the way, by the newcomer's turn; without those whom the reader is not shown."""
    found = Guide.objects.filter(turn__in=list(turns), state__in=[GuideState.ASKED, GuideState.AGREED])
    found = found.exclude(person__in=hides(reader)).select_related("person")
    return {guide.turn_id: guide for guide in found}


def asked_to_guide(person, now: datetime) -> QuerySet[Guide]:
    """Newcomers whom a person was asked to show the way, or said they would."""
    mine = Guide.objects.filter(person=person, state__in=[GuideState.ASKED, GuideState.AGREED], over_at__gt=now)
    mine = mine.exclude(turn__person__in=hides(person)).filter(turn__state=TurnState.TAKEN)
    return mine.select_related("turn__membership", "turn__shift__gathering__series").order_by("turn__shift__starts_at")


def coordinators(series: Series) -> list[Person]:
    """Who hears that people are missing: the editors of the organization; of a circle whoever set it up, else its members."""
    if series.organization_id is not None:
        return list(
            Person.objects.filter(grants__role="editor", grants__scope_id=str(series.organization_id), is_active=True)
            .distinct()
            .order_by("pk")
        )
    members = [each.person for each in members_of(series.group)]
    return [each for each in members if each.pk == series.made_by_id] or members


def is_near(turn: Turn, now: datetime) -> bool:
    """Whether it runs now or did until lately."""
    return turn.shift.starts_at - REST <= now <= turn.shift.ends_at + REST
