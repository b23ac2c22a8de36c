"""What is asked of somebody who asks or offers: one page each, most of them a press."""

from __future__ import annotations

from datetime import time

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.days import byday
from trellis.apps.directory.models.gazetteer import POSTCODE_KINDS, Place
from trellis.apps.directory.queries.gazetteer import Candidates, Unsure, find_place, places_near
from trellis.apps.exchange.models import Choosing, Kind, Limit, Repeats
from trellis.apps.exchange.models.terms import MEETS_WORDS
from trellis.core.ui.forms import ClockField, EmailField, Form, GroupedDateField, LineField, ParagraphField, WholeNumberField
from trellis.core.ui.words import listed

REACHES = {"mi": ((1, 2), (2, 3), (5, 8), (10, 16), (20, 32)), "km": ((1, 1), (3, 3), (8, 8), (15, 15), (30, 30))}
"""How far people say they go, in the place's own unit, and in kilometres."""
NAMED_WITHIN_METRES = 8000


def _up_to(n: int, unit: str) -> str:
    if unit == "km":
        return ngettext("Up to %(n)d kilometre", "Up to %(n)d kilometres", n) % {"n": n}
    return ngettext("Up to %(n)d mile", "Up to %(n)d miles", n) % {"n": n}


_up_to_lazy = lazy(_up_to, str)


def _reaches(nothing) -> list[tuple[int, str]]:
    unit = "km" if getattr(settings, "DISTANCE_UNIT", "mi") == "km" else "mi"
    return [(0, nothing), *((km, _up_to_lazy(n, unit)) for n, km in REACHES[unit])]


class KindForm(Form):
    """What is needed: the kind, and a few words."""

    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    words = ParagraphField(
        label=_("In a few words, for those we ask"),
        help_text=_(
            "For example: “A lift to the hospital and back”. Leave out names, addresses and illness. There is room for more below."
        ),
        max_length=600,
        rows=3,
        error_messages={"required": _("Write a few words, so that people know whether they can help.")},
    )
    more = ParagraphField(
        label=_("Only for the person you choose"),
        help_text=_("Nobody else reads this. What they should know once it is clear that they help you."),
        max_length=1000,
        rows=3,
        required=False,
    )


class GiveKindForm(Form):
    """What is offered: the kind, and a few words."""

    kind = forms.ChoiceField(
        label=_("What can you give?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    words = ParagraphField(
        label=_("In a few words"),
        help_text=_("For example: “I have a car with a big boot and like driving”. Leave out your name and address."),
        max_length=600,
        rows=3,
        error_messages={"required": _("Write a few words, so that people know what you offer.")},
    )


class RepeatsForm(Form):
    """How often."""

    repeats = forms.ChoiceField(label=_("When?"), choices=Repeats.choices, widget=forms.RadioSelect, initial=Repeats.ANYTIME)


class _Times(Form):
    """From when until when."""

    begins = ClockField(label=_("From what time?"), help_text=_("For example 9:30. Leave both empty for any time of the day."))
    ends = ClockField(label=_("Until what time?"))

    def clean(self) -> dict:
        told = super().clean()
        if told.get("ends") and not told.get("begins"):
            self.add_error("begins", _("Say from what time, too, or leave both empty."))
        elif told.get("ends") and told.get("ends") == told.get("begins"):
            self.add_error("ends", _("The two times must differ."))
        return told


class OnceForm(_Times):
    """Which day."""

    on = GroupedDateField(label=_("On which day?"))
    field_order = ["on", "begins", "ends"]


class WeeklyForm(_Times):
    """Which days of the week."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    until_on = GroupedDateField(label=_("Until which day?"), required=False)
    field_order = ["weekdays", "begins", "ends", "until_on"]


def when_told(told: dict[str, dict]) -> dict:
    """The answers about time, as the actions take them."""
    repeats = told["often"]["repeats"]
    more = told.get("once") or told.get("weekly") or {}
    when: dict = {"repeats": repeats}
    if repeats == Repeats.ONCE:
        when["on"] = more["on"]
    elif repeats == Repeats.WEEKLY:
        when["weekdays"] = byday(more["weekdays"], [])
        when["until_on"] = more.get("until_on")
    return when | {name: time.fromisoformat(more[name]) for name in ("begins", "ends") if more.get(name)}


class WhereForm(Form):
    """Where about: a town, a village or a postcode, of which a square kilometre is kept."""

    place = LineField(
        label=_("Where about?"),
        help_text=_("A town, a village or a postcode. We keep only the area of about a kilometre around it. Never your address."),
        max_length=100,
        autocomplete="off",
    )
    reach_km = forms.TypedChoiceField(
        label=_("How far could you go yourself?"),
        choices=_reaches(_("Not at all. Somebody would have to come to me.")),
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
    )
    found: Place | None = None

    def clean_place(self) -> str:
        """The words, when they name one place; it is then in `found`."""
        words = self.cleaned_data["place"]
        answer = find_place(words)
        if isinstance(answer, Candidates):
            raise forms.ValidationError(_unsure(answer))
        self.found = answer
        return words


class GiveWhereForm(WhereForm):
    """Where about, and how far one would go."""

    reach_km = forms.TypedChoiceField(
        label=_("How far would you go?"),
        choices=_reaches(_("Not at all. People come to me.")),
        coerce=int,
        initial=8,
        widget=forms.RadioSelect,
    )


def _unsure(answer: Candidates) -> str:
    names = listed(each.label for each in answer.places)
    if answer.reason == Unsure.AMBIGUOUS:
        return _now("There are several of that name. Type one of these: %(names)s") % {"names": names}
    if names:
        return _now("We do not know this place. Did you mean one of these? %(names)s") % {"names": names}
    return _now("We do not know this place. Type a town, a village or a postcode.")


def where_told(form: WhereForm) -> dict:
    """The square and its name, as the actions take them. A postcode is not kept: the town or village next to it is named."""
    place, reach = form.found, form.cleaned_data["reach_km"]
    name = place.label
    if place.kind in POSTCODE_KINDS or place.source == "point":
        near = places_near(place.latitude, place.longitude, metres=NAMED_WITHIN_METRES, limit=1)
        name = near[0].label if near else settings.PLACE_NAME
    return {"latitude": place.latitude, "longitude": place.longitude, "area": name, "reach_km": reach}


def language_choices() -> list[tuple[str, str]]:
    """The languages of this place, each in its own name."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


class LimitsForm(Form):
    """What must be so, or it will not do."""

    limits = forms.MultipleChoiceField(
        label=_("Must anything be so?"),
        help_text=_("We ask only people with whom it is so. Leave all empty if it does not matter."),
        choices=Limit.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    speaks = forms.ChoiceField(label=_("Which language must they speak?"), choices=[], required=False)
    amount = WholeNumberField(label=_("For how many people or things?"), min_value=1, max_value=500, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speaks"].choices = [("", _("It does not matter")), *language_choices()]


class MeetsForm(Form):
    """What somebody who offers can say of it."""

    meets = forms.MultipleChoiceField(
        label=_("What is so with you?"),
        help_text=_("Some people need this. Leave empty what you would rather not say."),
        choices=list(MEETS_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    speaks = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    amount = WholeNumberField(label=_("For how many people or things, at most?"), min_value=1, max_value=500, required=False)
    capacity = WholeNumberField(label=_("How many neighbours could you help at the same time?"), min_value=1, max_value=50, initial=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speaks"].choices = language_choices()


EVERYBODY = "everybody"


class WhoForm(Form):
    """Who may be asked, how one of them is taken, and for whom one asks."""

    as_whom = forms.ChoiceField(label=_("Who asks?"), choices=[], required=False, widget=forms.RadioSelect)
    group = forms.ChoiceField(label=_("Who may be asked?"), choices=[], widget=forms.RadioSelect, initial=EVERYBODY)
    choosing = forms.ChoiceField(label=_("If several say yes"), choices=Choosing.choices, widget=forms.RadioSelect, initial=Choosing.MYSELF)
    email = EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only to tell you that there is an answer, without saying what about. Nobody sees it."),
        required=False,
    )
    groups: list[tuple[str, str]] = []
    hosts: list[tuple[str, str]] = []
    has_account = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(EVERYBODY, _("Anybody here who offers it")), *self.groups]
        self.fields["as_whom"].choices = [("", _("I do")), *self.hosts]
        if not self.hosts:
            del self.fields["as_whom"]
        if not self.groups:
            del self.fields["group"]
        if self.has_account:
            del self.fields["email"]


class GiveWhoForm(Form):
    """For whom it is, whether it may be looked up, and who offers it."""

    as_whom = forms.ChoiceField(label=_("Who offers it?"), choices=[], required=False, widget=forms.RadioSelect)
    group = forms.ChoiceField(label=_("Whom do you offer it to?"), choices=[], widget=forms.RadioSelect, initial=EVERYBODY)
    listed = forms.ChoiceField(
        label=_("May they find it in the list?"),
        choices=[
            ("no", _("No. Ask me when somebody needs it.")),
            ("yes", _("Yes, without my name. They can ask me for it.")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    groups: list[tuple[str, str]] = []
    hosts: list[tuple[str, str]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(EVERYBODY, _("Everybody here")), *self.groups]
        self.fields["as_whom"].choices = [("", _("I do")), *self.hosts]
        if not self.hosts:
            del self.fields["as_whom"]
        if not self.groups:
            del self.fields["group"]
