"""Finding a rota without a solver: hardest shift first, then chains of changes that cool down. Plain Python, the same for the same seed.

Source of the second part: Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing", Science 220 (1983); the chains are
those of ejection (Glover 1996): somebody takes a place, gives up a turn that is in the way, and that turn is filled in the same step.
"""

import math
from collections.abc import Callable
from random import Random

from trellis.kernels.rota.plan import Plan

WARM, COLD = 12.0, 0.35
"""Temperatures, in units of the objective: at first a chain that costs a dozen more is often tried, at last hardly any."""
LOOK = 500
"""So many chains between two looks at whether the time is over."""


def fill(plan: Plan, random: Random) -> None:
    """Greedy: leads first where one is needed, then the shift with the fewest people to spare; on it, who costs least."""
    spare = {shift: len(plan.options[shift]) - need for shift, need in enumerate(plan.need) if need}
    leads = {shift: sum(plan.is_lead[person] for person in plan.options[shift]) for shift in spare if plan.needs_lead[shift]}
    luck = {shift: random.random() for shift in spare}
    for shift in sorted(leads, key=lambda each: (leads[each], spare[each], luck[each])):
        if not plan.leads[shift]:
            _place(plan, shift, [person for person in plan.options[shift] if plan.is_lead[person]])
    for shift in sorted(spare, key=lambda each: (spare[each], luck[each])):
        while len(plan.on[shift]) < plan.need[shift] and _place(plan, shift, plan.options[shift]):
            pass


def _place(plan: Plan, shift: int, people: list[int]) -> bool:
    """Give one place to whoever it costs least, the one with the fewest other shifts first; False if nobody can."""
    able = [person for person in people if plan.may(person, shift)]
    if not able:
        return False
    best = min(
        able, key=lambda each: (plan.prices[each][len(plan.mine[each])] - plan.like[each][shift], len(plan.like[each]), each)
    )  # fmt: skip
    plan.objective += plan.add(best, shift)
    return True


def improve(plan: Plan, random: Random, *, chains: int, over: Callable[[], bool] = lambda: False) -> None:
    """Try so many chains, and leave the plan at the best that was met. `over` says when the time is up."""
    open_shifts = [shift for shift in range(len(plan.need)) if plan.options[shift] and plan.need[shift]]
    if not open_shifts:
        return
    best, turns = plan.objective, [list(people) for people in plan.on]
    cooling = math.log(COLD / WARM)
    heat = WARM
    for count in range(chains):
        if count % LOOK == 0:
            if over():
                break
            heat = WARM * math.exp(cooling * count / chains)
        done = _chain(plan, random, open_shifts[int(random.random() * len(open_shifts))])
        if not done:
            continue
        change = sum(step[0] for step in done)
        if change <= 0 or random.random() < math.exp(-change / heat):
            plan.objective += change
            if plan.objective < best:
                best, turns = plan.objective, [list(people) for people in plan.on]
        else:
            _undo(plan, done)
    _restore(plan, turns, best)


Step = tuple[int, bool, int, int]
"""By how much it changed the objective, whether it added, who, and which shift."""


def _chain(plan: Plan, random: Random, shift: int) -> list[Step]:
    """Somebody takes a place here; who had it leaves; what the newcomer gives up for it goes to the leaver or another. [] if impossible."""
    people = plan.options[shift]
    person = people[int(random.random() * len(people))]
    on = plan.on[shift]
    if person in on:
        return []
    given_up = _in_the_way(plan, random, person, shift)
    if given_up is None:
        return []
    leaver = None
    foes = plan.apart.get(person)
    if foes and not foes.isdisjoint(on):
        apart = [each for each in on if each in foes]
        if len(apart) > 1:
            return []
        leaver = apart[0]
    elif len(on) >= plan.need[shift]:
        leaver = on[int(random.random() * len(on))]
    if leaver is not None and (leaver, shift) in plan.kept:
        return []
    done: list[Step] = []
    if leaver is not None:
        done.append((plan.remove(leaver, shift), False, leaver, shift))
    if given_up >= 0:
        done.append((plan.remove(person, given_up), False, person, given_up))
    done.append((plan.add(person, shift), True, person, shift))
    if given_up >= 0:
        heir = leaver if leaver is not None and plan.may(leaver, given_up) else _heir(plan, random, given_up)
        if heir is not None:
            done.append((plan.add(heir, given_up), True, heir, given_up))
    return done


def _in_the_way(plan: Plan, random: Random, person: int, shift: int) -> int | None:
    """The one turn that this person would have to give up: -1 for none, None if one is not enough (or it is settled)."""
    clashes = plan.clashes(person, shift)
    if len(clashes) > 1:
        return None
    mine, week = plan.mine[person], plan.week[shift]
    full = plan.weeks[person].get(week, 0) >= plan.per_week[person]
    if not clashes:
        if full:
            clashes = [other for other in mine if plan.week[other] == week]
        elif len(mine) >= plan.capacity[person]:
            clashes = mine
        else:
            return -1
        chosen = clashes[int(random.random() * len(clashes))]
    else:
        chosen = clashes[0]
        if full and (plan.week[chosen] != week or plan.weeks[person][week] > plan.per_week[person]):
            return None
    if len(mine) > plan.capacity[person] or (person, chosen) in plan.kept:
        return None
    return chosen


def _heir(plan: Plan, random: Random, shift: int) -> int | None:
    """Somebody who can have this turn as things are: the first of some from a random point on who would cost least."""
    people = plan.options[shift]
    begin = int(random.random() * len(people))
    best, least = None, None
    for person in people[begin:] + people[:begin]:
        if plan.may(person, shift):
            cost = plan.prices[person][len(plan.mine[person])] - plan.like[person][shift]
            if plan.is_lead[person] and plan.needs_lead[shift] and not plan.leads[shift]:
                cost -= 600
            if least is None or cost < least:
                best, least = person, cost
    return best


def _undo(plan: Plan, done: list[Step]) -> None:
    for _, added, person, shift in reversed(done):
        if added:
            plan.remove(person, shift)
        else:
            plan.add(person, shift)


def _restore(plan: Plan, turns: list[list[int]], objective: int) -> None:
    """Go back to turns met earlier."""
    wanted = [set(people) for people in turns]
    for shift, people in enumerate(wanted):
        for person in [each for each in plan.on[shift] if each not in people]:
            plan.remove(person, shift)
    for shift, people in enumerate(turns):
        for person in people:
            if person not in plan.on[shift]:
                plan.add(person, shift)
    plan.objective = objective
