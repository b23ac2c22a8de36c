"""Why a rota is as it is: to each person their turns and those they did not get, and to each empty place why nobody has it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trellis.kernels.rota.counting import Turn
from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.problem import EMPTY, NO_LEAD, Id, Rota

CANNOT, CAPACITY, WEEK, REST, APART = "cannot", "capacity", "week", "rest", "apart"
LEAD, LOAD_OF_OTHERS, LIKES, LOT, FREE, DEAR = "lead", "load", "likes", "lot", "free", "dear"
FIRST_OF = (CAPACITY, WEEK, REST, APART)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why somebody does not have a turn that they could take.

    code: their turns fill what they stated (capacity) or their week (week); too little rest beside another turn (rest); somebody is there
    from whom they are kept apart (apart); whoever has it is the lead it needs (lead), had fewer turns for what they can do (load), or
    likes it better (likes); it made no difference and was drawn (lot). beside: the turns that are in the way. cost: by how much the
    objective would be worse with them in the place of somebody there.
    """

    shift: Id
    code: str
    beside: tuple[Id, ...] = ()
    cost: int = 0


@dataclass(frozen=True, kw_only=True)
class Had:
    """A turn that somebody has: how much they like it, how many people could have taken it, and whether it was settled before."""

    shift: Id
    like: int
    able: int
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person's turns and, for each shift they could have taken but did not get, the reason."""

    volunteer: Id
    load: float
    turns: tuple[Had, ...]
    others: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A shift with empty places, or without its lead.

    able: how many could take it (of the leads, if only the lead is missing). reasons: why those who are not on it are not, counted.
    """

    shift: Id
    missing: int
    lead_missing: bool
    able: int
    reasons: dict[str, int]


def explain(rota: Rota, turns: Iterable[Turn]) -> tuple[tuple[Person, ...], tuple[Gap, ...]]:
    """The reasons, in the order of the problem. The turns must break no rule."""
    plan = plan_of(rota, turns)
    return tuple(_person(plan, place) for place in range(len(rota.volunteers))), _gaps(plan)


def gaps_of(rota: Rota, turns: Iterable[Turn]) -> tuple[Gap, ...]:
    """Only the shifts with something missing, and why."""
    return _gaps(plan_of(rota, turns))


def _gaps(plan: Plan) -> tuple[Gap, ...]:
    return tuple(
        _gap(plan, place)
        for place, need in enumerate(plan.need)
        if len(plan.on[place]) < need or (plan.needs_lead[place] and not plan.leads[place])
    )


def plan_of(rota: Rota, turns: Iterable[Turn]) -> Plan:
    """These turns as a plan that can be asked."""
    plan = Plan(rota)
    shifts = {shift.id: place for place, shift in enumerate(rota.shifts)}
    people = {volunteer.id: place for place, volunteer in enumerate(rota.volunteers)}
    for shift, person in turns:
        if (people[person], shifts[shift]) not in plan.kept:
            plan.objective += plan.add(people[person], shifts[shift])
    return plan


def reason(plan: Plan, person: int, shift: int) -> Reason:
    """Why this person is not on this shift."""
    rota = plan.rota
    id = rota.shifts[shift].id
    if shift not in plan.like[person]:
        return Reason(shift=id, code=CANNOT)
    mine, week = plan.mine[person], plan.week[shift]
    in_week = [other for other in mine if plan.week[other] == week]
    apart = plan.apart.get(person, set()).intersection(plan.on[shift])
    blocked = {
        REST: plan.clashes(person, shift),
        WEEK: in_week if len(in_week) >= plan.per_week[person] else [],
        CAPACITY: mine if len(mine) >= plan.capacity[person] else [],
    }
    for code, beside in blocked.items():
        if beside:
            return Reason(shift=id, code=code, beside=tuple(rota.shifts[other].id for other in beside))
    if not plan.capacity[person] or not plan.per_week[person]:
        return Reason(shift=id, code=CAPACITY)
    if len(apart) > 1 or (apart and len(plan.on[shift]) < plan.need[shift]):
        return Reason(shift=id, code=APART)
    if len(plan.on[shift]) < plan.need[shift]:
        price = plan.prices[person][len(mine)] - plan.like[person][shift]
        return Reason(shift=id, code=FREE if price < EMPTY else DEAR, cost=price - EMPTY)
    return _instead(plan, person, shift, apart)


def _instead(plan: Plan, person: int, shift: int, apart: set[int]) -> Reason:
    """Why somebody else has the place: what it would cost to give this person the place of the one who would give it up for least."""
    id = plan.rota.shifts[shift].id
    mine = plan.prices[person][len(plan.mine[person])]
    found = []
    for other in apart or plan.on[shift]:
        if (other, shift) in plan.kept:
            continue
        theirs = plan.prices[other][len(plan.mine[other]) - 1]
        without = plan.leads[shift] - plan.is_lead[other] + plan.is_lead[person]
        lead = NO_LEAD if plan.needs_lead[shift] and plan.leads[shift] and not without else 0
        likes = plan.like[other][shift] - plan.like[person][shift]
        found.append((mine - theirs + likes + lead, lead, mine - theirs, likes))
    if not found:
        return Reason(shift=id, code=LOT)
    cost, lead, load, likes = min(found)
    code = LOT if cost <= 0 else LEAD if lead else LOAD_OF_OTHERS if load >= likes else LIKES
    return Reason(shift=id, code=code, cost=cost)


def _person(plan: Plan, person: int) -> Person:
    rota = plan.rota
    mine = sorted(plan.mine[person], key=lambda shift: (plan.starts[shift], shift))
    return Person(
        volunteer=rota.volunteers[person].id,
        load=len(mine) / plan.capacity[person] if plan.capacity[person] else 0.0,
        turns=tuple(
            Had(
                shift=rota.shifts[shift].id,
                like=plan.like[person].get(shift, 0),
                able=len(plan.options[shift]),
                settled=(person, shift) in plan.kept,
            )
            for shift in mine
        ),
        others=tuple(
            reason(plan, person, shift)
            for shift in sorted(plan.like[person], key=lambda each: (plan.starts[each], each))
            if shift not in plan.mine[person] and plan.need[shift]
        ),
    )


def _gap(plan: Plan, shift: int) -> Gap:
    missing = plan.need[shift] - len(plan.on[shift])
    people = [person for person, likes in enumerate(plan.like) if shift in likes]
    lead_missing = plan.needs_lead[shift] and not plan.leads[shift]
    if not missing:
        people = [person for person in people if plan.is_lead[person]]
    reasons = Counter(reason(plan, person, shift).code for person in people if person not in plan.on[shift])
    return Gap(shift=plan.rota.shifts[shift].id, missing=missing, lead_missing=lead_missing, able=len(people), reasons=dict(reasons))
