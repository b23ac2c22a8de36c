"""The catalogues: complete, true to their originals, compiled from what people can read."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import translation

from tests.languages.catalogue_tool import PROJECT, messages


@pytest.fixture(scope="module")
def template():
    return messages.everything()


@pytest.mark.parametrize("language", messages.languages())
def test_every_sentence_is_translated_and_true_to_its_original(language, template):
    found = list(messages.problems(language, template))

    assert not found, "\n".join(found)


def forms_of(language: str) -> Iterator[tuple[str, str]]:
    """Each original with each form of its translation, names left out."""
    for message in messages.read(language):
        originals = message.id if isinstance(message.id, tuple | list) else [message.id]
        if message.id and originals[0] not in NAMES:
            for form in message.string if isinstance(message.string, tuple | list) else [message.string]:
                yield originals[-1], form


def has_words(text: str) -> bool:
    return bool(re.search(r"[a-z]{2}", messages.TAG.sub("", messages.PLACEHOLDER.sub("", text))))


def test_arabic_is_written_in_arabic():
    """What holds not one Arabic letter was forgotten, apart from names and what is nothing but placeholders."""
    assert [original for original, form in forms_of("ar") if has_words(form) and not re.search(r"[\u0621-\u064a]", form)] == []


def test_spanish_is_not_english():
    same = {original for original, form in forms_of("es") if form == original and has_words(form)}

    assert sorted(same - SAME_IN_SPANISH) == []


NAMES = {
    "Samaritans", "NHS 111", "Shout", "Childline", "Frank", "Shelter",
    "Men’s Advice Line", "National Domestic Abuse Helpline, run by Refuge",
}  # fmt: skip
SAME_IN_SPANISH = {
    "Error:", "No", "Piano", "Diabetes", "Hindi", "Tamil", "Urdu", "Yoruba", "%(metres)d m", "%(kilometres)s km",
    "%(kilos)s kg", "%(n)s kg", "Festival",
}  # fmt: skip


@pytest.mark.parametrize(
    ("original", "translation_", "said"),
    [
        ("Near %(place)s", "قرب %(place)s", []),
        ("Near %(place)s", "قرب %(plaza)s", ["placeholders"]),
        ("Near %(place)s", "قرب", ["placeholders"]),
        ("<bdi>%(n)s</bdi> is gone", "%(n)s ya no está", ["markup"]),
        ("Two\n", "Dos", ["a line break"]),
        ("Two ", "Dos", ["a space"]),
        ("Two", "", ["not translated"]),
        (("%(n)s day", "%(n)s days"), ("اليوم", "يوم", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم"), []),
        (("%(n)s day", "%(n)s days"), ("اليوم", "يوم", "يومان", "أيام", "%(n)s يومًا", "%(n)s يوم"), ["placeholders"]),
        (("%(n)s day", "%(n)s days"), ("", "يوم", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم"), ["not translated"]),
    ],
)
def test_what_is_wrong_with_a_translation(original, translation_, said):
    found = list(messages.wrong_with(Message(original, translation_), "ar"))

    assert len(found) == len(said)
    assert all(each.startswith(start) for each, start in zip(found, said, strict=True))


def test_sentences_are_found_in_python_and_in_templates(tmp_path):
    code, page = tmp_path / "code.py", tmp_path / "page.html"
    code.write_text('_("One")\nngettext("%(n)d day", "%(n)d days", n)\npgettext_lazy("page", "Next")\n_(f"not {this}")\n_(name)\n')
    page.write_text(
        "{% load i18n %}\n  <p>{% translate 'Two' %} it’s “odd” {{ _('Three') }}\n"
        "{% blocktranslate count n=many trimmed %}\n  {{ n }} cup\n{% plural %}\n  {{ n }} cups\n{% endblocktranslate %}"
        "{% translate 'miles' context 'distance' %}{% comment %}{% translate 'Never' %}{% endcomment %}"
    )
    found = [(context, message) for path in (code, page) for context, message, _comments in messages.found_in(path) if message]

    assert found == [
        ("", "One"), ("", ("%(n)d day", "%(n)d days")), ("page", "Next"),
        ("", "Two"), ("", "Three"), ("", ("%(n)s cup", "%(n)s cups")), ("distance", "miles"),
    ]  # fmt: skip


def test_the_running_program_speaks_them():
    assert [code for code, _name in settings.LANGUAGES] == ["en", "es", "ar"]
    with translation.override("es"):
        assert translation.gettext("Find help") == "Encontrar ayuda"
        assert translation.ngettext("%(count)d day ago", "%(count)d days ago", 3) % {"count": 3} == "hace 3 días"
    with translation.override("ar"):
        said = {n: translation.ngettext("%(count)d day ago", "%(count)d days ago", n) % {"count": n} for n in (2, 3, 11, 100)}
    assert said == {2: "قبل يومين", 3: "قبل 3 أيام", 11: "قبل 11 يومًا", 100: "قبل 100 يوم"}


def test_the_program_says_so_itself():
    """As a person runs it, without GNU gettext."""
    done = subprocess.run([str(PROJECT / "script/messages"), "--check"], capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout) == (0, "The catalogues are complete.\n")
