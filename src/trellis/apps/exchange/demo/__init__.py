"""This app's part of the demo place, each part with its own module."""

from datetime import datetime

from trellis.apps.exchange.demo import asking, items, pickups


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh it; how many there are of each."""
    return asking.load(now=now) | items.load(now=now) | pickups.load(now=now)
