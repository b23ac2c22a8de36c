"""Claims: how a record can be proved to be somebody's, without telling what stands in it, and those that wait."""

from __future__ import annotations

from django.db.models import QuerySet

from trellis.apps.directory.models import Claim, Organization
from trellis.core.people.models import Grant


def own_address(organization: Organization) -> str:
    """The address in the record to which a code goes: the public one first. Never shown to whoever claims."""
    told = [organization.email, *(each.email for each in organization.contacts.all())]
    return next((each.strip() for each in told if each and "@" in each), "")


def has_number(organization: Organization) -> bool:
    """Whether the record has a number that a keeper can ring."""
    return any(each.phone for each in organization.contacts.all())


def ways_to_prove(organization: Organization) -> list[str]:
    """The ways that this record allows; that there is an address or a number is all that is told of them."""
    ways = [Claim.Way.CODE] if own_address(organization) else []
    ways += [Claim.Way.CALL] if has_number(organization) else []
    return [*ways, Claim.Way.WORDS]


def has_editors(organization: Organization) -> bool:
    """Whether somebody keeps this record already."""
    return Grant.objects.filter(role="editor", scope_id=str(organization.pk), person__is_active=True).exists()


def claims_visible_to(person) -> QuerySet[Claim]:
    """Claims that a person may read: keepers all, editors those on their organizations."""
    rows = Claim.objects.select_related("organization", "decided_by", "objected_by")
    if person is None:
        return rows.none()
    if person.holds("keeper"):
        return rows
    return rows.filter(organization_id__in=[scope for scope in person.scopes_of("editor") if scope])


def open_claims(person) -> QuerySet[Claim]:
    """Claims that nobody has decided, the oldest first."""
    return claims_visible_to(person).filter(state__in=Claim.OPEN)
