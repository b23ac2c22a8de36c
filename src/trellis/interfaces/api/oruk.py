"""From HSDS documents to the UK profile 3.0: its fields, and the few of HSDS without which they would say nothing.

Taken literally a contact of the profile has neither phone nor e-mail and a language is only an id. Extra properties are
allowed, so those of HSDS are sent as well (EXTRA). Capacities, programs and our own attributes are not.
"""

from __future__ import annotations

from collections.abc import Iterable

from trellis.apps.directory.models.vocabulary import Cost
from trellis.interfaces.api.values import Doc

FIELDS: dict[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "service": "id organization_id name description url email status fees accreditations minimum_age maximum_age "
        "assured_date alert last_modified schedules service_at_locations languages organization cost_options contacts attributes",
        "organization": "id name description email website parent_organization_id attributes",
        "schedule": "id service_id service_at_location_id valid_from valid_to dtstart freq interval byday bymonthday description "
        "opens_at closes_at",
        "service_at_location": "id service_id location_id location",
        "location": "id location_type name description latitude longitude addresses accessibility",
        "address": "id location_id address_1 city region state_province postal_code country address_type",
        "accessibility": "id location_id description details",
        "language": "id service_id phone_id",
        "cost_option": "id service_id option amount amount_description",
        "contact": "id service_id name title",
        "attribute": "id link_id taxonomy_term_id link_type taxonomy_term",
        "taxonomy_term": "id name description parent_id taxonomy taxonomy_id",
        "taxonomy": "id name description uri version",
        "phone": "id contact_id number extension type description languages",
    }.items()
}
EXTRA: dict[str, frozenset[str]] = {
    "service": frozenset({"eligibility_description", "application_process"}),
    "contact": frozenset({"email", "phones"}),
    "language": frozenset({"code", "name"}),
    "service_at_location": frozenset({"service", "schedules"}),
    "taxonomy_term": frozenset({"code"}),
}
"""Properties of HSDS that are sent although the profile does not name them."""

_INSIDE = {
    "schedules": "schedule", "service_at_locations": "service_at_location", "languages": "language", "organization": "organization",
    "cost_options": "cost_option", "contacts": "contact", "attributes": "attribute", "location": "location", "addresses": "address",
    "accessibility": "accessibility", "taxonomy_term": "taxonomy_term", "phones": "phone", "service": "service",
}  # fmt: skip
_ALLOWED = {name: fields | EXTRA.get(name, frozenset()) for name, fields in FIELDS.items()}


def service(doc: Doc, cost: str) -> Doc:
    """A service of the profile; the cost stands in `fees`, and numbers that belong to nobody become contacts."""
    found = dict(doc)
    fees = found.pop("fees_description", "") or (str(Cost(cost).label) if cost else "")
    if fees:
        found["fees"] = fees
    numbers = found.pop("phones", [])
    places = found.get("service_at_locations", [])
    numbers += [phone for place in places for phone in place.get("phones", [])]
    people = found.get("contacts", []) + [person for place in places for person in place.get("contacts", [])]
    people += [{"id": phone["id"], "phones": [phone]} for phone in numbers]
    if people:
        found["contacts"] = [person | {"service_id": found["id"]} for person in people]
    held = [rule for place in places for rule in place.get("schedules", [])]
    if held:
        found["schedules"] = found.get("schedules", []) + held
    return trimmed(found, "service")


def service_at_location(doc: Doc) -> Doc:
    """A service at a location; the service in it is one of the profile already."""
    inside = doc.get("service")
    found = trimmed({name: value for name, value in doc.items() if name != "service"}, "service_at_location")
    return found | {"service": inside} if inside else found


def trimmed(doc: Doc, entity: str) -> Doc:
    """The fields that the profile knows, all the way down; attributes that name no term are ours and stay behind."""
    allowed, found = _ALLOWED[entity], {}
    for name, value in doc.items():
        if name not in allowed:
            continue
        inside = _INSIDE.get(name)
        if inside is None or not isinstance(value, dict | list):
            found[name] = value
        elif isinstance(value, dict):
            found[name] = trimmed(value, inside)
        elif members := [trimmed(each, inside) for each in _members(value, inside)]:
            found[name] = members
    return found


def _members(value: Iterable[Doc], entity: str) -> list[Doc]:
    return [each for each in value if entity != "attribute" or "taxonomy_term" in each]
