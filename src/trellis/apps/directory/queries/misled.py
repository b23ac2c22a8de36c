"""How many people a stale record may have misled: an estimate with its method in plain sight and a range, never one number.

For each week since the record was last confirmed: the readers who opened it that week, times the chance that something on it was
wrong by then, times the share of readers who act on what they read. Of that share we know only that it lies somewhere between one
in ten and one in two, and that is the range. Weeks in which nothing was counted count as nothing, so it is a low estimate.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from trellis.apps.directory.models import RecordSeen
from trellis.apps.directory.queries.freshness import chance_wrong, changed_parts

LOW_SHARE, HIGH_SHARE = 0.1, 0.5
WEEKS_LOOKED_AT = 104


@dataclass(frozen=True)
class Estimate:
    """From `low` to `high` people, told by `n_opened` openings of the page."""

    low: float = 0.0
    high: float = 0.0
    n_opened: int = 0

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.high + other.high, self.n_opened + other.n_opened)


def weekly(ids: Iterable[uuid.UUID], *, today: date) -> dict[uuid.UUID, list[tuple[date, int, int]]]:
    """For each record the weeks in which it was shown: week, opened, listed."""
    found: dict[uuid.UUID, list[tuple[date, int, int]]] = defaultdict(list)
    since = today - timedelta(weeks=WEEKS_LOOKED_AT)
    rows = RecordSeen.objects.filter(record_id__in=list(ids), week__gte=since)
    for record_id, week, opened, listed in rows.values_list("record_id", "week", "opened", "listed"):
        found[record_id].append((week, opened, listed))
    return found


def estimate(row: Any, weeks: list[tuple[date, int, int]], changed: dict[str, date]) -> Estimate:
    """The people one record may have misled since it was last confirmed."""
    expected, n_opened = 0.0, 0
    for week, opened, _listed in weeks:
        if opened and (row.assured_on is None or week > row.assured_on):
            expected += opened * chance_wrong(row, changed, today=week)
            n_opened += opened
    return Estimate(expected * LOW_SHARE, expected * HIGH_SHARE, n_opened)


def estimates(rows: list[Any], *, today: date) -> dict[uuid.UUID, Estimate]:
    """The estimate for each of these records of one kind; two queries."""
    if not rows:
        return {}
    ids = [row.pk for row in rows]
    seen, changed = weekly(ids, today=today), changed_parts(rows[0]._meta.model_name, ids)
    return {row.pk: estimate(row, seen.get(row.pk, []), changed.get(row.pk, {})) for row in rows}
