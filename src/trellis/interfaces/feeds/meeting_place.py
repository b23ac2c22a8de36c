"""Where a meeting is: one location for the same address and name, however many meetings it has."""

from __future__ import annotations

import hashlib
import re

from trellis.apps.directory.models.records import LocationRecord
from trellis.interfaces.feeds import cells, meeting_types, times, words
from trellis.interfaces.feeds.row import Row

_FIELDS = (
    "location", "location_notes", "formatted_address", "address", "city", "state", "postal_code",
    "country", "region", "sub_region", "regions", "latitude", "longitude", "approximate",
    "coordinates", "bus_lines", "train_lines",
)  # fmt: skip
_COUNTRIES = {
    "usa": "US", "us": "US", "united states": "US", "uk": "GB", "united kingdom": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "canada": "CA",
    "ireland": "IE", "australia": "AU", "new zealand": "NZ",
}  # fmt: skip
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}(?:-\d{4})?)\b", re.IGNORECASE)
_ONLINE = re.compile(r"^(?:online|zoom|virtual|phone|telephone)\b", re.IGNORECASE)


def place(row: Row, *, default_zone: str) -> LocationRecord | None:
    """The location of a row; nothing when it names neither an address nor a point."""
    record = LocationRecord(
        name=row.line("location"),
        transportation=_joined(row.line("bus_lines"), row.line("train_lines")),
        description=row.text("location_notes"),
    )
    _address(row, record)
    record.latitude, record.longitude = _point(row)
    if not (record.address_1 or record.city or record.postal_code or record.latitude is not None):
        return None
    if _ONLINE.match(record.name) and not record.address_1:
        record.location_type = "virtual"
    record.approximate = _is_approximate(row, record)
    record.accessibility_note = ""
    if _has_type(row, "X"):
        record.step_free = "yes"
    if _has_type(row, "XB"):
        record.accessible_toilet = "yes"
    if not record.step_free:
        record.step_free = words.step_free(record.description)
    zone = cells.as_text(row.data.get("timezone"))[:60] or default_zone
    record.timezone = zone if zone in times.time_zones() else ""
    if words.confidential(record.name, record.description, record.address_1):
        record.confidential, record.public_area = True, record.city or record.region
    record.key = _key(record)
    return record


def says_access(row: Row) -> bool:
    """Whether a row says that one gets in, or to the toilet, without steps."""
    return _has_type(row, "X") or _has_type(row, "XB")


def say_problems(record: LocationRecord, row: Row) -> None:
    """Reports the fields of a place once, for the first meeting that is held there."""
    row.place()
    row.text("location_notes")
    record.extra = {"district": row.line("district")} if row.data.get("district") else {}


def leave(row: Row) -> None:
    """Marks the fields of the place as read, so that a meeting does not keep them again."""
    row.ignore(*_FIELDS)


def _address(row: Row, record: LocationRecord) -> None:
    parts = [row.line(name, limit=255) for name in ("address", "city", "state", "postal_code", "country")]
    whole = row.line("formatted_address", limit=500)
    if whole and not any(parts[1:4]):
        _split(whole, record)
    elif parts[0] and not any(parts[1:4]) and parts[0].count(",") >= 2:
        _split(parts[0], record)
    else:
        record.address_1, record.city, record.state_province = parts[0], parts[1][:120], parts[2][:120]
        record.postal_code = parts[3][:20]
        record.country = _country(parts[4])
    if record.address_1 == record.name:
        record.name = ""
    region = row.take("regions")
    named = [cells.as_text(each) for each in region] if isinstance(region, list) else []
    named = named or [row.line("region"), row.line("sub_region")]
    record.region = ", ".join(cells.clean_raw(each).strip() for each in named if each)[:120]


def _split(whole: str, record: LocationRecord) -> None:
    """ "18 Olive Ave, Rehoboth Beach, DE 19971, USA" -> its parts; what is unclear stays in line 1."""
    parts = [part.strip() for part in whole.split(",") if part.strip()]
    if parts and parts[-1].lower() in _COUNTRIES:
        record.country = _COUNTRIES[parts.pop().lower()]
    for at in range(len(parts) - 1, max(len(parts) - 3, -1), -1):
        found = _POSTCODE.search(parts[at])
        if found and (at > 0 or len(parts) == 1):
            record.postal_code = found[1].upper()
            rest = (parts[at][: found.start()] + parts[at][found.end() :]).strip()
            parts[at : at + 1] = [rest] if rest else []
            break
    abroad = record.country in {"US", "CA"} or (record.country and not record.postal_code)
    only_area = len(parts) == 2 and abroad and not re.search(r"\d", "".join(parts))
    if len(parts) >= 2 and (re.fullmatch(r"[A-Z]{2}", parts[-1]) or len(parts) >= 3 or only_area):
        record.state_province = parts.pop()[:120]
    if len(parts) >= 2 or (parts and record.state_province and not re.search(r"\d", parts[0])):
        record.city = parts.pop()[:120]
    record.address_1 = ", ".join(parts)[:255]


def _country(name: str) -> str:
    low = name.lower()
    return _COUNTRIES.get(low, name.upper() if re.fullmatch(r"[A-Za-z]{2}", name) else "")


def _point(row: Row) -> tuple[float | None, float | None]:
    pair = cells.as_text(row.data.get("coordinates"))
    if pair.count(",") == 1 and row.data.get("latitude") in (None, ""):
        row.data["latitude"], row.data["longitude"] = pair.split(",")
    return row.place()


def _is_approximate(row: Row, record: LocationRecord) -> bool:
    """What the feed says; else a place without a street is only an area.

    Counting the commas of an address, as the usual client does, makes most British ones inactive.
    """
    said = cells.truth(row.data.get("approximate"))
    if said is not None:
        return said
    # A British or Canadian postcode, with letters in it, is as good as a street.
    return not record.address_1 and not re.search(r"[A-Z]", record.postal_code)


def _has_type(row: Row, code: str) -> bool:
    return code in meeting_types.listed(row.data.get("types"))


def _key(record: LocationRecord) -> str:
    said = "|".join(
        " ".join(re.findall(r"\w+", each.lower()))
        for each in (record.address_1, record.city, record.state_province, record.postal_code, record.name)
    )
    if not record.address_1 and record.latitude is not None:
        said += f"|{record.latitude:.3f},{record.longitude:.3f}"
    return "place-" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
