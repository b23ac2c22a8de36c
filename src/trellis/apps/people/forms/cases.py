"""What guardians write about a case, and the rota."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Urgency
from trellis.core.signposts import signposts
from trellis.core.ui.forms import GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField

TIMES = ["%H:%M", "%H.%M", "%H"]


class NoteForm(IdempotentForm):
    """A note for guardians."""

    text = ParagraphField(label=_("What should the other guardians know?"), help_text=_("Your name stands under it."), max_length=5000)


class AnswerForm(IdempotentForm):
    """An answer to whoever told it, with lines to call."""

    text = ParagraphField(
        label=_("Your answer"),
        help_text=_("Warm and plain. Say what you will do and by when. They do not see your name."),
        max_length=5000,
    )
    signposts = forms.MultipleChoiceField(
        label=_("Lines to call that you name to them"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = signposts()
        names = {line.name: line.name_shown for group in known.groups for line in group.lines} if known else {}
        self.fields["signposts"].choices = list(names.items())


class UrgencyForm(IdempotentForm):
    """How soon somebody must see to it."""

    urgency = forms.ChoiceField(
        label=_("How soon must somebody see to it?"),
        help_text=_("The clock starts from now."),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
    )


class CloseForm(IdempotentForm):
    """Why a case can be closed."""

    reason = ParagraphField(
        label=_("Why can it be closed?"), help_text=_("A second guardian reads this and closes it, or not."), max_length=2000
    )


class WhyForm(IdempotentForm):
    """A reason for keeping a case open or opening it again."""

    reason = ParagraphField(label=_("Why?"), help_text=_("It is kept as a note under your name."), max_length=2000, rows=3)


class ConfidenceForm(IdempotentForm):
    """Whom to tell outside, and why."""

    told_whom = LineField(
        label=_("Whom do you want to tell?"), help_text=_("For example: the council’s safeguarding team, or the police."), max_length=300
    )
    reason = ParagraphField(
        label=_("What will you tell them, and why without asking the person or against their wish?"),
        help_text=_("If you did ask and they agree, say so here."),
        max_length=3000,
    )
    life_in_danger = forms.BooleanField(
        label=_("A life was in danger, so I have told them already. A second guardian looks at it now."), required=False
    )


class AgreeForm(IdempotentForm):
    """A second guardian's decision about telling somebody outside."""

    agree = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, tell them")), ("no", _("No, do not tell them"))],
        widget=forms.RadioSelect,
    )
    reason = ParagraphField(label=_("Why?"), max_length=2000, rows=3)


class TurnForm(IdempotentForm):
    """A turn on call, and whether it comes back every week."""

    person = forms.ChoiceField(label=_("Who watches?"), choices=[], widget=forms.RadioSelect)
    first_day = GroupedDateField(label=_("From which day?"))
    first_time = forms.TimeField(label=_("From what time?"), help_text=_("For example 18:00."), input_formats=TIMES)
    last_day = GroupedDateField(label=_("To which day?"))
    last_time = forms.TimeField(label=_("To what time?"), help_text=_("For example 08:00."), input_formats=TIMES)
    weeks = WholeNumberField(
        label=_("For how many weeks, at the same times?"), min_value=1, max_value=26, initial=1, help_text=_("1 is only this once.")
    )

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        for name in ("first_time", "last_time"):
            self.fields[name].widget.attrs.update({"class": "width-4"})
            self.fields[name].error_messages["invalid"] = _("Enter a time like 18:00.")

    def clean(self):
        told = super().clean()
        if {"first_day", "first_time", "last_day", "last_time"} <= told.keys():
            zone = ZoneInfo(settings.PLACE_TIME_ZONE)
            told["starts_at"] = datetime.combine(told["first_day"], told["first_time"], zone)
            told["ends_at"] = datetime.combine(told["last_day"], told["last_time"], zone)
            if told["ends_at"] <= told["starts_at"]:
                self.add_error("last_day", _("The end must come after the start."))
            elif (told["ends_at"] - told["starts_at"]).days >= 7:
                self.add_error("last_day", _("A turn can be a week at most. Somebody has to sleep."))
        return told
