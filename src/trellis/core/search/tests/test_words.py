"""Words: plurals, accents, slips, synonyms, scripts, and text that means harm."""

import json
from pathlib import Path

import pytest

from trellis.core.search.tests.made import COLCHESTER, ask, entry, indexed, names

pytestmark = pytest.mark.django_db

PROJECT = Path(__file__).resolve().parents[5]


def test_plural_and_verb_forms_meet():
    with indexed(entry("Gardening club"), entry("Lunch")):
        assert names(ask("gardens")) == ["Gardening club"]
        assert names(ask("lunches")) == ["Lunch"]


def test_accents_case_and_width_do_not_matter():
    with indexed(entry("Café Społeczne")):
        for typed in ("cafe", "CAFÉ", "ｃａｆｅ", "spoleczne"):
            assert names(ask(typed)) == ["Café Społeczne"], typed


def test_every_script_is_found():
    with indexed(entry("مساعدة غذائية"), entry("Żywność"), entry("খাদ্য সাহায্য"), entry("食物银行"), entry("Essen für alle")):
        assert names(ask("مُساعدة")) == ["مساعدة غذائية"]
        assert names(ask("zywnosc")) == ["Żywność"]
        assert names(ask("সাহায্য")) == ["খাদ্য সাহায্য"]
        assert names(ask("食物")) == ["食物银行"]
        assert names(ask("银行")) == ["食物银行"]


def test_a_slip_is_corrected_and_said():
    with indexed(entry("Alcohol support"), entry("Bereavement circle")):
        found = ask("alchol")
        assert names(found) == ["Alcohol support"]
        assert found.corrected == "alcohol"
        assert names(ask("beraevement")) == ["Bereavement circle"]
        assert names(ask("bereevment")) == ["Bereavement circle"]


def test_a_missing_double_letter_is_the_likeliest_slip():
    with indexed(entry("Sport"), entry("Sport and fun"), entry("Support")):
        assert ask("suport").corrected == "support"


def test_a_word_that_exists_is_never_corrected():
    with indexed(entry("Form filling"), entry("Farm visits"), entry("Farm shop")):
        found = ask("form")
        assert names(found) == ["Form filling"]
        assert found.corrected == ""


def test_search_instead_for_what_was_typed():
    with indexed(entry("Alcohol support")):
        found = ask("alchol", as_typed=True)
        assert names(found) == []
        assert found.words_left == ("alchol",)


def test_an_unfinished_word():
    with indexed(entry("Counselling for all")):
        assert names(ask("couns")) == ["Counselling for all"]


def test_synonyms_both_ways():
    groups = (("AA", "Alcoholics Anonymous"), ("foodbank", "food bank"))
    with indexed(entry("Alcoholics Anonymous Tuesday"), entry("AA newcomers"), entry("Food bank"), synonyms=groups):
        assert set(names(ask("aa"))) == {"Alcoholics Anonymous Tuesday", "AA newcomers"}
        assert set(names(ask("A.A."))) == {"Alcoholics Anonymous Tuesday", "AA newcomers"}
        assert set(names(ask("alcoholics anonymous"))) == {"Alcoholics Anonymous Tuesday", "AA newcomers"}
        assert names(ask("foodbank")) == ["Food bank"]


def test_terms_organization_and_text_are_searched_and_said():
    with indexed(
        entry("Tuesday table", text="A warm grief circle"),
        entry("Open door", terms=["Grief"]),
        entry("Grief cafe"),
        entry("Monday walk", organization="Grief Network"),
    ):
        found = ask("grief")
        assert names(found) == ["Grief cafe", "Open door", "Monday walk", "Tuesday table"]
        assert [result.why[0].code for result in found.results] == ["name", "terms", "organization", "text"]
        assert found.results[0].why[0].words == ("grief",)


def test_little_words_are_ignored_unless_alone():
    with indexed(entry("Help with the garden"), entry("The Who tribute"), entry("It")):
        assert names(ask("i need help in my garden")) == ["Help with the garden"]
        assert "The Who tribute" in names(ask("the who"))
        assert names(ask("it")) == ["It"]


def test_all_words_before_some_words():
    with indexed(entry("Grief support group"), entry("Support group for carers"), entry("Chess")):
        found = ask("grief group")
        assert names(found) == ["Grief support group", "Support group for carers"]
        assert found.partial
        assert [(why.code, why.words) for why in found.results[1].why] == [("name", ("group",)), ("missing", ("grief",))]


def test_an_unknown_word_beside_a_known_one():
    with indexed(entry("Food bank"), entry("Chess")):
        found = ask("food qwertyuiop")
        assert names(found) == ["Food bank"]
        assert found.words_left == ("qwertyuiop",)


def test_nothing_at_all():
    with indexed(entry("Food bank")):
        found = ask("zzzzzz")
        assert (names(found), found.total, found.pages) == ([], 0, 1)
    with indexed():
        assert ask("food").total == 0
        assert ask().total == 0


def test_hyphens_and_apostrophes():
    with indexed(entry("Women's drop-in", COLCHESTER)):
        for typed in ("womens", "women’s", "dropin", "drop-in", "drop in", "woman's drop-in"):
            assert names(ask(typed)) == ["Women's drop-in"], typed


NAUGHTY = [
    '"', "'", "''", '"food', "food*", "NEAR(food bank)", "food AND", "OR", "NOT food", "-food", "name:food", "{name}:food",
    "^food", "food + bank", "(food", "'; DROP TABLE core_searchentry; --", "%", "_", "\\", "food\\", "\x00", "food\x00bank",
    "\ud800", "=food", "category:food", ":", "a:b", "\u202efood", "🙂", "١٢٣", "&&||!", "'food':*A",
]  # fmt: skip


@pytest.mark.parametrize("typed", NAUGHTY)
def test_no_text_is_an_operator_or_an_error(typed):
    with indexed(entry("Food bank"), entry(typed or "x", key="naughty", text=typed, terms=[typed], organization=typed)):
        ask(typed)
        ask(typed, as_typed=True)
        assert "Food bank" in names(ask("food bank"))


def test_the_whole_list_of_naughty_strings():
    strings = json.loads((PROJECT / "tests/data/naughty/blns.json").read_text())
    with indexed(*[entry(text, key=f"{number}") for number, text in enumerate(strings)]):
        for text in strings:
            ask(text)


def test_ten_megabytes_of_query_and_name():
    with indexed(entry("food " * 2_000_000, card={"name": "big"})):
        assert names(ask("food " * 2_000_000)) == ["big"]
        ask("x" * 10_000_000)
