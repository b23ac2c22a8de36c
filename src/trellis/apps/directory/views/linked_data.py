"""What search engines may read of a page: schema.org as JSON-LD. A browser never runs it, so the content policy has no part in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from trellis.apps.directory.models import Location, Organization, Service
from trellis.apps.directory.models.vocabulary import OrganizationKind, ServiceKind, Status

_TYPES = {
    OrganizationKind.AUTHORITY: "GovernmentOrganization",
    OrganizationKind.FAITH_BODY: "Organization",
    OrganizationKind.BUSINESS: "LocalBusiness",
    OrganizationKind.FUNDER: "FundingAgency",
    OrganizationKind.FORMAL_SERVICE: "NGO",
}
Linked = dict[str, Any]


def service_data(service: Service, organization: Organization) -> Linked | None:
    """A service; None for one that has ended or at which nobody should be seen looking."""
    if service.status != Status.ACTIVE or service.sensitive:
        return None
    kind = "GovernmentService" if service.kind == ServiceKind.RESPONSIBILITY else "Service"
    places = [each.location for each in service.at_locations.all() if not each.location.confidential]
    return _kept(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "@id": _address("directory-service", service.pk),
            "name": service.name,
            "description": service.description,
            "url": service.website or _address("directory-service", service.pk),
            "provider": {"@type": "Organization", "name": organization.name, "@id": _address("directory-organization", organization.pk)},
            "availableLanguage": list(service.languages),
            "isAccessibleForFree": True if service.cost == "free" else None,
            "areaServed": settings.PLACE_NAME,
            "availableChannel": [{"@type": "ServiceChannel", "serviceLocation": place_data(each)} for each in places],
        }
    )


def organization_data(organization: Organization) -> Linked | None:
    """An organization; None for one that has ended."""
    if organization.status != Status.ACTIVE:
        return None
    return _kept(
        {
            "@context": "https://schema.org",
            "@type": _TYPES.get(organization.kind, "Organization"),
            "@id": _address("directory-organization", organization.pk),
            "name": organization.name,
            "alternateName": organization.alternate_name,
            "description": organization.description,
            "url": organization.website or _address("directory-organization", organization.pk),
            "email": organization.email,
        }
    )


def place_data(location: Location) -> Linked | None:
    """A place; None for a confidential one."""
    if location.confidential:
        return None
    address = {
        "streetAddress": ", ".join(filter(None, [location.address_1, location.address_2])),
        "addressLocality": location.city,
        "addressRegion": location.state_province,
        "postalCode": location.postal_code,
        "addressCountry": location.country,
    }
    exact = location.latitude is not None and not location.approximate
    geo = {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude} if exact else None
    told = _kept(address)
    return _kept(
        {
            "@type": "Place",
            "@id": _address("directory-location", location.pk),
            "name": location.name,
            "address": {"@type": "PostalAddress"} | told if told else None,
            "geo": geo,
        }
    )


def location_data(location: Location) -> Linked | None:
    """The page of a place."""
    found = place_data(location)
    return {"@context": "https://schema.org"} | found if found else None


def _address(name: str, pk: Any) -> str:
    return f"{settings.TRELLIS_URL}{reverse(name, args=[pk])}"


def _kept(fields: Linked) -> Linked:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}
