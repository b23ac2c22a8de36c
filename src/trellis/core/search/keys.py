"""Primary keys of entries: where, then which."""

import hashlib
from functools import lru_cache
from math import isqrt, log2
from uuid import UUID

from trellis.kernels.geo import KEY_BITS, WORLD, Box, box_around, outside, ranges, spatial_key

SERIAL_BITS = 62 - KEY_BITS - 1
"""21 bits: two million records at one spot."""

PLACED, ANCHORED, ANYWHERE = 0, 1, 2
"""Entries at a place; without one, but belonging somewhere; and those for everybody. In this order in the file."""

_RANGES_A_RING = 4
_GROWTH = 4.0
_WIDEST = 1_500_000.0
_NARROWEST = 300.0

Range = tuple[int, int]


def entry_key(region: int, position: tuple[float, float] | None, ref: UUID, part: str) -> int:
    """The key an entry should have: region, cell, and a serial that follows from the record, so it is the same every time."""
    cell = spatial_key(*position) if position else 0
    serial = int.from_bytes(hashlib.blake2b(ref.bytes + part.encode(), digest_size=4).digest()) >> (32 - SERIAL_BITS)
    return ((region << KEY_BITS | cell) << SERIAL_BITS) | serial


def region_range(*regions: int) -> list[Range]:
    """All keys of some regions."""
    shift = KEY_BITS + SERIAL_BITS
    return [(region << shift, ((region + 1) << shift) - 1) for region in regions]


def rings(position: tuple[float, float], *, first: float, radius: float | None = None) -> list[Range]:
    """Ranges of cells round a position, the nearest first: up to `radius` metres, or the whole world.

    `first` is the radius of the innermost circle; each further one is four times as wide. Every range costs a seek in the word index,
    so the circles are few, and the first should hold about as many entries as are wanted.
    """
    # A hundred metres make no difference to the rings, and rounding lets neighbours share the work.
    start = 2.0 ** round(log2(max(first, _NARROWEST)))
    return list(_rings(round(position[0], 3), round(position[1], 3), start, radius))


def around_then_rest(position: tuple[float, float], metres: float, *, rest: bool) -> list[Range]:
    """Ranges of cells within a distance of a position, and after them all others, if wanted."""
    cells = ranges(box_around(round(position[0], 3), round(position[1], 3), metres), _RANGES_A_RING)
    return [*cells, *outside([(0, WORLD - 1)], cells)] if rest else cells


def span_metres(keys: int) -> float:
    """About how wide the square is that a stretch of keys fills."""
    side = isqrt(max(keys >> SERIAL_BITS, 1))
    # Half the sum of a cell's height and its width at 50 degrees.
    return side * (180 / (1 << KEY_BITS // 2) * 111_195) * 1.14


def keys_of(cells: list[Range], region: int) -> list[Range]:
    """Ranges of cells as ranges of keys in a region."""
    start = region << KEY_BITS
    return [((start | first) << SERIAL_BITS, ((start | last) + 1 << SERIAL_BITS) - 1) for first, last in cells]


def box_cells(box: tuple[float, float, float, float]) -> list[Range]:
    """Ranges of cells that hold a box (south, west, north, east), which may cross the 180th meridian."""
    south, west, north, east = box
    return ranges(_boxes(south, west, north, east), 16)


@lru_cache(maxsize=2048)
def _rings(latitude: float, longitude: float, first: float, radius: float | None) -> tuple[Range, ...]:
    done: list[Range] = []
    order: list[Range] = []
    steps = []
    metres = first
    while metres < (_WIDEST if radius is None else radius):
        steps.append(metres)
        metres *= _GROWTH
    if radius is not None:
        steps.append(radius + 150)
    for metres in steps:
        cells = ranges(box_around(latitude, longitude, metres), _RANGES_A_RING)
        order += outside(cells, done)
        done = _joined(done + cells)
    if radius is None:
        order += outside([(0, WORLD - 1)], done)
    return tuple(order)


def _joined(cells: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for first, last in sorted(cells):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _boxes(south: float, west: float, north: float, east: float) -> list[Box]:
    if west <= east:
        return [Box(south, west, north, east)]
    return [Box(south, west, north, 180.0), Box(south, -180.0, north, east)]
