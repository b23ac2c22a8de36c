"""Asking for a plot, what was picked, and what a garden says of itself."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.forms.places import AddressField
from trellis.apps.gatherings.models import Measure
from trellis.core.ui.forms import GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField


class PlotForm(IdempotentForm):
    """Ask for a plot."""

    raised_only = forms.BooleanField(
        label=_("I need a raised bed"), help_text=_("One can reach it standing, or from a wheelchair."), required=False
    )
    address = AddressField()

    def __init__(self, *args, signed_in: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["address"]


class HarvestForm(IdempotentForm):
    """What was picked, and whether some of it is to share."""

    what = LineField(label=_("What was picked?"), help_text=_("Courgettes, mint, eggs"), max_length=80)
    amount = WholeNumberField(label=_("How much?"), min_value=1, max_value=10_000_000)
    measure = forms.ChoiceField(label=_("Counted in"), choices=Measure.choices, widget=forms.RadioSelect, initial=Measure.GRAMS)
    n_shares = WholeNumberField(
        label=_("How many shares are there for others?"),
        help_text=_("0 if all of it has gone already."),
        initial=0,
        min_value=0,
        max_value=200,
    )


class GardenForm(IdempotentForm):
    """What a garden says of itself."""

    name = LineField(label=_("What is the garden called?"), max_length=120)
    about = ParagraphField(label=_("What is it like?"), max_length=3000, rows=4, required=False)
    season_ends_on = GroupedDateField(label=_("Until when are plots given?"), help_text=_("For example 31 10 2027."))
    plots = ParagraphField(
        label=_("Which plots are there?"), help_text=_("One on each line. Put * after a raised bed."), max_length=6000, rows=6
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["season_ends_on"].earliest = today

    def clean_plots(self) -> list[tuple[str, bool]]:
        """Names and whether they are raised, each once."""
        found: dict[str, bool] = {}
        for each in self.cleaned_data["plots"].split("\n"):
            name = " ".join(each.replace("*", " ").split())
            if len(name) > 40:
                raise forms.ValidationError(_("Give each plot a shorter name, at most 40 letters."))
            if name:
                found.setdefault(name, "*" in each)
        if not found:
            raise forms.ValidationError(_("Name at least one plot."))
        return list(found.items())

    def told(self) -> dict:
        """What the actions are given."""
        plots = self.cleaned_data["plots"]
        fields = {name: self.cleaned_data[name] for name in ("name", "about", "season_ends_on")}
        return {"told": fields, "plots": [name for name, _raised in plots], "raised": [name for name, raised in plots if raised]}
