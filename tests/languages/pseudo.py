"""A language that nobody speaks, made from English: longer, accented, in brackets, and still readable.

Every Latin letter of it has an accent. So a plain letter on a page in this language is either somebody's own words or a
sentence that cannot be translated, and what does not fit its box with two fifths more letters would not fit in German.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import django
from allauth import __file__ as allauth_file
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.languages.catalogue_tool import messages

CODE = "en-xa"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀçđéƒğĥíĵķłɱñóþʠŕšťúṽŵẋýžÁɃÇĐÉƑĞĤÍĴĶŁṀÑÓÞǪŔŠŤÚṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, ACCENTED)
AS_IT_IS = re.compile(r"%(?:\([a-zA-Z_]+\))?[sdif%]|\{[a-z_]*\}|</?[a-z][^<>]*>|&[a-z#0-9]+;")
"""Placeholders, markup and entities."""
LONGER_BY = 0.4
THEIRS = [Path(django.__file__).parent / "conf/locale", Path(allauth_file).parent / "locale"]
"""Packages whose sentences people see here too."""


def pseudo(text: str, brackets: str = "⟦⟧") -> str:
    """The text in the language that nobody speaks; line breaks and spaces at its ends stay there."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    inside = text[start:end]
    if not inside:
        return text
    pieces, at = [], 0
    for kept in AS_IT_IS.finditer(inside):
        pieces += [inside[at : kept.start()].translate(LETTERS), kept.group()]
        at = kept.end()
    pieces.append(inside[at:].translate(LETTERS))
    return f"{text[:start]}{brackets[0]}{''.join(pieces)}{'~' * round(len(inside) * LONGER_BY)}{brackets[1]}{text[end:]}"


def catalogue() -> Catalog:
    """Every sentence of the program, and in other brackets those of the packages below it."""
    made = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for source, brackets in [(messages.everything(), "⟦⟧"), *((each, "⟪⟫") for each in theirs())]:
        for message in source:
            if message.id and (message.context, message.id) not in NOT_WORDS and made.get(message.id, message.context) is None:
                forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
                string = tuple(pseudo(form, brackets) for form in forms)
                made.add(message.id, string if len(forms) > 1 else string[0], context=message.context)
    return made


def theirs() -> Iterator[Catalog]:
    """The catalogues of other packages."""
    for folder in THEIRS:
        with (folder / "en/LC_MESSAGES/django.po").open("rb") as file:
            yield read_po(file, locale="en")


NOT_WORDS = {(None, "%(sign)s%(amount)s")}


def write(folder: Path) -> None:
    """Compiles it where Django looks for a language of that code."""
    out = io.BytesIO()
    write_mo(out, catalogue())
    place = folder / "en_XA" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(out.getvalue())
