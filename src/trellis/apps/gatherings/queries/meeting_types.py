"""Meeting Guide's types of recovery meetings: those that a group is asked about, and their names."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

ASKED = ("O", "C", "BE", "D", "SP", "ST", "12x12", "B", "11", "LIT", "MED", "CAN", "W", "M", "LGBTQ", "Y", "CF", "ASL", "X", "XB")
"""Open or closed first, since it is what a newcomer needs to know."""


@cache
def _labels() -> dict[str, dict[str, str]]:
    return json.loads((files("trellis.data") / "taxonomy" / "meeting-guide-types.json").read_text(encoding="utf-8"))


def name_of_type(code: str) -> str:
    """A type in the reader's language, as far as Meeting Guide has it."""
    labels = _labels().get(code, {})
    return labels.get((get_language() or "en").partition("-")[0]) or labels.get("en", code)


def names_of_types(codes: list[str]) -> list[str]:
    """Several, in their order."""
    return [name_of_type(code) for code in codes]
