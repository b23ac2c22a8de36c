"""Questions about a rota: which weeks; and, to each member, when they can."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.rota import Wishing
from trellis.core.ui.forms import GroupedDateField, IdempotentForm, WholeNumberField
from trellis.core.ui.words import when


class RotaForm(IdempotentForm):
    """Which weeks, and until when people answer."""

    first_on = GroupedDateField(label=_("From which day?"))
    last_on = GroupedDateField(label=_("Until which day?"), help_text=_("At most two months."))
    answer_by_on = GroupedDateField(label=_("By which day should people answer?"), help_text=_("Before the first day."))


class AnswerForm(IdempotentForm):
    """How much, and each shift."""

    capacity = WholeNumberField(label=_("How many turns can you take in these weeks?"), min_value=0, max_value=60, width="width-2")
    per_week = WholeNumberField(label=_("At most how many in one week?"), min_value=1, max_value=14, initial=2, width="width-2")

    def __init__(self, *args, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.shift_names = {}
        for shift in shifts:
            name = f"shift-{shift.pk}"
            self.shift_names[name] = str(shift.pk)
            label = _("{when}, {role}").format(when=when(shift.starts_at), role=shift.role)
            self.fields[name] = forms.ChoiceField(label=label, choices=Wishing.choices, widget=forms.RadioSelect, initial=Wishing.NO)
        self.order_fields(["capacity", "per_week", *self.shift_names])

    def wishes(self) -> dict[str, str]:
        return {shift: self.cleaned_data[name] for name, shift in self.shift_names.items()}


class SureForm(IdempotentForm):
    """Nothing but a yes."""
