"""One page of results: their cards, whether they are open, and why they are there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from trellis.core.search.openness import Moment, parsed_rules
from trellis.core.search.query import Result, Why
from trellis.core.search.ranking import FIELD_WEIGHTS, OTHER_WORD, Ranked, field_points
from trellis.core.search.reading import Clause
from trellis.core.search.zones import instant, local
from trellis.kernels.hours import Calendar, Reason, status

CLOSED_FOR_NOW = "closed_for_now"
_STATES = {Reason.APPOINTMENT: "appointment", Reason.NOT_KNOWN: "unknown"}


class Openness(NamedTuple):
    """What a result says of its opening hours."""

    state: str
    reason: str
    until: datetime | None = None
    opens_at: datetime | None = None


def results_of(
    page: Sequence[Ranked], *, clauses: Sequence[Clause], moment: Moment, zones: Mapping[int, str], calendar: Calendar, near: bool
) -> list[Result]:
    """The results of a page, in its order; one query."""
    cards = _cards([each.candidate.id for each in page])
    results = []
    for each in page:
        row = each.candidate
        if row.id not in cards:
            continue  # withdrawn between two statements
        kind, ref, part, rules, text = cards[row.id]
        card = json.loads(text)
        places = card.pop("places", 1)
        closed_until = date.fromordinal(row.closed_day) if row.closed_day else None
        zone = zones.get(row.zone, "")
        wall = moment.walls.get(row.zone) or local(moment.at, zone)
        openness = _openness(rules, zone, wall, closed_until, calendar)
        results.append(
            Result(
                kind=kind,
                ref=ref if isinstance(ref, UUID) else UUID(ref),
                part=part,
                card=card,
                latitude=row.latitude,
                longitude=row.longitude,
                distance_m=round(each.distance) if near and each.distance is not None else None,
                state=openness.state,
                reason=openness.reason,
                until=openness.until,
                opens_at=openness.opens_at,
                closed_until=closed_until if openness.reason == CLOSED_FOR_NOW else None,
                why=_why(each, clauses),
                confirmed_on=date.fromordinal(row.confirmed_day) if row.confirmed_day else None,
                also_at=max(places - 1, 0),
            )
        )
    return results


def _cards(keys: Sequence[int]) -> dict[int, tuple[str, UUID | str, str, str, str]]:
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, kind, ref, part, rules, card FROM core_searchcard WHERE id IN ({marks})", list(keys))  # noqa: S608
        return {key: (kind, ref, part, rules, card) for key, kind, ref, part, rules, card in cursor.fetchall()}


def _openness(rules: str, zone: str, wall: datetime, closed_until: date | None, calendar: Calendar) -> Openness:
    if closed_until and wall.date() <= closed_until:
        return Openness("closed", CLOSED_FOR_NOW)
    found = status(parsed_rules(rules), calendar, wall)
    if found.open:
        return Openness("open", str(found.reason), until=instant(found.until, zone))
    return Openness(_STATES.get(found.reason, "closed"), str(found.reason), opens_at=instant(found.next_opens, zone))


def _why(each: Ranked, clauses: Iterable[Clause]) -> tuple[Why, ...]:
    """Where each word of the person stands, best field first; words that stand nowhere under "missing"."""
    fields: dict[str, list[str]] = {}
    for clause in clauses:
        points = max(
            field_points(each.candidate, [f" {word} " for word in phrase]) * (OTHER_WORD if number else 1.0)
            for number, phrase in enumerate(clause.alternatives)
        )
        code = next((code for code, weight in FIELD_WEIGHTS.items() if points >= weight * OTHER_WORD - 1e-9), "missing")
        fields.setdefault(code, []).append(clause.shown)
    return tuple(Why(code, tuple(fields[code])) for code in (*FIELD_WEIGHTS, "missing") if code in fields)
