"""Turns the demo place's TOML into records, and says file, record and field when something is wrong."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from trellis.apps.directory.demo.opening import OpeningError, opening_rules
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    ScheduleRecord,
    ServiceRecord,
    SpaceRecord,
    TermRecord,
)

REGION = "Essex"
DAYS_IN = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30}


class ContentError(ValueError):
    """One line: which file, which record, which field, and why it cannot be read."""


class Reader:
    """Reads content files as they stand on one day (`today` moves the relative dates along)."""

    def __init__(self, *, today: date, terms: dict[str, TermRecord], categories: dict[str, str]) -> None:
        self.today = today
        self.terms = terms
        self.categories = categories

    def locations(self, path: Path) -> list[LocationRecord]:
        """Every `[short-key]` table of a file of locations."""
        return [self._location(key, dict(plain), f"{path.name}, {key}") for key, plain in _load(path).items()]

    def spaces(self, path: Path) -> list[SpaceRecord]:
        """Every `[short-key]` table of a file of spaces."""
        return [self._space(key, dict(plain), f"{path.name}, {key}") for key, plain in _load(path).items()]

    def organizations(self, path: Path) -> tuple[list[OrganizationRecord], list[ServiceRecord]]:
        """Every `[[organization]]` of a file, with its `[[organization.service]]`s."""
        organizations, services = [], []
        for plain in _load(path).get("organization", []):
            where = f"{path.name}, {plain.get('key', 'an organization without key')}"
            nested = plain.pop("service", [])
            organization = self._organization(dict(plain), where)
            organizations.append(organization)
            for each in nested:
                at = f"{where}, {each.get('name', 'a service without name')}"
                services.append(self._service(dict(each), organization, at))
        return organizations, services

    def _organization(self, plain: dict[str, Any], where: str) -> OrganizationRecord:
        website, email = _addresses(plain)
        terms, _ = self._terms(plain, where)
        assured_on, assured_by = self._checked(plain.pop("checked", "never"), where)
        contacts = _contacts(plain)
        return _build(
            OrganizationRecord,
            plain,
            where,
            website=website,
            email=email,
            terms=terms,
            contacts=contacts,
            parent_key=plain.pop("parent", ""),
            year_incorporated=plain.pop("founded", None),
            assured_on=assured_on,
            assured_by=assured_by,
        )

    def _service(self, plain: dict[str, Any], organization: OrganizationRecord, where: str) -> ServiceRecord:
        website, email = _addresses(plain, domain=organization.website)
        terms, categories = self._terms(plain, where)
        schedules = self._opening(plain.pop("open", []), where)
        places = self._places(plain, where)
        if "checked" in plain:
            assured_on, assured_by = self._checked(plain.pop("checked"), where)
        else:
            assured_on, assured_by = organization.assured_on, organization.assured_by
        days_taken = plain.pop("days_taken", [])
        closed_for = plain.pop("closed_for", None)
        if closed_for is not None:
            plain["status"] = "temporarily_closed"
            plain["closed_until"] = self.today + timedelta(days=closed_for)
        plain.setdefault("kind", "meeting" if organization.kind == "peer_group" else "service")
        if plain["kind"] != "responsibility":
            plain.setdefault("referral", "none")
        plain.setdefault("attendance", ["in_person"] if places else [])
        plain.setdefault("languages", ["en"])
        contacts = _contacts(plain)
        key = plain.pop("key", "")
        return _build(
            ServiceRecord,
            plain,
            where,
            key=f"{organization.key}/{key}" if key else organization.key,
            organization_key=organization.key,
            website=website,
            email=email,
            terms=terms,
            categories=categories,
            schedules=schedules,
            places=places,
            contacts=contacts,
            assured_on=assured_on,
            assured_by=assured_by,
            extra={"days_taken": days_taken} if days_taken else {},
        )

    def _location(self, key: str, plain: dict[str, Any], where: str) -> LocationRecord:
        latitude, longitude = plain.pop("point", (None, None))
        return _build(
            LocationRecord,
            plain,
            where,
            key=key,
            address_1=plain.pop("address", ""),
            city=plain.pop("town", ""),
            postal_code=plain.pop("postcode", ""),
            state_province=REGION,
            country="GB",
            latitude=latitude,
            longitude=longitude,
            accessible_toilet=plain.pop("toilet", ""),
            hearing_loop=plain.pop("loop", ""),
            transportation=plain.pop("get_there", ""),
            contacts=_contacts(plain),
        )

    def _space(self, key: str, plain: dict[str, Any], where: str) -> SpaceRecord:
        assured_on, assured_by = self._checked(plain.pop("checked", "never"), where)
        return _build(
            SpaceRecord,
            plain,
            where,
            key=key,
            location_key=plain.pop("at", ""),
            organization_key=plain.pop("of", ""),
            schedules=self._opening(plain.pop("open", []), where),
            contacts=_contacts(plain),
            assured_on=assured_on,
            assured_by=assured_by,
        )

    def _places(self, plain: dict[str, Any], where: str) -> list[PlaceOfService]:
        at = plain.pop("at", [])
        places = [PlaceOfService(location_key=key) for key in ([at] if isinstance(at, str) else at)]
        for each in plain.pop("places", []):
            places.append(
                PlaceOfService(
                    location_key=each["at"],
                    description=each.get("description", ""),
                    schedules=self._opening(each.get("open", []), where),
                    contacts=_contacts(dict(each)),
                )
            )
        return places

    def _terms(self, plain: dict[str, Any], where: str) -> tuple[list[TermRecord], list[str]]:
        codes = plain.pop("terms", [])
        unknown = [code for code in codes if code not in self.terms]
        if unknown:
            raise ContentError(f"{where}, terms: there is no term {unknown[0]!r}")
        categories = [self.categories[code] for code in codes] + plain.pop("categories", [])
        return [self.terms[code] for code in codes], list(dict.fromkeys(categories))

    def _opening(self, lines: list[str], where: str) -> list[ScheduleRecord]:
        try:
            return [rule for line in lines for rule in opening_rules(line, today=self.today)]
        except OpeningError as error:
            raise ContentError(f"{where}, open: {error}") from None

    def _checked(self, text: str, where: str) -> tuple[date | None, str]:
        """`3 weeks, the group itself` as a date and a role; `never` as neither."""
        if text == "never":
            return None, ""
        age, _, role = text.partition(", ")
        number, _, unit = age.partition(" ")
        if not number.isdigit() or unit not in DAYS_IN or not role:
            raise ContentError(f"{where}, checked: cannot read {text!r}")
        return self.today - timedelta(days=int(number) * DAYS_IN[unit]), role


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from None


def _addresses(plain: dict[str, Any], *, domain: str = "") -> tuple[str, str]:
    """Website and e-mail; `web` is a bare host, and `hello@` means at that host."""
    host = plain.pop("web", "")
    email = plain.pop("email", "")
    if email.endswith("@"):
        email += host or domain.removeprefix("https://")
    return (f"https://{host}" if host else ""), email


def _contacts(plain: dict[str, Any]) -> list[ContactRecord]:
    contact, note = plain.pop("contact", ""), plain.pop("phone_note", "")
    phone, text, keepers = plain.pop("phone", ""), plain.pop("text", ""), plain.pop("keepers_phone", "")
    found = []
    if phone or (contact and not text):
        found.append(ContactRecord(name=contact, phone=phone, phone_type="voice" if phone else "", description=note))
    if text:
        found.append(ContactRecord(name=contact, phone=text, phone_type="text", description=note if not phone else ""))
    if keepers:
        found.append(ContactRecord(phone=keepers, phone_type="voice", visibility="keepers"))
    return found


def _build(kind: type, plain: dict[str, Any], where: str, **made: Any) -> Any:
    known = {each.name for each in fields(kind)} - made.keys()
    unknown = [name for name in plain if name not in known]
    if unknown:
        raise ContentError(f"{where}, {unknown[0]}: there is no such field")
    return kind(**plain, **made)
