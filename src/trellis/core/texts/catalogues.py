"""How complete a language's catalogue is, and how much of it no speaker has read yet.

`script/messages` writes the counts at the head of each catalogue; here they are read from the compiled one, which every
server has. Needs no settings, because the settings ask it which languages to offer.
"""

import gettext
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.translation import to_locale

SOURCE_LANGUAGE = "en"
"""What the source is written in. It needs no catalogue."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a catalogue says of itself."""

    messages: int = 0
    untranslated: int = 0
    machine_made: int = 0

    @property
    def complete(self) -> bool:
        return self.messages > 0 and self.untranslated == 0


def read_standing(folder: Path, language: str) -> Standing:
    """The counts of a language in a folder of catalogues; nothing at all where there is no readable catalogue."""
    file = Path(folder) / to_locale(language) / "LC_MESSAGES" / "django.mo"
    try:
        with file.open("rb") as compiled:
            head = gettext.GNUTranslations(compiled).info()
        return Standing(int(head["x-messages"]), int(head["x-untranslated"]), int(head["x-machine-made"]))
    except (OSError, KeyError, ValueError, struct.error):
        return Standing()


def offered(languages: dict[str, str], folder: Path, asked: str = "") -> list[tuple[str, str]]:
    """The languages to offer, with their names: those asked for by code, otherwise those that are complete."""
    if asked:
        return [(code, languages[code]) for code in asked.split(",") if code in languages]
    return [(code, name) for code, name in languages.items() if code == SOURCE_LANGUAGE or read_standing(folder, code).complete]


def incomplete() -> list[str]:
    """Codes of languages that are offered although part of their pages would be in English."""
    return [code for code, _name in settings.LANGUAGES if not is_source(code) and not _best(code).complete]


@lru_cache(maxsize=32)
def is_machine_made(language: str) -> bool:
    """Whether part of this language's words was read by no speaker yet."""
    return not is_source(language) and _best(language).machine_made > 0


def is_source(language: str) -> bool:
    return language.split("-")[0] == SOURCE_LANGUAGE


def _best(language: str) -> Standing:
    """The first catalogue there is, as Django looks for it: "pt-br" before "pt"."""
    for code in (language, language.split("-")[0]):
        for folder in settings.LOCALE_PATHS:
            standing = read_standing(folder, code)
            if standing.messages:
                return standing
    return Standing()


@receiver(setting_changed)
def _forget(**_kwargs) -> None:
    is_machine_made.cache_clear()
