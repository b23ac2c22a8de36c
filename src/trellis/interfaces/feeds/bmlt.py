"""BMLT's semantic API (GetSearchResults) -> Meeting Guide's field names.

Its codes of formats are each server's own; the usual English ones are mapped to types, the rest
stay in the record as they are.
"""

from __future__ import annotations

import re
from typing import Any

from trellis.interfaces.feeds.cells import as_text

# The world codes and usual keys of formats that mean the same as a Meeting Guide type.
_TYPES = {
    "BEG": "BE", "B": "BE", "BT": "LIT", "BK": "LIT", "C": "C", "CLOSED": "C", "CAN": "CAN",
    "CS": "BA", "D": "D", "DISC": "D", "GL": "LGBTQ", "LIT": "LIT", "M": "M", "MED": "MED",
    "O": "O", "OPEN": "O", "SP": "SP", "SPK": "SP", "ST": "ST", "SWG": "ST", "STEP": "ST",
    "TR": "TR", "TRAD": "TR", "TC": "TC", "VM": "ONL", "W": "W", "WC": "X", "WCHR": "X",
    "WH": "X", "Y": "Y", "YP": "Y", "OUT": "OUT",
}  # fmt: skip
_HIDDEN = (
    "contact_name_1", "contact_name_2", "contact_phone_1", "contact_phone_2", "contact_email_1",
    "contact_email_2", "email_contact",
)  # fmt: skip
_NAMES = {
    "meeting_name": "name", "start_time": "time", "time_zone": "timezone", "comments": "notes",
    "location_text": "location", "location_info": "location_notes", "location_street": "address",
    "location_municipality": "city", "location_province": "state", "location_nation": "country",
    "location_postal_code_1": "postal_code", "virtual_meeting_link": "conference_url",
    "virtual_meeting_additional_info": "conference_url_notes",
    "phone_meeting_number": "conference_phone", "phone_meeting_additional_info": "conference_phone_notes",
    "service_body_name": "group", "bus_lines": "bus_lines", "train_lines": "train_lines",
}  # fmt: skip
_VENUES = {"1": "in_person", "2": "online", "3": "hybrid"}
NARCOTICS_ANONYMOUS = "Narcotics Anonymous"


def is_bmlt(names: set[str]) -> bool:
    """Whether these field names are BMLT's."""
    return "id_bigint" in names or {"weekday_tinyint", "meeting_name"} <= names


def as_guide(item: dict[str, Any]) -> dict[str, Any]:
    """One meeting; BMLT's weekday 1 is Sunday."""
    found: dict[str, Any] = {_NAMES.get(name, name): value for name, value in item.items() if value not in ("", None)}
    for name in ("id_bigint", "weekday_tinyint", "venue_type", "formats", "duration_time", "published"):
        found.pop(name, None)
    found["slug"] = as_text(item.get("id_bigint"))
    found["_weekday_from_one"] = as_text(item.get("weekday_tinyint"))
    venue = _VENUES.get(as_text(item.get("venue_type")))
    keys = [each.strip() for each in as_text(item.get("formats")).split(",") if each.strip()]
    found["types"] = [_TYPES.get(each.upper(), each) for each in keys]
    if venue is None and "VM" in keys:
        venue = "hybrid" if "HY" in keys else "online"
    if venue is None and "HY" in keys:
        venue = "hybrid"
    found["attendance_option"] = venue or "in_person"
    found["_duration"] = as_text(item.get("duration_time"))
    found["_published"] = as_text(item.get("published"))
    found["_server"] = as_text(item.get("root_server_uri"))
    found["_group_key"] = as_text(item.get("service_body_bigint"))
    found.setdefault("entity", NARCOTICS_ANONYMOUS)
    parts = [item.get(name) for name in ("location_neighborhood", "location_city_subsection", "location_sub_province")]
    found["region"] = ", ".join(as_text(part) for part in parts if part) or ""
    found["_private"] = {name: as_text(item[name]) for name in _HIDDEN if item.get(name)}
    for name in (*_HIDDEN, "location_neighborhood", "location_city_subsection", "location_sub_province"):
        found.pop(name, None)
    if found.get("lang_enum") and re.fullmatch(r"[a-z]{2,3}", as_text(found["lang_enum"])):
        found["_language"] = found.pop("lang_enum")
    return found
