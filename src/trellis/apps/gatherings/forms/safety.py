"""Forms of a patrol: what was seen and done, an area, who is back."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.forms.warmline import latest_at
from trellis.apps.gatherings.models.safety import Answered, Seen
from trellis.core.ui.forms import ClockField, IdempotentForm, LineField, ParagraphField


class EntryForm(IdempotentForm):
    """What was seen and done."""

    kind = forms.ChoiceField(label=_("What did you see?"), choices=Seen.choices, widget=forms.RadioSelect)
    area = forms.ChoiceField(label=_("Where about?"), widget=forms.RadioSelect)
    at = ClockField(label=_("When?"), help_text=_("On the clock, such as 22:15. Empty means now."))
    done = forms.MultipleChoiceField(
        label=_("What did you do?"),
        choices=Answered.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you did, or “Nothing was needed”.")},
    )
    words = ParagraphField(
        label=_("Anything the next patrol should know?"),
        help_text=_("A few words about the place, never about a person: no name, no number, no looks."),
        max_length=280,
        rows=3,
        required=False,
    )
    are_places = forms.BooleanField(label=_("It is the name of a place, not of a person"), required=False)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        self.fields["area"].choices = [(pk, area.name) for pk, area in self.areas.items()]

    @property
    def area_chosen(self):
        return self.areas[self.cleaned_data["area"]]

    def told(self, now: datetime, language: str) -> dict:
        return {
            "kind": self.cleaned_data["kind"],
            "done": self.cleaned_data["done"],
            "words": self.cleaned_data["words"],
            "seen_at": latest_at(self.cleaned_data["at"], now),
            "language": language,
        }


class AreaForm(IdempotentForm):
    """Part of the town."""

    name = LineField(
        label=_("What do you call this part of the town?"), help_text=_("Such as “Seafront” or “Around the station”."), max_length=60
    )


class BackForm(IdempotentForm):
    """Who is back."""

    turns = forms.MultipleChoiceField(
        label=_("Who is back?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is back.")},
    )

    def __init__(self, *args, out: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["turns"].choices = out


class HandOverForm(IdempotentForm):
    """A task for the next patrol."""

    words = ParagraphField(
        label=_("What should the next ones do?"),
        help_text=_("A task, such as “look whether the lamp by the shelter is mended”. No name, no number, no looks."),
        max_length=280,
        rows=3,
    )
