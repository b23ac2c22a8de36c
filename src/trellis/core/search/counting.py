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
    combinations = _combinations(found)
    counts = {}
    for code, place in layout.places.items():
        if code in failed:
            together = _bits_by_group(failed[code], {group: list(bits) for group, bits in found.items()})
            counts[code] = _count(place, _combinations(together))
        else:
            counts[code] = _count(place, combinations)
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


def _combinations(groups: Mapping[int, list[int]]) -> list[Counter[int]]:
    """How often each combination of bits occurs, by column: far fewer than results."""
    return [Counter([bits[column] for bits in groups.values()]) for column in range(COLUMNS)]


def _count(place: Place, combinations: list[Counter[int]]) -> dict[str, int]:
    counts = dict.fromkeys(place.bits, 0)
    every = 0
    for bit in place.bits.values():
        every |= bit
    inside: Counter[int] = Counter()
    for bits, number in combinations[place.column].items():
        inside[bits & every] += number
    for bits, number in inside.items():
        for value, bit in place.bits.items():
            if bits & bit:
                counts[value] += number
    return {value: number for value, number in counts.items() if number}
