"""Every write of exchange."""

from trellis.apps.exchange.actions import items, items_clock, items_loans

__all__ = ["items", "items_clock", "items_loans"]
