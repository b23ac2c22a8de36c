"""Events: facts in the past tense that hold ids and codes only.

A subclass is a frozen dataclass with a `code`, says how long it `keeps` (days, None for ever)
and how it `forgets` a person; leaving one out fails when the class is made.
"""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any, ClassVar

_events: dict[str, type[Event]] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to `subject_id`."""

    code: ClassVar[str]
    keeps: ClassVar[int | None]
    forgets: ClassVar[str]

    subject_id: str = ""

    def __init_subclass__(cls, **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        for name in ("code", "keeps", "forgets"):
            if name not in cls.__dict__:
                raise TypeError(f"{cls.__name__} must say `{name}`")
        if cls.code in _events and _events[cls.code].__qualname__ != cls.__qualname__:
            raise TypeError(f"two events are called {cls.code}")
        _events[cls.code] = cls

    def facts(self) -> dict[str, Any]:
        """What the log keeps of it: ids, codes and counts."""
        kept = {}
        for each in dataclasses.fields(self):
            value = getattr(self, each.name)
            if each.name != "subject_id" and value not in ("", None):
                kept[each.name] = str(value) if isinstance(value, uuid.UUID) else value
        return kept


def all_events() -> list[type[Event]]:
    """Every declared event, by code."""
    return [_events[code] for code in sorted(_events)]
