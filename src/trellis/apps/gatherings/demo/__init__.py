"""This app's part of the demo place, each part with its own module."""

from datetime import datetime

from trellis.apps.gatherings.demo import calendar, leagues, places, rota, warmline


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh it; how many there are of each."""
    return calendar.load(now=now) | places.load(now=now) | leagues.load(now=now) | rota.load(now=now) | warmline.load(now=now)
