"""Strings that break what forgets to escape, to check or to encode."""

import json
from pathlib import Path

LIST = json.loads((Path(__file__).parents[1] / "data/naughty/blns.json").read_text())
OURS = ["\x00", "a\x00b", "\x1b[31m", "\u202eevil", "\ufeff", "\ufffe", "\u2028", "=1+1", "@SUM(1)", "🏴" * 50, "a" * 5000, "9" * 400]
NAUGHTY = list(dict.fromkeys([*OURS, *LIST]))
WORST = [
    *OURS,
    *("<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "' OR 1=1 --", "%s%n{0}{{7*7}}{% now 'Y' %}", "../../etc/passwd"),
    *("NaN", "-1", "1e309", "0x1", "٣", "2026-02-31", "24:61", "None", "undefined", "$HOME", "javascript:alert(1)", "//evil.example"),
]
TAG = "<canary-tag x='1' y=\"2\">"
"""Stands behind every string; were it to appear like this in a page, something was not escaped."""

SURROGATE = "%ED%A0%80%ED%B0%80%FF"
"""Bytes that are no text: lone surrogates and half of nothing."""


def turns(strings: list[str], places: list[str]):
    """Every string once, several at a time in different places, each in turn."""
    for start in range(0, len(strings), len(places)):
        chosen = strings[start : start + len(places)]
        shift = start // len(places) % len(places)
        turned = places[shift:] + places[:shift]
        yield dict(zip(turned, chosen, strict=False))
