"""Facets as bits: which value is which bit of which column."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from trellis.core.search.documents import Facet, UnknownFacet, facets

COLUMNS = 2
BITS = 62
"""Usable bits of a signed 64-bit column."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the values of a facet stand: the column, the bit of each value, the value of each bit, and all bits together."""

    facet: Facet
    column: int
    bits: Mapping[str, int]
    values: Mapping[int, str]
    mask: int


@dataclass(frozen=True, slots=True)
class Layout:
    """All declared facets and their bits. `signature` changes when the meaning of a bit does."""

    places: Mapping[str, Place]
    signature: str

    def columns(self, values: Mapping[str, Collection[str]]) -> tuple[int, int]:
        """The bit columns of a document with these facet values. Raises UnknownFacet for what nobody declared."""
        columns = [0] * COLUMNS
        for code, chosen in values.items():
            place = self.places.get(code)
            if place is None:
                raise UnknownFacet(f"there is no facet {code!r}")
            for value in chosen:
                bit = place.bits.get(value)
                if bit is not None:
                    columns[place.column] |= bit
                elif not place.facet.open:
                    raise UnknownFacet(f"the facet {code!r} has no value {value!r}")
        return columns[0], columns[1]

    def mask(self, code: str, values: Iterable[str]) -> int:
        """The bits of these values of a facet, without the column they are in; unknown values have none."""
        place = self.places[code]
        mask = 0
        for value in values:
            mask |= place.bits.get(value, 0)
        return mask


def layout() -> Layout:
    """The layout of the facets that are declared now."""
    return _layout(tuple(facets()))


@lru_cache(maxsize=4096)
def facet_word(code: str, value: str) -> str:
    """The word of the index that stands for a value of an indexed facet: letters, digits and a colon, which no word of a text has."""
    return f"{_plain(code)}:{_plain(value)}"


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


@lru_cache(maxsize=8)
def _layout(declared: tuple[Facet, ...]) -> Layout:
    places: dict[str, Place] = {}
    used = [0] * COLUMNS
    for facet in declared:
        column = next((each for each in range(COLUMNS) if used[each] + len(facet.values) <= BITS), None)
        if column is None:
            raise ValueError(f"no bits left for the {len(facet.values)} values of the facet {facet.code}")
        bits = {value: 1 << (used[column] + number) for number, value in enumerate(facet.values)}
        used[column] += len(facet.values)
        places[facet.code] = Place(facet, column, bits, {bit: value for value, bit in bits.items()}, sum(bits.values()))
    written = repr([(facet.code, facet.values, facet.indexed, facet.open) for facet in declared])
    return Layout(places, hashlib.blake2b(written.encode(), digest_size=8).hexdigest())
