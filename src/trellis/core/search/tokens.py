"""From a document's texts to the words the index keeps of it."""

from collections.abc import Iterable
from typing import NamedTuple

from trellis.core.search.documents import Document
from trellis.kernels.text import compounds, stem, words

NAME_MARK = "="
"""Before a word that stands in the name: the index holds it a second time so, and finds names without looking at texts."""

STOP_WORDS = frozenset((
    # English
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "for", "from", "get", "has", "have",
    "how", "i", "if", "im", "in", "is", "it", "its", "me", "my", "near", "need", "not", "of", "on", "or", "our", "so", "some", "that",
    "the", "their", "them", "there", "they", "this", "to", "us", "want", "was", "we", "what", "when", "where", "which", "who", "will",
    "with", "you", "your",
    # Spanish
    "al", "algo", "busco", "cerca", "con", "cuando", "de", "del", "donde", "el", "en", "es", "hay", "la", "las", "los", "me", "mi",
    "mis", "necesito", "o", "para", "por", "puedo", "que", "quiero", "se", "su", "un", "una", "y",
    # Arabic, folded
    "ابحث", "احتاج", "اريد", "الي", "او", "اين", "علي", "عن", "في", "قرب", "لي", "متي", "مع", "من", "هل", "هناك", "و",
))  # fmt: skip


class Tokens(NamedTuple):
    """The words of a document: padded texts of stems for three fields, and the set of all."""

    name: str
    terms: str
    organization: str
    all: set[str]
    shown: dict[str, str]
    """stem -> the word as it was written, for words of this document"""


def tokens(document: Document) -> Tokens:
    """The words of a document. A document in another language also gets the stems of that language."""
    shown: dict[str, str] = {}
    other_language = document.language if document.language[:2] not in ("en", "") else ""

    def stems(text: str) -> list[str]:
        found = words(text)
        if "-" in text or not text.isascii():
            found += compounds(text)
        keys = list(map(stem, found))
        shown.update(zip(keys, found, strict=True))
        if other_language:
            others = [stem(word, language=other_language) for word in found]
            shown.update(zip(others, found, strict=True))
            keys += others
        return keys

    text = stems(document.text)
    organization = stems(document.organization)
    terms = stems(" . ".join(document.terms))
    name = stems(document.name)
    # Little words stay in the fields, where "The Who" may need them, and are left out of long text.
    everything = set(text) - STOP_WORDS
    everything.update(name, terms, organization)
    return Tokens(_padded(name), _padded(terms), _padded(organization), everything, shown)


def _padded(stems: Iterable[str]) -> str:
    """Spaces on both sides of every word, so that `" word " in field` is the test for a whole word."""
    return f" {' '.join(dict.fromkeys(stems))} "
