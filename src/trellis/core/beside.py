"""What apps above have to say on a page of an app below: links such as "What’s on here", and a truth that must be seen at once.

    beside.register("directory.organization", function)   # in ready(): function(row, person, now=) -> iterable of Way
    beside.ways("directory.organization", organization, person=person, now=now)

A source asks the database once or not at all, since it is asked for each view of the page; and it says nothing that the
reader may not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PAGES = (
    "directory.organization", "directory.group", "directory.location", "directory.space", "directory.service", "gatherings.gathering",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link with its words, and a short note beside it ("Somebody is on now, until 21:00")."""

    label: Any
    url: str
    note: Any = ""


Source = Callable[..., Iterable[Way]]

_sources: dict[str, list[Source]] = {}


def register(page: str, source: Source) -> None:
    """Let `source(row, person, now=)` add to one of PAGES. "directory.group" is the page of a group for its members."""
    if page not in PAGES:
        raise ValueError(f"{page} is none of {', '.join(PAGES)}")
    known = _sources.setdefault(page, [])
    if source not in known:
        known.append(source)


def ways(page: str, row: Any, *, person: Any, now: datetime) -> list[Way]:
    """Everything that is said beside this row, in the order of the apps."""
    return [way for source in _sources.get(page, ()) for way in source(row, person, now=now)]
