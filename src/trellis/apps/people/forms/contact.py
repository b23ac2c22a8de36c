"""What is asked about reaching somebody, one page each."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models.contact import Channel, MaySay
from trellis.core.ui.forms import ClockField, EmailField, Form, LineField, ParagraphField
from trellis.core.ui.words import phone_address


class PhoneNumberForm(Form):
    """The number to ring or to text."""

    address = LineField(label=_("Which number?"), max_length=40, autocomplete="tel", inputmode="tel")

    def clean_address(self) -> str:
        number = phone_address(self.cleaned_data["address"], settings.PLACE_COUNTRY).removeprefix("tel:")
        if not number:
            raise ValidationError(_("Enter a phone number like 01632 960123, with its area code."), code="invalid")
        return number


class PostForm(Form):
    """The address to write to."""

    address = ParagraphField(label=_("Which address?"), max_length=400, rows=4, autocomplete="street-address")


class EmailForm(Form):
    """The e-mail address of somebody who has none in their account."""

    address = EmailField(label=_("Which e-mail address?"))


ADDRESSES = {Channel.CALL: PhoneNumberForm, Channel.TEXT: PhoneNumberForm, Channel.POST: PostForm, Channel.EMAIL: EmailForm}


class MaySayForm(Form):
    """Is it safe, and what may be said."""

    may_say = forms.ChoiceField(
        label=_("What may we say?"),
        help_text=_("Think of who else may open it, pick up, or see the screen."),
        choices=MaySay.choices,
        widget=forms.RadioSelect,
    )


class SafeTimesForm(Form):
    """When it is safe."""

    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        help_text=_("Leave all empty for any day."),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = ClockField(label=_("From what time?"), help_text=_("Leave both times empty for any time. Outside them we wait."))
    closes = ClockField(label=_("Until what time?"))

    def clean(self) -> dict:
        told = super().clean()
        if not self.errors and bool(told["opens"]) != bool(told["closes"]):
            self.add_error("closes" if told["opens"] else "opens", _("Say both times, or leave both empty."))
        elif not self.errors and told["opens"] and told["opens"] == told["closes"]:
            self.add_error("closes", _("The two times must differ."))
        return told


class NoteForm(Form):
    """What else matters."""

    note = ParagraphField(
        label=_("Is there anything else we should know?"),
        help_text=_("Such as “let it ring three times”. Nobody sees this but you and whoever gets in touch with you."),
        max_length=500,
        rows=3,
        required=False,
    )
