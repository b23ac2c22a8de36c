"""The consonants of a name, by which a Latin name and its Arabic spelling meet: "Clacton" and "كلاكتون" are both "kltn"-like."""

import re

from trellis.kernels.text.folding import fold

_LATIN = (
    ("tch", "C"), ("sch", "S"), ("ch", "C"), ("sh", "S"), ("gh", ""), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("wr", "r"),
    ("kn", "n"),
)  # fmt: skip
_LATIN_LETTERS = str.maketrans({"c": "k", "q": "k", "x": "ks", "p": "b", "v": "f", "j": "g", "z": "s"} | dict.fromkeys("aeiouwy", ""))
_SOFT_C = re.compile(r"c(?=[eiy])")
_TWICE = re.compile(r"([a-zA-Z])\1+")
_ARABIC_LETTERS = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "h", "خ": "k", "د": "d", "ذ": "t", "ر": "r", "ز": "s", "س": "s", "ش": "S", "ص": "s",
        "ض": "d", "ط": "t", "ظ": "t", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ڤ": "f", "پ": "b",
        "چ": "C", "گ": "g",
    }
    | dict.fromkeys("اويءع", "")
)  # fmt: skip
ARABIC = re.compile(r"[\u0621-\u064a]")


def consonants(name: str) -> str:
    """A key of the consonants as they sound, vowels and half vowels left out; "" when none is left.

    Rough on purpose: whoever uses it must ask for one single match among few names.
    """
    text = fold(name)
    if ARABIC.search(text):
        text = text.replace("تش", "C").translate(_ARABIC_LETTERS)
    else:
        text = _SOFT_C.sub("s", text)
        for written, heard in _LATIN:
            text = text.replace(written, heard)
        text = _TWICE.sub(r"\1", text).translate(_LATIN_LETTERS)
    return "".join(letter for letter in text if letter.isascii() and letter.isalpha())
