"""Numbers for people who ask without an account. The number itself is kept nowhere."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from trellis.core.fields import blind_index

DIGITS = 16
SEPARATORS = re.compile(r"[\s\-–.()+]+")

_held: ContextVar[frozenset[uuid.UUID]] = ContextVar("needs whose number was shown", default=frozenset())


def receipt_for(form_key: uuid.UUID) -> str:
    """Sixteen digits that nobody can guess without our key, the same each time one form is sent."""
    return f"{int(blind_index(str(form_key), 'exchange.receipt.code'), 16) % 10**DIGITS:0{DIGITS}}"


def receipt_index(code: str) -> str:
    """The keyed digest by which a number finds its need."""
    return blind_index(code, "exchange.receipt")


def digits_of(code: str) -> str:
    """The digits of a number as people type it, with spaces or dashes; "" if it cannot be one."""
    digits = SEPARATORS.sub("", code)
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


@contextmanager
def showing(needs: frozenset[uuid.UUID]) -> Iterator[None]:
    """While a page is answered for a browser in which the numbers of these needs were typed."""
    token = _held.set(needs)
    try:
        yield
    finally:
        _held.reset(token)


def is_shown(need_id: uuid.UUID) -> bool:
    """Whether whoever acts has shown the number of this need."""
    return need_id in _held.get()
