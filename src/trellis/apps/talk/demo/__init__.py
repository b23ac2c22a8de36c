"""The demo place talks: a thread in a carers' group, and a moderator's decision that somebody else took back. All invented."""

from trellis.apps.talk.demo.talking import afterwards, load

__all__ = ["afterwards", "load"]
