"""What an organizer is asked before typing for somebody."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.forms.naming import ChosenNameField
from trellis.apps.people.models.helping import How, Why
from trellis.core.ui.forms import EmailField, Form, IdempotentForm, LineField, ParagraphField
from trellis.kernels.text.codes import code_is_valid

NEW, KNOWN = "new", "known"


class WhyForm(Form):
    """Why, and how the two meet."""

    reason = forms.ChoiceField(label=_("Why do you type for them?"), choices=Why.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Where are they?"), choices=How.choices, widget=forms.RadioSelect)
    note = ParagraphField(
        label=_("A note on why"), help_text=_("Only you and the person can read it."), max_length=300, rows=2, required=False
    )


class WhoForm(Form):
    """Somebody new, or somebody who was here before."""

    who = forms.ChoiceField(
        label=_("Were they here before?"),
        choices=[
            (NEW, _("No, they are new. They need no e-mail address.")),
            (KNOWN, _("Yes, they have an account or a sheet with a code.")),
        ],
        widget=forms.RadioSelect,
    )


class NewPersonForm(Form):
    """What to call somebody new while helping them."""

    name = ChosenNameField(label=_("What shall we call them?"), required=False)


class CodeForm(Form):
    """The code that the person shows or reads out."""

    code = LineField(
        label=_("Their code"),
        help_text=_("It stands on “My account” under “Let somebody help me”, on their sheet, or in the e-mail we sent them."),
        max_length=40,
        autocomplete="off",
        width="width-10",
    )

    def clean_code(self) -> str:
        if not code_is_valid(self.cleaned_data["code"]):
            raise ValidationError(_("There is a slip in this code. Read it again sign by sign."), code="slip")
        return self.cleaned_data["code"]


class ConsentForm(Form):
    """They said yes to the words read aloud."""

    agreed = forms.BooleanField(
        label=_("I read this to them, and they said yes."),
        error_messages={"required": _("Read the words to them first. Without their yes you cannot type for them.")},
    )


class SendCodeForm(IdempotentForm):
    """To which address a code shall go."""

    email = EmailField(label=_("Their e-mail address"), autocomplete="off")
