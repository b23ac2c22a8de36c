"""Words that make a moderator look. They raise a card, and never hide, hold or slow anything by themselves.

In English only so far; a place may need its own.
"""

from __future__ import annotations

import re

from trellis.apps.talk.models.moderation import Broken

_NOTICED = (
    (
        Broken.HURTS,
        re.compile(r"\b(i(?:'ll| will| am going to|’ll) (?:kill|hurt|find) you|know where you live|watch your back)\b", re.IGNORECASE),
    ),
    (Broken.SELLS, re.compile(r"\b(bitcoin|crypto|payday loan|quick loan|whatsapp me|double your money|gift cards?)\b", re.IGNORECASE)),
    (Broken.TELLS, re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b|(?<!\d)(?:\+44|0)(?:[\s()-]*\d){9,10}(?!\d)")),
)
_DESPERATE = re.compile(
    r"\b(kill(?:ing)? myself|end(?:ing)? my life|want to die|suicid\w*|can(?:'|’)?t go on|hurt(?:ing)? myself)\b", re.IGNORECASE
)


def noticed(text: str) -> str:
    """The rule that these words may break, or ""."""
    return next((str(rule) for rule, pattern in _NOTICED if pattern.search(text)), "")


def sounds_desperate(text: str) -> bool:
    """Whether whoever wrote this may want to know at once whom they can talk to. Nothing is kept of the answer."""
    return bool(_DESPERATE.search(text))
