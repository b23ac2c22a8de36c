"""Forms about turns: one press, what a shift is, whom to ask, what was seen, a handover note."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.turns import MOST_GUIDED, MOST_WANTED, Roles
from trellis.apps.people.models import CapabilityKind
from trellis.core.ui.forms import ClockField, GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField


class PressForm(IdempotentForm):
    """One button. `do` says which; `sure` that the person has seen what was asked."""

    do = forms.CharField(max_length=30, widget=forms.HiddenInput)
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class RoleForm(IdempotentForm):
    """What a shift is."""

    role = LineField(label=_("What is it?"), help_text=_("In a few words, such as “Kitchen” or “Door”."), max_length=80)
    to_do = LineField(label=_("What does one do, and what to bring?"), max_length=300, required=False)
    wanted = WholeNumberField(label=_("How many people?"), min_value=1, max_value=MOST_WANTED, initial=1)
    begins = ClockField(label=_("From when?"), help_text=_("Such as 9:30. Empty means from the beginning."))
    ends = ClockField(label=_("Until when?"), help_text=_("Empty means until the end."))
    capability = forms.ChoiceField(
        label=_("What must they have?"),
        choices=[("", _("Nothing")), *CapabilityKind.choices],
        required=False,
    )
    needs_lead = forms.BooleanField(label=_("One of them must be able to lead"), required=False)
    for_newcomers = WholeNumberField(
        label=_("How many places stay open for newcomers?"),
        help_text=_("Until two days before, regulars can’t take these."),
        min_value=0,
        max_value=MOST_WANTED,
        initial=0,
    )
    n_guided = forms.TypedChoiceField(
        label=_("With a companion in how many first turns?"),
        choices=[(number, str(number)) for number in range(MOST_GUIDED + 1)],
        coerce=int,
        initial=1,
    )
    notes_absence = forms.BooleanField(
        label=_("Note when somebody was not there"),
        help_text=_(
            "Off unless your group agreed to it. Only the person and those who organize see it, for six months. Nothing follows by itself."
        ),
        required=False,
    )

    def clean(self):
        told = super().clean()
        if told.get("for_newcomers") is not None and told.get("wanted") and told["for_newcomers"] > told["wanted"]:
            self.add_error("for_newcomers", _("That is more than there are places."))
        return told

    def details(self, *, begins_at: time, minutes: int) -> dict:
        """What the action takes; times are counted from the beginning of the gathering, which lasts `minutes`."""
        told = {name: self.cleaned_data[name] for name in ("role", "to_do", "wanted", "capability", "needs_lead", "for_newcomers")}
        told |= {"n_guided": self.cleaned_data["n_guided"], "notes_absence": self.cleaned_data["notes_absence"]}
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        after = _minutes_after(begins_at, begins) if begins else 0
        until = _minutes_after(begins_at, ends) if ends else minutes
        if after >= minutes:
            self.add_error("begins", _("That is after the end."))
        elif until <= after:
            self.add_error("ends", _("It would end before it begins."))
        return told | {"begins_after": after, "minutes": min(until, minutes) - after if ends else None}


def _minutes_after(begins_at: time, clock: str) -> int:
    """How many minutes after the beginning a clock shows this time; past midnight it is the next day."""
    then = time.fromisoformat(clock)
    return ((then.hour - begins_at.hour) * 60 + then.minute - begins_at.minute) % (24 * 60)


def role_initial(role: Roles, *, begins_at: time) -> dict:
    """A shift's or a pattern's own answers."""
    names = ("role", "to_do", "wanted", "capability", "needs_lead", "for_newcomers", "n_guided", "notes_absence")
    start = datetime.combine(date(2000, 1, 1), begins_at) + timedelta(minutes=role.begins_after)
    ends = f"{start + timedelta(minutes=role.minutes):%H:%M}" if role.minutes else ""
    return {name: getattr(role, name) for name in names} | {"begins": f"{start:%H:%M}" if role.begins_after else "", "ends": ends}


class AskForm(IdempotentForm):
    """Whom to ask."""

    who = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people


class SeenForm(IdempotentForm):
    """What was seen, and until when it holds."""

    kind = forms.ChoiceField(label=_("What have you seen?"), choices=CapabilityKind.choices, widget=forms.RadioSelect)
    until_on = GroupedDateField(label=_("Until when does it hold?"), help_text=_("Empty if it does not run out."), required=False)


class NoteForm(IdempotentForm):
    """What the next shift should do."""

    words = ParagraphField(
        label=_("What is still to be done?"),
        help_text=_(
            "A task, such as “Order milk” or “Expect a call-back at 21:00, by agreement”. Nothing about a person: no name, no number."
        ),
        max_length=280,
        rows=3,
    )
    role = forms.ChoiceField(label=_("Who does it?"), required=False)
    due = ClockField(label=_("When?"), help_text=_("On the clock, such as 21:00. Empty means any time."))
    are_places = forms.BooleanField(label=_("It is the name of a place or a thing, not of a person"), required=False)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, roles: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Anybody on the next shift")), *((each, each) for each in roles)]

    def due_at(self, now: datetime, zone) -> datetime | None:
        """The next time the clock shows it."""
        if not self.cleaned_data["due"]:
            return None
        here = now.astimezone(zone)
        due = datetime.combine(here.date(), time.fromisoformat(self.cleaned_data["due"]), zone)
        return due if due > now else due + timedelta(days=1)
