"""A number for a position, such that a box on the globe is a few ranges of numbers.

The bits of latitude and longitude take turns (Z-order, Morton 1966), so every square of a quadtree is one range. Any ordered
index serves nearby search with it: the primary key of a table, the row numbers of a word index.
"""

from collections.abc import Iterable, Sequence

from trellis.kernels.geo.boxes import Box

AXIS_BITS = 20
KEY_BITS = 2 * AXIS_BITS
"""A key has 40 bits: cells of 19 m by at most 38 m."""

WORLD = 1 << KEY_BITS
"""Keys are below this number."""

_CELLS = 1 << AXIS_BITS

Range = tuple[int, int]


def spatial_key(latitude: float, longitude: float) -> int:
    """The number of the cell that a position is in. Longitude 180 is the last cell, not the first."""
    return _interleaved(_row(latitude), _column(longitude))


def ranges(boxes: Box | Iterable[Box], max_ranges: int = 12) -> list[Range]:
    """Ranges of keys, first and last included, that together hold every position in the boxes (and some around them).

    At most `max_ranges` for each box; more ranges fit more tightly. Sorted, not overlapping.
    """
    if isinstance(boxes, Box):
        boxes = (boxes,)
    return _merged(found for box in boxes for found in _cover(box, max_ranges))


def outside(wanted: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    """What of the wanted ranges is in none of the taken ones. Both sorted; so is the result."""
    left: list[Range] = []
    taken = list(taken)
    for first, last in wanted:
        for taken_first, taken_last in taken:
            if taken_last < first:
                continue
            if taken_first > last:
                break
            if taken_first > first:
                left.append((first, taken_first - 1))
            first = taken_last + 1
            if first > last:
                break
        if first <= last:
            left.append((first, last))
    return left


def _row(latitude: float) -> int:
    return min(_CELLS - 1, max(0, int((latitude + 90) / 180 * _CELLS)))


def _column(longitude: float) -> int:
    return min(_CELLS - 1, max(0, int((longitude + 180) / 360 * _CELLS)))


def _interleaved(row: int, column: int) -> int:
    return _spread(row) << 1 | _spread(column)


def _spread(number: int) -> int:
    """A zero before each of 20 bits (Anderson, "Bit twiddling hacks", interleave by magic numbers)."""
    number = (number | number << 16) & 0x0000FFFF0000FFFF
    number = (number | number << 8) & 0x00FF00FF00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F0F0F0F0F
    number = (number | number << 2) & 0x3333333333333333
    return (number | number << 1) & 0x5555555555555555


def _cover(box: Box, max_ranges: int) -> list[Range]:
    """The squares of one quadtree level that touch the box, of the finest level that gives few enough ranges."""
    south, north, west, east = _row(box.south), _row(box.north), _column(box.west), _column(box.east)
    # At this level the box is at most two squares wide and high, so at most four are touched.
    level = max((north - south).bit_length(), (east - west).bit_length())
    best = [(0, WORLD - 1)]
    while level >= 0:
        rows, columns = range(south >> level, (north >> level) + 1), range(west >> level, (east >> level) + 1)
        if len(rows) * len(columns) > 4 * max_ranges:
            break
        size = 1 << 2 * level
        squares: Sequence[int] = sorted(_interleaved(row, column) << 2 * level for row in rows for column in columns)
        found = _merged((first, first + size - 1) for first in squares)
        if len(found) > max_ranges:
            break
        best = found
        level -= 1
    return best


def _merged(found: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1] + 1:
            if last > merged[-1][1]:
                merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged
