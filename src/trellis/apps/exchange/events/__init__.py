"""What happened in exchange: ids and codes only."""

from trellis.apps.exchange.events import asking, items, pickups

__all__ = ["asking", "items", "pickups"]
