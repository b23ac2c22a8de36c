"""What the two tell each other and us: when and where, a few words, whether it happened, how often one may be asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models import Kind
from trellis.apps.exchange.models.terms import instant
from trellis.core.ui.forms import ClockField, Form, GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField


class NumberForm(Form):
    """The number somebody was given."""

    code = LineField(
        label=_("The number you were given"),
        help_text=_("Sixteen digits. Spaces do not matter."),
        max_length=60,
        inputmode="numeric",
        autocomplete="off",
        required=False,
    )


class RelayForm(IdempotentForm):
    """A few words to the other one."""

    words = ParagraphField(
        label=_("Write to them"),
        help_text=_("They read it here. Your address and number stay with you unless you write them down yourself."),
        max_length=1500,
        rows=3,
        error_messages={"required": _("Write a few words to send.")},
    )


class WhenForm(IdempotentForm):
    """When and where the two meet."""

    on = GroupedDateField(label=_("On which day?"))
    begins = ClockField(label=_("At what time?"))
    ends = ClockField(label=_("Until about when?"))
    where = LineField(
        label=_("Where do you meet?"),
        help_text=_("Only the two of you read this."),
        max_length=300,
        required=False,
    )
    repeats = forms.BooleanField(label=_("The same every week from then on"), required=False)

    def clean(self) -> dict:
        told = super().clean()
        if not told.get("begins") and "begins" not in self.errors:
            self.add_error("begins", _("Say at what time, for example 9:30."))
        return told

    def moments(self) -> tuple[datetime, datetime | None]:
        """When it begins and ends, as instants. An end before the beginning is on the day after."""
        told = self.cleaned_data
        begins = datetime.combine(told["on"], time.fromisoformat(told["begins"]))
        if not told.get("ends"):
            return instant(begins), None
        ends = datetime.combine(told["on"], time.fromisoformat(told["ends"]))
        return instant(begins), instant(ends if ends > begins else ends + timedelta(days=1))


class ThanksForm(IdempotentForm):
    """Words of thanks, or none."""

    words = ParagraphField(label=_("Say thank you"), max_length=600, rows=2, required=False)


class DoneForm(IdempotentForm):
    """How long it took, in groups that count hours."""

    hours = WholeNumberField(label=_("About how many hours was it?"), min_value=1, max_value=24, required=False)


class PaceForm(Form):
    """How often one may be asked."""

    most_a_month = forms.TypedChoiceField(
        label=_("How often may we ask you, at most?"),
        choices=[
            ("1", _("Once a month")), ("2", _("Twice a month")), ("4", _("Four times a month")), ("8", _("Eight times a month")),
            ("0", _("Not at all, for now")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )  # fmt: skip


class PracticeForm(Form):
    """What a group wants of help among its members."""

    checked_kinds = forms.MultipleChoiceField(
        label=_("For which kinds of help must your group have seen a background check?"),
        help_text=_("Members are then asked only if you have noted that you saw it. They see yes or no and the date, never the paper."),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    counts_hours = forms.BooleanField(
        label=_("Count hours of help in this group"),
        help_text=_("For all members together. Nobody’s hours are shown to anybody else, and nobody owes any."),
        required=False,
    )
