"""Counting a rota from nothing but its turns: what it costs, and every rule that it breaks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trellis.kernels.rota.problem import EMPTY, NO_LEAD, Id, Rota

Turn = tuple[Id, Id]
"""A shift and a volunteer."""


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A rule that a rota breaks: unknown, twice, availability, overfull, rest, per_week, capacity or apart."""

    rule: str
    volunteer: Id
    shifts: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Count:
    """What a rota comes to.

    objective: EMPTY * unfilled + NO_LEAD * without_lead + prices of all turns - likes. load: turns over stated capacity, by volunteer.
    """

    objective: int
    unfilled: int
    without_lead: int
    likes: int
    load: dict[Id, float]
    breaches: tuple[Breach, ...]


def recount(rota: Rota, turns: Iterable[Turn]) -> Count:
    """Count these turns, sharing nothing with the search that found them."""
    turns = list(turns)
    shifts = {shift.id: shift for shift in rota.shifts}
    volunteers = {volunteer.id: volunteer for volunteer in rota.volunteers}
    times = Counter(turns)
    breaches = [Breach(rule="twice", volunteer=person, shifts=(shift,)) for (shift, person), count in times.items() if count > 1]
    known = [(shift, person) for shift, person in times if shift in shifts and person in volunteers]
    breaches += [Breach(rule="unknown", volunteer=person, shifts=(shift,)) for shift, person in times.keys() - set(known)]
    of_shift: dict[Id, list[Id]] = {id: [] for id in shifts}
    of_person: dict[Id, list[Id]] = {id: [] for id in volunteers}
    for shift, person in known:
        of_shift[shift].append(person)
        of_person[person].append(shift)
    kept = set(rota.kept)
    breaches += [
        Breach(rule="availability", volunteer=person, shifts=(shift,))
        for shift, person in known
        if shift not in volunteers[person].can and (shift, person) not in kept
    ]
    for id, people in of_shift.items():
        extra = len(people) - max(shifts[id].need, sum((id, person) in kept for person in people))
        breaches += [Breach(rule="overfull", volunteer=person, shifts=(id,)) for person in people[:extra] if extra > 0]
        for pair in rota.apart:
            if pair <= set(people):
                breaches.append(Breach(rule="apart", volunteer=min(pair, key=str), shifts=(id,)))
    for person, mine in of_person.items():
        breaches += _breaches_of(rota, volunteers[person], [shifts[id] for id in mine], kept)
    unfilled = sum(max(0, shift.need - len(of_shift[shift.id])) for shift in rota.shifts)
    without_lead = sum(shift.needs_lead and not any(volunteers[each].lead for each in of_shift[shift.id]) for shift in rota.shifts)
    likes = sum(volunteers[person].can.get(shift, 0) for shift, person in known)
    prices = sum(volunteers[person].price(k) for person, mine in of_person.items() for k in range(1, len(mine) + 1))
    load = {id: len(of_person[id]) / volunteers[id].capacity if volunteers[id].capacity else 0.0 for id in volunteers}
    objective = EMPTY * unfilled + NO_LEAD * without_lead + prices - likes
    return Count(
        objective=objective, unfilled=unfilled, without_lead=without_lead, likes=likes, load=load, breaches=tuple(breaches)
    )  # fmt: skip


def _breaches_of(rota: Rota, volunteer, mine, kept) -> list[Breach]:
    """The rules broken by one person's turns; settled turns alone break none."""
    found = []
    mine = sorted(mine, key=lambda shift: (shift.starts, shift.ends, str(shift.id)))
    settled = {shift.id for shift in mine if (shift.id, volunteer.id) in kept}
    for earlier, first in enumerate(mine):
        for second in mine[earlier + 1 :]:
            if second.starts < first.ends + rota.rest and not {first.id, second.id} <= settled:
                found.append(Breach(rule="rest", volunteer=volunteer.id, shifts=(first.id, second.id)))
    weeks: dict[int, list[Id]] = {}
    for shift in mine:
        weeks.setdefault(shift.week, []).append(shift.id)
    for ids in weeks.values():
        if len(ids) > max(volunteer.per_week, len(settled & set(ids))):
            found.append(Breach(rule="per_week", volunteer=volunteer.id, shifts=tuple(ids)))
    if len(mine) > max(volunteer.capacity, len(settled)):
        found.append(Breach(rule="capacity", volunteer=volunteer.id, shifts=tuple(shift.id for shift in mine)))
    return found


def gini(values: Iterable[float]) -> float:
    """How unequal values are: 0 when all are the same, towards 1 when one has all. 0 for nothing."""
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return 0.0
    n = len(ordered)
    return sum((2 * place - n - 1) * value for place, value in enumerate(ordered, 1)) / (n * total)
