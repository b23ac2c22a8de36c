"""Light stems: plural and singular, "cook" and "cooking" meet; different words stay apart.

Far lighter than Porter's stemmer: only endings that inflect a word go, none that makes another word of it. The stem is a
key, not a word to show ("housing" and "house" are both "hous").
"""

from functools import lru_cache

_KEPT = frozenset((
    "evening", "morning", "wedding", "nothing", "something", "anything", "everything", "during", "spring", "string", "king",
    "ring", "thing", "wing", "sing", "bring", "ceiling", "sibling", "united", "hundred", "kindred", "sacred", "naked", "wicked",
    "news", "aids", "always", "perhaps", "besides", "christmas", "lens", "gas", "bus", "yes", "this", "his", "its", "was", "has",
    "does", "series", "species", "diabetes", "asbestos", "chaos",
))  # fmt: skip
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=50_000)
def stem(word: str, *, language: str = "en") -> str:
    """The key under which a folded word is looked up. Words of languages without rules here stay as they are.

    Never empty for a word that is not, never longer than the word. Arabic is known by its letters, whatever the language said.
    """
    if "\u0621" <= word[:1] <= "\u064a":
        return _arabic(word)
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    short = language[:2].lower()
    if short == "en":
        return _english(word)
    if short == "es":
        return _spanish(word)
    return word


def _english(word: str) -> str:
    if word in _KEPT:
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        start = word[: -len(ending)]
        if word.endswith(ending) and len(start) >= 3 and _VOWELS & set(start) and not start.endswith("e"):
            word = start
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("i"):
        word = word[:-1] + "y"
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _spanish(word: str) -> str:
    """Plurals only: "grupos" and "grupo", "reuniones" and "reunion", "voces" and "voz", "noches" and "noche"."""
    if word.endswith("ces"):
        return word[:-3] + "z"
    if len(word) > 4 and word.endswith("s") and word[-2] in "aeiou":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _arabic(word: str) -> str:
    """Without the article and the commonest endings: "الاجتماعات" and "اجتماع", "مجانيه" and "مجاني" meet."""
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) - len(article) >= (3 if article == "ال" else 4):
            word = word[len(article) :]
            break
    for ending in ("ات", "ون", "ين", "ه"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
