"""Which fact of gatherings is told to whom, each part with its own."""

from trellis.apps.gatherings.messages import gardens, leagues, places, respite, rota, safety, turns, warmline

__all__ = ["gardens", "leagues", "places", "respite", "rota", "safety", "turns", "warmline"]
