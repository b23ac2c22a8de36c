"""The CSV of the WordPress plugin 12 Step Meeting List -> Meeting Guide's field names."""

from __future__ import annotations

import re
from typing import Any

from trellis.interfaces.feeds.meeting_types import code_of

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_NAMES = {"address": "formatted_address", "website_2": "website_2", "sub_region": "sub_region"}


def as_guide(item: dict[str, Any]) -> dict[str, Any]:
    """One row; types given by name become codes, and unknown names stay as they are."""
    found: dict[str, Any] = {_NAMES.get(name, name): value for name, value in item.items() if value.strip()}
    if "formatted_address" in found and any(found.get(part) for part in ("city", "state", "postal_code")):
        found["address"] = found.pop("formatted_address")
    if "types" in found:
        named = [each.strip() for each in re.split(r"[,;|]", found["types"]) if each.strip()]
        found["types"] = [code_of(each) or each for each in named]
    day = str(found.get("day", "")).strip().lower()
    if day in _DAYS:
        found["day"] = _DAYS.index(day)
    elif re.search(r"appointment", day):
        del found["day"]
    elif "," in day or " " in day:
        named = [_DAYS.index(each) for each in re.findall(r"[a-z]+", day) if each in _DAYS]
        found["day"] = named or found["day"]
    return found
