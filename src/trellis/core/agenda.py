"""What is coming up for one person, from every app that has something to say: the page "My week" and the person's own calendar.

agenda.register(function)                         # in ready(): function(person, since=, until=) -> iterable of Line
agenda.lines(person, since=now, until=later)      # all of it, the earliest first
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a person has said they will do, or is asked about.

    `title` is for the person on a page of ours; `neutral_title` is all that leaves for a calendar elsewhere or stands in a letter.
    `uid` never changes while the thing is the same thing. `asks` says that the person still has to answer.
    """

    at: datetime
    until: datetime | None = None
    title: Any
    neutral_title: Any
    url: str
    uid: str
    where: str = ""
    asks: bool = False
    called_off: bool = False


Source = Callable[..., Iterable[Line]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(person, since=, until=)` tell what is coming up for a person."""
    if source not in _sources:
        _sources.append(source)


def lines(person, *, since: datetime, until: datetime) -> list[Line]:
    """Everything that is coming up for the person between the two moments, the earliest first."""
    found = [line for source in _sources for line in source(person, since=since, until=until)]
    return sorted(found, key=lambda line: (line.at, line.uid))
