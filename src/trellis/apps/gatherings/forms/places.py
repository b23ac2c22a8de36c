"""Saying that one comes, and coming back with a code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.places import MOST_TOGETHER, Way
from trellis.core.ui.forms import EmailField, Form, IdempotentForm, LineField, ParagraphField, WholeNumberField

ADDRESS_HELP = _("Only to tell you when something changes or comes free. Leave it empty if you like: you get a code to come back with.")


class AddressField(EmailField):
    """Where to tell somebody without an account, if they wish."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Your e-mail"), help_text=ADDRESS_HELP, required=False, **kwargs)


class PlaceForm(IdempotentForm):
    """How, with how many, and what one needs."""

    way = forms.ChoiceField(label=_("How do you take part?"), choices=Way.choices, widget=forms.RadioSelect)
    n_people = WholeNumberField(
        label=_("How many are you, with yourself?"),
        initial=1,
        min_value=1,
        max_value=MOST_TOGETHER,
        error_messages={
            "min_value": _("Count yourself too: at least 1."),
            "max_value": _("For more than ten, please ask those who organize it."),
        },
    )
    needs = ParagraphField(
        label=_("Is there anything you need to take part?"),
        help_text=_("A chair with arms, an interpreter, no nuts. It goes two weeks after."),
        max_length=500,
        rows=2,
        required=False,
    )
    tell = forms.BooleanField(label=_("Those who organize it may read what I need"), required=False)
    address = AddressField()

    def __init__(self, *args, ways: list[str], signed_in: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if len(ways) == 1:
            del self.fields["way"]
        if signed_in:
            del self.fields["address"]

    def clean(self) -> dict:
        told = super().clean()
        if told.get("needs") and not told.get("tell"):
            self.add_error("tell", _("Tick this, or leave what you need empty. Without your yes nobody is told."))
        return told


class CodeForm(Form):
    """The code that was shown when one asked without an account."""

    code = LineField(
        label=_("The code you were given"),
        help_text=_("Twelve digits."),
        max_length=40,
        inputmode="numeric",
        width="width-20",
        autocomplete="off",
    )
