"""Forms about the times of gatherings: when one begins and ends, words about it, how many came."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import ClockField, GroupedDateField, IdempotentForm, LineField, WholeNumberField


class WordsForm(IdempotentForm):
    """Words about one time."""

    note = LineField(
        label=_("What should people know?"),
        help_text=_("Everybody who sees it can read this. Name nobody. For example: “The hall is flooded.”"),
        max_length=300,
        required=False,
    )


class TimesForm(IdempotentForm):
    """A day, a begin and an end."""

    on = GroupedDateField(label=_("On which day?"), help_text=_("For example, 20 4 2027"))
    begins = ClockField(label=_("When does it begin?"), help_text=_("Like 9:30 or 19:00"))
    ends = ClockField(label=_("When does it end?"))
    overnight = forms.BooleanField(label=_("It ends on the next day"), required=False)

    def clean(self):
        told = super().clean()
        for name in ("begins", "ends"):
            if name in told and not told[name]:
                self.add_error(name, _("Write the time like 9:30 or 21:00."))
        if told.get("begins") and told.get("ends") and told["ends"] <= told["begins"] and not told.get("overnight"):
            self.add_error("ends", _("It would end before it begins. If it goes on past midnight, tick the box below."))
        return told

    def moments(self) -> tuple[date, time, int]:
        """The day, the begin, and how many minutes it lasts."""
        told = self.cleaned_data
        begins, ends = (time.fromisoformat(told[name]) for name in ("begins", "ends"))
        first = datetime.combine(told["on"], begins)
        last = datetime.combine(told["on"] + timedelta(days=bool(told["overnight"])), ends)
        return told["on"], begins, int((last - first).total_seconds() // 60)


class MoveForm(TimesForm):
    """Another time for one, and why."""

    note = LineField(
        label=_("What should people know?"),
        help_text=_("For example: “Easter: a week later.” Name nobody."),
        max_length=300,
        required=False,
    )


class ExtraForm(TimesForm):
    """One more time."""

    note = LineField(label=_("What should people know?"), max_length=300, required=False, help_text=_("Name nobody."))


class PartForm(TimesForm):
    """A part of a festival."""

    title = LineField(label=_("What is it called?"), max_length=200)
    note = LineField(label=_("Where, and what should people know?"), max_length=300, required=False)
    field_order = ["title", "on", "begins", "ends", "overnight", "note"]


class HeadsForm(IdempotentForm):
    """How many came."""

    number = WholeNumberField(
        label=_("How many people came?"),
        help_text=_("One number, helpers included. Who was there is written nowhere."),
        min_value=0,
        max_value=100_000,
        error_messages={"min_value": _("Nobody is 0. It can’t be less."), "max_value": _("That is more than we can count here.")},
    )


class EndForm(IdempotentForm):
    """The last day of a series."""

    last_on = GroupedDateField(
        label=_("What is the last day?"), help_text=_("What was planned after this day is taken out of the calendar.")
    )
    note = LineField(label=_("What should people know?"), help_text=_("For example: “Thank you all.”"), max_length=300, required=False)


class KeyForm(IdempotentForm):
    """Yes, do it."""
