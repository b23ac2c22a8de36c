"""Opening times as rows of a form."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import ClockField, TickBoxes
from trellis.apps.directory.models.records import ScheduleRecord
from trellis.core.ui.forms import Form, GroupedDateField, LineField

MOST_ROWS = 60

_REPEATS = [
    ("week", _("every week")),
    ("2", _("every 2 weeks")),
    ("3", _("every 3 weeks")),
    ("4", _("every 4 weeks")),
    ("nth1", _("first in the month")),
    ("nth2", _("second in the month")),
    ("nth3", _("third in the month")),
    ("nth4", _("fourth in the month")),
    ("nth-1", _("last in the month")),
    ("once", _("once, on the first date below")),
    ("other", _("as it was (a pattern this form cannot show)")),
]


class ScheduleForm(Form):
    """One opening: on which days, from when to when, how often."""

    position = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    weekdays = TickBoxes(label=_("On which days"), choices=[(str(day), name) for day, name in WEEKDAYS.items()])
    opens_at = ClockField(label=_("Opens at"), required=False)
    closes_at = ClockField(label=_("Closes at"), required=False)
    repeats = forms.ChoiceField(label=_("How often"), choices=_REPEATS, initial="week")
    starts_on = GroupedDateField(label=_("First date"), required=False, help_text=_("Needed for “once” and for every 2, 3 or 4 weeks."))
    until = GroupedDateField(label=_("Last date"), required=False)
    term_time_only = forms.BooleanField(label=_("In school terms only"), required=False)
    closed_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    by_appointment = forms.BooleanField(label=_("By appointment only"), required=False)
    description = LineField(label=_("Anything to add"), required=False, max_length=500)
    remove = forms.BooleanField(label=_("Take this opening away"), required=False)

    def is_blank(self) -> bool:
        """Whether the row says nothing."""
        told = self.cleaned_data
        return not (told.get("weekdays") or told.get("opens_at") or told.get("starts_on") or told.get("description"))

    def clean(self):
        told = super().clean()
        if told.get("remove") or self.errors or self.is_blank():
            return told
        repeats = told.get("repeats")
        if repeats == "once":
            if not told.get("starts_on"):
                self.add_error("starts_on", _("Say on which date."))
        elif repeats != "other" and not told.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one day."))
        if repeats in ("2", "3", "4") and not told.get("starts_on"):
            self.add_error("starts_on", _("Say from which date to count."))
        if told.get("closes_at") and not told.get("opens_at"):
            self.add_error("opens_at", _("Say when it opens, not only when it closes."))
        first, last = told.get("starts_on"), told.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last date must not be before the first."))
        return told

    def record(self, before: list[ScheduleRecord]) -> ScheduleRecord | None:
        """The schedule this row means; what the form cannot show is kept from before. None when taken away."""
        told = self.cleaned_data
        if told.get("remove") or self.is_blank():
            return None
        position = told.get("position")
        kept = before[position] if position is not None and position < len(before) else ScheduleRecord()
        kept = replace(
            kept,
            **{
                name: told[name]
                for name in (
                    "opens_at", "closes_at", "starts_on", "until", "term_time_only", "closed_on_holidays",
                    "by_appointment", "description",
                )
            },
        )  # fmt: skip
        return self._pattern(kept, [int(day) for day in told["weekdays"]], told["repeats"])

    @staticmethod
    def _pattern(kept: ScheduleRecord, days: list[int], repeats: str) -> ScheduleRecord:
        if repeats == "other":
            return kept
        plain = replace(kept, weekdays=days, nth=[], month_days=[], interval=1, freq="WEEKLY")
        if repeats == "once":
            return replace(plain, freq="ONCE", weekdays=[])
        if repeats.startswith("nth"):
            return replace(plain, freq="MONTHLY", weekdays=[], nth=[(int(repeats[3:]), day) for day in days])
        return plain if repeats == "week" else replace(plain, interval=int(repeats))


ScheduleRows = forms.formset_factory(ScheduleForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def schedule_initial(records: list[ScheduleRecord]) -> list[dict]:
    """What the rows show of these schedules."""
    return [{**_shown(each), "position": index} for index, each in enumerate(records)]


def _shown(record: ScheduleRecord) -> dict:
    days = record.weekdays or sorted({day for _n, day in record.nth})
    shown = {
        name: getattr(record, name)
        for name in (
            "opens_at", "closes_at", "starts_on", "until", "term_time_only", "closed_on_holidays",
            "by_appointment", "description",
        )
    }  # fmt: skip
    return {**shown, "weekdays": [str(day) for day in days], "repeats": _repeats(record)}


def _repeats(record: ScheduleRecord) -> str:
    if record.freq == "ONCE":
        return "once"
    if record.freq == "WEEKLY":
        if record.interval == 1:
            return "week"
        return str(record.interval) if record.interval in (2, 3, 4) else "other"
    numbers = {n for n, _day in record.nth}
    plain = record.interval == 1 and not record.month_days and len(numbers) == 1
    n = next(iter(numbers), 0)
    return f"nth{n}" if plain and n in (1, 2, 3, 4, -1) else "other"


def records_from(rows, before: list[ScheduleRecord]) -> list[ScheduleRecord]:
    """The schedules of all rows, in their order."""
    made = [form.record(before) for form in rows.forms if hasattr(form, "cleaned_data")]
    return [each for each in made if each is not None]
