"""What can be found: the form of an index document, facets, and the registry where apps declare them.

An app registers only what everybody may see. The index keeps what it is given: a confidential address that is not passed
cannot leak from a result, a filter count or the database file of the index.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from trellis.kernels.hours import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One record at one place (or at none), ready for the index.

    ref, part    the record and which of its places this is ("" when it has none or only one)
    group        records with the same group are one result, shown at the nearest place; never equal names alone
    anchor       for a record without a place: where it belongs roughly, so that the nearest come first
    name, terms, organization, text   words to find it by, in falling weight; terms hold synonyms and parents too
    facets       facet code -> values
    zone         name of the time zone its opening rules are in; "" is the place's own
    rules        opening rules of `kernels.hours`
    quality      0 to 100: fresh and complete first
    places       at how many places the group is, this one included
    card         facts that a result shows, as JSON can hold them
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
    rules: tuple[Rule, ...] = ()
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


class UnknownFacet(ValueError):
    """A document has a facet, or a value of one that is not open, that nobody declared."""


_searchables: dict[str, Searchable] = {}
_facets: dict[str, Facet] = {}


def searchable(declared: Searchable, *, facets: Iterable[Facet] = ()) -> Searchable:
    """Register a kind of record and the facets of its documents. Two kinds may share a facet, when they declare it alike."""
    known = _searchables.setdefault(declared.kind, declared)
    if known is not declared:
        raise ValueError(f"{declared.kind} is registered twice")
    for facet in facets:
        if _facets.setdefault(facet.code, facet) != facet:
            raise ValueError(f"the facet {facet.code} is declared in two ways")
    return declared


def searchables() -> list[Searchable]:
    """Every registered kind, by name."""
    return [_searchables[kind] for kind in sorted(_searchables)]


def facets() -> list[Facet]:
    """Every declared facet, in the order of declaration."""
    return list(_facets.values())


@contextmanager
def only(*declared: Searchable, facets: Iterable[Facet] = ()) -> Iterator[None]:
    """Inside the block just these kinds and facets are registered: for tests and benchmarks with content of their own."""
    before = dict(_searchables), dict(_facets)
    _searchables.clear()
    _facets.clear()
    try:
        for number, each in enumerate(declared):
            searchable(each, facets=facets if number == 0 else ())
        yield
    finally:
        for registry, content in zip((_searchables, _facets), before, strict=True):
            registry.clear()
            registry.update(content)
