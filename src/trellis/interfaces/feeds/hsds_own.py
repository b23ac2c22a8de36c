"""What another place that runs Trellis says beyond HSDS: attributes with a label such as `trellis:kind`, read back into fields.

They are a claim like any other field of a source: checked with the record, and never able to show a contact or a secret place.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings

from trellis.apps.directory.models.records import LocationRecord, OrganizationRecord, ScheduleRecord, ServiceRecord, from_plain
from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries.published_choice import CATEGORY_TAXONOMY
from trellis.interfaces.feeds import cells, times
from trellis.interfaces.feeds.row import Row

PREFIX = "trellis:"
KIND = "own_field"
"""The name under which these rows are asked for, apart from other attributes."""

_NEVER = {
    "sensitive",
    "confidential",
    "public_area",
    "contacts",
    "places",
    "schedules",
    "terms",
    "key",
    "organization_key",
    "name",
    "status",
    "extra",
    "categories",
}


def is_own(data: dict[str, Any]) -> bool:
    """Whether an attribute is one of ours."""
    return str(data.get("label") or "").startswith(PREFIX)


def is_category(data: dict[str, Any]) -> bool:
    """Whether a term is one of our own plain categories."""
    return data.get("taxonomy") == CATEGORY_TAXONOMY


def restore(record: Any, source: Row, rows: list[Row]) -> None:
    """Set the fields of a record that the attributes name; one that can't be read is left as it is."""
    told = {str(row.data["label"]).removeprefix(PREFIX): str(row.data.get("value") or "") for row in rows if is_own(row.data)}
    if not told:
        return
    if isinstance(record, ServiceRecord):
        # These were guessed from words, or made of parts, for want of anything better.
        record.what_to_expect = record.cost = record.referral = ""
        record.fees_description = cells.text(source.data.get("fees_description"))
        record.categories = [row.data["code"] for row in rows if is_category(row.data) and row.data.get("code") in CATEGORIES]
        record.sensitive = told.get("sensitive") == "true"
    if isinstance(record, OrganizationRecord) and record.description == record.name:
        # The standard wants a description; where nobody wrote one the name stands in its place.
        record.description = ""
    if isinstance(record, LocationRecord):
        record.step_free = record.accessible_toilet = record.hearing_loop = record.accessibility_note = ""
        record.timezone = ""
        if told.get("confidential") == "true":
            record.confidential, record.public_area, record.name = True, told.get("public_area", "")[:255], ""
    for name, text in told.items():
        if name in _NEVER or name not in type(record).__dataclass_fields__:
            continue
        value = _read(type(record), name, text)
        if value is not None:
            setattr(record, name, value)
    if isinstance(record, LocationRecord) and told.get("timezone", "") == settings.PLACE_TIME_ZONE:
        record.timezone = ""


def restore_schedule(rule: ScheduleRecord, attributes: Any) -> ScheduleRecord:
    """A rule with what its attributes say: the zone by name, terms, holidays, single days."""
    own = [each for each in attributes if isinstance(each, dict) and is_own(each)] if isinstance(attributes, list) else []
    told = {str(each["label"]).removeprefix(PREFIX): str(each.get("value") or "") for each in own}
    if not told:
        return rule
    found = replace(rule, term_time_only=False, closed_on_holidays=False, by_appointment=False, timezone="")
    zone = told.get("timezone", "")
    if zone in times.time_zones() and zone != settings.PLACE_TIME_ZONE:
        found.timezone = zone
    for name in ("term_time_only", "closed_on_holidays", "by_appointment"):
        setattr(found, name, told.get(name) == "true")
    if told.get("freq") == "ONCE" and found.starts_on:
        found.freq, found.weekdays, found.until = "ONCE", [], None
    days = _read(ScheduleRecord, "except_dates", told.get("except_dates", "[]"))
    found.except_dates = days if isinstance(days, list) else []
    return found


def told_of(attributes: Any, name: str) -> str:
    """What the attributes of a part say of one field, "" when nothing."""
    rows = attributes if isinstance(attributes, list) else []
    return next((str(each.get("value") or "") for each in rows if isinstance(each, dict) and each.get("label") == PREFIX + name), "")


def _read(kind: type, name: str, text: str) -> Any:
    """The value of one field; None when the text is none."""
    hint = str(kind.__annotations__[name])
    plain: Any = text
    if not hint.startswith("str") and "date | None" not in hint:
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            return None
    try:
        value = getattr(from_plain(kind, {name: plain}), name)
    except (TypeError, ValueError, AttributeError):
        return None
    return value if _fits(hint, value) else None


def _fits(hint: str, value: Any) -> bool:
    if hint.startswith("str"):
        return isinstance(value, str)
    if "date" in hint and "list" not in hint:
        return isinstance(value, date)
    if hint.startswith("int"):
        return isinstance(value, int) and not isinstance(value, bool)
    if hint.startswith("bool"):
        return isinstance(value, bool)
    if hint.startswith("dict"):
        return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())
    return isinstance(value, list)
