"""A language is offered when its words are complete, and says so for as long as a machine alone made some of them."""

import gettext

import pytest
from django.test import RequestFactory
from django.utils import translation

from trellis.core.texts import catalogues
from trellis.core.ui.context import page

NAMES = {"en": "English", "cy": "Welsh", "eo": "Esperanto"}


def compiled(folder, language: str, *, messages: int = 2, untranslated: int = 0, machine_made: int = 0) -> None:
    """A catalogue with nothing but a head, in the form that msgfmt gives it."""
    head = (
        f"Content-Type: text/plain; charset=utf-8\nX-Messages: {messages}\nX-Untranslated: {untranslated}\nX-Machine-Made: {machine_made}\n"
    )
    words = head.encode()
    numbers = (0x950412DE, 0, 1, 28, 36, 0, 0, 0, 44, len(words), 45)
    file = folder / language / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"".join(number.to_bytes(4, "little") for number in numbers) + b"\0" + words + b"\0")
    with file.open("rb") as opened:
        assert gettext.GNUTranslations(opened).info()["x-messages"] == str(messages)


def test_a_complete_language_is_offered(tmp_path):
    compiled(tmp_path, "cy", machine_made=2)

    assert catalogues.offered(NAMES, tmp_path) == [("en", "English"), ("cy", "Welsh")]


def test_one_that_lacks_a_sentence_is_not(tmp_path):
    compiled(tmp_path, "cy", untranslated=1)

    assert catalogues.offered(NAMES, tmp_path) == [("en", "English")]


@pytest.mark.parametrize("damage", [b"", b"not a catalogue", b"\xde\x12\x04\x95"])
def test_a_damaged_catalogue_counts_as_none(tmp_path, damage):
    compiled(tmp_path, "cy")
    (tmp_path / "cy/LC_MESSAGES/django.mo").write_bytes(damage)

    assert catalogues.offered(NAMES, tmp_path) == [("en", "English")]


def test_who_asks_for_languages_gets_those_that_are_known(tmp_path):
    assert catalogues.offered(NAMES, tmp_path, asked="cy,tlh,en") == [("cy", "Welsh"), ("en", "English")]


def test_what_is_offered_and_incomplete_is_told(tmp_path, settings):
    compiled(tmp_path, "cy", untranslated=1)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], list(NAMES.items())

    assert catalogues.incomplete() == ["cy", "eo"]


@pytest.mark.parametrize(("machine_made", "said"), [(1, True), (0, False)])
def test_a_page_says_that_a_machine_translated_it(tmp_path, settings, machine_made, said):
    compiled(tmp_path, "cy", machine_made=machine_made)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], list(NAMES.items())
    with translation.override("cy"):
        frame = page(RequestFactory().get("/"))

    assert frame["machine_made"] is said
    assert frame["translations_url"] == "/about"


def test_english_was_written_by_people(settings):
    assert not page(RequestFactory().get("/"))["machine_made"]
