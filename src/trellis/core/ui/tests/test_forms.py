"""Forms: dates that exist, words that help, nothing that ends in an error page."""

from datetime import date

import pytest
from django.forms import formset_factory
from django.template import engines

from trellis.core.ui.forms import (
    EmailField,
    Form,
    GroupedDateField,
    IdempotentForm,
    LineField,
    ParagraphField,
    WebAddressField,
    WholeNumberField,
)
from trellis.core.ui.gallery import SuggestionForm
from trellis.core.ui.tests.naughty import NAUGHTY
from trellis.core.ui.tests.shape import shape


class Everything(Form):
    line = LineField(max_length=20, required=False)
    paragraph = ParagraphField(required=False)
    email = EmailField(required=False)
    website = WebAddressField(required=False)
    number = WholeNumberField(required=False)
    day = GroupedDateField(required=False)


def rendered(source: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def posted_day(day, month, year):
    return Everything({"day_0": day, "day_1": month, "day_2": year})


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        (("31", "2", "2025"), "This must be a real date."),
        (("29", "2", "2025"), "This must be a real date."),
        (("0", "1", "2025"), "This must be a real date."),
        (("one", "1", "2025"), "This must be a real date."),
        (("1", "1", "99999"), "This must be a real date."),
        (("1" * 5000, "1", "2025"), "This must be a real date."),
        (("\x00", "1", "2025"), "This must be a real date."),
        (("²", "1", "2025"), "This must be a real date."),
        (("1", "", "2025"), "The date must include a day, a month and a year."),
        (("1", "1", "25"), "The year must have 4 numbers, such as 2026."),
        (("1", "1", "1850"), "The date must be on or after 1900-01-01."),
    ],
)
def test_dates_that_are_none(boxes, words):
    assert posted_day(*boxes).errors["day"] == [words]


@pytest.mark.parametrize(
    ("boxes", "day"), [(("29", "2", "2024"), date(2024, 2, 29)), ((" 1 ", "01", "2025"), date(2025, 1, 1)), (("", "", ""), None)]
)
def test_dates_that_are(boxes, day):
    form = posted_day(*boxes)
    assert form.is_valid() and form.cleaned_data["day"] == day


def test_what_was_typed_into_a_wrong_date_is_kept():
    html = rendered("{% field form.day %}", form=posted_day("31", "2", "2025"))
    assert 'value="31"' in html and 'value="2025"' in html and "<fieldset" in html and ">Month<" in html


def test_a_date_is_shown_in_its_boxes():
    html = rendered("{% field form.day %}", form=Everything(initial={"day": date(2026, 11, 22)}))
    assert 'value="22"' in html and 'value="11"' in html and 'value="2026"' in html


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ufffe", "\ud800", "\u2028"])
def test_control_characters_are_refused_beside_the_field(character):
    form = Everything({"line": f"a{character}b"})
    assert form.errors["line"] == ["This has a character in it that cannot be shown. Type it again rather than pasting it."]


def test_line_breaks():
    form = Everything({"line": " a\r\nb ", "paragraph": "a\r\nb\rc\td\n"})
    assert form.is_valid()
    assert form.cleaned_data["line"] == "a b" and form.cleaned_data["paragraph"] == "a\nb\nc\td"


def test_too_long_says_how_long():
    form = Everything({"line": "x" * 21})
    assert form.errors["line"] == ["Make this shorter: at most 20 characters. You have written 21."]


def test_browser_does_not_cut_what_is_pasted():
    assert "maxlength" not in rendered("{% field form.line %}{% field form.email %}", form=Everything())


@pytest.mark.parametrize("text", NAUGHTY)
@pytest.mark.parametrize("name", ["line", "paragraph", "email", "website", "number", "day_0"])
def test_naughty_strings_are_an_error_or_safe(name, text):
    data = {"line": "a", "day_0": "", name: text}
    form = Everything(data)
    form.is_valid()
    assert shape(rendered("{% error_summary form %}{% fields form %}", form=form)).count(("script", ())) == 0
    assert "Null characters" not in str(form.errors)


@pytest.mark.parametrize(("typed", "number"), [("1 200", 1200), ("1,200", 1200), ("-5", -5), ("", None)])
def test_whole_numbers(typed, number):
    form = Everything({"number": typed})
    assert form.is_valid() and form.cleaned_data["number"] == number


@pytest.mark.parametrize("typed", ["1.5", "many", "9" * 400, "1_000", "٣"])
def test_not_whole_numbers(typed):
    assert Everything({"number": typed}).errors["number"] == ["Enter a whole number, such as 12."]


def test_website_without_scheme():
    form = Everything({"website": "www.example.org"})
    assert form.is_valid() and form.cleaned_data["website"] == "https://www.example.org"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://example.org", "not a site", "https://example.org/\x00"])
def test_not_websites(typed):
    assert "website" in Everything({"website": typed}).errors


def test_missing_names_the_field():
    form = SuggestionForm({})
    assert form.errors["about"] == ["Fill in “What happens there?”."]
    assert form.errors["cost"] == ["Choose an answer for “Does it cost anything?”."]


def test_wrong_choice_does_not_echo():
    form = SuggestionForm({"kind": "<b>\x00"})
    assert form.errors["kind"] == ["Choose one of the answers in the list."]


def test_field_ties_hint_error_and_control_together():
    html = rendered("{% field form.name %}", form=SuggestionForm({"name": ""}))
    assert '<label for="id_name">What is it called?</label>' in html
    assert 'aria-invalid="true"' in html and 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert html.index("id_name_helptext") < html.index('id="id_name_error"') < html.index("<input")
    assert "required" not in html


def test_groups_are_fieldsets():
    html = rendered("{% field form.cost %}", form=SuggestionForm({}))
    assert '<fieldset aria-describedby="id_cost_error">' in html and "<legend>Does it cost anything?</legend>" in html.replace(" \n", "")
    assert html.count('type="radio"') == 3


def test_label_as_heading():
    assert "<h1><label" in rendered("{% field form.name 1 %}", form=SuggestionForm())
    assert "<h1>Does it cost anything?</h1>" in rendered("{% field form.cost 1 %}", form=SuggestionForm())


def test_error_summary_leads_to_fields():
    html = rendered("{% error_summary form %}", form=SuggestionForm({"began_on_0": "31", "began_on_1": "2", "began_on_2": "2025"}))
    assert 'role="alert"' in html and "There is a problem" in html
    assert (
        '<a href="#id_name">' in html
        and '<a href="#id_cost_0">' in html
        and '<a href="#id_began_on_0">This must be a real date.</a>' in html
    )


class NameOnly(Form):
    name = LineField()


def test_error_summary_of_rows_and_one_more_sentence():
    rows = formset_factory(NameOnly, extra=0)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "Ann", "form-1-name": ""})
    html = rendered("{% error_summary rows problem %}", rows=rows, problem="Two of these are the <same>.")
    assert '<a href="#id_form-1-name">Fill in “Name”.</a>' in html and "Two of these are the &lt;same&gt;." in html
    assert "id_form-0-name" not in html


def test_no_error_summary_without_errors():
    assert rendered("{% error_summary form %}", form=SuggestionForm()).strip() == ""


def test_optional_is_said_and_required_is_not():
    html = rendered("{% fields form %}", form=Everything())
    assert html.count("(optional)") == 6
    assert "(optional)" not in rendered("{% field form.agreed %}", form=SuggestionForm())


class Once(IdempotentForm):
    name = LineField()


def test_form_key_is_new_for_each_form_and_kept_when_sent():
    first, second = Once(), Once()
    assert first["form_key"].value() != second["form_key"].value()
    key = str(first["form_key"].value())
    assert f'value="{key}"' in rendered("{% fields form %}", form=Once({"form_key": key, "name": ""}))


@pytest.mark.parametrize("key", ["", "x", "\x00"])
def test_form_without_key_says_so_at_the_top(key):
    html = rendered("{% error_summary form %}", form=Once({"form_key": key, "name": "a"}))
    assert "This form is out of date." in html
