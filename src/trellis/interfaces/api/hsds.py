"""From published records to documents of HSDS 3.1.

The schemas are strict in odd places: the zone of a schedule must be a number, an extension too, `temporarily closed` has a
space, an organization must have a description, and of an address everything or nothing must be there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries.published import PublicOrganization, PublicPlace, PublicService, Row
from trellis.apps.directory.queries.published_choice import CATEGORY_TAXONOMY, category_id, taxonomy_id
from trellis.interfaces.api.languages import language_name
from trellis.interfaces.api.own_fields import own_attributes
from trellis.interfaces.api.values import Doc, clock, day, email, kept, made_id, moment, standard_offset, uri

_STATUS = {"temporarily_closed": "temporarily closed"}


class Writer:
    """Writes documents. What is the same for all of them is looked up once: sources and the names of our categories."""

    def __init__(self, sources: dict[Any, Row] | None = None) -> None:
        self._sources = {pk: row["name"] for pk, row in (sources or {}).items()}
        self._categories = {
            code: {
                "id": str(category_id(code)), "code": code, "name": str(label), "description": str(label),
                "taxonomy": CATEGORY_TAXONOMY, "taxonomy_id": str(taxonomy_id(CATEGORY_TAXONOMY)),
            }
            for code, label in CATEGORIES.items()
        }  # fmt: skip
        self._taxonomies: dict[str, str] = {}

    def service(self, service: PublicService, *, full: bool, organization: bool = True) -> Doc:
        """A service; with `full` everything nested in it, else what is one to one."""
        row = service.row
        pk = str(row["id"])
        if service.has_ended:
            return {
                "id": pk, "organization_id": str(row["organization_id"]), "name": row["name"], "status": row["status"],
                "last_modified": moment(service.modified),
            }  # fmt: skip
        found = kept(
            id=pk,
            organization_id=str(row["organization_id"]),
            name=row["name"],
            alternate_name=row["alternate_name"],
            description=row["description"],
            url=uri(row["website"]),
            email=email(row["email"]),
            status=_STATUS.get(row["status"], row["status"]),
            interpretation_services=row["languages_note"],
            application_process=row["application_process"],
            fees_description=row["fees_description"],
            wait_time=row["wait_time"],
            accreditations=row["accreditations"],
            eligibility_description=row["eligibility_description"],
            minimum_age=row["minimum_age"],
            maximum_age=row["maximum_age"],
            assured_date=day(row["assured_on"]),
            licenses=row["licenses"],
            alert=row["closed_reason"] if row["status"] == "temporarily_closed" else "",
            last_modified=moment(service.modified),
        )
        if organization:
            found["organization"] = self.organization_line(service.organization)
        if not full:
            return found
        found |= kept(
            phones=phones(service.contacts, "service_id", pk),
            contacts=contacts(service.contacts, "service_id", pk),
            schedules=self.schedules(service.schedules, "service_id", pk, ""),
            service_at_locations=[self.place(each, pk) for each in service.places],
            languages=languages(row["languages"], "service_id", pk),
            cost_options=[{"id": made_id(pk, "cost"), "service_id": pk, "amount": 0}] if row["cost"] == "free" else [],
            required_documents=[
                {"id": made_id(pk, "document"), "service_id": pk, "document": row["required_documents"]}
            ] if row["required_documents"] else [],
        )  # fmt: skip
        if organization:
            desks, owner = service.organization_contacts, str(service.organization["id"])
            found["organization"] |= kept(
                phones=phones(desks, "organization_id", owner),
                contacts=contacts(desks, "organization_id", owner),
                attributes=self._own_of_organization(service.organization),
            )
        found["attributes"] = [
            *self._categorized(pk, row["categories"]),
            *self._classified(pk, "service", service.terms),
            *self._own_of_service(pk, row),
        ]
        return found

    def organization_line(self, row: Row) -> Doc:
        """An organization with what is one to one."""
        return kept(
            id=str(row["id"]),
            name=row["name"],
            alternate_name=row["alternate_name"],
            description=row["description"] or row["name"],
            email=email(row["email"]),
            website=uri(row["website"]),
            year_incorporated=row["year_incorporated"],
            legal_status=row["legal_status"],
            parent_organization_id=str(row["parent_id"]) if row["parent_id"] else "",
        )

    def organization(self, found: PublicOrganization) -> Doc:
        """An organization with contacts, places and terms."""
        pk = str(found.row["id"])
        return self.organization_line(found.row) | kept(
            phones=phones(found.contacts, "organization_id", pk),
            contacts=contacts(found.contacts, "organization_id", pk),
            locations=[self.location(row) for row in found.locations],
            attributes=[*self._classified(pk, "organization", found.terms), *self._own_of_organization(found.row)],
        )

    def place(self, place: PublicPlace, service_id: str) -> Doc:
        """A service at a location, with the location in it."""
        pk = str(place.id)
        zone = place.location.get("time_zone", "")
        return kept(
            id=pk,
            service_id=service_id,
            location_id=str(place.location["id"]),
            description=place.description,
            phones=phones(place.contacts, "service_at_location_id", pk),
            contacts=contacts(place.contacts, "service_at_location_id", pk),
            schedules=self.schedules(place.schedules, "service_at_location_id", pk, zone),
            location=self.location(place.location),
        )

    def location(self, row: Row, *, full: bool = True) -> Doc:
        """A location. A confidential one is an area without an address, whatever else is known of it."""
        pk = str(row["id"])
        if row["confidential"]:
            found = kept(id=pk, location_type="virtual", name=row["public_area"])
            own = {"confidential": True, "public_area": row["public_area"]}
            return found | ({"attributes": own_attributes(pk, "location", own)} if full else {})
        found = kept(
            id=pk,
            location_type=row["location_type"],
            organization_id=str(row["organization_id"]) if row["organization_id"] else "",
            name=row["name"],
            alternate_name=row["alternate_name"],
            description=row["description"],
            transportation=row["transportation"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        if not full:
            return found
        return found | kept(
            addresses=addresses(row, pk),
            accessibility=accessibility(row, pk),
            phones=phones(row.get("contacts", []), "location_id", pk),
            contacts=contacts(row.get("contacts", []), "location_id", pk),
            schedules=self.schedules(row.get("schedules", []), "location_id", pk, row["time_zone"]),
            attributes=own_attributes(
                pk, "location",
                {
                    "step_free": row["step_free"], "accessible_toilet": row["accessible_toilet"],
                    "hearing_loop": row["hearing_loop"], "parking": row["parking"], "approximate": row["approximate"],
                    "timezone": row["time_zone"], "accessibility_note": row["accessibility_note"],
                    "assured_on": row["assured_on"], "assured_by": row["assured_by"],
                    "marked": row["marked"],
                },
            ),
        )  # fmt: skip

    def schedules(self, rows: list[Row], owner: str, pk: str, zone: str) -> list[Doc]:
        """Opening rules. A single opening is a rule that ends on the day it starts."""
        return [self._schedule(row, owner, pk, row["time_zone"] or zone or settings.PLACE_TIME_ZONE) for row in rows]

    def _schedule(self, row: Row, owner: str, pk: str, zone: str) -> Doc:
        own_id, once = str(row["id"]), row["freq"] == "ONCE"
        return kept(
            id=own_id,
            **{owner: pk},
            freq="WEEKLY" if once else row["freq"],
            interval=row["interval"] if row["interval"] != 1 else None,
            byday=row["byday"],
            bymonthday=row["bymonthday"],
            dtstart=day(row["dtstart"]),
            until=day(row["dtstart"] if once else row["until"]),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            timezone=standard_offset(zone),
            opens_at=clock(row["opens_at"]),
            closes_at=clock(row["closes_at"]),
            description=row["description"],
            attributes=own_attributes(
                own_id, "schedule",
                {
                    "timezone": zone, "freq": "ONCE" if once else "", "term_time_only": row["term_time_only"],
                    "closed_on_holidays": row["closed_on_holidays"], "except_dates": row["except_dates"],
                    "by_appointment": row["by_appointment"],
                },
            ),
        )  # fmt: skip

    def term(self, row: Row) -> Doc:
        """A term of a taxonomy."""
        code = row["taxonomy"]
        if code not in self._taxonomies:
            self._taxonomies[code] = str(taxonomy_id(code))
        return kept(
            id=str(row["id"]),
            code=row["code"],
            name=row["name"],
            description=row["description"] or row["name"],
            parent_id=str(row["parent_id"]) if row.get("parent_id") else "",
            taxonomy=code,
            taxonomy_id=self._taxonomies[code],
        )

    def categories(self) -> list[Doc]:
        """Our own plain categories, as terms."""
        return list(self._categories.values())

    def _categorized(self, pk: str, codes: list[str]) -> list[Doc]:
        return [
            {
                "id": made_id(pk, "category", code), "link_id": pk, "link_type": "category", "link_entity": "service",
                "taxonomy_term_id": self._categories[code]["id"], "taxonomy_term": self._categories[code],
            }
            for code in codes
            if code in self._categories
        ]  # fmt: skip

    def _classified(self, pk: str, entity: str, terms: list[Row]) -> list[Doc]:
        return [
            {
                "id": made_id(pk, "term", row["id"]), "link_id": pk, "link_entity": entity,
                "taxonomy_term_id": str(row["id"]), "taxonomy_term": self.term(row),
            }
            for row in terms
        ]  # fmt: skip

    def _own_of_service(self, pk: str, row: Row) -> list[Doc]:
        names = (
            "kind", "what_to_expect", "group_name", "cost", "referral", "attendance", "online_url", "online_notes",
            "phone_notes", "closed_until", "closed_reason", "promised_days", "accessibility_note", "sensitive", "language",
            "translations", "assured_by", "marked",
        )  # fmt: skip
        own = {name: row[name] for name in names} | {"source": self._sources.get(row["source_id"], "")}
        if row["website"] and not uri(row["website"]):
            own["website"] = row["website"]
        return own_attributes(pk, "service", own)

    def _own_of_organization(self, row: Row) -> list[Doc]:
        names = ("kind", "led_by", "approach", "language", "translations", "assured_on", "assured_by", "marked")
        own = {name: row[name] for name in names} | {"source": self._sources.get(row["source_id"], "")}
        if row["website"] and not uri(row["website"]):
            own["website"] = row["website"]
        return own_attributes(str(row["id"]), "organization", own)


def languages(codes: list[str], owner: str, pk: str) -> list[Doc]:
    """A row for each language."""
    return [kept(id=made_id(pk, "language", code), **{owner: pk}, name=language_name(code), code=code) for code in codes]


def addresses(row: Row, pk: str) -> list[Doc]:
    """The address. All of its parts are required; one that nobody has told us is an empty text, which says so and invents nothing."""
    if not (row["address_1"] or row["city"] or row["postal_code"]):
        return []
    required = {
        "id": made_id(pk, "address"), "location_id": pk, "address_1": row["address_1"], "city": row["city"],
        "state_province": row["state_province"], "postal_code": row["postal_code"],
        "country": row["country"] or settings.PLACE_COUNTRY,
        "address_type": "postal" if row["location_type"] == "postal" else "physical",
    }  # fmt: skip
    return [required | kept(address_2=row["address_2"], region=row["region"])]


def accessibility(row: Row, pk: str) -> list[Doc]:
    """Access as free text: what is known, and what is said."""
    known = {
        "step_free": {"yes": "Step-free", "partly": "Partly step-free", "no": "Not step-free"},
        "accessible_toilet": {"yes": "Accessible toilet", "no": "No accessible toilet"},
        "hearing_loop": {"yes": "Hearing loop", "no": "No hearing loop"},
    }
    said = [words[row[name]] for name, words in known.items() if row[name] in words]
    found = kept(description="; ".join(said), details=row["accessibility_note"])
    return [{"id": made_id(pk, "accessibility"), "location_id": pk} | found] if found else []


def phones(rows: list[Row], owner: str, pk: str) -> list[Doc]:
    """The numbers that belong to nobody in particular."""
    return [phone(row, {owner: pk}) for row in rows if row["phone"] and not _is_person(row)]


def contacts(rows: list[Row], owner: str, pk: str) -> list[Doc]:
    """Contacts with a name, a title or an e-mail address, and their numbers."""
    found = []
    for row in rows:
        if not _is_person(row):
            continue
        own_id = str(row["id"])
        found.append(
            kept(
                id=own_id,
                **{owner: pk},
                name=row["name"],
                title=row["title"],
                email=email(row["email"]),
                phones=[phone(row, {"contact_id": own_id})] if row["phone"] else [],
            )
        )
    return found


def phone(row: Row, owner: Doc) -> Doc:
    """A number. Its extension must be a number too; any other is told beside it."""
    own_id = made_id(row["id"], "phone")
    digits = row["extension"].isascii() and row["extension"].isdigit() and str(int(row["extension"])) == row["extension"]
    return kept(
        id=own_id,
        **owner,
        number=row["phone"],
        extension=int(row["extension"]) if digits else None,
        type=row["phone_type"],
        description=row["description"],
        languages=languages(row["languages"], "phone_id", own_id),
        attributes=own_attributes(own_id, "phone", {} if digits else {"extension": row["extension"]}),
    )


def _is_person(row: Row) -> bool:
    return bool(row["name"] or row["title"] or row["email"])
