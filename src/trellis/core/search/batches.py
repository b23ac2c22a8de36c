"""An endless stream in pieces (itertools.batched, which Python 3.11 lacks)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Tuples of at most `size` items."""
    source = iter(items)
    while part := tuple(islice(source, size)):
        yield part
