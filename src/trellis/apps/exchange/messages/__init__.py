"""Which fact of the exchange is told to whom. Each part has its own module."""

from trellis.apps.exchange.messages import items

__all__ = ["items"]
