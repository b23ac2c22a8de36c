"""Small answers kept for a while in this process, so that a busy page need not ask the database each time.

Only for what everybody may see. Django's cache would itself be a query: it is a table here.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")

MOST_KEPT = 2000
_kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
_lock = threading.Lock()


def remembered(key: Hashable, seconds: float, make: Callable[[], T]) -> T:
    """What `make` answered within the last `seconds` for this key, or its answer now. The oldest go when there are many."""
    seconds = seconds * getattr(settings, "PAGE_MEMORY", 1)
    now = time.monotonic()
    with _lock:
        kept = _kept.get(key)
        if kept and now - kept[0] < seconds:
            return kept[1]  # type: ignore[return-value]
    made = make()
    if seconds:
        with _lock:
            _kept[key] = (now, made)
            _kept.move_to_end(key)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return made


def forget_all() -> None:
    """Empties it, for tests."""
    with _lock:
        _kept.clear()
