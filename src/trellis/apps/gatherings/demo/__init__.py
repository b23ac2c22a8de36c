"""This app's part of the demo place, each part with its own module."""

from datetime import datetime

from trellis.apps.gatherings.demo import calendar, leagues, places, rota, turns, warmline


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh it; how many there are of each."""
    parts = (calendar, places, leagues, rota, warmline, turns)
    return {name: n for part in parts for name, n in part.load(now=now).items()}
