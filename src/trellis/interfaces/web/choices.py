"""The filters of the search: which there are, which values they take, in which words they are offered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.apps.directory.models.vocabulary import CATEGORIES, LedBy, ServiceKind

WITHIN_MILES = (1, 3, 5, 10, 25, 50)

DAYS = {
    "now": _("Open now"),
    "today": _("Later today"),
    "evening": _("This evening"),
    "tomorrow": _("Tomorrow"),
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of datetime.weekday()."""

PARTS_OF_DAY = {
    "morning": _("Morning, until 12:00"),
    "afternoon": _("Afternoon, 12:00 to 17:00"),
    "evening": _("Evening, from 17:00"),
}
HOURS_OF_PARTS = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}

ORDER_NAMES = {
    "best": _("Best match"),
    "near": _("Nearest"),
    "soon": _("Opens soonest"),
    "confirmed": _("Newest confirmed"),
    "name": pgettext_lazy("order", "A to Z"),
}

CATEGORY_ICONS = {
    "food": "food", "money": "money", "housing": "home", "health": "health", "mind": "mind", "recovery": "recovery", "grief": "leaf",
    "family": "family", "young": "people", "older": "people", "disability": "ramp", "safety": "shield", "work": "work", "advice": "advice",
    "migrants": "globe", "company": "people", "nature": "leaf", "arts": "arts", "repair": "repair", "faith": "faith", "travel": "travel",
    "council": "council", "place": "key",
}  # fmt: skip

SENSITIVE_CATEGORIES = frozenset({"recovery", "safety", "mind"})
"""Looking at these may put a person at risk from somebody who shares the screen."""

LANGUAGE_NAMES = {
    "en": _("English"), "ar": _("Arabic"), "bn": _("Bengali"), "bg": _("Bulgarian"), "zh": _("Chinese"), "cs": _("Czech"), "nl": _("Dutch"),
    "fa": _("Persian"), "fr": _("French"), "de": _("German"), "el": _("Greek"), "gu": _("Gujarati"), "ht": _("Haitian Creole"),
    "he": _("Hebrew"), "hi": _("Hindi"), "hu": _("Hungarian"), "it": _("Italian"), "ja": _("Japanese"), "ko": _("Korean"),
    "ku": _("Kurdish"), "lt": _("Lithuanian"), "lv": _("Latvian"),
    "am": _("Amharic"), "pa": _("Punjabi"), "pl": _("Polish"), "ps": _("Pashto"),
    "pt": _("Portuguese"), "ro": _("Romanian"), "ru": _("Russian"), "sk": _("Slovak"), "so": _("Somali"), "es": _("Spanish"),
    "sv": _("Swedish"), "ta": _("Tamil"), "ti": _("Tigrinya"), "tl": _("Tagalog"), "tr": _("Turkish"), "uk": _("Ukrainian"),
    "ur": _("Urdu"), "vi": _("Vietnamese"), "cy": _("Welsh"), "yo": _("Yoruba"), "ase": _("American Sign Language"),
    "bfi": _("British Sign Language"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet of the search index as a filter: its heading, and its values with their words.

    `chip` words stand on their own, where no heading says what is meant ("Just turn up", "In Polish").
    With `others`, values that are not listed here are taken too.
    """

    legend: str
    values: Mapping[str, str]
    chip: str = ""
    others: re.Pattern[str] | None = None

    def allows(self, value: str) -> bool:
        return value in self.values or bool(self.others and self.others.fullmatch(value))

    def label(self, value: str) -> str:
        return str(self.values.get(value, value))

    def chip_label(self, value: str) -> str:
        return str(self.chip) % {"value": self.label(value)} if self.chip else self.label(value)


FILTERS: dict[str, Filter] = {
    "kind": Filter(
        _("What kind of thing"),
        {
            ServiceKind.SERVICE: _("Services"),
            ServiceKind.MEETING: _("Meetings and support groups"),
            ServiceKind.ACTIVITY: _("Activities"),
            ServiceKind.RESPONSIBILITY: _("Who does what"),
            "space": _("Spaces to use"),
            "organization": _("Organizations"),
        },
    ),
    "category": Filter(_("About"), CATEGORIES),
    "cost": Filter(_("What it costs"), {"free": _("Free"), "donation": _("Give what you can")}),
    "step_free": Filter(_("Getting in"), {"yes": _("Step-free")}),
    "referral": Filter(_("How to start"), {"none": _("Just turn up, nobody has to refer you")}),
    "attendance": Filter(_("How to take part"), {"in_person": _("In person"), "online": _("Online"), "phone": _("By phone")}),
    "led_by": Filter(_("Who leads it"), {value: label for value, label in LedBy.choices if value}, chip=_("Led by: %(value)s")),
    "language": Filter(
        _("In which language"), LANGUAGE_NAMES, chip=_("In %(value)s"), others=re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
    ),
}
"""Facet code -> filter, in the order in which they are offered."""

PRESETS = (
    ("open", "now", _("Open now"), "clock"),
    ("open", "evening", _("This evening"), "clock"),
    ("cost", "free", _("Free"), "coin"),
    ("step_free", "yes", _("Step-free"), "ramp"),
)
"""One-tap filters above the results: parameter, value, words, drawing."""
