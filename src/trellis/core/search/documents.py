"""What can be found: the form of an index document, facets, and the registry where apps declare them.

An app registers only what everybody may see. The index keeps what it is given: a confidential address that is not passed
cannot leak from a result, a filter count or the database file of the index.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

BITS = 62
"""Usable bits of a signed 64-bit column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One record at one place (or at none), ready for the index.

    ref, part    the record and which of its places this is ("" when it has none or only one)
    group        records with the same group are one result, shown at the nearest place; never equal names alone
    anchor       for a record without a place: where it belongs roughly, so that the nearest come first
    name, terms, organization, text   words to find it by, in falling weight; terms hold synonyms and parents too
    facets       facet code -> values
    rules        opening rules in the compact form of `kernels.hours`, weekly_mask its 7 numbers of 48 half-hours, and
                 mask_is_exact whether they alone decide (weekly, on the half-hour, no exceptions)
    quality      0 to 100: fresh and complete first
    card         JSON-able facts that a result shows; "also_at" counts are kept in `places`
    """

    kind: str
    ref: UUID
    part: str = ""
    group: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    anchor: tuple[float, float] | None = None
    zone: str = ""
    language: str = "en"
    name: str = ""
    terms: Collection[str] = ()
    organization: str = ""
    text: str = ""
    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    rules: str = ""
    weekly_mask: tuple[int, ...] = (0, 0, 0, 0, 0, 0, 0)
    mask_is_exact: bool = True
    closed_until: date | None = None
    confirmed_on: date | None = None
    quality: int = 50
    places: int = 1
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A filter with counts. Values have a bit each; the place of a bit is its order of declaration.

    `indexed`: its values are words of the index too, which makes rare values (a language, a category) fast to find among a
    million. `open`: values that are not declared are allowed; they can be filtered by, but are not counted.
    """

    code: str
    values: tuple[str, ...]
    indexed: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """A kind of record that can be found.

    documents(None) streams the documents of all public records, documents(refs) those of the given ones; a record that
    yields none is taken out of the index. Documents of one record come one after another.
    synonyms() yields groups of phrases that mean the same ("AA", "Alcoholics Anonymous").
    """

    kind: str
    documents: Callable[[Collection[UUID] | None], Iterator[Document]]
    synonyms: Callable[[], Iterable[Collection[str]]] | None = None
