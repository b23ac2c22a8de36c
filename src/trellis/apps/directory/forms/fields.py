"""Fields of the editing forms that read what people type: a time of day, a list of codes."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import LineField

_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


class ClockField(LineField):
    """A time of day as people write it ("9", "9.30", "9:30pm", "noon"); gives "HH:MM" or ""."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, width="width-4", inputmode="text", **kwargs)

    def clean(self, value) -> str:
        text = super().clean(value).lower().strip()
        if not text:
            return ""
        if text in _NAMED:
            return _NAMED[text]
        match = _CLOCK.match(text)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        if match and match[3]:
            hour = hour % 12 + (12 if match[3].startswith("p") else 0) if 1 <= hour <= 12 else 99
        if hour > 23 or minute > 59:
            raise ValidationError(_("Enter a time like 9:30 or 7pm."), code="invalid")
        return f"{hour:02}:{minute:02}"


class TickBoxes(forms.MultipleChoiceField):
    """Several answers from a short list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(required=kwargs.pop("required", False), **kwargs)


class OneOf(forms.ChoiceField):
    """One answer from a short list, as radio buttons; the first may mean "not known"."""

    widget = forms.RadioSelect


class LanguageCodes(LineField):
    """Languages by their codes, with commas between: "en, pl, bfi"."""

    _CODE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

    def clean(self, value) -> list[str]:
        codes = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        for code in codes:
            if not self._CODE.match(code):
                raise ValidationError(_("Write languages as codes like en, pl or ar, with commas between."), code="invalid")
        return codes

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value
