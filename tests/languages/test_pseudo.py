"""Every page in a language that nobody speaks: what still reads as English there cannot be translated."""

import re
from collections.abc import Iterator
from itertools import groupby

import pytest
from django.test import Client
from django.utils import translation

from tests.access.conftest import built, world  # noqa: F401  fixtures
from tests.access.sweeping import answer_of, ask, expected, pages
from tests.access.world import ROLES
from tests.languages import pseudo
from tests.languages.visible import all_own_words, texts_of
from trellis.kernels.text import ALPHABET

IN_TURN = ("keeper", "guardian", "moderator", "organizer", "joined", "steward", "editor", "member", "stranger", "visitor")
"""Who is asked to look, the first who may: those who keep a page see most of it."""
NOT_FOR_EYES = {"ui-gallery", "health", "log-heads"}
NAMES = {
    "Tendring", "Trellis", "Europe/London", "English", "JSON", "CSV", "HSDS", "ORUK", "AA", "NHS", "GB", "UTC", "QR", "Pseudo", "CC BY",
    "GeoJSON", "iCalendar", "OpenAPI", "Open Referral UK", "Meeting Guide JSON", "Meetings Feed", "zip",
    "row-TOTAL_FORMS", "row-INITIAL_FORMS", "TOTAL_FORMS", "INITIAL_FORMS",
}  # fmt: skip
"""Names, which are the same in every language; the last stand in the answer to a form that no page of ours sends."""
SAME_MONTHS = {"feb", "mar", "may", "jun", "jul", "sep", "oct", "nov"}
"""As short in Spanish."""
WORDS = re.compile(r"[^,;:·()–—/|⟦⟧⟪⟫~“”\"!?…\n]+")
LETTERS = re.compile(r"[A-Za-z]{2,}")
THEIRS = re.compile(r"⟪([^⟫]*)⟫")
ACCENTED = set(pseudo.ACCENTED)


@pytest.fixture
def nobodys_language(tmp_path, settings):
    pseudo.write(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), (pseudo.CODE, "Pseudo")]
    yield pseudo.CODE
    translation.deactivate()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Find help", "⟦Ƒíñđ ĥéłþ~~~~⟧"),
        ("Near %(place)s", "⟦Ñéáŕ %(place)s~~~~~~⟧"),
        ("\nOne <bdi>%(n)d</bdi> two\n", "\n⟦Óñé <bdi>%(n)d</bdi> ťŵó~~~~~~~~~~⟧\n"),
        ("", ""),
    ],
)
def test_the_language_that_nobody_speaks(text, made):
    assert pseudo.pseudo(text) == made


def test_every_page_can_be_translated(world, nobodys_language):  # noqa: F811
    """Pages, and forms sent empty, as the person who sees most of them; other packages' sentences too, into each language."""
    own = Own(all_own_words())
    browsers = {role: world.browser(role, headers={"accept-language": pseudo.CODE}) for role in ROLES}
    left, theirs, looked_at = {}, set(), 0
    for row in pages():
        if row["name"] in NOT_FOR_EYES:
            continue
        for method in ("GET", "POST"):
            answers = expected(row[method], ROLES)
            seen_by = [role for role in IN_TURN if answers[role] == "page"][:1]
            seen_by += [role for role in ("visitor",) if answers[role] in ("page", "missing") and role not in seen_by]
            for role in seen_by:
                response = ask(browsers[role], method, world.address(row["address"]))
                if not response.get("Content-Type", "").startswith("text/html") or answer_of(response) == "goes on":
                    continue
                looked_at += 1
                page = response.content.decode()
                theirs |= {sentence for text in texts_of(page) for sentence in THEIRS.findall(text)}
                for text in english_in(page, own):
                    left.setdefault(text, f"{method} {row['address']} as {role}")
    assert looked_at > 60
    assert not left, "\n".join(f"{text}: {where}" for text, where in sorted(left.items()))
    assert theirs
    assert sorted(untranslated(theirs)) == []


def test_what_went_wrong_can_be_translated(db, nobodys_language):
    visitor = Client(raise_request_exception=False, headers={"accept-language": pseudo.CODE})
    own = Own([])
    for address in ("/no-such-page", "/find?on=2026-02-31&near=nowhereville&time=soon&open=never", "/find?q=" + "x" * 5000):
        assert english_in(visitor.get(address).content.decode(), own | {"nowhereville", "2026-02-31", "soon", "x" * 5000}) == []


class Own:
    """Somebody's own words, in which a run of words may stand."""

    def __init__(self, texts):
        self.text = "\n".join({" ".join(str(text).split()).casefold() for text in texts} | {name.casefold() for name in NAMES})

    def __or__(self, more: set[str]) -> "Own":
        return Own([*self.text.split("\n"), *more])

    def has(self, words: str) -> bool:
        return words.casefold() in self.text


def untranslated(seen: set[str]) -> Iterator[str]:
    """Of the sentences of other packages that were seen, those that Spanish or Arabic lacks."""
    for source in pseudo.theirs():
        for message in source:
            original = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
            start = pseudo.AS_IT_IS.split(pseudo.pseudo(original, "⟪⟫").strip("⟪⟫~"))[0]
            if len(start) < 3 or original in SAME_MONTHS or not any(sentence.startswith(start) for sentence in seen):
                continue
            for language in ("es", "ar"):
                with translation.override(language):
                    if translation.gettext(original) == original and translation.ngettext(original, original, 5) == original:
                        yield f"{language}: {original}"


def is_plain(word: str) -> bool:
    """Whether it is a word of English. A code is none: it has numbers in it, or only the signs that our codes are made of."""
    is_code = bool(re.search(r"\d", word)) or (len(word) > 5 and set(word) <= set(ALPHABET))
    return bool(LETTERS.search(word)) and not ACCENTED & set(word) and not is_code


@pytest.mark.parametrize(("word", "plain"), [("KPWFGMK", False), ("KPW3GMK", False), ("Rhythms", True), ("RHYTHMS", True), ("ĥéłþ", False)])
def test_a_code_is_not_taken_for_english(word, plain):
    assert is_plain(word) == plain


def english_in(page: str, own: Own) -> list[str]:
    """Runs of plain words in a page that nobody wrote as their own."""
    found = []
    for text in texts_of(page):
        for run in WORDS.findall(text):
            for plain, words in groupby(run.split(), is_plain):
                words = " ".join(words).strip(" .'’«»-−+0123456789%£€$")
                if plain and not own.has(words):
                    found.append(words)
    return found
