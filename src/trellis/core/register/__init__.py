"""The personal-data register: for each field that may hold it, why, how long and who reads it."""

from trellis.core.register.declarations import Keep, Personal, Theirs, describe, described

__all__ = ["Keep", "Personal", "Theirs", "describe", "described"]
