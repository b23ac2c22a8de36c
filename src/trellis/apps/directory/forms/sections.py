"""The parts in which a record is edited: each a short page with a form of its own fields.

The names of the fields are those of the record form, so that reading and writing need no code.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import LanguageCodes, OneOf, TickBoxes
from trellis.apps.directory.models import vocabulary as words
from trellis.core.ui.forms import EmailField, Form, LineField, ParagraphField, WebAddressField, WholeNumberField

_LONG = 20_000


class SectionForm(Form):
    """A form for some fields of a record."""

    title: str
    code: str

    def read(self, record) -> dict:
        """Initial values from the record."""
        return {name: getattr(record, name) for name in self.fields if hasattr(record, name)}

    def write(self, record) -> None:
        """Put the answers into the record."""
        for name, value in self.cleaned_data.items():
            if hasattr(record, name):
                setattr(record, name, value)


class OrganizationAbout(SectionForm):
    """Who they are and how they work."""

    code, title = "about", _("Who they are")
    name = LineField(label=_("Name"), max_length=255)
    alternate_name = LineField(label=_("Also known as"), max_length=255, required=False)
    kind = OneOf(label=_("What it is"), choices=words.OrganizationKind.choices)
    led_by = OneOf(label=_("Who leads it"), choices=words.LedBy.choices, required=False)
    description = ParagraphField(label=_("What it does"), max_length=_LONG, required=False)
    approach = ParagraphField(
        label=_("How they work, said plainly"),
        help_text=_("So that a person can choose: is there prayer, a fee, a commitment, an expectation?"),
        max_length=_LONG,
        required=False,
    )
    website = WebAddressField(label=_("Website"), required=False)
    email = EmailField(label=_("Public e-mail address"), required=False)


class ServiceAbout(SectionForm):
    """What it is and what happens when you come."""

    code, title = "about", _("What it is")
    name = LineField(label=_("Name"), max_length=255)
    kind = OneOf(label=_("What sort of thing"), choices=words.ServiceKind.choices)
    description = ParagraphField(label=_("What it is"), max_length=_LONG, required=False)
    what_to_expect = ParagraphField(
        label=_("What to expect, and whom"),
        help_text=_("Who meets me at the door? What happens first? First names only, and only if they agreed."),
        max_length=_LONG,
        required=False,
    )
    website = WebAddressField(label=_("Website"), required=False)
    email = EmailField(label=_("Public e-mail address"), required=False)


class ServiceForWhom(SectionForm):
    """Who may come, what it costs, how to start."""

    code, title = "for-whom", _("Who it is for, and how to start")
    eligibility_description = ParagraphField(label=_("Who it is for"), rows=3, required=False, max_length=_LONG)
    minimum_age = WholeNumberField(label=_("Lowest age"), min_value=0, max_value=150, required=False)
    maximum_age = WholeNumberField(label=_("Highest age"), min_value=0, max_value=150, required=False)
    cost = OneOf(label=_("What it costs"), choices=words.Cost.choices, required=False)
    fees_description = ParagraphField(label=_("More about the cost"), rows=2, required=False, max_length=_LONG)
    referral = OneOf(label=_("Does somebody have to refer you?"), choices=words.Referral.choices, required=False)
    application_process = ParagraphField(label=_("How to start"), rows=3, required=False, max_length=_LONG)
    required_documents = ParagraphField(label=_("What you need"), rows=3, required=False, max_length=_LONG)
    wait_time = LineField(label=_("How long people wait"), required=False, max_length=255)
    promised_days = WholeNumberField(label=_("Promised time in days"), min_value=0, max_value=3650, required=False)

    def clean(self):
        told = super().clean()
        low, high = told.get("minimum_age"), told.get("maximum_age")
        if low is not None and high is not None and low > high:
            self.add_error("maximum_age", _("The highest age must not be below the lowest age."))
        return told


class ServiceTakingPart(SectionForm):
    """How one takes part, in which languages, about what."""

    code, title = "taking-part", _("Taking part")
    attendance = TickBoxes(label=_("How one can take part"), choices=words.Attendance.choices)
    online_url = WebAddressField(label=_("Link to join online"), required=False)
    online_notes = ParagraphField(label=_("About joining online"), rows=2, required=False, max_length=_LONG)
    phone_notes = ParagraphField(label=_("About joining by phone"), rows=2, required=False, max_length=_LONG)
    languages = LanguageCodes(label=_("Languages"), help_text=_("As codes, with commas between: en, pl, ar, bfi."), required=False)
    accessibility_note = ParagraphField(label=_("About access"), rows=3, required=False, max_length=_LONG)
    categories = TickBoxes(label=_("What it is about"), choices=list(words.CATEGORIES.items()))
    sensitive = forms.BooleanField(
        label=_("Looking at this page may put somebody at risk"),
        help_text=_("The page then has a button to leave quickly and is stored nowhere."),
        required=False,
    )


class LocationAbout(SectionForm):
    """Where it is and how to get in."""

    code, title = "about", _("Where it is")
    name = LineField(label=_("Name of the place"), max_length=255, required=False)
    address_1 = LineField(label=_("Address line 1"), max_length=255, required=False, autocomplete="off")
    address_2 = LineField(label=_("Address line 2"), max_length=255, required=False, autocomplete="off")
    city = LineField(label=_("Town or village"), max_length=120, required=False)
    state_province = LineField(label=_("County"), max_length=120, required=False)
    postal_code = LineField(label=_("Postcode"), max_length=20, required=False, width="width-10")
    latitude = forms.FloatField(
        label=_("Latitude"),
        help_text=_("Such as 51.789. Without both numbers it is on no map and is not found by distance. A map app shows them."),
        min_value=-90,
        max_value=90,
        required=False,
        widget=forms.TextInput,
    )
    longitude = forms.FloatField(
        label=_("Longitude"), help_text=_("Such as 1.153."), min_value=-180, max_value=180, required=False, widget=forms.TextInput
    )
    transportation = ParagraphField(label=_("How to get there"), rows=3, required=False, max_length=_LONG)
    step_free = OneOf(label=_("Step-free from the street"), choices=words.Access.choices, required=False)
    accessible_toilet = OneOf(label=_("Accessible toilet"), choices=words.Access.choices, required=False)
    hearing_loop = OneOf(label=_("Hearing loop"), choices=words.Access.choices, required=False)
    accessibility_note = ParagraphField(label=_("Getting in and around"), rows=3, required=False, max_length=_LONG)
    parking = ParagraphField(label=_("Parking"), rows=2, required=False, max_length=_LONG)
    confidential = forms.BooleanField(
        label=_("This address must stay secret"),
        help_text=_("Only the words below are shown. The address is encrypted and appears nowhere."),
        required=False,
    )
    public_area = LineField(label=_("What may be said of where it is"), max_length=255, required=False)

    def clean(self):
        told = super().clean()
        if not self.errors and (told.get("latitude") is None) != (told.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return told


class SpaceAbout(SectionForm):
    """A space that others may use."""

    code, title = "about", _("The space")
    name = LineField(label=_("Name"), max_length=255)
    description = ParagraphField(label=_("What it is like"), max_length=_LONG, required=False)
    capacity = WholeNumberField(label=_("How many people fit"), min_value=1, max_value=100_000, required=False)
    features = TickBoxes(label=_("What is there"), choices=list(words.FEATURES.items()))
    cost = OneOf(label=_("What it costs"), choices=words.Cost.choices, required=False)
    fees_description = ParagraphField(label=_("More about the cost"), rows=2, required=False, max_length=_LONG)
    how_to_book = ParagraphField(label=_("How to book"), rows=3, required=False, max_length=_LONG)


SECTIONS: dict[str, tuple[type[SectionForm], ...]] = {
    "organization": (OrganizationAbout,),
    "service": (ServiceAbout, ServiceForWhom, ServiceTakingPart),
    "location": (LocationAbout,),
    "space": (SpaceAbout,),
}
