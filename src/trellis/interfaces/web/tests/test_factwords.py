"""Facts among the words."""

import pytest

from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.factwords import with_facts_from_words


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("peer group near clacton free step-free", "peer group near clacton", {"cost": ("free",), "step_free": ("yes",)}),
        ("peer group, free and step free", "peer group", {"cost": ("free",), "step_free": ("yes",)}),
        ("choir online", "choir", {"attendance": ("online",)}),
        ("grief group no referral needed", "grief group", {"referral": ("none",)}),
        ("lunch with a ramp", "lunch", {"step_free": ("yes",)}),
        ("choir free near Clacton", "choir near Clacton", {"cost": ("free",)}),
        ("grupo de apoyo gratis y sin escalones", "grupo de apoyo", {"cost": ("free",), "step_free": ("yes",)}),
        ("clase de inglés gratuita cerca de Clacton", "clase de inglés cerca de Clacton", {"cost": ("free",)}),
        ("grupo de duelo en línea", "grupo de duelo", {"attendance": ("online",)}),
        ("comedor sin cita previa", "comedor", {"referral": ("none",)}),
        ("مجموعة دعم مجانية قرب كلاكتون", "مجموعة دعم قرب كلاكتون", {"cost": ("free",)}),
        ("مجموعة دعم مجانية وبلا درجات", "مجموعة دعم", {"cost": ("free",), "step_free": ("yes",)}),
        ("جوقة عبر الإنترنت", "جوقة", {"attendance": ("online",)}),
    ],
)
def test_facts_at_the_end_become_filters(typed, words, filters):
    understood = with_facts_from_words(Asked(words=typed))
    assert (understood.words, dict(understood.filters)) == (words, filters)


@pytest.mark.parametrize(
    "typed", ["free school meals", "free", "online", "smoke free homes", "drop-in", "gratis", "مجاني", "free from fear near us all"]
)
def test_what_a_thing_is_called_stays(typed):
    assert with_facts_from_words(Asked(words=typed)).words == typed


def test_a_filter_that_was_chosen_counts_more():
    asked = Asked(words="choir free", filters={"cost": ("donation",)})
    assert with_facts_from_words(asked).filters == {"cost": ("donation",)}


def test_exact_words_are_left_alone():
    asked = Asked(words="choir free", literal=True)
    assert with_facts_from_words(asked) is asked
