"""What is in the way when no route fits: which single change would make one fit, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from .problem import Before, Problem, Stop, shortest_between
from .search import fits

A_DAY = 1440


class Way(StrEnum):
    """How it is in the way. The sentence is written elsewhere."""

    TOO_SHORT = "too_short"
    """The work at `stop` takes longer than it is open."""
    TOO_HEAVY = "too_heavy"
    """`stop` alone is more than may be on board; by so many grams."""
    TOO_FAR = "too_far"
    """From `other` straight to `stop` takes longer than the limit; by so many minutes."""
    TOO_LATE = "too_late"
    """Straight from `other`, `stop` is already closed; by so many minutes."""
    CLOSES = "closes"
    """It would fit if `stop` closed so many minutes later."""
    OPENS = "opens"
    """It would fit if `stop` opened so many minutes earlier."""
    COLD = "cold"
    """It would fit if every limit were so many minutes longer."""
    LOAD = "load"
    """It would fit if so many grams more could be on board."""
    LEAVE_OUT = "leave_out"
    """It would fit without `stop`."""
    SEVERAL = "several"
    """No single change is enough."""


CERTAIN = (Way.TOO_SHORT, Way.TOO_HEAVY, Way.TOO_FAR, Way.TOO_LATE)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way. `by` is minutes, or grams for TOO_HEAVY and LOAD; `stop` and `other` are positions in the list."""

    way: Way
    stop: int | None = None
    other: int | None = None
    by: int = 0


def obstacles(problem: Problem) -> list[Obstacle]:
    """What is in the way; empty when a route fits.

    First what no order can mend, whatever else changes: a stop, or a pair of stops, that cannot be done even alone. If there
    is none: each single change that would be enough, with the least amount of it. If there is none either: the stops without
    which it would fit; and if there is no such stop, that several things are in the way.
    """
    if fits(problem):
        return []
    return _certain(problem) or _changes(problem) or _left_out(problem) or [Obstacle(Way.SEVERAL)]


def _certain(problem: Problem) -> list[Obstacle]:
    stops, shortest = problem.stops, shortest_between(problem.travel)
    found = [Obstacle(Way.TOO_SHORT, n, by=over) for n, stop in enumerate(stops) if (over := stop.opens + stop.minutes - stop.closes) > 0]
    if problem.capacity is not None:
        found += [Obstacle(Way.TOO_HEAVY, n, by=over) for n, stop in enumerate(stops) if (over := abs(stop.grams) - problem.capacity) > 0]
    for each in problem.befores:
        first, then = stops[each.first], stops[each.then]
        way = first.minutes + shortest[each.first][each.then] + then.minutes
        if each.most_minutes is not None and way > each.most_minutes:
            found.append(Obstacle(Way.TOO_FAR, each.then, each.first, way - each.most_minutes))
        elif first.opens + way > then.closes:
            found.append(Obstacle(Way.TOO_LATE, each.then, each.first, first.opens + way - then.closes))
    return found


def _changes(problem: Problem) -> list[Obstacle]:
    found = []
    for n in range(len(problem.stops)):
        found += _least(Way.CLOSES, n, lambda by, n=n: _with_stop(problem, n, closes=problem.stops[n].closes + by), A_DAY)
        found += _least(Way.OPENS, n, lambda by, n=n: _with_stop(problem, n, opens=problem.stops[n].opens - by), A_DAY)
    if any(each.most_minutes is not None for each in problem.befores):
        found += _least(Way.COLD, None, lambda by: _with_longer_limits(problem, by), A_DAY)
    if problem.capacity is not None:
        most = sum(abs(stop.grams) for stop in problem.stops)
        found += _least(Way.LOAD, None, lambda by: replace(problem, capacity=problem.capacity + by), most)
    return sorted(found, key=lambda each: each.way == Way.LOAD)


def _least(way: Way, stop: int | None, changed: Callable[[int], Problem], most: int) -> list[Obstacle]:
    """The least amount of this change with which a route fits; nothing when even the most is not enough."""
    if most <= 0 or not fits(changed(most)):
        return []
    too_little, enough = 0, most
    while enough - too_little > 1:
        middle = (too_little + enough) // 2
        if fits(changed(middle)):
            enough = middle
        else:
            too_little = middle
    return [Obstacle(way, stop, by=enough)]


def _with_stop(problem: Problem, n: int, **changes: int) -> Problem:
    stop: Stop = replace(problem.stops[n], **changes)
    return replace(problem, stops=(*problem.stops[:n], stop, *problem.stops[n + 1 :]))


def _with_longer_limits(problem: Problem, by: int) -> Problem:
    longer = tuple(each if each.most_minutes is None else Before(each.first, each.then, each.most_minutes + by) for each in problem.befores)
    return replace(problem, befores=longer)


def _left_out(problem: Problem) -> list[Obstacle]:
    return [Obstacle(Way.LEAVE_OUT, n) for n in range(len(problem.stops)) if fits(without(problem, n))]


def without(problem: Problem, n: int) -> Problem:
    """The same without one stop; what it would have brought on board or taken off is not counted either."""
    at = [each for each in range(len(problem.stops)) if each != n]
    return Problem(
        stops=tuple(problem.stops[each] for each in at),
        travel=tuple(tuple(problem.travel[a][b] for b in at) for a in at),
        befores=tuple(
            Before(at.index(each.first), at.index(each.then), each.most_minutes)
            for each in problem.befores
            if n not in (each.first, each.then)
        ),
        capacity=problem.capacity,
    )
