"""Entries made by hand, and an index of just these."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from trellis.core.search.documents import Document, Facet, Searchable, only
from trellis.core.search.finding import find
from trellis.core.search.indexing import reindex
from trellis.core.search.query import Found, Query
from trellis.kernels.hours import Rule

LONDON = ZoneInfo("Europe/London")
CLACTON, HARWICH, COLCHESTER, LONDON_CENTRE = (51.789, 1.153), (51.945, 1.289), (51.889, 0.904), (51.507, -0.128)
TUESDAY_EVENING = datetime(2026, 11, 24, 19, 0, tzinfo=LONDON)
WEEKDAYS = (0, 1, 2, 3, 4)

FACETS = (
    Facet(code="cost", values=("free", "donation", "paid")),
    Facet(code="access", values=("step_free", "partly")),
    Facet(code="category", values=("food", "recovery", "grief", "family"), indexed=True),
    Facet(code="led_by", values=("lived_experience", "residents"), indexed=True),
    Facet(code="language", values=("en", "pl", "ar"), indexed=True, open=True),
)
_NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


def ref_of(name: str) -> UUID:
    """An id that is the same in every run."""
    return uuid5(_NAMES, name)


def entry(name: str, position: tuple[float, float] | None = CLACTON, *, key: str = "", part: str = "", **more) -> Document:
    """A document with a name and a position; `key` tells apart what has the same name."""
    latitude, longitude = position or (None, None)
    more.setdefault("card", {"name": name})
    return Document(kind="made", ref=ref_of(key or name), part=part, latitude=latitude, longitude=longitude, name=name, **more)


def hours(opens: str, closes: str, days: tuple[int, ...] = WEEKDAYS, **more) -> tuple[Rule, ...]:
    """One weekly opening."""
    return (Rule(weekdays=days, opens=_minutes(opens), closes=_minutes(closes), **more),)


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@contextmanager
def indexed(*entries: Document, synonyms: tuple[tuple[str, ...], ...] = ()) -> Iterator[list[Document]]:
    """An index of these entries; the list may be changed and indexed again."""
    there = list(entries)

    def documents(refs):
        return iter([each for each in there if refs is None or each.ref in refs])

    with only(Searchable(kind="made", documents=documents, synonyms=lambda: synonyms), facets=FACETS):
        reindex()
        yield there


def ask(words: str = "", **more) -> Found:
    """Search on a Tuesday evening, unless told otherwise."""
    now = more.pop("now", TUESDAY_EVENING)
    calendar = {"calendar": more.pop("calendar")} if "calendar" in more else {}
    return find(Query(words=words, **more), now=now, **calendar)


def names(found: Found) -> list[str]:
    """The names of the results in their order."""
    return [result.card["name"] for result in found.results]
