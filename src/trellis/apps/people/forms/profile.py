"""What is asked about needs, languages and who may know."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models.profile import Need
from trellis.core.ui.forms import Form, LineField, ParagraphField


class NeedsForm(Form):
    """A few everyday needs, and one's own words."""

    needs = forms.MultipleChoiceField(
        label=_("What helps you to take part?"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    needs_words = ParagraphField(
        label=_("Anything else, in your own words"), help_text=_("You need not say why."), max_length=1000, rows=3, required=False
    )


class LanguagesForm(Form):
    """Languages as people call them."""

    languages = LineField(
        label=_("Which languages do you speak?"),
        help_text=_("Such as “Polish, some English”. Sign languages too."),
        max_length=200,
        required=False,
    )


def who_form(choices: list[tuple[str, str]]):
    """A form class that asks which of one's groups may know."""

    class WhoForm(Form):
        groups = forms.MultipleChoiceField(
            label=_("Who may know?"),
            help_text=_("The people who lead the groups you tick. Nobody else. You can take it back at any time."),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    return WhoForm
