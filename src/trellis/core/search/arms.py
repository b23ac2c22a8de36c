"""From a query to the arms of its one big statement."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt

from trellis.core.search.bits import Layout, facet_word
from trellis.core.search.density import radius_holding
from trellis.core.search.engines import engine
from trellis.core.search.engines.arms import Arm, Match
from trellis.core.search.keys import ANCHORED, ANYWHERE, PLACED, around_then_rest, box_cells, keys_of, region_range, rings
from trellis.core.search.openness import Moment
from trellis.core.search.query import Query
from trellis.core.search.reading import Reading
from trellis.core.search.rows import EXACT, NOT_EXACT

HITS = 150
"""Candidates that are ranked; further away than the 150 nearest nobody looks, and counts say "at least"."""

SMALL = 1_000
"""In an index with at most this many entries everything is ranked and counted."""

PLACELESS_HITS = 30
NAME_HITS = 100
EXAMINED = 3_000
EXAMINED_FOR_MISSES = 1_200
ANCHORED_METRES = 40_000.0
"""With a radius, something online or by phone counts as belonging here when its home is within 40 km."""

MISSES, PLACED_ARM, PLACELESS_ARM, NAMES = range(4)
"""Numbers of the arms."""

NO_RULES = "NULL"
RULES = "(SELECT k.rules FROM core_searchcard k WHERE k.id = e.id)"
RULES_WHERE_NEEDED = f"CASE WHEN e.hours_exact = {NOT_EXACT} THEN {RULES} END"
RULES_IF_HOLIDAY = f"CASE WHEN e.hours_exact <> {EXACT} THEN {RULES} END"
WORDS = "(SELECT k.words FROM core_searchcard k WHERE k.id = e.id)"


@dataclass(frozen=True, slots=True)
class Filters:
    """The chosen values of facets, as bits and as words of the index.

    masks      facet -> (column, bits), for facets whose chosen values all have bits
    words      clauses for the word index, for indexed facets
    nothing    a facet or value is asked for that nobody declared
    """

    masks: Mapping[str, tuple[int, int]]
    words: Match
    nothing: bool

    @classmethod
    def of(cls, chosen: Mapping[str, tuple[str, ...]], layout: Layout) -> "Filters":
        """The filters of a query."""
        masks: dict[str, tuple[int, int]] = {}
        words: list[tuple[tuple[str, ...], ...]] = []
        nothing = False
        for code, values in chosen.items():
            if not values:
                continue
            place = layout.places.get(code)
            if place is None:
                return cls({}, (), True)
            if all(value in place.bits for value in values):
                masks[code] = (place.column, layout.mask(code, values))
            elif not place.facet.open:
                nothing = nothing or not any(value in place.bits for value in values)
                masks[code] = (place.column, layout.mask(code, values))
            if place.facet.indexed:
                words.append(tuple((facet_word(code, value),) for value in values))
        return cls(masks, tuple(words), nothing)

    def conditions(self) -> tuple[list[str], list[object]]:
        """SQL for all of them."""
        return [f"(e.bits_{'ab'[column]} & %s) <> 0" for column, _ in self.masks.values()], [mask for _, mask in self.masks.values()]

    def one_missed(self) -> tuple[str, list[object]]:
        """SQL for exactly one of them failing."""
        failing = [f"CASE WHEN (e.bits_{'ab'[column]} & %s) = 0 THEN 1 ELSE 0 END" for column, _ in self.masks.values()]
        return f"({' + '.join(failing)}) = 1", [mask for _, mask in self.masks.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the arms of a statement share."""

    query: Query
    reading: Reading
    filters: Filters
    moment: Moment
    position: tuple[float, float]
    near: bool
    """Whether the position is the person's, and not only the middle of the place."""
    holiday: bool = False
    """Whether it is a holiday somewhere, so that more entries need their rules to be read."""

    def wanted_entries(self, hits: int) -> float:
        """How many entries to look through for about this many hits: words that occur together often, filters that leave a third."""
        shares = sorted(entries / max(self.reading.total, 1) for entries in expected(self, some_words=False))
        share = shares[0] if shares else 1.0
        for each in shares[1:]:
            share *= sqrt(each)
        if self.query.open_now:
            share /= 3
        return hits / max(share / 2 ** len(self.filters.masks), 1e-6)


def arms(scope: Scope, *, radius: float | None, some_words: bool = False, hits: int = 0) -> list[Arm]:
    """The arms of the candidates' statement: names first, then what is at a place, then the rest, then near misses for counts."""
    reading, filters, query = scope.reading, scope.filters, scope.query
    small = reading.total <= SMALL
    hits = hits or (SMALL if small else HITS)
    words = reading.any_match if some_words else reading.match
    whole = (*words, *filters.words)
    open_sql, open_values = scope.moment.rest_of_day()
    rules = NO_RULES
    if query.order == "soon" or (query.open_now and query.open_until):
        rules = RULES
    elif query.open_now:
        rules = RULES_IF_HOLIDAY if scope.holiday else RULES_WHERE_NEEDED
    always, always_values = _always(scope, open_sql, open_values)
    conditions, values = filters.conditions()
    rare = engine().is_rare(expected(scope, some_words=some_words), reading.total) if whole and not small else small
    placed, placeless = _ranges(scope, radius, rare, hits)
    arm = Arm(
        number=PLACED_ARM,
        columns=_columns(PLACED_ARM, open_sql, rules, WORDS if some_words else "NULL"),
        column_values=open_values,
        ranges=placed,
        match=whole,
        condition=" AND ".join([*always, *conditions]),
        condition_values=(*always_values, *values),
        examined=EXAMINED,
        limit=hits,
        position=scope.position,
        rare=rare,
    )
    chosen = [arm]
    if placeless:
        columns = _columns(PLACELESS_ARM, open_sql, rules, WORDS if some_words else "NULL")
        chosen.append(
            replace(
                arm,
                number=PLACELESS_ARM,
                columns=columns,
                ranges=placeless,
                limit=hits if small else min(hits, PLACELESS_HITS),
                position=None,
            )
        )
    names = [clause.name_entries for clause in reading.clauses]
    if names and all(names) and not rare and not some_words and engine().is_rare(names, reading.total):
        # Where few have the words in their name and many elsewhere, those few come in from any distance.
        columns = _columns(NAMES, open_sql, rules, "NULL")
        ranges = _ranges(scope, radius, True, hits)[0]
        words = (*reading.name_match, *filters.words)
        chosen.append(replace(arm, number=NAMES, columns=columns, match=words, ranges=ranges, limit=NAME_HITS, rare=True))
    if filters.masks and not some_words:
        missed, missed_values = filters.one_missed()
        rare_words = small or engine().is_rare([clause.entries for clause in reading.clauses], reading.total)
        misses = _ranges(scope, radius, rare_words, hits)
        chosen.append(
            replace(
                arm,
                number=MISSES,
                columns=_columns(MISSES, open_sql, NO_RULES, "NULL"),
                match=reading.match,
                ranges=[*misses[0], *misses[1]],
                condition=" AND ".join([*always, missed]),
                condition_values=(*always_values, *missed_values),
                examined=EXAMINED_FOR_MISSES,
                limit=hits,
                rare=rare_words,
            )
        )
    return chosen


def most_entries(scope: Scope) -> int:
    """In how many entries the words may stand, at most."""
    return min(expected(scope, some_words=False), default=scope.reading.total)


def expected(scope: Scope, *, some_words: bool) -> list[int]:
    """In how many entries each clause of the match stands."""
    clauses = [clause.entries for clause in scope.reading.clauses]
    if some_words:
        clauses = [sum(clauses)]
    facets = [sum(scope.reading.facet_entries.get(word, 0) for (word,) in clause) for clause in scope.filters.words]
    return [*clauses, *facets]


def _ranges(scope: Scope, radius: float | None, rare: bool, hits: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Ranges of keys for what is at a place, and for what is not."""
    if scope.query.box:
        return keys_of(box_cells(scope.query.box), PLACED), []
    if rare:
        return region_range(PLACED), region_range(ANCHORED, ANYWHERE)
    first = radius_holding(scope.wanted_entries(hits), scope.position) / 2
    home = around_then_rest(scope.position, max(radius or 0.0, ANCHORED_METRES), rest=radius is None)
    return keys_of(rings(scope.position, first=first, radius=radius), PLACED), [*keys_of(home, ANCHORED), *region_range(ANYWHERE)]


def _always(scope: Scope, open_sql: str, open_values: tuple[object, ...]) -> tuple[list[str], list[object]]:
    """Conditions that hold for hits and near misses alike."""
    conditions: list[str] = []
    values: list[object] = []
    if scope.query.open_now:
        conditions.append(f"(({open_sql}) & %s) <> 0 AND e.closed_day < %s")
        values += [*open_values, scope.moment.window(), scope.moment.day()]
    if scope.query.box:
        south, west, north, east = scope.query.box
        across = "AND" if west <= east else "OR"
        conditions.append(f"e.latitude BETWEEN %s AND %s AND (e.longitude >= %s {across} e.longitude <= %s)")
        values += [south, north, west, east]
    return conditions, values


def _columns(number: int, open_sql: str, rules: str, words: str) -> str:
    return (
        f'{number} AS arm, e.id, e."group", e.latitude, e.longitude, e.zone, e.bits_a, e.bits_b, {open_sql} AS rest_of_day, e.hours_exact, '
        f"e.closed_day, e.confirmed_day, e.quality, e.name_words, e.term_words, e.organization_words, {rules} AS rules, {words} AS words"
    )
