import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.text import stem, words


@given(st.text(), st.sampled_from(["en", "es", "pl", ""]))
def test_a_stem_is_never_empty_and_never_longer(text, language):
    for word in words(text):
        assert 0 < len(stem(word, language=language)) <= len(word)


@pytest.mark.parametrize(
    "same",
    [
        "group groups", "meeting meetings", "class classes", "church churches", "box boxes", "family families", "baby babies",
        "garden gardens gardening", "cook cooks cooking cooked", "house houses housing housed", "charity charities",
        "counsel counselling counselled", "grieve grieved grieving", "bereaved bereaving", "volunteer volunteers volunteering",
        "call calls calling called", "shop shops shopping", "carer carers", "lunch lunches", "dance dances dancing",
        "quiz quizzes",
        "اجتماع الاجتماعات والاجتماعات", "مجاني مجانيه", "مدرس المدرسين مدرسون", "debt debts",
        "child childs", "benefit benefits", "walk walks walking", "memory memories",
    ],
)  # fmt: skip
def test_forms_of_one_word_meet(same):
    assert len({stem(word) for word in same.split()}) == 1


@pytest.mark.parametrize(
    "different",
    ["need nee", "ring r", "evening even", "morning morn", "string str", "speed spe", "bus bu", "news new", "wedding wed", "aids aid",
     "united unit", "this thi", "hospital hospitality", "universal university", "organ organization", "lens len", "bred bre",
     "بالغين غين", "الف ف"],
)  # fmt: skip
def test_different_words_stay_apart(different):
    first, second = different.split()
    assert stem(first) != stem(second)


def test_spanish_plurals():
    for one, many in [("grupo", "grupos"), ("reunion", "reuniones"), ("voz", "voces"), ("mujer", "mujeres"), ("madre", "madres")]:
        assert stem(one, language="es") == stem(many, language="es")


def test_other_scripts_and_languages_stay():
    assert stem("żółw", language="pl") == "żółw"
    assert stem("groups", language="pl") == "groups"
    assert stem("12th") == "12th"
