"""Days and times among the words."""

import pytest

from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.timewords import with_time_from_words


@pytest.mark.parametrize(
    ("typed", "words", "day", "time"),
    [
        ("AA meetings near Maldon on Tuesday", "AA meetings near Maldon", "tue", ""),
        ("AA on tuesday evening near Maldon", "AA near Maldon", "tue", "evening"),
        ("aa clacton thursday", "aa clacton", "thu", ""),
        ("yoga saturday mornings", "yoga", "sat", "morning"),
        ("peer group tonight", "peer group", "evening", ""),
        ("food bank open now", "food bank", "now", ""),
        ("food bank open today", "food bank", "today", ""),
        ("choir tomorrow evening", "choir", "tomorrow", "evening"),
        ("this evening", "", "evening", ""),
        ("reunión de AA cerca de Maldon el martes por la noche", "reunión de AA cerca de Maldon", "tue", "evening"),
        ("grupo los miercoles en Clacton", "grupo en Clacton", "wed", ""),
        ("comedor sábado por la mañana", "comedor", "sat", "morning"),
        ("grupo de duelo esta noche", "grupo de duelo", "evening", ""),
        ("banco de alimentos abierto ahora", "banco de alimentos", "now", ""),
        ("yoga mañana por la tarde", "yoga", "tomorrow", "afternoon"),
        ("banco de alimentos abierto hoy", "banco de alimentos", "today", ""),
        ("مجموعة دعم قرب كلاكتون مساء الثلاثاء", "مجموعة دعم قرب كلاكتون", "tue", "evening"),
        ("اجتماع يوم الأحد صباحا قرب هارويتش", "اجتماع قرب هارويتش", "sun", "morning"),
        ("بنك طعام الجمعة", "بنك طعام", "fri", ""),
        ("بنك طعام مفتوح الآن", "بنك طعام", "now", ""),
        ("مجموعة هذا المساء", "مجموعة", "evening", ""),
        ("درس غدًا", "درس", "tomorrow", ""),
    ],
)
def test_a_time_that_was_meant_becomes_a_filter(typed, words, day, time):
    understood = with_time_from_words(Asked(words=typed))
    assert (understood.words, understood.day, understood.time) == (words, day, time)


@pytest.mark.parametrize(
    "typed",
    [
        "Monday Newcomers",
        "evening peer group",
        "Sunday",
        "now and then",
        "know how",
        "friday night social club",
        "sunday school teacher",
        "Lunes de mujeres",
        "Martes",
        "grupo por la mañana",
        "الأحد",
        "صباح الخير",
    ],
)
def test_names_stay_words(typed):
    assert with_time_from_words(Asked(words=typed)).words == typed


def test_a_filter_that_was_chosen_counts_more():
    asked = Asked(words="aa on tuesday", day="fri")
    assert with_time_from_words(asked) is asked


def test_exact_words_are_left_alone():
    asked = Asked(words="aa on tuesday", literal=True)
    assert with_time_from_words(asked) is asked
