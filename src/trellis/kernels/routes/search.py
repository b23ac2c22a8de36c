"""The best order: a search through orders, stop by stop, that turns back as soon as no order from here on can fit or be better.

For a given order the earliest possible times are the least solution of a system of differences (each stop after the one
before it, each limit backwards in time), found by pushing times later until nothing moves; so a limit may make the driver
begin later, and the search is exact with limits too. Where no limit is open, of two ways to the same last stop through
the same stops only the ones that are shorter or earlier are followed (Held and Karp 1962, doi:10.1137/0110015).
"""

from __future__ import annotations

from dataclasses import dataclass

from .problem import Problem, shortest_between

MISSING = 1 << 60


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop of a route. `arrives` at the earliest, `begins` the work (after waiting if need be), `leaves`; grams on board then."""

    stop: int
    arrives: int
    begins: int
    leaves: int
    on_board: int

    @property
    def waits(self) -> int:
        return self.begins - self.arrives


@dataclass(frozen=True, slots=True)
class Route:
    """Stops in order, with the least driving; among equals the earliest end; among equals always the same one."""

    visits: tuple[Visit, ...]
    driving: int

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(visit.stop for visit in self.visits)

    @property
    def begins(self) -> int:
        return self.visits[0].begins

    @property
    def ends(self) -> int:
        return self.visits[-1].leaves


def route(problem: Problem) -> Route | None:
    """The route with the least driving, or None when none fits. Typically 1 to 20 ms for eight stops.

    The driver may begin at any stop and is done after the last; how they get there and home again is theirs.
    """
    if not problem.stops:
        return Route((), 0)
    search = _Search(problem)
    search.run()
    return search.found()


def fits(problem: Problem) -> bool:
    """Whether any route fits: as `route`, but the first one found is enough."""
    if not problem.stops:
        return True
    search = _Search(problem, first_is_enough=True)
    search.run()
    return search.best is not None


class _Search:
    """The search through the orders of one problem."""

    def __init__(self, problem: Problem, *, first_is_enough: bool = False):
        self.problem = problem
        self.n = len(problem.stops)
        self.first_is_enough = first_is_enough
        self.opens = [stop.opens for stop in problem.stops]
        self.minutes = [stop.minutes for stop in problem.stops]
        self.closes = [stop.closes for stop in problem.stops]
        self.latest = [stop.closes - stop.minutes for stop in problem.stops]
        self.grams = [stop.grams for stop in problem.stops]
        self.capacity = MISSING if problem.capacity is None else problem.capacity
        self.travel = problem.travel
        self.shortest = shortest_between(problem.travel)
        self.needs = [0] * self.n
        self.limits: list[list[tuple[int, int]]] = [[] for _stop in range(self.n)]
        self.ends_of = [0] * self.n
        self.most: list[dict[int, int]] = [{} for _stop in range(self.n)]
        for each in problem.befores:
            self.needs[each.then] |= 1 << each.first
            if each.most_minutes is not None:
                self.limits[each.then].append((each.first, each.most_minutes - self.minutes[each.then]))
                self.ends_of[each.first] |= 1 << each.then
                self.most[each.first][each.then] = min(each.most_minutes, self.most[each.first].get(each.then, MISSING))
        others = range(self.n)
        self.cheapest_in = [min((self.travel[a][b] for a in others if a != b), default=0) for b in range(self.n)]
        self.least = [self.cheapest_in[stop] + self.minutes[stop] for stop in others]
        self.best: tuple[int, int] | None = None
        self.best_order: list[int] = []
        self.seen: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def run(self) -> None:
        in_all = sum(self.cheapest_in)
        for stop in range(self.n):
            if not self.needs[stop] and self.opens[stop] <= self.latest[stop] and 0 <= self.grams[stop] <= self.capacity:
                self._go_on([stop], [self.opens[stop]], 1 << stop, 0, self.grams[stop], in_all - self.cheapest_in[stop])

    def found(self) -> Route | None:
        if self.best is None:
            return None
        begins, visits, on_board = self._times(self.best_order), [], 0
        for position, stop in enumerate(self.best_order):
            before = visits[-1] if visits else None
            arrives = before.leaves + self.travel[before.stop][stop] if before else begins[position]
            on_board += self.grams[stop]
            visits.append(Visit(stop, arrives, begins[position], begins[position] + self.minutes[stop], on_board))
        return Route(tuple(visits), self.best[0])

    def _go_on(self, order: list[int], begins: list[int], seen: int, driven: int, on_board: int, still: int) -> None:
        """From this beginning of a route on. `still`: less driving than this cannot be left."""
        last, done_at = order[-1], begins[-1] + self.minutes[order[-1]]
        if len(order) == self.n:
            if self.best is None or (driven, done_at) < self.best:
                self.best, self.best_order = (driven, done_at), list(order)
            return
        if self.best is not None and (self.first_is_enough or driven + still > self.best[0]):
            return
        left = [stop for stop in range(self.n) if not seen >> stop & 1]
        from_here = self.shortest[last]
        if any(done_at + from_here[stop] > self.latest[stop] for stop in left):
            return
        if done_at + sum(self.least[stop] for stop in left) > max(self.closes[stop] for stop in left):
            return
        if self._runs_out(order, left):
            return
        if not any(self.ends_of[stop] & ~seen for stop in order) and self._was_here(seen, last, driven, done_at):
            return
        travel = self.travel[last]
        for stop in sorted(left, key=travel.__getitem__):
            load = on_board + self.grams[stop]
            if self.needs[stop] & ~seen or not 0 <= load <= self.capacity:
                continue
            at = max(self.opens[stop], done_at + travel[stop])
            if at > self.latest[stop]:
                continue
            longer, times = [*order, stop], [*begins, at]
            if any(at - begins[order.index(first)] > most for first, most in self.limits[stop]):
                times = self._pushed(longer, times)
                if not times:
                    continue
            self._go_on(longer, times, seen | 1 << stop, driven + travel[stop], load, still - self.cheapest_in[stop])

    def _runs_out(self, order: list[int], left: list[int]) -> bool:
        """Whether a limit that is open must be broken, however little anybody waits."""
        elapsed = self.minutes[order[-1]]
        for position in range(len(order) - 1, -1, -1):
            first = order[position]
            if position < len(order) - 1:
                elapsed += self.minutes[first] + self.travel[first][order[position + 1]]
            waiting = [stop for stop in left if stop in self.most[first]]
            if waiting and elapsed + sum(self.least[stop] for stop in waiting) > max(self.most[first][stop] for stop in waiting):
                return True
        return False

    def _was_here(self, seen: int, last: int, driven: int, done_at: int) -> bool:
        """Whether a way as short and as early was followed before; else this one is remembered."""
        known = self.seen.setdefault((seen, last), [])
        if any(other_driven <= driven and other_done <= done_at for other_driven, other_done in known):
            return True
        known.append((driven, done_at))
        return False

    def _times(self, order: list[int]) -> list[int]:
        """The earliest times of an order that fits."""
        return self._pushed(order, [self.opens[stop] for stop in order])

    def _pushed(self, order: list[int], begins: list[int]) -> list[int]:
        """Times pushed later until every limit holds; empty when one is pushed past its hours."""
        times, where = list(begins), {stop: position for position, stop in enumerate(order)}
        for _round in range(len(order) + 1):
            moved = False
            for position, stop in enumerate(order):
                if position:
                    before = order[position - 1]
                    at = times[position - 1] + self.minutes[before] + self.travel[before][stop]
                    if at > times[position]:
                        times[position], moved = at, True
                for first, most in self.limits[stop]:
                    if times[position] - most > times[where[first]]:
                        times[where[first]], moved = times[position] - most, True
            if any(times[position] > self.latest[stop] for position, stop in enumerate(order)):
                return []
            if not moved:
                return times
        return []
