"""Asking for a stay, accepting it, sealing one's own plan; and what hosts say of their house."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions.respite_house import MOST_BEDS
from trellis.apps.gatherings.forms.places import AddressField
from trellis.apps.gatherings.models.respite import LONGEST_STAY
from trellis.core.ui.forms import Form, GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField

FLEXIBLE = [
    ("0", _("No, only then")),
    ("3", _("Yes, up to three days later")),
    ("7", _("Yes, up to a week later")),
    ("28", _("Yes, within four weeks")),
]


class NightsForm(Form):
    """From which night, how many, and whether it can be later."""

    first_on = GroupedDateField(
        label=_("From which night would you like to stay?"),
        help_text=_("For example 24 11 2026. Today is possible."),
        error_messages={"required": _("Say the day of the first night.")},
    )
    nights = WholeNumberField(
        label=_("How many nights?"),
        min_value=1,
        max_value=LONGEST_STAY,
        error_messages={
            "required": _("Say how many nights."),
            "min_value": _("At least one night."),
            "max_value": _("Stays are short: at most a month anywhere, and often less."),
        },
    )
    flexible_days = forms.ChoiceField(label=_("Could it be a little later?"), choices=FLEXIBLE, widget=forms.RadioSelect, initial="0")


class AliasForm(Form):
    """What to call them, and a few words."""

    alias = LineField(
        label=_("What shall we call you?"),
        help_text=_("A first name, or any name you like."),
        max_length=40,
        error_messages={"required": _("Choose a name to be called by. It need not be your own.")},
    )
    words = ParagraphField(
        label=_("Is there anything you want the hosts to know now?"),
        help_text=_("You need not say why. No diagnosis, no medicines. It is forgotten as soon as your stay is agreed."),
        max_length=600,
        rows=3,
        required=False,
    )


class ReachForm(Form):
    """Without an account: where to tell them."""

    address = AddressField()


class AcceptStayForm(IdempotentForm):
    """The house agreement, and somebody to ring if wished."""

    agreed = forms.BooleanField(
        label=_("I agree to this"), error_messages={"required": _("Tick this if you agree. Without it you can’t stay in the house.")}
    )
    emergency_contact = LineField(
        label=_("Is there somebody the hosts may ring in an emergency?"),
        help_text=_("A name and a number, only if you wish. The hosts can read it until 30 days after you leave."),
        max_length=200,
        required=False,
    )


class SealForm(Form):
    """The guest's own plan, and the words that will open it."""

    plan = ParagraphField(
        label=_("My plan"),
        help_text=_("What helps me, what does not, what I would like to happen if it gets hard. Write it for yourself."),
        max_length=6000,
        rows=8,
        error_messages={"required": _("Write something to seal.")},
    )
    words = LineField(
        label=_("The words that open it"),
        help_text=_("Write them down now, on paper. We made these up by chance; you can choose your own, at least four words."),
        max_length=200,
        autocomplete="off",
        error_messages={"required": _("Choose words that open it.")},
    )


class OpenForm(Form):
    """The words again."""

    words = LineField(
        label=_("The words that open it"),
        max_length=200,
        autocomplete="off",
        error_messages={"required": _("Type the words that you wrote down.")},
    )


class HouseForm(IdempotentForm):
    """What hosts say of their house."""

    name = LineField(label=_("What is the house called?"), help_text=_("Everybody can read this. No street."), max_length=120)
    about = ParagraphField(
        label=_("What is it like to stay there?"), help_text=_("Everybody can read this."), max_length=3000, rows=4, required=False
    )
    agreement = ParagraphField(label=_("What does everybody in the house agree to?"), max_length=4000, rows=5)
    longest_nights = WholeNumberField(label=_("How many nights at most?"), min_value=1, max_value=LONGEST_STAY, initial=7)
    beds = ParagraphField(label=_("Which beds are there?"), help_text=_("One on each line: The blue room"), max_length=1000, rows=4)
    finding = ParagraphField(
        label=_("The address and the way to the door"),
        help_text=_("Kept encrypted. Shown to a guest from the day before, and to nobody else."),
        max_length=2000,
        rows=4,
        required=False,
    )
    tells_free_beds = forms.BooleanField(label=_("Everybody may read how many beds are free tonight"), required=False)
    open = forms.BooleanField(label=_("The house takes guests at the moment"), required=False, initial=True)

    def clean_beds(self) -> list[str]:
        """The names, each once."""
        names = list(dict.fromkeys(" ".join(each.split()) for each in self.cleaned_data["beds"].split("\n") if each.strip()))
        if len(names) > MOST_BEDS:
            raise forms.ValidationError(_("A house like a home has at most twelve beds."))
        if any(len(each) > 60 for each in names):
            raise forms.ValidationError(_("Give each bed a shorter name, at most 60 letters."))
        return names

    def told(self) -> dict:
        """The house's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("beds", "form_key")}
