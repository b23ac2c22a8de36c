"""Whether, when and in which words somebody may be written to. Letters know no apps, so an app says it here.

    register_reach(function)      # function(person, channel code, now) -> Reach or None

It is asked twice: when a letter is written, and again when it is about to leave, because people change their minds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ANYTHING = "anything"
PLACE = "place"
NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How one person may be reached one way."""

    allowed: bool = True
    said: str = ANYTHING
    """`place`: only the place's name and its letters page. `nothing`: that there is something, and the bare address."""

    address: str = ""
    """Where it goes, when the person has no address in their account."""

    not_before: datetime | None = None
    """The next safe moment, when now is none."""


FREELY = Reach()
Asked = Callable[[Any, str, datetime], Reach | None]

_asked: list[Asked] = []


def register_reach(function: Asked) -> None:
    """Let `function` say how people may be reached."""
    if function not in _asked:
        _asked.append(function)


def reach(person: Any, channel: str, *, now: datetime) -> Reach:
    """What the person has said of this way; freely where they said nothing."""
    return next((said for ask in _asked if (said := ask(person, channel, now)) is not None), FREELY)
