"""The demo place's people: those who watch over worries. All of them are made up."""

from trellis.apps.people.demo.watching import load

__all__ = ["load"]
