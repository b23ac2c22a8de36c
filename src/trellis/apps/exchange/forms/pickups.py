"""Forms about rounds of surplus food."""

import re
from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models.pickups import MOST_GRAMS, StopKind, ZeroReason
from trellis.core.ui.forms import ClockField, GroupedDateField, IdempotentForm, LineField, WholeNumberField

WEIGHT = re.compile(r"([0-9]{1,7})(?:([.,])([0-9]{1,3}))?\s*(kg|kilos?|kgs|g|grams?)?", re.IGNORECASE)
DAYS = [
    ("MO", _("Monday")), ("TU", _("Tuesday")), ("WE", _("Wednesday")), ("TH", _("Thursday")), ("FR", _("Friday")),
    ("SA", _("Saturday")), ("SU", _("Sunday")),
]  # fmt: skip


class WeightField(LineField):
    """A weight as people write it: 12, 12.5 kg, 12,5 kg, 800 g. Kilograms unless it says grams. Gives whole grams, or None."""

    default_error_messages = {
        "invalid": _("Write the weight like 12.5 kg or 800 g."),
        "unsure": _("We are not sure what you mean. Write 1.25 kg, or 1250 kg."),
        "most": _("That is more than a lorry carries. Write the weight in kilograms, such as 12.5."),
        "least": _("Write at least 100 g."),
    }

    def __init__(self, *, least: int = 0, **kwargs):
        self.least = least
        super().__init__(max_length=20, width="width-5", inputmode="decimal", **kwargs)

    def clean(self, value) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = WEIGHT.fullmatch(text.strip())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole, mark, part, unit = found.groups()
        in_grams = (unit or "kg").lower().startswith("g")
        if mark and (in_grams or (len(part) == 3 and whole != "0")):
            raise ValidationError(self.error_messages["unsure"], code="unsure")
        grams = int(whole) if in_grams else int(whole) * 1000 + int((part or "0").ljust(3, "0"))
        if grams > MOST_GRAMS:
            raise ValidationError(self.error_messages["most"], code="most")
        if grams < self.least:
            raise ValidationError(self.error_messages["least"], code="least")
        return grams


class RoundForm(IdempotentForm):
    """On which days, with which vehicle."""

    name = LineField(
        label=_("What is it called?"), max_length=120, error_messages={"required": _("Give it a name, such as “Tuesday bread”.")}
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    first_on = GroupedDateField(label=_("From which day on?"), error_messages={"required": _("Say from which day on.")})
    until_on = GroupedDateField(label=_("Until which day?"), required=False)
    closed_on_holidays = forms.BooleanField(label=_("Not on public holidays"), required=False)
    van_grams = WeightField(label=_("How much does the vehicle carry?"), help_text=_("In kilograms: a car 100, a van 600."), least=1000)
    crate_grams = WeightField(
        label=_("How heavy is one crate?"),
        help_text=_("Food is shared out in whole crates of about this weight."),
        initial="5 kg",
        least=100,
    )
    cold_minutes = WholeNumberField(
        label=_("For how many minutes may it be without cooling?"),
        help_text=_("From the first minute of loading. Leave it empty for bread and the like."),
        required=False,
        min_value=15,
        max_value=1440,
        error_messages={"min_value": _("At least 15 minutes."), "max_value": _("At most a day.")},
    )

    def clean_crate_grams(self) -> int:
        grams = self.cleaned_data["crate_grams"]
        if grams > 50_000:
            raise ValidationError(_("Nobody lifts that. At most 50 kg."), code="most")
        return grams

    def clean(self) -> dict:
        told = super().clean()
        first, last = told.get("first_on"), told.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day must be on or after the first."))
        return told

    def told(self) -> dict:
        """What the action is given."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("form_key", "days")}
        return told | {"byday": ",".join(self.cleaned_data["days"])}


class StopForm(IdempotentForm):
    """A donor or a taker of a round."""

    kind = forms.ChoiceField(
        label=_("What happens there?"), choices=StopKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether food is fetched or brought there.")},
    )  # fmt: skip
    name = LineField(
        label=_("Who is it?"),
        help_text=_("Write the name as it is in the directory, and they can confirm here what arrives."),
        max_length=120,
        error_messages={"required": _("Say who it is.")},
    )
    opens = ClockField(label=_("From what time?"))
    closes = ClockField(label=_("Until what time?"))
    days = forms.MultipleChoiceField(
        label=_("Only on some of the days?"), choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    grams = WeightField(
        label=_("How much usually?"), help_text=_("What a donor has, or what a taker needs each time, in kilograms."), least=100,
        error_messages={"required": _("Say about how much, such as 15 kg.")},
    )  # fmt: skip
    room_grams = WeightField(
        label=_("Room for how much?"), help_text=_("For takers: what the fridge or the shelf holds at most."), required=False
    )
    minutes = WholeNumberField(
        label=_("How many minutes does it take there?"), initial=10, min_value=0, max_value=120,
        error_messages={"max_value": _("At most 120 minutes."), "min_value": _("At least 0 minutes.")},
    )  # fmt: skip
    way_in = LineField(
        label=_("Which door, and whom to ask for?"), help_text=_("Only whoever drives reads this."), max_length=300, required=False
    )

    def clean(self) -> dict:
        told = super().clean()
        for name in ("opens", "closes"):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, _("Write the time like 9:30 or 21:00."))
        if told.get("opens") and told.get("closes") and told["closes"] <= told["opens"]:
            self.add_error("closes", _("It must close after it opens, on the same day."))
        return told

    def told(self) -> dict:
        """What the action is given."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("form_key", "days")}
        hours = {name: time.fromisoformat(told[name]) for name in ("opens", "closes")}
        return told | hours | {"byday": ",".join(self.cleaned_data["days"])}


class WeighForm(IdempotentForm):
    """What was fetched or handed over."""

    grams = WeightField(label=_("How much was it?"), help_text=_("Like 12.5 kg or 800 g. Nothing at all: 0."), error_messages={
        "required": _("Say how much it was. Nothing at all: 0."),
    })  # fmt: skip
    zero_reason = forms.ChoiceField(
        label=_("If there was nothing: why?"), choices=[("", _("There was something")), *ZeroReason.choices], required=False
    )
    food_note = LineField(
        label=_("Use-by dates and allergens"), help_text=_("Such as: use by Friday; nuts, milk."), max_length=300, required=False
    )

    def __init__(self, *args, is_donor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_donor:
            del self.fields["food_note"]

    def clean(self) -> dict:
        told = super().clean()
        if told.get("grams") == 0 and not told.get("zero_reason"):
            self.add_error("zero_reason", _("Choose why there was nothing. It helps the next time."))
        return told


class ReceiveForm(IdempotentForm):
    """What arrived."""

    grams = WeightField(label=_("How much arrived?"), error_messages={"required": _("Say how much arrived. Nothing at all: 0.")})


class YesForm(IdempotentForm):
    """Yes, do it; nothing else to say."""
