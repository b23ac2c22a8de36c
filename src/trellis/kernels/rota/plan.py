"""A rota while it is being made: who is where, and what may still be done. Positions in the tuples of the problem stand for ids."""

from trellis.kernels.rota.counting import Turn
from trellis.kernels.rota.problem import EMPTY, NO_LEAD, Rota


class Plan:
    """Turns that break no rule. `add` and `remove` keep the books and say by how much the objective changes.

    mine: positions of shifts, by person. on: positions of people, by shift. options: who could take a shift, by shift.
    """

    def __init__(self, rota: Rota) -> None:
        self.rota = rota
        places = {shift.id: place for place, shift in enumerate(rota.shifts)}
        people = {volunteer.id: place for place, volunteer in enumerate(rota.volunteers)}
        self.starts = [shift.starts for shift in rota.shifts]
        self.rests = [shift.ends + rota.rest for shift in rota.shifts]
        self.week = [shift.week for shift in rota.shifts]
        self.need = [shift.need for shift in rota.shifts]
        self.needs_lead = [shift.needs_lead for shift in rota.shifts]
        self.capacity = [volunteer.capacity for volunteer in rota.volunteers]
        self.per_week = [volunteer.per_week for volunteer in rota.volunteers]
        self.is_lead = [volunteer.lead for volunteer in rota.volunteers]
        self.like = [{places[id]: like for id, like in volunteer.can.items()} for volunteer in rota.volunteers]
        self.kept = {(people[person], places[shift]) for shift, person in rota.kept}
        most = [max(volunteer.capacity, 0) + sum(who == place for who, _ in self.kept) for place, volunteer in enumerate(rota.volunteers)]
        self.prices = [
            [volunteer.price(k) for k in range(1, min(most[place], len(rota.shifts)) + 1)]
            for place, volunteer in enumerate(rota.volunteers)
        ]
        self.apart: dict[int, set[int]] = {}
        for pair in rota.apart:
            first, second = (people[id] for id in pair)
            self.apart.setdefault(first, set()).add(second)
            self.apart.setdefault(second, set()).add(first)
        self.options: list[list[int]] = [[] for _ in rota.shifts]
        for person, likes in enumerate(self.like):
            if self.capacity[person] and self.per_week[person]:
                for shift in likes:
                    self.options[shift].append(person)
        self.mine: list[list[int]] = [[] for _ in rota.volunteers]
        self.on: list[list[int]] = [[] for _ in rota.shifts]
        self.weeks: list[dict[int, int]] = [{} for _ in rota.volunteers]
        self.leads = [0] * len(rota.shifts)
        self.objective = EMPTY * sum(self.need) + NO_LEAD * sum(self.needs_lead)
        for person, shift in sorted(self.kept):
            self.objective += self.add(person, shift)

    def add(self, person: int, shift: int) -> int:
        """Give somebody a turn. Whether they may have it is asked before."""
        on, mine, weeks = self.on[shift], self.mine[person], self.weeks[person]
        change = self.prices[person][len(mine)] - self.like[person].get(shift, 0)
        if len(on) < self.need[shift]:
            change -= EMPTY
        on.append(person)
        mine.append(shift)
        weeks[self.week[shift]] = weeks.get(self.week[shift], 0) + 1
        if self.is_lead[person]:
            self.leads[shift] += 1
            if self.leads[shift] == 1 and self.needs_lead[shift]:
                change -= NO_LEAD
        return change

    def remove(self, person: int, shift: int) -> int:
        """Take a turn back."""
        on, mine = self.on[shift], self.mine[person]
        on.remove(person)
        mine.remove(shift)
        self.weeks[person][self.week[shift]] -= 1
        change = self.like[person].get(shift, 0) - self.prices[person][len(mine)]
        if len(on) < self.need[shift]:
            change += EMPTY
        if self.is_lead[person]:
            self.leads[shift] -= 1
            if self.leads[shift] == 0 and self.needs_lead[shift]:
                change += NO_LEAD
        return change

    def clashes(self, person: int, shift: int) -> list[int]:
        """Turns of this person that leave too little rest beside this shift."""
        start, rested = self.starts[shift], self.rests[shift]
        return [other for other in self.mine[person] if self.starts[other] < rested and start < self.rests[other]]

    def may(self, person: int, shift: int) -> bool:
        """Whether this person can have this turn too, without anybody else giving one up."""
        mine = self.mine[person]
        if shift in mine or shift not in self.like[person] or len(self.on[shift]) >= self.need[shift]:
            return False
        if len(mine) >= self.capacity[person] or self.weeks[person].get(self.week[shift], 0) >= self.per_week[person]:
            return False
        if person in self.apart and not self.apart[person].isdisjoint(self.on[shift]):
            return False
        return not self.clashes(person, shift)

    def turns(self) -> list[Turn]:
        """The turns by ids: in the order of the shifts, leads first, then in the order of the volunteers."""
        return [
            (shift.id, self.rota.volunteers[person].id)
            for place, shift in enumerate(self.rota.shifts)
            for person in sorted(self.on[place], key=lambda each: (not self.is_lead[each], each))
        ]
