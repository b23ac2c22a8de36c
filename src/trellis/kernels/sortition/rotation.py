"""From panels of profiles to panels of persons, so that interchangeable people get the same chance.

The lottery is a line from 0 to 1, on which each panel of profiles holds a stretch as long as its weight. On the stretches where a
profile has seats, its people take turns; wherever somebody's turn ends, the panel of persons changes. One after the other, each
for as long as everyone's chance (McNaughton's wrap-around rule for machines), there are few changes: fewer than people.
"""

from bisect import bisect_left
from collections.abc import Iterator
from math import fsum, lcm

from trellis.kernels.sortition.profiles import Kind, Profile, Profiles
from trellis.kernels.sortition.programme import Counts, Floats

SAME = 1e-13
Turn = tuple[float, float, int]
Persons = tuple[int, ...]


def spread(profiles: Profiles, panels: list[Counts], weights: Floats) -> list[tuple[float, Persons]]:
    """Panels of persons (places in the pool) and their weights; people of one profile have equal chances."""
    turns: list[list[Turn]] = [[] for _ in panels]
    for kind in profiles.kinds:
        seats = [[int(panel[profile]) for profile in kind.profiles] for panel in panels]
        members = [profiles.profiles[profile] for profile in kind.profiles]
        take_turns = _one_by_one if kind.households == 1 or (len(members) == 1 and members[0].copies == 1) else _all_around
        for panel, turn in take_turns(kind, members, seats, [float(weight) for weight in weights]):
            turns[panel].append(turn)
    merged: dict[Persons, list[float]] = {}
    for weight, on_stretch in zip(weights, turns, strict=True):
        for length, persons in _panels_on(float(weight), on_stretch):
            merged.setdefault(persons, []).append(length)
    found = sorted(((fsum(lengths), persons) for persons, lengths in merged.items()), key=lambda each: (-each[0], each[1]))
    whole = fsum(weight for weight, _ in found)
    return [(weight / whole, persons) for weight, persons in found]


def _one_by_one(kind: Kind, members: list[Profile], seats: list[list[int]], weights: list[float]) -> Iterator[tuple[int, Turn]]:
    """Turns of people of whom any may sit beside any other, or of one household (which never has two seats)."""
    for place, profile in enumerate(members):
        counts = [row[place] for row in seats]
        people = len(profile)
        share = fsum(count * weight for count, weight in zip(counts, weights, strict=True)) / people
        # On a stretch shorter than a turn somebody could need two seats at once: there each gets the same part of it.
        even = [count > 1 and (weight < share - SAME or count == people) for count, weight in zip(counts, weights, strict=True)]
        in_turn = fsum(count * weight for count, weight, is_even in zip(counts, weights, even, strict=True) if not is_even)
        clock = _Clock(profile.members, in_turn / people)
        for panel, (count, weight, is_even) in enumerate(zip(counts, weights, even, strict=True)):
            turn = _Clock(profile.members, count * weight / people) if is_even else clock
            for _ in range(count):
                yield from ((panel, each) for each in turn.fill(weight))


class _Clock:
    """Whose turn it is: each person in order, each for the same time."""

    def __init__(self, persons: Persons, each: float) -> None:
        self.persons = persons
        self.each = each
        self.at = 0
        self.left = each

    def fill(self, length: float) -> Iterator[Turn]:
        """The turns on one seat for a stretch of this length."""
        start = 0.0
        while length - start > SAME:
            end = length if self.at == len(self.persons) - 1 else min(length, start + self.left)
            if end - start > SAME:
                yield start, end, self.persons[self.at]
            self.left -= end - start
            start = end
            if self.left <= SAME and self.at < len(self.persons) - 1:
                self.at += 1
                self.left = self.each


def _all_around(kind: Kind, members: list[Profile], seats: list[list[int]], weights: list[float]) -> Iterator[tuple[int, Turn]]:
    """Turns of people in several like households with several members: on each stretch the households move around all seats."""
    again = lcm(*(profile.copies for profile in members))
    parts = kind.households * again
    for panel, (row, weight) in enumerate(zip(seats, weights, strict=True)):
        taken = [profile for profile, count in zip(members, row, strict=True) for _ in range(count)]
        for part in range(parts) if taken else ():
            start, end = weight * part / parts, weight * (part + 1) / parts
            for seat, profile in enumerate(taken):
                household = (part + seat) % kind.households
                copy = part // kind.households % profile.copies
                yield panel, (start, end, profile.members[household * profile.copies + copy])


def _panels_on(length: float, turns: list[Turn]) -> Iterator[tuple[float, Persons]]:
    """The panels on one stretch: a new one wherever a turn begins or ends."""
    times = [0.0]
    for time in sorted({time for start, end, _ in turns for time in (start, end)}):
        if time - times[-1] > SAME and length - time > SAME:
            times.append(time)
    times.append(length)
    changes: dict[int, list[Turn]] = {}
    for turn in turns:
        changes.setdefault(_nearest(times, turn[0]), []).append(turn)
    sitting: list[tuple[int, int]] = []
    for place in range(len(times) - 1):
        sitting = [(person, end) for person, end in sitting if end > place]
        sitting += [(person, _nearest(times, end)) for _, end, person in changes.get(place, [])]
        yield times[place + 1] - times[place], tuple(sorted(person for person, end in sitting if end > place))


def _nearest(times: list[float], time: float) -> int:
    after = bisect_left(times, time)
    if after == len(times):
        return after - 1
    return after - 1 if after and time - times[after - 1] < times[after] - time else after
