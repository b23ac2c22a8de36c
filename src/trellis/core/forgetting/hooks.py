"""Functions that forget what no column tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .identity import Identity

Forgets = Callable[[Identity, datetime], int]

_functions: list[Forgets] = []


def also_forgets(function: Forgets) -> Forgets:
    """Declare `function(them, now)`, run in the transaction of an erasure while the person's rows are still there.

    It returns how many rows or files it changed.
    """
    _functions.append(function)
    return function


def all_hooks() -> list[Forgets]:
    """Every declared function, in the order of declaration."""
    return list(_functions)
