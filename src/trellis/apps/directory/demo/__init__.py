"""The demo place: the Tendring and Maldon coast, a district that is true to life and invented.

The towns are real. Every organization, venue, person, number and address in them is made up.
"""

from datetime import datetime

from trellis.apps.directory.demo import bookings, leading, loading, networks, upkeep
from trellis.apps.directory.demo.reading import records


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh the demo place, then what people there say about it; how many there are of each."""
    return loading.load(now=now) | leading.load(now=now) | upkeep.load(now=now) | networks.load(now=now) | bookings.load(now=now)


__all__ = ["load", "records"]
