"""What gatherings do when something happens, each part with its own."""

from trellis.apps.gatherings.reactions import places, turns

__all__ = ["places", "turns"]
