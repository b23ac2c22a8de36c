"""This app's part of the demo place, each part with its own module."""

from datetime import datetime

from trellis.apps.exchange.demo import items, pickups


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh it; how many there are of each."""
    return items.load(now=now) | pickups.load(now=now)
