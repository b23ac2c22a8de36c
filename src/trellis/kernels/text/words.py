"""Words of any script, as an index and a query see them."""

import re
import sys
import unicodedata
from functools import cache

from trellis.kernels.text.folding import LONGEST, fold

LONGEST_WORD = 40
MOST_WORDS = 2_000

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_JOINED = re.compile(r"(?<=\w)'(?=\w)")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
_COMPOUND = re.compile(r"(?<![\w-])(\w+)-(\w+)(?![\w-])")

# Scripts written without spaces (and Korean, whose particles stick to the word): first and last character of their blocks.
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul
)
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")


@cache
def _any_word() -> re.Pattern[str]:
    """A run of letters, digits and the marks between them (which `\\w` leaves out, and Bengali can't do without)."""
    ranges: list[list[int]] = []
    for code in range(0x300, min(0x20000, sys.maxunicode)):
        if unicodedata.category(chr(code)) in ("Mn", "Mc"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    marks = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(f"(?:[^\\W_]|[{marks}])+")


def words(text: str, *, limit: int = LONGEST) -> list[str]:
    """The words of a text, folded, in their order.

    An apostrophe joins ("women's" is "womens"), so do the points of initials ("A.A." is "aa"); all else that is no letter or
    digit parts. Text of scripts without spaces gives pairs of neighbouring characters, so that any part of it can be found.
    A word has at most 40 characters (the rest is cut off) and a text at most 2,000 words.
    """
    text = text[:limit]
    # Spaces need no folding here, as every one of them parts.
    text = text.lower() if text.isascii() else fold(text, limit=limit)
    if "'" in text:
        text = _JOINED.sub("", text)
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _ASCII_WORD.findall(text)[:MOST_WORDS]]
    found: list[str] = []
    for word in _any_word().findall(text):
        for run in _RUNS.findall(word):
            if len(run) > 1 and _UNSPACED_START.match(run):
                found.extend(run[at : at + 2] for at in range(len(run) - 1))
            else:
                found.append(run[:LONGEST_WORD])
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


def compounds(text: str, *, limit: int = LONGEST) -> list[str]:
    """Hyphenated pairs as one word ("drop-in" as "dropin"), for an index to hold beside the two words."""
    if "-" not in text[:limit] and text[:limit].isascii():
        return []
    text = _JOINED.sub("", fold(text, limit=limit))
    return [(first + second)[:LONGEST_WORD] for first, second in _COMPOUND.findall(text)[:MOST_WORDS]]
