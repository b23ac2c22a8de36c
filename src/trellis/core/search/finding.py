"""`find`: from a query to a page of results.

Three SQL statements, whatever is found: what is known of the words, the candidates, the cards of the page. One or two more for a
misspelt or unfinished word, one more when too few records have all the words, and one when nothing lies inside the radius.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from trellis.core.search import arms as plan
from trellis.core.search.bits import layout
from trellis.core.search.counting import facet_counts
from trellis.core.search.engines import engine
from trellis.core.search.engines.arms import Arm
from trellis.core.search.openness import Moment, holiday_near, parsed_rules
from trellis.core.search.pages import results_of
from trellis.core.search.query import Found, Query
from trellis.core.search.ranking import Ranked, measured, nearest_of_each_group, score
from trellis.core.search.reading import read
from trellis.core.search.zones import zones
from trellis.kernels.hours import NO_CALENDAR, Calendar, status

FEW = 3
"""With fewer results than this, records that have only some of the words follow."""

MOST_ON_A_PAGE = 100
_SOME_WORDS_HITS = 100
_WIDER_HITS = 60


@dataclass(slots=True)
class Pool:
    """The candidates: those that pass all filters, those that fail exactly one, and whether there may be more of either."""

    hits: list[Ranked]
    misses: list[Ranked]
    hits_capped: bool
    misses_capped: bool


def find(query: Query, *, now: datetime, calendar: Calendar = NO_CALENDAR) -> Found:
    """The results of a query. `now` is an aware datetime; `calendar` has the place's holidays and school terms.

    Never raises for anything a person can type: words and numbers out of range are cut to what makes sense.
    """
    bits = layout()
    filters = plan.Filters.of(query.filters, bits)
    facet_words = [word for clause in filters.words for (word,) in clause]
    reading = read(query.words, language=query.language, as_typed=query.as_typed, facet_words=facet_words)
    if filters.nothing or (reading.left and not reading.clauses):
        return Found(words_left=reading.left)
    position = _on_earth(query.position)
    radius = float(query.radius_m) if query.radius_m and query.radius_m > 0 and position else None
    known_zones = zones()
    scope = plan.Scope(
        query=query,
        reading=reading,
        filters=filters,
        moment=Moment.of(query.at or now, query.open_until, known_zones),
        position=position or settings.PLACE_CENTRE,
        near=position is not None,
        holiday=holiday_near(query.at or now, calendar.holidays),
    )

    pool = _pool(scope, plan.arms(scope, radius=radius), radius, calendar)
    widened = radius is not None and not pool.hits
    if widened:
        radius = None
        pool = _pool(scope, plan.arms(scope, radius=None, hits=_WIDER_HITS), None, calendar)
    partial = False
    if len(pool.hits) < FEW and len(reading.clauses) > 1:
        some = _pool(scope, plan.arms(scope, radius=radius, some_words=True, hits=_SOME_WORDS_HITS), radius, calendar)
        there = {each.candidate.id for each in pool.hits}
        more = [each for each in some.hits if each.candidate.id not in there]
        pool.hits += more
        pool.hits_capped |= some.hits_capped
        partial = bool(more)

    ranked = nearest_of_each_group(pool.hits)
    score(ranked, reading.clauses, reading.total, position=scope.near)
    ordered = _ordered(ranked, scope, calendar)
    size = min(max(query.page_size, 1), MOST_ON_A_PAGE)
    pages = max(1, -(-len(ordered) // size))
    page = min(max(query.page, 1), pages)
    return Found(
        results=tuple(
            results_of(
                ordered[(page - 1) * size : page * size],
                clauses=reading.clauses,
                moment=scope.moment,
                zones=known_zones,
                calendar=calendar,
                near=scope.near,
            )
        ),
        total=len(ordered),
        total_is_capped=pool.hits_capped,
        page=page,
        pages=pages,
        facets=facet_counts(pool.hits, pool.misses, bits, filters.masks),
        facets_are_capped=pool.hits_capped or pool.misses_capped,
        words_used=tuple(clause.shown for clause in reading.clauses),
        words_left=reading.left,
        corrected=reading.corrected,
        partial=partial,
        widened=widened and bool(ordered),
        points=tuple(
            (each.candidate.latitude, each.candidate.longitude)
            for each in ordered
            if each.candidate.latitude is not None and each.candidate.longitude is not None
        ),
    )


def _pool(scope: plan.Scope, chosen: Sequence[Arm], radius: float | None, calendar: Calendar) -> Pool:
    """The candidates of the arms; one statement."""
    parts: list[str] = []
    values: list[object] = []
    for arm in chosen:
        sql, parameters = engine().select(arm)
        parts.append(f"SELECT * FROM ({sql}) arm")
        values += parameters
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    given = Counter(row[0] for row in rows)
    full = {arm.number for arm in chosen if given[arm.number] >= arm.limit}
    hits: dict[int, Ranked] = {}
    misses: dict[int, Ranked] = {}
    open_now = scope.query.open_now
    for each in measured(rows, scope.position):
        row = each.candidate
        if radius is not None and each.distance is not None and each.distance > radius:
            continue
        if row.arm == plan.MISSES:
            misses.setdefault(row.id, each)
        elif not open_now or _is_open(scope, each, calendar):
            hits.setdefault(row.id, each)
    entries = plan.most_entries(scope)
    return Pool(
        list(hits.values()),
        list(misses.values()),
        hits_capped=bool(full - {plan.MISSES, plan.NAMES}) or entries > plan.EXAMINED,
        misses_capped=bool(misses) and (plan.MISSES in full or entries > plan.EXAMINED_FOR_MISSES),
    )


def _is_open(scope: plan.Scope, each: Ranked, calendar: Calendar) -> bool:
    """Whether a candidate that passed the weekly mask is really open."""
    row = each.candidate
    return scope.moment.mask_decides(row.hours_exact, holiday=scope.holiday) or scope.moment.holds(row.rules or "", row.zone, calendar)


def _on_earth(position: tuple[float, float] | None) -> tuple[float, float] | None:
    """The position, or None when it is no place on earth."""
    if position is None or not (-90 <= position[0] <= 90 and -180 <= position[1] <= 180):
        return None
    return position


def _ordered(ranked: list[Ranked], scope: plan.Scope, calendar: Calendar) -> list[Ranked]:
    """The results in the order that was asked for; equal ones by score, then by key."""

    def best(each: Ranked) -> tuple[Any, ...]:
        return -each.score, each.candidate.id

    keys = {
        "near": lambda each: (each.distance is None, each.distance or 0.0),
        "confirmed": lambda each: (-each.candidate.confirmed_day,),
        "name": lambda each: (each.candidate.name_words,),
        "soon": lambda each: (_opens(each, scope.moment, calendar),),
    }
    first = keys.get(scope.query.order, lambda each: ())
    return sorted(ranked, key=lambda each: (*first(each), *best(each)))


def _opens(each: Ranked, moment: Moment, calendar: Calendar) -> timedelta:
    """How long until it is open; nothing while it is, and the longest time when it never opens."""
    row = each.candidate
    wall = moment.walls.get(row.zone)
    if wall is None:
        return timedelta.max
    if row.closed_day >= wall.toordinal():
        wall = wall.replace(hour=0, minute=0) + timedelta(days=row.closed_day + 1 - wall.toordinal())
    found = status(parsed_rules(row.rules or ""), calendar, wall)
    start = wall if found.open else found.next_opens
    return start - moment.walls[row.zone] if start else timedelta.max
