"""How densely entries stand around a position: how wide to look first."""

from math import sqrt

from django.db import connection

from trellis.core.search.keys import PLACED, keys_of, region_range, span_metres
from trellis.kernels.geo import spatial_key

_SAMPLE = 300
_WIDE = 20_000.0


def radius_holding(entries: float, position: tuple[float, float]) -> float:
    """The radius in metres of a circle round a position that holds about so many entries; one query.

    Entries lie in Z-order, so the stretch of keys that the next few hundred fill says how dense they are. Of the stretches before and
    after the position the shorter one counts, as the other may leap over a border of the curve.
    """
    cell = spatial_key(*position)
    ((here, _),) = keys_of([(cell, cell)], PLACED)
    ((_, end),) = region_range(PLACED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT id FROM core_searchentry WHERE id BETWEEN %s AND %s ORDER BY id LIMIT 1 OFFSET %s), "
            "(SELECT id FROM core_searchentry WHERE id < %s ORDER BY id DESC LIMIT 1 OFFSET %s)",
            [here, end, _SAMPLE, here, _SAMPLE],
        )
        after, before = cursor.fetchone()
    spans = [abs(key - here) for key in (after, before) if key is not None]
    width = span_metres(min(spans)) if spans else _WIDE
    return width / 2 * sqrt(max(entries, 1) / _SAMPLE)
