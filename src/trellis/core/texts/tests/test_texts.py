"""A reader gets their language where there is one, and always knows which language they got."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.texts import LocalText, localized, translations_validator


def thing(**changes):
    translations = {"es": {"name": "Comedor"}, "pt": {"name": "Sopa", "machine": True}, "fr": {"name": ""}}
    return SimpleNamespace(**{"language": "en", "name": "Soup", "note": "", "translations": translations, **changes})


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("en", LocalText("Soup", "en")),
        ("en-gb", LocalText("Soup", "en")),
        ("es", LocalText("Comedor", "es")),
        ("es-MX", LocalText("Comedor", "es")),
        ("es_mx", LocalText("Comedor", "es")),
        ("pt-br", LocalText("Sopa", "pt", machine=True)),
        ("fr", LocalText("Soup", "en")),
        ("de", LocalText("Soup", "en")),
        ("", LocalText("Soup", "en")),
    ],
)
def test_the_nearest_language_is_chosen(asked, given):
    assert localized(thing(), "name", asked) == given


def test_the_readers_language_is_the_default():
    with translation.override("es"):
        assert localized(thing(), "name").text == "Comedor"


def test_the_records_own_language_comes_before_a_translation_without_region():
    assert localized(thing(language="pt-br", name="Sopa do bairro"), "name", "pt-br").text == "Sopa do bairro"


def test_nothing_there_is_an_empty_text():
    assert not localized(thing(note=None, translations=None), "note", "es")


def test_in_a_template_text_is_escaped_and_says_its_language():
    page = Template('{% load texts %}{% localize thing "name" as name %}<b lang="{{ name.lang }}">{{ name }}</b>')
    with translation.override("es"):
        html = page.render(Context({"thing": thing(translations={"es": {"name": "<i>"}})}))
    assert html == '<b lang="es">&lt;i&gt;</b>'


@given(st.sampled_from(["en", "es", "pt", "fr", "de"]), st.sampled_from(["name", "note"]))
def test_the_language_said_is_the_language_given(language, field):
    record = thing()
    found = localized(record, field, language)
    assert found.text == (getattr(record, field) if found.lang == "en" else record.translations[found.lang][field])


@given(
    st.dictionaries(
        st.sampled_from(["en", "es-mx", "zh-hant-tw"]),
        st.dictionaries(st.sampled_from(["name", "note"]), st.text()),
    )
)
def test_the_right_shape_is_accepted(value):
    translations_validator("name", "note")(value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "es",
        {"es": "text"},
        {"": {}},
        {"español": {}},
        {1: {}},
        {"es": {"other": "x"}},
        {"es": {"name": 1}},
        {"es": {"machine": "yes"}},
    ],
)
def test_another_shape_is_refused(value):
    with pytest.raises(ValidationError):
        translations_validator("name")(value)
