"""Reads our own plain terms, with their synonyms and categories."""

from __future__ import annotations

import tomllib
from pathlib import Path

from trellis.apps.directory.models.records import TermRecord

FILE = Path(__file__).parents[3] / "data" / "taxonomy" / "trellis.toml"
WORDS = FILE.with_name("trellis_words.toml")
"""What people type for the terms in other languages."""


def plain_terms(path: Path = FILE) -> tuple[dict[str, TermRecord], dict[str, str]]:
    """Terms by code, and the category of each code."""
    plain = tomllib.loads(path.read_text(encoding="utf-8"))
    elsewhere = list(tomllib.loads(WORDS.read_text(encoding="utf-8")).values())
    terms = {
        each["code"]: TermRecord(
            taxonomy=plain["taxonomy"],
            code=each["code"],
            name=each["label"],
            parent_code=next(iter(each["parents"]), ""),
            synonyms=[*each["synonyms"], *(word for words in elsewhere for word in words.get(each["code"], ()))],
        )
        for each in plain["term"]
    }
    return terms, {each["code"]: each["category"] for each in plain["term"]}
