"""From a joined HSDS item to records: one function each for organization, location and service."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    ServiceRecord,
    TermRecord,
)
from trellis.apps.directory.queries.categories import categories_for, is_sensitive
from trellis.interfaces.feeds import cells, hsds_own, hsds_parts, words
from trellis.interfaces.feeds.row import Row

UNNAMED = "-"
_STATUS = {
    "active": "active", "inactive": "inactive", "defunct": "defunct",
    "temporarily closed": "temporarily_closed", "temporarily_closed": "temporarily_closed",
    "closed": "defunct",
}  # fmt: skip
_ATTENDING = (
    ("online", re.compile(r"online|virtual|remote|video|zoom|webinar", re.IGNORECASE)),
    ("phone", re.compile(r"phone|telephone|helpline", re.IGNORECASE)),
    ("in_person", re.compile(r"venue|in[- ]person|home visit|face|drop[- ]?in|on[- ]site", re.IGNORECASE)),
)  # fmt: skip


Lookup = Callable[[str, str, str], list[Row]]
"""Kind and key of an owner, and a kind of row: the rows of that kind that belong to it."""


@dataclass(slots=True)
class Item:
    """A row and what belongs to it: `parts(kind)` gives the rows of one kind."""

    row: Row
    parts: Callable[[str], list[Row]]
    left: dict[str, list[Any]] = field(default_factory=dict)

    def set_aside(self, kind: str, rows: list[Row]) -> None:
        """Keeps what nobody asked for in these rows."""
        kept = [extra for extra in (row.extra() for row in rows) if extra]
        if kept:
            self.left.setdefault(kind, []).extend(kept[:50])

    def whole(self, kind: str) -> None:
        """Keeps rows of a kind that has no place of its own."""
        rows = self.parts(kind)
        for row in rows:
            row.ignore(*hsds_parts.LINKS)
        self.set_aside(kind, rows)

    def extra(self) -> dict[str, Any]:
        """Everything of the source that has no field here."""
        return self.row.extra() | self.left


class Mapper:
    """Makes records of one source; remembers its name for the lists of terms."""

    def __init__(self, report: Report, *, source: str, time_zone: str, lookup: Lookup) -> None:
        self.report = report
        self.source = source
        self.time_zone = time_zone
        self.lookup = lookup

    def organization(self, item: Item, key: str) -> OrganizationRecord | None:
        """An organization; without a name it is refused."""
        row = item.row
        row.ignore("id", "logo", "programs", "services")
        name = row.line("name")
        if not name:
            row.refuse_row("organization", "name", _("An organization must have a name."))
            return None
        record = OrganizationRecord(
            key=key,
            name=name,
            alternate_name=row.line("alternate_name"),
            description=row.text("description"),
            website=row.url("website", "url"),
            email=row.email("email"),
            legal_status=row.line("legal_status"),
            year_incorporated=row.whole("year_incorporated", low=1000, high=2200),
            parent_key=row.key("parent_organization_id"),
            kind=_kind(name),
            terms=self._terms(item),
            contacts=self._contacts(item),
            last_modified=row.line("last_modified", limit=60),
        )
        for kind in ("identifier", "program", "funding", "url", "address"):
            item.whole(kind)
        hsds_own.restore(record, item.row, item.parts(hsds_own.KIND))
        record.extra = item.extra()
        return record

    def location(self, item: Item, key: str, *, secret: bool = False) -> LocationRecord:
        """A location; whatever can't be used is left out, the rest stays."""
        row = item.row
        row.ignore("id")
        latitude, longitude = row.place()
        record = LocationRecord(
            key=key,
            organization_key=row.key("organization_id"),
            name=row.line("name"),
            alternate_name=row.line("alternate_name"),
            description=row.text("description"),
            location_type=_location_type(row),
            latitude=latitude,
            longitude=longitude,
            transportation=row.text("transportation"),
            contacts=self._contacts(item),
            timezone=self.time_zone,
        )
        self._address(item, record)
        self._access(item, record)
        rows = item.parts("schedule")
        record.schedules = hsds_parts.schedules(rows)
        item.set_aside("schedule", rows)
        closed = item.parts("holiday_schedule")
        hsds_parts.close(record.schedules, closed)
        item.set_aside("holiday_schedule", closed)
        for kind in ("language", "url", "term_link"):
            item.whole(kind)
        hsds_own.restore(record, item.row, item.parts(hsds_own.KIND))
        record.extra = item.extra()
        if secret or words.confidential(record.name, record.description, record.address_1, record.transportation):
            record.confidential = True
            record.public_area = record.city or record.region or record.state_province
            self.report.refuse(
                row.file, row.number, "address",
                _("The source calls this place confidential: its address is kept secret."),
            )  # fmt: skip
        return record

    def service(self, item: Item, key: str, organization_key: str) -> ServiceRecord | None:
        """A service with everything that belongs to it; without a name it is refused."""
        row = item.row
        row.ignore("id", "organization_id", "organization", "program_id", "location_id", "service_at_locations")
        name = row.line("name")
        if not name:
            row.refuse_row("service", "name", _("A service must have a name."))
            return None
        record = ServiceRecord(
            key=key,
            organization_key=organization_key,
            name=name,
            alternate_name=row.line("alternate_name"),
            description=row.text("description", "short_desc"),
            what_to_expect=row.text("alert"),
            website=row.url("url", "website"),
            email=row.email("email"),
            status=row.read(_status, "active", "status"),
            application_process=row.text("application_process"),
            wait_time=row.line("wait_time"),
            accreditations=row.text("accreditations"),
            licenses=row.text("licenses"),
            assured_on=row.day("assured_date"),
            last_modified=row.line("last_modified", limit=60),
            terms=self._terms(item),
            contacts=self._contacts(item),
        )
        self._who_for(item, record)
        self._cost(item, record)
        self._languages(item, record)
        self._where(item, record)
        record.referral = _referral(row, record)
        record.categories = categories_for(record.terms, record.name, record.description)
        record.sensitive = is_sensitive(record.categories)
        for kind in ("area", "funding", "payment", "capacity", "url", "review"):
            item.whole(kind)
        hsds_own.restore(record, item.row, item.parts(hsds_own.KIND))
        record.extra = item.extra()
        return record

    def _terms(self, item: Item) -> list[TermRecord]:
        found: dict[tuple[str, str], TermRecord] = {}
        for row in item.parts("term_link"):
            made = hsds_parts.term(row.data, source=self.source)
            if made:
                found.setdefault((made.taxonomy, made.code), made)
            else:
                row.ignore(*hsds_parts.LINKS)
                item.set_aside("attribute", [row])
        return list(found.values())[:100]

    def _contacts(self, item: Item) -> list[ContactRecord]:
        found: list[ContactRecord] = []
        for row in item.parts("contact"):
            phones = self.lookup("contact", row.data["_key"], "phone")
            found += hsds_parts.contact(row, phones)
            item.set_aside("phone", phones)
            item.set_aside("contact", [row])
        phones = item.parts("phone")
        seen = {(each.phone, each.extension) for each in found}
        for row in phones:
            made = hsds_parts.phone_contact(row)
            if made and (made.phone, made.extension) not in seen:
                seen.add((made.phone, made.extension))
                found.append(made)
        item.set_aside("phone", phones)
        return found[:100]

    def _address(self, item: Item, record: LocationRecord) -> None:
        addresses = item.parts("address")
        for row in addresses:
            row.ignore(*hsds_parts.LINKS)
        usable = [row for row in addresses if str(row.data.get("address_type", "")).lower() != "postal"]
        for row in (usable or addresses)[:1]:
            lines = [row.line(name) for name in ("address_1", "address_2", "address_3", "address_4")]
            record.address_1, record.address_2 = lines[0], cells.as_text(", ".join(filter(None, lines[1:])))[:255]
            record.city = row.line("city", limit=120)
            record.region = row.line("region", limit=120)
            record.state_province = row.line("state_province", limit=120)
            record.postal_code = row.line("postal_code", limit=20)
            record.country = row.read(words.country, "", "country")
            row.ignore("address_type")
            if not usable and record.location_type == "physical" and addresses[0].data.get("_postal"):
                record.location_type = "postal"
        item.set_aside("address", addresses)

    def _access(self, item: Item, record: LocationRecord) -> None:
        rows = item.parts("accessibility")
        said = [item.row.text("accessibility", limit=2000).replace("_", " ")]
        for row in rows:
            row.ignore(*hsds_parts.LINKS)
            said += [row.text("accessibility", "description", limit=2000), row.text("details", limit=2000)]
        item.set_aside("accessibility", rows)
        said = [each for each in said if each and each.lower() not in {"blank", "test", "none", "n/a"}]
        text = "\n".join(dict.fromkeys(said))
        record.accessibility_note = text[:4000]
        record.step_free = words.step_free(text)
        record.accessible_toilet = words.accessible_toilet(text)
        record.hearing_loop = words.hearing_loop(text)

    def _who_for(self, item: Item, record: ServiceRecord) -> None:
        row = item.row
        low, high = row.whole("minimum_age", low=0, high=150), row.whole("maximum_age", low=0, high=150)
        said = [row.text("eligibility_description"), row.text("eligibility"), row.text("audience")]
        rows = item.parts("eligibility")
        for each in rows:
            each.ignore(*hsds_parts.LINKS, "taxonomys")
            said.append(each.text("eligibility", limit=4000))
            low = low if low is not None else each.whole("minimum_age", low=0, high=150)
            high = high if high is not None else each.whole("maximum_age", low=0, high=150)
        item.set_aside("eligibility", rows)
        if low is not None and high is not None and low > high:
            row.refuse("maximum_age", _("The highest age is below the lowest age."))
            high = None
        record.minimum_age, record.maximum_age = low, high
        record.eligibility_description = "\n".join(dict.fromkeys(filter(None, said)))[: cells.TEXT]
        documents = item.parts("document")
        for each in documents:
            each.ignore(*hsds_parts.LINKS)
        said = [row.text("required_documents"), *(each.text("document", limit=4000) for each in documents)]
        record.required_documents = "\n".join(dict.fromkeys(filter(None, said)))[: cells.TEXT]
        item.set_aside("document", documents)

    def _cost(self, item: Item, record: ServiceRecord) -> None:
        said = [item.row.text("fees_description"), item.row.text("fees")]
        amounts = []
        rows = item.parts("cost_option")
        for row in rows:
            row.ignore(*hsds_parts.LINKS)
            amount = row.read(cells.number, None, "amount")
            option, per = row.line("option"), row.line("amount_description")
            currency = row.line("currency", limit=10).upper()
            if amount is not None:
                amounts.append(amount)
            price = f"{amount:g} {currency}".strip() if amount is not None else ""
            said.append(": ".join(filter(None, [option, " ".join(filter(None, [price, per]))])))
        item.set_aside("cost_option", rows)
        record.fees_description = "\n".join(dict.fromkeys(filter(None, said)))[: cells.TEXT]
        record.cost = words.cost(record.fees_description, amounts)

    def _languages(self, item: Item, record: ServiceRecord) -> None:
        rows = item.parts("language")
        said: list[Any] = [item.row.take("languages")]
        notes = [item.row.text("interpretation_services", limit=4000)]
        for row in rows:
            row.ignore(*hsds_parts.LINKS)
            name, code = row.take("name", "language"), row.take("code")
            said.append(code if code and words.language(cells.as_text(code)) else name or code)
            notes.append(row.text("note", limit=2000))
        item.set_aside("language", rows)
        record.languages, rest = words.languages(*said)
        record.languages_note = "\n".join(dict.fromkeys(filter(None, [rest, *notes])))[: cells.TEXT]

    def _where(self, item: Item, record: ServiceRecord) -> None:
        rows = item.parts("schedule")
        places = item.parts("service_at_location")
        apart: dict[str, list[Row]] = {}
        common: list[Row] = []
        at = {row.data.get("location_id") for row in places}
        for row in rows:
            where = row.data.get("location_id")
            (apart.setdefault(where, []) if where in at and where else common).append(row)
        kinds = {row.data.get("_location_type", "physical") for row in places}
        for row in places:
            key = row.key("location_id")
            if not key or any(each.location_key == key for each in record.places):
                continue
            part = Item(row, partial(self.lookup, "service_at_location", row.data["_key"]), item.left)
            timed, closed = apart.pop(key, []) + part.parts("schedule"), part.parts("holiday_schedule")
            record.places.append(
                PlaceOfService(
                    location_key=key,
                    description=row.text("description", limit=4000),
                    schedules=hsds_parts.schedules(timed),
                    contacts=self._contacts(part),
                )
            )
            hsds_parts.close(record.places[-1].schedules, closed)
            row.ignore(*hsds_parts.LINKS)
            item.set_aside("schedule", timed)
            item.set_aside("holiday_schedule", closed)
            for kind in ("area", "term_link"):
                part.whole(kind)
        item.set_aside("service_at_location", places)
        record.schedules = hsds_parts.schedules(common)
        item.set_aside("schedule", common)
        for rule in record.schedules:
            rule.timezone = rule.timezone or self.time_zone
        closed = item.parts("holiday_schedule")
        hsds_parts.close([*record.schedules, *(rule for place in record.places for rule in place.schedules)], closed)
        item.set_aside("holiday_schedule", closed)
        record.attendance = _attendance(item, rows, kinds if places else set())

    def placeholder(self, key: str) -> OrganizationRecord:
        """Stands for an organization that a service names and the source lacks."""
        return OrganizationRecord(key=key, name=_("Organization not named by the source"), extra={"placeholder": True})


def _attendance(item: Item, schedules: list[Row], kinds: set[str]) -> list[str]:
    said = " ".join(cells.as_text(row.data.get("attending_type"))[:200] for row in [item.row, *schedules])
    found = [code for code, pattern in _ATTENDING if pattern.search(said)]
    if "physical" in kinds and "in_person" not in found:
        found.append("in_person")
    if "virtual" in kinds and "online" not in found:
        found.append("online")
    return [code for code in ("in_person", "online", "phone") if code in found]


def _referral(row: Row, record: ServiceRecord) -> str:
    access = cells.as_text(row.take("attending_access")).lower()
    if "referral" in access:
        return "required"
    if "drop" in access:
        return "none"
    return words.referral(record.application_process, record.eligibility_description)


def _status(value: Any) -> str:
    found = _STATUS.get(cells.line(value).lower())
    if found is None:
        raise cells.BadCell(_("This is not one of the states of a service; it was taken as active."))
    return found


def _location_type(row: Row) -> str:
    if cells.truth(row.take("virtual")):
        return "virtual"
    found = row.line("location_type", limit=40).lower()
    if found and found not in {"physical", "virtual", "postal"}:
        row.refuse("location_type", _("Expected physical, virtual or postal."))
    return found if found in {"physical", "virtual", "postal"} else "physical"


_KINDS = (
    (
        "faith_body",
        r"church|parish|mosque|synagogue|temple|gurdwara|chapel|cathedral|ministr(?:y|ies)|islamic|salvation army",
    ),
    ("authority", r"council|department|city of|county of|government|borough|municipality|police|fire and ems"),
    ("community_centre", r"community cent(?:re|er)|village hall"),
)


def _kind(name: str) -> str:
    found = (kind for kind, words in _KINDS if re.search(rf"\b(?:{words})\b", name, re.IGNORECASE))
    return next(found, "formal_service")
