"""Meeting Guide's type codes: names, and what they say about access, language and attendance."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from trellis.interfaces.feeds.cells import as_text

TAXONOMY = "meeting-guide"
LANGUAGES = {
    "AF": "af", "AM": "am", "AR": "ar", "ASL": "ase", "BG": "bg", "DA": "da", "DE": "de",
    "EL": "el", "EN": "en", "FA": "fa", "FI": "fi", "FR": "fr", "HE": "he", "HI": "hi",
    "HR": "hr", "HU": "hu", "IS": "is", "ITA": "it", "JA": "ja", "KA": "ka", "KOR": "ko",
    "LT": "lt", "ML": "ml", "MT": "mt", "NE": "ne", "NL": "nl", "NO": "nb", "POL": "pl",
    "POR": "pt", "PUN": "pa", "RUS": "ru", "S": "es", "SK": "sk", "SL": "sl", "SV": "sv",
    "TH": "th", "TL": "tl", "TUR": "tr", "UK": "uk",
}  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Code -> English name."""
    text = (files("trellis.data") / "taxonomy" / "meeting-guide-types.json").read_text(encoding="utf-8")
    # ONL is left out of the published list, since clients work it out; feeds carry it all the same.
    return {"ONL": "Online"} | {code: label["en"] for code, label in json.loads(text).items()}


def code_of(name: str) -> str:
    """The code of a type given by code or English name, "" when unknown."""
    if name in names():
        return name
    return _by_name().get(_plain(name), "")


def listed(value: Any) -> list[str]:
    """Codes or names of types in any of the shapes that feeds give them: text, list, object, list of objects."""
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    if isinstance(value, dict):
        value = list(value.values())
    found = []
    for each in value if isinstance(value, list) else []:
        named = (each.get("code") or each.get("key") or each.get("name") or each) if isinstance(each, dict) else each
        found.append(as_text(named).strip()[:80])
    return [each for each in found if each]


@cache
def _by_name() -> dict[str, str]:
    older = {
        "wheelchair accessible": "X", "gay lesbian": "LGBTQ", "lgbtqiaa": "LGBTQ", "lgbtq": "LGBTQ",
        "spanish speaking": "S", "beginner": "BE", "beginners": "BE", "men only": "M",
        "women only": "W", "online meeting": "ONL", "speaker discussion": "SP",
        "12 steps 12 traditions": "12x12", "step meeting": "ST", "temporarily closed": "TC", "temporary closure": "TC",
    }  # fmt: skip
    return older | {_plain(name): code for code, name in names().items()}


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
