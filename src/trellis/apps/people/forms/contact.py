"""What is asked about reaching somebody, one page each."""

from __future__ import annotations

import re
from datetime import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models.contact import Channel, MaySay
from trellis.core.ui.forms import EmailField, Form, LineField, ParagraphField
from trellis.core.ui.words import phone_address

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?\s*(am|pm)?", re.IGNORECASE)


class ClockField(LineField):
    """A time of day as people write it: 9, 9:30, 21.00, 7pm. Gives "09:30"."""

    def __init__(self, **kwargs):
        super().__init__(max_length=10, width="width-5", required=False, **kwargs)

    def clean(self, value) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = CLOCK.fullmatch(text)
        hour = int(found[1]) if found else 0
        if found is None or (found[3] and not 1 <= hour <= 12):
            raise ValidationError(_("Write the time like 9:30 or 21:00."), code="invalid")
        half = (found[3] or "").lower()
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        return f"{time(hour, int(found[2] or 0)):%H:%M}"


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
