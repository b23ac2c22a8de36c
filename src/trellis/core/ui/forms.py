"""Forms that ask kindly: fields with limits, errors that say what to do, dates that exist.

Build pages' forms from `Form` and these fields, and show them with the tags `error_summary`, `field` and `fields`."""

import re
import uuid
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, ProhibitNullCharactersValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from trellis.core.ui.widgets import DateBoxes

LINE_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?\s*(am|pm)?", re.IGNORECASE)
PARAGRAPH_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

CONTROL_WORDS = _("This has a character in it that cannot be shown. Type it again rather than pasting it.")
LONG_WORDS = ngettext_lazy(
    "Make this shorter: at most %(limit_value)d character. You have written %(show_value)d.",
    "Make this shorter: at most %(limit_value)d characters. You have written %(show_value)d.",
    "limit_value",
)
MISSING_WORDS = _("Fill in “%(label)s”.")
UNCHOSEN_WORDS = _("Choose an answer for “%(label)s”.")
NOT_OFFERED_WORDS = _("Choose one of the answers in the list.")


class LineField(forms.CharField):
    """One line of text. Spaces around it are dropped, line breaks within it become spaces, other control characters are refused."""

    controls = LINE_CONTROLS

    def __init__(self, *, max_length: int = 200, autocomplete: str = "", inputmode: str = "", width: str = "", **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        hints = {"autocomplete": autocomplete, "inputmode": inputmode, "class": width}
        self.widget.attrs.update({name: value for name, value in hints.items() if value})
        # The browser must not cut what was pasted without a word: the error beside the field says how much is too much.
        self.widget.attrs.pop("maxlength", None)
        for validator in self.validators:
            if getattr(validator, "limit_value", None) == max_length:
                validator.message = LONG_WORDS

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        text = self.tidy(text)
        if self.controls.search(text):
            raise ValidationError(CONTROL_WORDS, code="control_character")
        return text

    def tidy(self, text: str) -> str:
        return re.sub(r"[\t\r\n]+", " ", text)


class ParagraphField(LineField):
    """Text of several lines. Line breaks are kept as "\\n"."""

    controls = PARAGRAPH_CONTROLS
    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, rows: int = 5, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.update({"rows": rows})
        self.widget.attrs.pop("cols", None)

    def tidy(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n")


class EmailField(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {"invalid": _("Enter an e-mail address like name@example.org.")}

    def __init__(self, *, autocomplete: str = "email", **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 254), **kwargs)
        for validator in self.validators:
            if isinstance(validator, EmailValidator):
                validator.message = self.error_messages["invalid"]
        self.validators = [validator for validator in self.validators if not isinstance(validator, ProhibitNullCharactersValidator)]
        self.widget.attrs.update({"autocomplete": autocomplete, "spellcheck": "false"})
        self.widget.attrs.pop("maxlength", None)


class WebAddressField(forms.URLField):
    """A web address; people may leave out https://."""

    def __init__(self, **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 500), assume_scheme="https", **kwargs)
        self.error_messages["invalid"] = _("Enter a web address like www.example.org.")
        for validator in self.validators:
            if isinstance(validator, URLValidator):
                validator.schemes = ["http", "https"]
                validator.message = self.error_messages["invalid"]
        self.widget = forms.TextInput({"inputmode": "url", "autocomplete": "url", "spellcheck": "false"})

    def to_python(self, value):
        if isinstance(value, str) and LINE_CONTROLS.search(value.strip()):
            raise ValidationError(CONTROL_WORDS, code="control_character")
        return super().to_python(value)


class WholeNumberField(forms.IntegerField):
    """A whole number. Spaces and commas between thousands are accepted."""

    def __init__(self, *, width: str = "width-4", **kwargs):
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Enter a whole number, such as 12.")
        self.widget = forms.TextInput({"inputmode": "numeric", "class": width})

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s,’']", "", value)
            if len(value) > 18 or (value and not re.fullmatch(r"[+-]?[0-9]+", value)):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


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


class GroupedDateField(forms.Field):
    """A date in three boxes. Only dates that exist, from year 1900 to 2199 unless earliest and latest say otherwise."""

    widget = DateBoxes
    default_error_messages = {
        "incomplete": _("The date must include a day, a month and a year."),
        "year": _("The year must have 4 numbers, such as 2026."),
        "unreal": _("This must be a real date."),
        "early": _("The date must be on or after %(earliest)s."),
        "late": _("The date must be on or before %(latest)s."),
    }

    def __init__(self, *, earliest: date = date(1900, 1, 1), latest: date = date(2199, 12, 31), **kwargs):
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        if not all(value):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if not all(part.isdecimal() and len(part) <= 4 for part in value):
            raise ValidationError(self.error_messages["unreal"], code="unreal")
        if len(value[2]) != 4:
            raise ValidationError(self.error_messages["year"], code="year")
        day, month, year = (int(part) for part in value)
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["unreal"], code="unreal") from None

    def validate(self, value):
        super().validate(value)
        if value and value < self.earliest:
            raise ValidationError(self.error_messages["early"], code="early", params={"earliest": self.earliest})
        if value and value > self.latest:
            raise ValidationError(self.error_messages["late"], code="late", params={"latest": self.latest})

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class Form(forms.Form):
    """A form whose errors name the field, for a `<form novalidate>`: the server's words are kinder than a browser's bubbles."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        default = forms.Field.default_error_messages["required"]
        for name, field in self.fields.items():
            label = field.label if field.label is not None else forms.utils.pretty_name(name)
            if field.error_messages.get("required") == default:
                words = UNCHOSEN_WORDS if isinstance(field, forms.ChoiceField) else MISSING_WORDS
                field.error_messages["required"] = words % {"label": label}
            if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = NOT_OFFERED_WORDS


class IdempotentForm(Form):
    """A form that can be sent twice and counts once: `form_key` is the same for both.

    The view passes cleaned_data["form_key"] to the action, which remembers the keys it has seen."""

    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("This form is out of date. Go back, open it again, and send it once more."),
            "invalid": _("This form is out of date. Go back, open it again, and send it once more."),
        },
    )
