"""A question to the search and its answer, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

MILE = 1609.344
RADII = tuple(round(miles * MILE) for miles in (1, 3, 5, 10, 25, 50))
"""Radius choices in metres: 1, 3, 5, 10, 25 and 50 miles."""

ORDERS = ("best", "near", "soon", "confirmed", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for. Everything is optional: an empty query browses what is nearest and open soon.

    words      as typed; anything at all is safe
    position   (latitude, longitude); None means nowhere in particular: the place's centre then breaks ties only
    radius_m   only results at most this far (and those without a place); None lets nearness decide the order alone.
               When nothing lies inside, the nearest are given instead and `Found.widened` says so.
    open_now   only what is open at `at` (or at `now`, given to `find`)
    at         an aware datetime to ask about instead of now
    open_until only with open_now: open at some moment between `at` and this, on the same day
    filters    facet code -> values, for example {"category": ("food", "money"), "cost": ("free",)}: any value of one facet,
               all facets together. Facets are those that apps declared; unknown ones match nothing.
    box        (south, west, north, east): only results with a place inside it
    language   language of the words, for plurals
    as_typed   do not correct spelling ("search instead for ...")
    """

    words: str = ""
    position: tuple[float, float] | None = None
    radius_m: int | None = None
    open_now: bool = False
    at: datetime | None = None
    open_until: datetime | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    box: tuple[float, float, float, float] | None = None
    order: str = "best"
    page: int = 1
    page_size: int = 20
    language: str = "en"
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a result: a code and the words of the person that it concerns.

    Codes: "name", "terms", "organization", "text" (where the words stand); "missing" for words that it lacks.
    """

    code: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result: the card as its app made it, and what the search adds.

    state      "open", "closed", "appointment" (by appointment only) or "unknown" (no opening hours known)
    reason     why, as a `kernels.hours.Reason` ("holiday", "out_of_term", "open_end_unknown", ...), or "closed_for_now"
    until      while open: when it closes (aware, in the place's zone); None when it does not say or does not close
    opens_at   while not open: when it opens next (aware, in the place's zone)
    closed_until  the last day on which it is closed, when it is closed for now
    also_at    at how many other places the same service is
    """

    kind: str
    ref: UUID
    part: str
    card: Mapping[str, Any]
    latitude: float | None
    longitude: float | None
    distance_m: int | None
    state: str
    reason: str
    until: datetime | None
    opens_at: datetime | None
    closed_until: date | None
    why: tuple[Why, ...]
    confirmed_on: date | None
    also_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a query: one page of results, and counts over all that were looked at.

    total, total_is_capped   number of results; when capped, say "at least"
    facets                   facet code -> value -> number of results if that value alone were chosen in this facet and all
                             other filters stayed; `facets_are_capped` when there may be more
    words_used, words_left   the words that were searched for, and those that stand in no record, as people write them
    corrected                the corrected words as one text, or "" when nothing was corrected
    partial                  True when no or hardly any record has all the words, so that records with some of them follow
    widened                  True when nothing was found inside the radius and the nearest are shown instead
    """

    results: tuple[Result, ...] = ()
    total: int = 0
    total_is_capped: bool = False
    page: int = 1
    pages: int = 1
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    facets_are_capped: bool = False
    words_used: tuple[str, ...] = ()
    words_left: tuple[str, ...] = ()
    corrected: str = ""
    partial: bool = False
    widened: bool = False
    points: tuple[tuple[float, float], ...] = ()
    """(latitude, longitude) of all results with a place, in their order, for a map."""
