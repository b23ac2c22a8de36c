"""Two versions of a record side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.apps.directory.models import vocabulary as words
from trellis.apps.directory.queries.keeping import MODELS

_CHOICES = {
    "kind": {**dict(words.OrganizationKind.choices), **dict(words.ServiceKind.choices)},
    "led_by": dict(words.LedBy.choices),
    "status": dict(words.Status.choices),
    "cost": dict(words.Cost.choices),
    "referral": dict(words.Referral.choices),
    "step_free": dict(words.Access.choices),
    "accessible_toilet": dict(words.Access.choices),
    "hearing_loop": dict(words.Access.choices),
    "attendance": dict(words.Attendance.choices),
    "categories": words.CATEGORIES,
    "features": words.FEATURES,
    "visibility": dict(words.Visibility.choices),
}


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    label: str
    before: str
    after: str


def differences(kind: str, before: dict[str, Any], after: dict[str, Any], changed: list[str]) -> list[Difference]:
    """The changed fields in words, in the order of their names."""
    return [Difference(label_of(kind, name), in_words(name, before.get(name)), in_words(name, after.get(name))) for name in changed]


def label_of(kind: str, name: str) -> str:
    """The name of a field as people know it."""
    parts = {
        "schedules": _("Opening times"),
        "places": _("Places, and opening times there"),
        "contacts": _("Contacts"),
        "terms": _("Subjects"),
        "location_key": _("Location"),
        "organization_key": _("Organization"),
        "timezone": _("Time zone"),
    }
    if name in parts:
        return parts[name]
    model = MODELS[kind]
    if any(each.name == name for each in model._meta.fields):
        return capfirst(str(model._meta.get_field(name).verbose_name))
    return capfirst(name.replace("_", " "))


def in_words(name: str, value: Any) -> str:
    """A plain value as text: choices by their label, lists with commas, parts one a line."""
    if value in (None, "", [], {}):
        return ""
    if value is True:
        return _("Yes")
    if isinstance(value, list):
        separator = "\n" if any(isinstance(item, dict) for item in value) else ", "
        return separator.join(in_words(name, item) for item in value)
    if isinstance(value, dict):
        if name == "schedules":
            return _schedule(value)
        return ", ".join(filter(None, (in_words(key, item) for key, item in value.items())))
    choices = _CHOICES.get(name, {})
    return str(choices.get(value, value))


def _schedule(plain: dict[str, Any]) -> str:
    days = [str(WEEKDAYS_ABBR[day]) for day in plain.get("weekdays", [])]
    days += [f"{n}. {WEEKDAYS_ABBR[day]}" for n, day in plain.get("nth", [])]
    hours = "–".join(filter(None, [plain.get("opens_at", ""), plain.get("closes_at", "")]))
    rest = [plain.get("starts_on", ""), plain.get("until", ""), plain.get("description", "")]
    return " ".join(filter(None, [", ".join(days), hours, *rest]))
