"""Finding in one's own language what is listed in English."""

import tomllib

import pytest
from django.utils import timezone, translation

from tests.languages.catalogue_tool import messages
from trellis.apps.directory.demo.terms import FILE, WORDS, plain_terms
from trellis.apps.directory.models.gazetteer import Place
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.memory import forget_all
from trellis.interfaces.web.results import words_of
from trellis.interfaces.web.searching import answer


@pytest.fixture
def towns(db):
    forget_all()
    for name, latitude, longitude, people in (
        ("Clacton-on-Sea", 51.79, 1.155, 53_000),
        ("Harwich", 51.945, 1.289, 17_000),
        ("Witham", 51.8, 0.64, 25_000),
    ):
        folded = name.lower().replace("-", " ")
        Place.objects.create(
            kind="town", name=name, folded=folded, slug=name.lower(), latitude=latitude, longitude=longitude, population=people,
            country="GB", source="test", source_key=name,
        )  # fmt: skip
    yield
    forget_all()


@pytest.mark.parametrize(
    ("language", "typed", "words", "place", "day", "time", "free"),
    [
        ("es", "reunión de AA cerca de Harwich el martes por la noche gratis", "reunión de AA", "Harwich", "tue", "evening", True),
        ("es", "banco de alimentos en Clacton", "banco de alimentos", "Clacton-on-Sea", "", "", False),
        ("ar", "مجموعة دعم مجانية قرب كلاكتون مساء الثلاثاء", "مجموعة دعم", "Clacton-on-Sea", "tue", "evening", True),
        ("ar", "بنك طعام في هارويتش", "بنك طعام", "Harwich", "", "", False),
        ("ar", "بنك طعام", "بنك طعام", "", "", "", False),
        ("ar", "مساعدة في طعام", "مساعدة في طعام", "", "", "", False),
        ("en", "reunión de AA cerca de Harwich", "reunión de AA", "Harwich", "", "", False),
    ],
)
def test_a_question_is_understood(towns, language, typed, words, place, day, time, free):
    with translation.override(language):
        answered = answer(Asked(words=typed), now=timezone.now())

    assert (answered.where.words, answered.where.name) == (words, place)
    assert (answered.asked.day, answered.asked.time) == (day, time)
    assert answered.asked.has("cost", "free") is free


@pytest.mark.parametrize("language", messages.languages())
def test_every_plain_term_has_words_in_every_language(language):
    labels = {term["code"]: term["label"] for term in tomllib.loads(FILE.read_text())["term"]}
    words = tomllib.loads(WORDS.read_text())[language]
    terms, _categories = plain_terms()

    assert set(words) == set(labels)
    for code, said in words.items():
        assert said and all(word == word.strip() and word for word in said)
        assert set(said) <= set(terms[code].synonyms)


@pytest.mark.parametrize(
    ("language", "name", "said_in"),
    [("ar", "بنك الطعام", "ar"), ("es-mx", "Banco de alimentos", "es"), ("pl", "Food bank", "en"), ("en", "Food bank", "en")],
)
def test_a_card_is_in_the_readers_language_where_it_was_translated(language, name, said_in):
    card = {
        "name": "Food bank",
        "summary": "Tins.",
        "translations": {"ar": ["بنك الطعام", "معلبات"], "es": ["Banco de alimentos", "Latas."]},
    }
    with translation.override(language):
        shown, summary, code = words_of(card)

    assert (shown, code) == (name, said_in)
    assert bool(summary)
