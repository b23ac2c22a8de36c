"""Counts beside the filters."""

from collections import Counter
from collections.abc import Iterable, Mapping

from trellis.core.search.bits import COLUMNS, Layout, Place
from trellis.core.search.ranking import Ranked


def facet_counts(
    hits: Iterable[Ranked], misses: Iterable[Ranked], layout: Layout, masks: Mapping[str, tuple[int, int]]
) -> dict[str, dict[str, int]]:
    """Facet -> value -> how many results there would be with that value alone chosen in this facet, and all other filters as they are.

    `misses` are the candidates that fail exactly one of the chosen filters (`masks`): they are what another value of that one
    facet would bring. A group with several places counts once for a value, when any of its places has it.
    """
    found = _bits_by_group(hits)
    failed: dict[str, list[Ranked]] = {}
    for each in misses:
        columns = (each.candidate.bits_a, each.candidate.bits_b)
        for code, (column, mask) in masks.items():
            if not columns[column] & mask:
                failed.setdefault(code, []).append(each)
                break
    columns = _columns(found)
    counts = {}
    for code, place in layout.places.items():
        if code in failed:
            together = _bits_by_group(failed[code], {group: list(bits) for group, bits in found.items()})
            counts[code] = _count(place, _columns(together)[place.column])
        else:
            counts[code] = _count(place, columns[place.column])
    return counts


def _bits_by_group(candidates: Iterable[Ranked], known: dict[int, list[int]] | None = None) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = known if known is not None else {}
    for each in candidates:
        row = each.candidate
        bits = groups.get(row.group)
        if bits is None:
            groups[row.group] = [row.bits_a, row.bits_b]
        else:
            bits[0] |= row.bits_a
            bits[1] |= row.bits_b
    return groups


def _columns(groups: Mapping[int, list[int]]) -> list[list[int]]:
    return [[bits[column] for bits in groups.values()] for column in range(COLUMNS)]


def _count(place: Place, column: list[int]) -> dict[str, int]:
    """Counts of a facet's values. Masked to the facet, few combinations of bits are left, and counting those is quick."""
    counts: dict[str, int] = {}
    for bits, number in Counter(map(place.mask.__and__, column)).items():
        while bits:
            bit = bits & -bits
            value = place.values[bit]
            counts[value] = counts.get(value, 0) + number
            bits ^= bit
    return {value: counts[value] for value in place.bits if value in counts}
