"""Which fact of gatherings is told to whom, each part with its own."""

from trellis.apps.gatherings.messages import gardens, places, respite

__all__ = ["gardens", "places", "respite"]
