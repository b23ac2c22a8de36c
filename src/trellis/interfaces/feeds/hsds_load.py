"""Puts an HSDS source of any version into the scratch store: one row per thing, linked to owners.

Tables come as CSV or flat JSON, documents as nested JSON; afterwards there is no difference.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds import cells, jsonstream, tables
from trellis.interfaces.feeds.cells import BadCell
from trellis.interfaces.feeds.inputs import Entry, Unusable, text_of
from trellis.interfaces.feeds.store import Store

_FORMS = {
    "organization": "organization organizations",
    "program": "program programs",
    "location": "location locations",
    "service": "service services",
    "service_at_location": "service_at_location service_at_locations services_at_location services_at_locations",
    "scheme": "taxonomy taxonomies",
    "term": "taxonomy_term taxonomy_terms",
    "term_link": "attribute attributes service_attribute service_attributes other_attributes "
    "other_attribute service_taxonomy service_taxonomies services_taxonomy service_taxonomys "
    "link_taxonomy link_taxonomies service_taxonomies",
    "address": "address addresses physical_address physical_addresses",
    "postal_address": "postal_address postal_addresses mail_address mail_addresses",
    "contact": "contact contacts",
    "phone": "phone phones",
    "schedule": "schedule schedules regular_schedule regular_schedules",
    "holiday_schedule": "holiday_schedule holiday_schedules",
    "language": "language languages",
    "accessibility": "accessibility accessibility_for_disabilities",
    "eligibility": "eligibility eligibilities eligibilitys",
    "document": "required_document required_documents document documents",
    "payment": "payment_accepted payments_accepted payment_accepteds",
    "area": "service_area service_areas",
    "cost_option": "cost_option cost_options",
    "funding": "funding fundings",
    "identifier": "organization_identifier organization_identifiers",
    "capacity": "service_capacity service_capacities capacities",
    "url": "url urls additional_urls additional_websites",
    "review": "review reviews",
}
KIND_OF = {form: kind for kind, forms in _FORMS.items() for form in forms.split()}
OWNERS = {
    "address": ("location", "organization"),
    "contact": ("service_at_location", "service", "location", "organization"),
    "phone": ("contact", "service_at_location", "service", "location", "organization"),
    "schedule": ("service_at_location", "service", "location"),
    "holiday_schedule": ("service_at_location", "service", "location"),
    "language": ("service", "location", "phone"),
    "accessibility": ("location",),
    "eligibility": ("service",),
    "document": ("service",),
    "payment": ("service",),
    "area": ("service", "service_at_location"),
    "cost_option": ("service",),
    "funding": ("service", "organization"),
    "identifier": ("organization",),
    "capacity": ("service",),
    "url": ("service", "organization", "location"),
    "review": ("service", "organization"),
    "term_link": ("service", "organization", "location", "service_at_location"),
}
_FIRST = ("scheme", "term", "program", "organization", "location", "service")
_STAND_ALONE = ("organization", "location", "service")
_OLD_DOCUMENT = {"service_taxonomys", "eligibilitys", "regular_schedules", "costOptions"}


class Loader:
    """Fills a store and remembers what the source looks like."""

    def __init__(self, store: Store, report: Report) -> None:
        self.store = store
        self.report = report
        self.marks: set[str] = set()
        self.version = ""

    def table(self, entry: Entry, kind: str) -> None:
        """One CSV table."""
        columns = set(tables.headings(entry, self.report))
        kind = _kind_by_columns(kind, columns)
        self.marks |= {f"{kind}.{column}" for column in columns} | {f"table:{entry.stem}"}
        if not columns:
            self.report.note(_("%(file)s is empty.") % {"file": entry.name})
            return
        for number, row in tables.rows(entry, self.report, kind=kind):
            self.row(kind, dict(row), entry.name, number)

    def document(self, entry: Entry, kind: str) -> None:
        """One JSON file: a page, a list, one thing or several, one a line."""
        self.marks.add("json")
        number = 0
        try:
            with text_of(entry, note=self.report.note) as stream:
                for number, item in jsonstream.items(stream):
                    self._json(kind, item, entry.name, number)
        except jsonstream.Broken as broken:
            self.report.incomplete = True
            self.report.broken = self.report.broken or f"{entry.name}, item {broken.item}: {broken.reason}"
            self.report.refuse(entry.name, broken.item, "", broken.reason)

    def _json(self, kind: str, item: Any, file: str, number: int) -> None:
        if not isinstance(item, dict):
            self.report.refuse(file, number, "", _("Expected an object."), kind=kind or "service")
            return
        if "version" in item and "id" not in item:
            self.version = cells.as_text(item["version"])[:40]
            return
        if {"slug", "day"} <= item.keys() or "id_bigint" in item:
            raise Unusable(file, _("This is a list of meetings; say: trellis import meetings"))
        found = kind or _kind_by_keys(item)
        if not found:
            self.report.refuse(file, number, "", _("This is nothing that HSDS knows."))
            return
        kind = _kind_by_columns(found, set(item))
        held = self.store.get(kind, _key(item, "id")) if kind in _STAND_ALONE else None
        if held and (held.file, held.data.get("_listed")) == (file, True):
            self.report.doubled += 1
            self.report.refuse(file, number, "id", _("This id stands in an earlier row already."), kind=kind)
            return
        if kind in _STAND_ALONE:
            item["_listed"] = True
        self.row(kind, item, file, number)

    def row(self, kind: str, data: dict[str, Any], file: str, number: int) -> str:
        """Keeps one row and everything nested in it; gives back its key."""
        if kind in ("service", "organization", "location"):
            return self._main(kind, data, file, number)
        if kind == "service_at_location":
            return self._at_location(data, file, number, owners=None)
        key = _key(data, "id", "taxonomy_id") or f"{file}#{number}"
        if kind == "postal_address":
            kind, data["_postal"] = "address", True
            data.setdefault("address_type", "postal")
        if kind == "phone" and isinstance(data.get("language"), dict | list):
            data["languages"] = data.pop("language")
        data["_key"] = key
        owners = self._owners(kind, data)
        self.store.add(kind, key, data, file=file, number=number, owners=owners)
        return key

    def _owners(self, kind: str, data: dict[str, Any]) -> list[tuple[str, str]]:
        found = []
        for owner in OWNERS.get(kind, ()):
            value = cells.as_text(data.get(f"{owner}_id"))[:4000]
            found += [(owner, each.strip()) for each in re.split(r"[,;]", value) if each.strip()]
        linked = cells.as_text(data.get("link_id")).strip()
        if linked:
            named = KIND_OF.get(cells.as_text(data.get("link_entity") or data.get("link_type")).lower())
            found += [(owner, linked) for owner in ([named] if named else OWNERS.get(kind, ()))]
        return found

    def _main(self, kind: str, data: dict[str, Any], file: str, number: int) -> str:
        if set(data) & _OLD_DOCUMENT:
            self.marks.add("oruk-1")
        key = _key(data, "id")
        if not key:
            named = f"{cells.as_text(data.get('organization_id'))}|{cells.as_text(data.get('name'))}|{_address_of(data)}"
            key = "name-" + hashlib.sha256(named.lower().encode("utf-8", "replace")).hexdigest()[:24]
            self.report.refuse(file, number, "id", _("It has no id; it is recognised by its name as long as that stays."))
        known = self.store.get(kind, key)
        if known and "json" not in self.marks:
            self.report.doubled += 1
            self.report.refuse(file, number, "id", _("This id stands in an earlier row already."), kind=kind)
            return key
        # Documents say the same thing again and again, in short and in full: the fullest form is kept.
        said = len(str(data))
        if known and known.data["_said"] >= said:
            return key
        if known:
            replaced = kind == "service" and bool({"service_at_locations", "locations"} & data.keys())
            self.store.forget(kind, key, keep=_STAND_ALONE if replaced else (*_STAND_ALONE, "service_at_location"))
        nested = {name: data.pop(name) for name in list(data) if isinstance(data[name], dict | list)}
        flat = data | {"_key": key, "_said": said}
        if kind == "service":
            self._service_links(flat, nested, file, number, key)
        owners = [("organization", flat["organization_id"])] if flat.get("organization_id") else []
        for name, value in nested.items():
            flat |= self._nested(kind, key, name, value, file, number)
        self.store.add(kind, key, flat, file=file, number=number, owners=owners if kind == "service" else ())
        return key

    def _service_links(self, flat: dict, nested: dict, file: str, number: int, key: str) -> None:
        organization = nested.pop("organization", None)
        if isinstance(organization, dict):
            flat["organization_id"] = self._main("organization", dict(organization), file, number)
        for location in nested.pop("locations", None) or []:
            if isinstance(location, dict):
                nested.setdefault("service_at_locations", []).append({"location": location})
        place = _key(flat, "location_id")
        if place:
            self._at_location({"location_id": place, "service_id": key}, file, number, owners=[("service", key)])
            held = self.store.get("location", place)
            if held and not flat.get("organization_id"):
                flat["organization_id"] = held.data.get("organization_id", "")
        for each in re.split(r"[,;]", cells.as_text(flat.pop("taxonomy_ids", ""))):
            if each.strip():
                self.row("term_link", {"service_id": key, "taxonomy_id": each.strip()}, file, number)

    def _nested(self, owner: str, key: str, name: str, value: Any, file: str, number: int) -> dict:
        """Keeps what is nested under a name; gives back what is no thing of its own."""
        kind = KIND_OF.get(name)
        if name in ("taxonomies", "taxonomy_terms"):
            kind = "term_link"
        members = [value] if isinstance(value, dict) else value
        if kind is None or not all(isinstance(each, dict) for each in members):
            return {name: value}
        for position, member in enumerate(members[:1000]):
            self._member(owner, key, kind, dict(member), position, file, number)
        return {}

    def _member(self, owner: str, key: str, kind: str, data: dict, position: int, file: str, number: int) -> None:
        owners = [(owner, key)]
        if kind == "service_at_location":
            data.setdefault("service_id", key)
            self._at_location(data, file, number, owners=owners)
            return
        if kind in ("location", "service", "organization"):
            data.setdefault(f"{owner}_id", key)
            self._main(kind, data, file, number)
            return
        if kind == "postal_address":
            kind, data = "address", data | {"_postal": True, "address_type": "postal"}
        if kind == "term_link":
            inside = data.get("taxonomy_term") or (
                data.get("taxonomy") if isinstance(data.get("taxonomy"), dict) and "name" not in data else None
            )
            data = dict(inside) if isinstance(inside, dict) else data
        own = f"{owner}/{key}/{kind}/{position}"
        if kind == "contact":
            for place, phone in enumerate(data.pop("phones", None) or []):
                if isinstance(phone, dict):
                    self.store.add(
                        "phone", f"{own}/{place}", phone | {"_key": f"{own}/{place}"},
                        file=file, number=number, owners=[("contact", own)],
                    )  # fmt: skip
        self.store.add(kind, own, data | {"_key": own}, file=file, number=number, owners=owners)

    def _at_location(self, data: dict, file: str, number: int, owners: list | None) -> str:
        for kind in ("location", "service"):
            inside = data.pop(kind, None)
            if isinstance(inside, dict):
                if kind == "service":
                    inside = {k: v for k, v in inside.items() if k != "service_at_locations"}
                data[f"{kind}_id"] = self._main(kind, dict(inside), file, number)
        service, place = _key(data, "service_id"), _key(data, "location_id")
        key = f"{service}@{place}" if owners is not None or not _key(data, "id") else _key(data, "id")
        nested = {name: data.pop(name) for name in list(data) if isinstance(data[name], dict | list)}
        flat = data | {"_key": key, "service_id": service, "location_id": place}
        for name, value in nested.items():
            flat |= self._nested("service_at_location", key, name, value, file, number)
        linked = [*(owners or [("service", service)]), ("location", place)]
        linked = [each for each in linked if each[1]]
        self.store.add("service_at_location", key, flat, file=file, number=number, owners=linked)
        return key


def order_of(kind: str) -> int:
    """Tables that others look things up in are read first."""
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _key(data: dict[str, Any], *names: str) -> str:
    for name in names:
        try:
            found = cells.key(data.get(name))
        except BadCell:
            continue
        if found:
            return found
    return ""


def _address_of(data: dict[str, Any]) -> str:
    return "|".join(cells.as_text(data.get(name)) for name in ("latitude", "longitude", "addresses", "physical_addresses"))


def _kind_by_columns(kind: str, columns: set[str]) -> str:
    if kind == "scheme" and columns & {"parent_id", "parent_name", "vocabulary", "taxonomy_id"}:
        return "term"
    return kind


def _kind_by_keys(item: dict[str, Any]) -> str:
    keys = set(item)
    if keys & {"service_id", "service"} and keys & {"location_id", "location"}:
        return "service_at_location"
    if keys & {"organization", "service_at_locations", "cost_options", "application_process"} or ("status" in keys and "name" in keys):
        return "service"
    if keys & {"term_uri", "parent_id", "vocabulary", "term"}:
        return "term"
    if "id" in keys and keys & {"latitude", "location_type", "addresses", "physical_addresses"}:
        return "location"
    if keys & {"legal_status", "year_incorporated", "tax_status", "website", "organization_identifiers"}:
        return "organization"
    return "service" if "organization_id" in keys and "name" in keys else ""
