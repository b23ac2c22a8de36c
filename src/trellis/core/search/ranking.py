"""Which of the candidates come first, the same on both databases.

A score between 0 and 1 is the sum of four parts, each between 0 and 1 times its weight:

- words: every clause counts by how telling it is (a rare word more than a common one) times the best field it stands in;
- nearness: 1 at the door, a half at three kilometres; without a position only a weak pull to the middle of the place;
- time: open now, opens later today, or not;
- quality: fresh and complete records first.

Scores are rounded, and ties are broken by the key, so the order never depends on the database or the run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, log, radians, sin, sqrt
from typing import NamedTuple

from trellis.core.search.reading import Clause
from trellis.kernels.geo import EARTH_RADIUS

NAME, TERMS, ORGANIZATION, TEXT = "name", "terms", "organization", "text"
FIELD_WEIGHTS = {NAME: 1.0, TERMS: 0.8, ORGANIZATION: 0.5, TEXT: 0.3}
OTHER_WORD = 0.9
"""A phrase that means the same is almost as good as the person's own."""

HALF_NEAR = 3_000.0
HALF_NEAR_NO_POSITION = 60_000.0
NO_PLACE_NEARNESS = 0.35
"""Something online or by phone is as near as what is six kilometres away."""


class Candidate(NamedTuple):
    """A row of the candidates' statement."""

    arm: int
    id: int
    group: int
    latitude: float | None
    longitude: float | None
    zone: int
    bits_a: int
    bits_b: int
    rest_of_day: int
    hours_exact: int
    closed_day: int
    confirmed_day: int
    quality: int
    name_words: str
    term_words: str
    organization_words: str
    rules: str | None
    words: str | None
    """Only where not all words need be there; None means that all are."""


@dataclass(slots=True)
class Ranked:
    """A candidate with what ranking found out about it."""

    candidate: Candidate
    distance: float | None
    score: float = 0.0


class Weights(NamedTuple):
    """How much each part of the score weighs."""

    words: float
    nearness: float
    time: float
    quality: float


WITH_WORDS = Weights(0.52, 0.28, 0.12, 0.08)
WITHOUT_WORDS = Weights(0.0, 0.55, 0.30, 0.15)
WORDS_ANYWHERE = Weights(0.68, 0.10, 0.12, 0.10)
NOTHING_ASKED = Weights(0.0, 0.25, 0.40, 0.35)


def weights(*, words: bool, position: bool) -> Weights:
    """The weights for a query with or without words and a position."""
    if words:
        return WITH_WORDS if position else WORDS_ANYWHERE
    return WITHOUT_WORDS if position else NOTHING_ASKED


def measured(rows: Iterable[Sequence[object]], position: tuple[float, float]) -> list[Ranked]:
    """Candidates with their distance from a position (haversine, written out: it runs for every candidate)."""
    latitude, longitude = radians(position[0]), position[1]
    cosine = cos(latitude)
    ranked = []
    for row in map(Candidate._make, rows):
        distance = None
        if row.latitude is not None and row.longitude is not None:
            other = radians(row.latitude)
            north, east = sin((other - latitude) / 2), sin(radians(row.longitude - longitude) / 2)
            distance = 2 * EARTH_RADIUS * asin(min(1.0, sqrt(north * north + cosine * cos(other) * east * east)))
        ranked.append(Ranked(row, distance))
    return ranked


def score(ranked: Sequence[Ranked], clauses: Sequence[Clause], total: int, *, position: bool) -> None:
    """Give every candidate its score."""
    parts = weights(words=bool(clauses), position=position)
    half = HALF_NEAR if position else HALF_NEAR_NO_POSITION
    padded = _telling(clauses, total)
    for each in ranked:
        row = each.candidate
        points = 0.0
        for part, phrases in padded:
            points += part * max([field_points(row, phrase) * worth for worth, phrase in phrases])
        nearness = NO_PLACE_NEARNESS if each.distance is None else half / (half + each.distance)
        time = 1.0 if row.rest_of_day & 1 else 0.5 if row.rest_of_day else 0.0
        each.score = round(parts.words * points + parts.nearness * nearness + parts.time * time + parts.quality * row.quality / 100, 9)


def field_points(row: Candidate, phrase: Sequence[str]) -> float:
    """The weight of the best field in which all (padded) words of a phrase stand; 0 when they are in none."""
    for text, weight in ((row.name_words, 1.0), (row.term_words, 0.8), (row.organization_words, 0.5)):
        for word in phrase:
            if word not in text:
                break
        else:
            return weight
    if row.words is None:
        return FIELD_WEIGHTS[TEXT]
    return FIELD_WEIGHTS[TEXT] if all(word in f" {row.words} " for word in phrase) else 0.0


def _telling(clauses: Sequence[Clause], total: int) -> list[tuple[float, list[tuple[float, list[str]]]]]:
    """For every clause its part of the whole, by how rare it is, and its phrases as padded words with their worth."""
    tellings = [log(2 + total / (1 + clause.entries)) for clause in clauses]
    whole = sum(tellings)
    return [
        (
            telling / whole,
            [(OTHER_WORD if number else 1.0, [f" {word} " for word in phrase]) for number, phrase in enumerate(clause.alternatives)],
        )
        for clause, telling in zip(clauses, tellings, strict=True)
    ]


def nearest_of_each_group(ranked: Iterable[Ranked]) -> list[Ranked]:
    """One candidate for each group: the nearest, then the one with the lower key. Equal names are different groups."""
    nearest: dict[int, Ranked] = {}
    for each in ranked:
        other = nearest.get(each.candidate.group)
        if other is None or _place_order(each) < _place_order(other):
            nearest[each.candidate.group] = each
    return list(nearest.values())


def _place_order(each: Ranked) -> tuple[float, int]:
    return (float("inf") if each.distance is None else each.distance, each.candidate.id)
