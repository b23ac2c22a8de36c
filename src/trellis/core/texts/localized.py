"""Choosing the words for a reader's language, and saying which language they got."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

MACHINE = "machine"
"""Beside a language's texts, `"machine": true` says that no person has read that translation yet."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text, the language it is really in (for the `lang` attribute), and whether a machine translated it."""

    text: str
    lang: str
    machine: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def localized(obj: Any, field: str, language: str | None = None) -> LocalText:
    """The field's text in this language, or the nearest there is.

    First the exact language ("pt-br"), then without its region ("pt"), each as a translation or as the
    record's own language; then whatever the record was written in. An empty translation counts as none.
    """
    own = (obj.language or "").lower()
    translations = {code.lower(): texts for code, texts in (obj.translations or {}).items()}
    for code in _nearest(language or get_language() or ""):
        if code == own:
            break
        texts = translations.get(code, {})
        if texts.get(field):
            return LocalText(texts[field], code, bool(texts.get(MACHINE)))
    return LocalText(getattr(obj, field) or "", own)


def _nearest(language: str) -> Iterator[str]:
    code = language.lower().replace("_", "-")
    while code:
        yield code
        code = code.rpartition("-")[0]
