"""Which fact of the exchange is told to whom. Each part has its own module."""

from trellis.apps.exchange.messages import asking, items, pickups

__all__ = ["asking", "items", "pickups"]
