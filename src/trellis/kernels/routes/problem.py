"""What is asked: stops with hours and loads, what must come before what, and the minutes between any two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_STOPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Somewhere to stop.

    opens, closes  work may begin at `opens` and must be done by `closes`, minutes. Whoever comes early waits.
    minutes        how long the work takes, 0 or more.
    grams          what is taken on board there; less than nothing where it is handed over.
    """

    key: str
    opens: int
    closes: int
    minutes: int = 0
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """The stop `first` is driven before `then`; both are positions in the list of stops.

    most_minutes  at most so long from the beginning of the work at `first` to the end of the work at `then`
                  (food out of the cold); None: any time.
    """

    first: int
    then: int
    most_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Stops, what comes before what, and driving times.

    travel    travel[i][j]: minutes from stop i to stop j, 0 or more; need not be the same both ways.
    befores   any number; a circle among them is an error.
    capacity  the most grams that may be on board at any time; None: any amount. It is never less than nothing.

    Raises ValueError for more than eight stops, for a table that does not fit them, for negative times and for circles.
    """

    stops: tuple[Stop, ...]
    travel: tuple[tuple[int, ...], ...]
    befores: tuple[Before, ...] = ()
    capacity: int | None = None

    def __post_init__(self) -> None:
        n = len(self.stops)
        if n > MOST_STOPS:
            raise ValueError(f"stops: {n} are more than {MOST_STOPS}")
        if len(self.travel) != n or any(len(row) != n for row in self.travel):
            raise ValueError(f"travel: not a table of {n} by {n}")
        if any(minutes < 0 for row in self.travel for minutes in row) or any(stop.minutes < 0 for stop in self.stops):
            raise ValueError("minutes: none may be less than 0")
        for each in self.befores:
            if not (0 <= each.first < n and 0 <= each.then < n):
                raise ValueError(f"befores: {each.first} or {each.then} is not a stop")
        if _has_circle(n, self.befores):
            raise ValueError("befores: stops that wait for each other in a circle")


def _has_circle(n: int, befores: Sequence[Before]) -> bool:
    left = set(range(n))
    while left:
        free = {stop for stop in left if not any(each.then == stop and each.first in left for each in befores)}
        if not free:
            return True
        left -= free
    return False


def shortest_between(travel: Sequence[Sequence[int]]) -> list[list[int]]:
    """The fewest minutes from each stop to each, through others if that is quicker: no order gets there sooner."""
    n = len(travel)
    best = [list(row) for row in travel]
    for through in range(n):
        for start in range(n):
            for end in range(n):
                best[start][end] = min(best[start][end], best[start][through] + best[through][end])
    return best
