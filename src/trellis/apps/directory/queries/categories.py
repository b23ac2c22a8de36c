"""Our own plain categories for what a source says in its own words.

A term of Open Eligibility is looked up by its id or name; any other term by the words in its
name; and a record without useful terms by the words in its name, then in its description.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from trellis.apps.directory.models.records import TermRecord

SENSITIVE = {"safety", "recovery"}
MOST = 4

_TWELVE_STEPS = re.compile(
    r"\b(alcoholics|narcotics|cocaine|gamblers|overeaters|sex(aholics)?|debtors|crystal meth"
    r"|marijuana) anonymous\b",
    re.IGNORECASE,
)


def categories_for(terms: Iterable[TermRecord], *texts: str) -> list[str]:
    """Category codes, most telling first; `texts` are a name, then longer descriptions."""
    found: dict[str, None] = {}
    for term in terms:
        for code in _of_term(term):
            found.setdefault(code)
    for text in texts:
        if found:
            break
        for code in _of_text(text):
            found.setdefault(code)
    return list(found)[:MOST]


def is_sensitive(categories: Iterable[str]) -> bool:
    """Whether looking at something of these categories may put a person at risk."""
    return bool(SENSITIVE.intersection(categories))


def _of_term(term: TermRecord) -> list[str]:
    by_id, by_title, _by_word = _open_eligibility()
    if term.taxonomy == "open-eligibility" and term.code in by_id:
        return [by_id[term.code]] if by_id[term.code] else []
    title = term.name.strip().lower()
    if title in by_title:
        return [by_title[title]] if by_title[title] else []
    if title in _own_words():
        return [_own_words()[title]]
    return _of_text(term.name)


def _of_text(text: str) -> list[str]:
    low = text.lower()
    if _TWELVE_STEPS.search(low):
        return ["recovery"]
    starts = _open_eligibility()[2]
    hits: Counter[str] = Counter()
    for word, n in Counter(re.findall(r"[a-z]+", low[:2000])).items():
        for length in range(1, len(word) + 1):
            start = word[:length]
            if start in starts and _fits(word, start):
                hits[start] += n
    counts: dict[str, int] = {}
    for start, category in starts.items():
        if hits[start]:
            counts[category] = counts.get(category, 0) + hits[start]
    for phrase, category in _own_words().items():
        if " " in phrase and phrase in low:
            counts[category] = counts.get(category, 0) + 2
    return sorted(counts, key=lambda code: -counts[code])[:2]


def _fits(word: str, start: str) -> bool:
    # "art" must not find "article", nor "work" "workshop"; longer beginnings are stems.
    return len(start) > 4 or len(word) - len(start) <= 1


@cache
def _own_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for term in _toml("trellis.toml")["term"]:
        for phrase in [term["label"], *term.get("synonyms", ())]:
            words.setdefault(phrase.lower(), term["category"])
    return words


@cache
def _open_eligibility() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    table = _toml("open-eligibility-categories.toml")
    folder = files("trellis.data") / "taxonomy"
    with (folder / "open-eligibility.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parents = {row["id"]: row["parent_id"] for row in rows}
    by_id: dict[str, str] = {}
    for key in parents:
        at, seen = key, set()
        while at and at not in table["by_term"] and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        by_id[key] = table["by_term"].get(at, "")
    by_title: dict[str, str] = {}
    for row in rows:
        by_title.setdefault(row["title"].lower(), by_id[row["id"]])
    return by_id, by_title, table["by_word"]


def _toml(name: str) -> dict:
    return tomllib.loads((files("trellis.data") / "taxonomy" / name).read_text(encoding="utf-8"))
