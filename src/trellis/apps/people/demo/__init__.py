"""The demo place's people: those who watch over worries, those who told how to reach them, and one who helps. All of them are made up."""

from __future__ import annotations

from datetime import datetime

from trellis.apps.people.demo import telling, watching


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh them all; a second run changes nothing."""
    return watching.load(now=now) | telling.load(now=now)


__all__ = ["load"]
