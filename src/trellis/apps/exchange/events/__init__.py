"""What happened in exchange: ids and codes only."""

from trellis.apps.exchange.events import items

__all__ = ["items"]
