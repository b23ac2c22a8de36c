"""Folding: the same word written in different ways becomes the same text."""

import re
import unicodedata

LONGEST = 20_000
"""Characters of a text that are looked at. A description is shorter; a longer text is a mistake or an attack."""

# Letters that people leave out the strokes of, and that Unicode does not decompose.
_LETTERS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    # Arabic and Persian forms of one letter; the stretching stroke.
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ـ": "",
    # Apostrophes of every keyboard.
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "＇": "'", "`": "'", "´": "'", "′": "'", "‛": "'",
    # Hyphens and dashes.
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
}  # fmt: skip

# Marks without which a word is another word: vowel signs (class 0), the Indian nukta, the kana voicing mark, the virama.
_KEPT_CLASSES = frozenset((0, 7, 8, 9))
_SPACES = re.compile(r"\s+")


def fold(text: str, *, limit: int = LONGEST) -> str:
    """Lower case, without accents, ligatures, width variants, invisible characters and runs of spaces.

    Marks that are spelling and not decoration stay: vowel signs of Indian and South-East Asian scripts and the voicing marks of
    Japanese. Hebrew points and Arabic vowel marks go, as people write without them. Digits of any script become 0 to 9.
    At most `limit` characters are read.
    """
    text = text[:limit]
    if text.isascii():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_FOLDED)
    # Composing again keeps Korean syllables and voiced kana as one character each.
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


_MOST_REMEMBERED = 20_000
"""Enough for any language; a text made of every character there is must not fill the memory."""


class _Folded(dict[int, str]):
    """What each character of a decomposed, casefolded text becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        folded = character
        decoration = category == "Mn" and unicodedata.combining(character) not in _KEPT_CLASSES
        if decoration or category in ("Cf", "Cs", "Co", "Cn", "Me"):
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.decimal(character))
        if len(self) < _MOST_REMEMBERED:
            self[code] = folded
        return folded


_FOLDED = _Folded({ord(letter): plain for letter, plain in _LETTERS.items()})
