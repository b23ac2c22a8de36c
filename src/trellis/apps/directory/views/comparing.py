"""Two versions of a record side by side, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.apps.directory.forms.sections import SECTIONS
from trellis.apps.directory.models import Location, Organization
from trellis.apps.directory.models import vocabulary as words
from trellis.apps.directory.queries.keeping import MODELS
from trellis.apps.directory.views.facts import language_name

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

_OUR_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A version that a source wrote may hold the source's own keys, which name nothing here."""


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    label: str
    before: str
    after: str


def differences(kind: str, before: dict[str, Any], after: dict[str, Any], changed: list[str]) -> list[Difference]:
    """The changed fields in words, in the order of their names."""
    names = names_in([version.get(name) for version in (before, after) for name in changed])
    return [
        Difference(label_of(kind, name), in_words(name, before.get(name), names), in_words(name, after.get(name), names))
        for name in changed
    ]


def names_in(value: Any) -> dict[str, str]:
    """The names of the places and organizations that a plain value points at; of a secret place, what may be said of it."""
    keys = {"location_key": set(), "organization_key": set()}
    _gather(value, keys)
    rows = [*Location.objects.filter(pk__in=keys["location_key"]), *Organization.objects.filter(pk__in=keys["organization_key"])]
    return {str(row.pk): str(row) for row in rows}


def _gather(value: Any, keys: dict[str, set[UUID]]) -> None:
    if isinstance(value, list):
        for item in value:
            _gather(item, keys)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in keys:
                if _OUR_ID.fullmatch(item or ""):
                    keys[name].add(UUID(item))
            else:
                _gather(item, keys)


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
    for section in SECTIONS[kind]:
        if name in section.base_fields:
            return str(section.base_fields[name].label)
    model = MODELS[kind]
    if any(each.name == name for each in model._meta.fields):
        return capfirst(str(model._meta.get_field(name).verbose_name))
    return capfirst(name.replace("_", " "))


def in_words(name: str, value: Any, names: dict[str, str] | None = None) -> str:
    """A plain value as text: choices by their label, lists with commas, parts one a line, `names` for what it points at."""
    if value in (None, "", [], {}):
        return ""
    if value is True:
        return _("Yes")
    if isinstance(value, list):
        separator = "\n" if any(isinstance(item, dict) for item in value) else ", "
        return separator.join(in_words(name, item, names) for item in value)
    if isinstance(value, dict):
        if name == "schedules":
            return _schedule(value)
        return ", ".join(filter(None, (in_words(key, item, names).replace("\n", "; ") for key, item in value.items())))
    if name == "languages":
        return language_name(value)
    choices = names or {} if name in ("location_key", "organization_key") else _CHOICES.get(name, {})
    return str(choices.get(value, value))


def _schedule(plain: dict[str, Any]) -> str:
    days = [str(WEEKDAYS_ABBR[day]) for day in plain.get("weekdays", [])]
    days += [f"{n}. {WEEKDAYS_ABBR[day]}" for n, day in plain.get("nth", [])]
    hours = "–".join(filter(None, [plain.get("opens_at", ""), plain.get("closes_at", "")]))
    rest = [plain.get("starts_on", ""), plain.get("until", ""), plain.get("description", "")]
    return " ".join(filter(None, [", ".join(days), hours, *rest]))
