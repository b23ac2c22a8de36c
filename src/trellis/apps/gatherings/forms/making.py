"""Forms for setting up a gathering: one question each."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.forms.times import TimesForm
from trellis.apps.gatherings.models import GatheringAttendance, GatheringKind, SeenBy
from trellis.apps.gatherings.queries.meeting_types import ASKED, name_of_type
from trellis.core.ui.forms import Form, GroupedDateField, LineField, ParagraphField, WholeNumberField
from trellis.kernels.hours.saying import Said, Unclear, understood

OFFERED = (
    GatheringKind.SUPPORT_GROUP, GatheringKind.TWELVE_STEP, GatheringKind.WORKSHOP, GatheringKind.WORK_DAY, GatheringKind.ACTIVITY,
    GatheringKind.FESTIVAL, GatheringKind.BOARD,
)  # fmt: skip
MOST_LISTED = 100
ELSEWHERE, NOWHERE = "elsewhere", "nowhere"


class KindForm(Form):
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=[(each.value, each.label) for each in OFFERED])


class WhatForm(Form):
    title = LineField(label=_("What is it called?"), help_text=_("As it should stand in the calendar. Name nobody."), max_length=200)
    description = ParagraphField(
        label=_("What happens there?"), help_text=_("Plain words, for somebody who has never been."), required=False
    )


class TypesForm(Form):
    meeting_types = forms.MultipleChoiceField(
        label=_("What kind of meeting is it?"), help_text=_("Choose all that are true. Newcomers look first for open or closed."),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting_types"].choices = [(code, name_of_type(code)) for code in ASKED]


class WhoForm(Form):
    who_for = LineField(label=_("Who is it for?"), help_text=_("For example: “Anybody who has lost somebody”."), required=False)
    ask_for = LineField(
        label=_("Whom can a newcomer look for?"), help_text=_("Not a name: “whoever wears the green scarf”, “the person at the tea urn”."),
        required=False,
    )  # fmt: skip


class AttendanceForm(Form):
    attendance = forms.ChoiceField(label=_("How can people take part?"), widget=forms.RadioSelect, choices=GatheringAttendance.choices)


class PlaceForm(Form):
    """Where it is. A class of its own for each group, with that group's places (`places_form`)."""

    where = forms.ChoiceField(label=_("Where is it?"), widget=forms.RadioSelect)
    elsewhere = LineField(
        label=_("If another place: what is it called?"), help_text=_("As it stands in the directory, for example “Holland Road Hall”."),
        required=False,
    )  # fmt: skip
    places: list[tuple[str, str]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [
            *self.places, (ELSEWHERE, _("Another place in the directory")), (NOWHERE, _("People ask us where it is")),
        ]  # fmt: skip


def places_form(places: list[tuple[str, str]]) -> type[PlaceForm]:
    """The form with these places to choose from."""
    return type("PlaceForm", (PlaceForm,), {"places": places})


class JoiningForm(Form):
    joining = LineField(
        label=_("How does one join online?"),
        help_text=_("A link, or a telephone number with its code. Only those who come are shown it. It is kept encrypted."),
        max_length=500,
        required=False,
    )


class WhenForm(TimesForm):
    """The first day; sent with other answers, so it needs no key of its own."""

    form_key = None
    on = GroupedDateField(label=_("On which day is it, or is it for the first time?"), help_text=_("For example, 8 12 2026"))


class AgainForm(Form):
    again = forms.ChoiceField(
        label=_("Does it come again?"), widget=forms.RadioSelect,
        choices=[
            ("once", _("No, just once")), ("weekly", _("Every week, or every few weeks")),
            ("nth", _("On one day of the month, like the second Tuesday")), ("date", _("On one date of the month, like the 15th")),
            ("listed", _("On dates that we list")), ("words", _("We say it in our own words, in English")),
        ],
    )  # fmt: skip


def again_form(*, listed: bool) -> type[AgainForm]:
    """The same question; `listed` where dates can be given one by one."""

    class Again(AgainForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["again"].choices = [each for each in self.fields["again"].choices if listed or each[0] != "listed"]

    return Again


class FromForm(Form):
    """From which one on. A class of its own for those to come (`from_form`)."""

    from_on = forms.ChoiceField(label=_("Which is the first one that changes?"))
    coming: list[tuple[str, str]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_on"].choices = self.coming


def from_form(coming: list[tuple[str, str]]) -> type[FromForm]:
    """The form with these days to choose from."""
    return type("FromForm", (FromForm,), {"coming": coming})


class WeeklyForm(Form):
    interval = WholeNumberField(
        label=_("Every how many weeks?"), help_text=_("1 is every week, 2 every other week, 4 is every 28 days."),
        min_value=1, max_value=104, initial=1,
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("On which days?"), help_text=_("None ticked: on the weekday of the first day."), widget=forms.CheckboxSelectMultiple,
        choices=[(str(n), name) for n, name in WEEKDAYS.items()], required=False,
    )  # fmt: skip


class NthForm(Form):
    nth = forms.MultipleChoiceField(
        label=_("Which ones of the month?"), widget=forms.CheckboxSelectMultiple,
        choices=[("1", _("First")), ("2", _("Second")), ("3", _("Third")), ("4", _("Fourth")), ("5", _("Fifth")), ("-1", _("Last"))],
    )  # fmt: skip
    weekday = forms.ChoiceField(label=_("Which day of the week?"), choices=[(str(n), name) for n, name in WEEKDAYS.items()])
    interval = WholeNumberField(label=_("Every how many months?"), min_value=1, max_value=12, initial=1)


class DateForm(Form):
    days = LineField(label=_("On which dates of the month?"), help_text=_("Numbers like 15, or 1, 15. For the last day write -1."))
    interval = WholeNumberField(label=_("Every how many months?"), help_text=_("12 is once a year."), min_value=1, max_value=12, initial=1)

    def clean_days(self) -> str:
        parts = [part for part in re.split(r"[\s,;]+", self.cleaned_data["days"]) if part]
        if not parts or not all(re.fullmatch(r"-1|[1-9]|[12]\d|3[01]", part) for part in parts):
            raise ValidationError(_("Write dates of the month from 1 to 31, like 1, 15."))
        return ",".join(dict.fromkeys(parts))


class ListedForm(Form):
    dates = ParagraphField(label=_("On which dates?"), help_text=_("One on a line, like 8 12 2026 or 8 December 2026."), rows=8)

    def clean_dates(self) -> list[date]:
        lines = [line.strip() for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if len(lines) > MOST_LISTED:
            raise ValidationError(_("That is more than 100 dates. Send the first hundred, and add the others later."))
        return sorted({_as_date(line) for line in lines})


class WordsForm(Form):
    said = LineField(
        label=_("Say it in your own words"),
        help_text=_(
            "In English, like “second Tuesday”, “every Thursday in term time”, “every 28 days”, “last Friday, not on public holidays”."
        ),
    )

    def clean_said(self) -> str:
        self.understood()
        return self.cleaned_data["said"]

    def understood(self) -> Said:
        reasons = {
            "not_weeks": _("We count in whole weeks, and these days are no whole number of weeks. List the dates instead."),
            "two_meanings": _("This can mean two things. Write “every other Tuesday” or “second Tuesday of the month”."),
            "which_day": _("On which day of the month? Write it like “second Tuesday” or “15th of the month”."),
        }
        try:
            return understood(self.cleaned_data["said"])
        except Unclear as unclear:
            words = _("We could not read this. Write it like “second Tuesday”, or go one question back and choose there.")
            raise ValidationError(reasons.get(unclear.code, words)) from None


class LeaveOutForm(Form):
    left_out = forms.MultipleChoiceField(
        label=_("When does it not take place?"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("term", _("In school holidays: only in term time")), ("holidays", _("On public holidays"))],
    )  # fmt: skip
    until = GroupedDateField(label=_("Is there a last day?"), help_text=_("Leave it empty if it goes on."), required=False)


class PlacesForm(Form):
    coming = forms.ChoiceField(
        label=_("Do people say beforehand that they come?"), widget=forms.RadioSelect,
        choices=[
            ("heads", _("No, people just come. We count heads and write down nobody")), ("open", _("Yes, and as many can come as like")),
            ("places", _("Yes, and there are only so many places")),
        ],
    )  # fmt: skip
    places = WholeNumberField(label=_("How many places are there?"), min_value=1, max_value=100_000, required=False)

    def clean(self):
        told = super().clean()
        if told.get("coming") == "places" and not told.get("places") and "places" not in self.errors:
            self.add_error("places", _("Say how many places there are."))
        return told


class SeenForm(Form):
    seen_by = forms.ChoiceField(label=_("Who may know of it?"), widget=forms.RadioSelect, choices=SeenBy.choices)


class SensitiveForm(Form):
    sensitive = forms.ChoiceField(
        label=_("Could it harm somebody if others saw that they go there?"),
        help_text=_("Then calendar programs and letters say only “Gathering”, and its page can be left at once."),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )


class TwinForm(Form):
    """Whether it is a meeting that the directory has. A class of its own for what was found (`twin_form`)."""

    twin = forms.ChoiceField(label=_("Is it this one? It is in the directory already."), widget=forms.RadioSelect)
    found: list[tuple[str, str]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["twin"].choices = [*self.found, ("no", _("No, it is another one"))]


def twin_form(found: list[tuple[str, str]]) -> type[TwinForm]:
    """The form with these meetings of the directory."""
    return type("TwinForm", (TwinForm,), {"found": found})


def _as_date(line: str) -> date:
    formats = ["%d %m %Y", "%d.%m.%Y", *get_format("DATE_INPUT_FORMATS")]
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", re.sub(r"^[A-Za-z]+day,?\s+", "", line))
    for each in formats:
        try:
            found = datetime.strptime(plain, each).date()  # noqa: DTZ007 (a day, not a moment)
        except ValueError:
            continue
        if 1900 <= found.year <= 2199:
            return found
    raise ValidationError(_("“%(line)s” is not a real date. Write it like 8 12 2026."), params={"line": line[:40]})
