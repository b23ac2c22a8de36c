"""Whom to ask about a record, in which order, and which question a link stands for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from trellis.apps.directory.models import ConfirmRequest, Correspondent, Organization, RecordKind, Service
from trellis.apps.directory.models.upkeep_asking import address_index
from trellis.apps.directory.queries.keeping import MODELS
from trellis.core.people.models import Person

REST_BETWEEN_LETTERS = timedelta(days=14)
LINK_HOLDS = timedelta(days=21)


@dataclass(frozen=True)
class Reachable:
    """Somebody who can be asked: a person, or a contact's address."""

    person: Person | None = None
    address: str = ""
    language: str = "en"


def record_row(kind: str, record_id: uuid.UUID) -> Any | None:
    """The row of a record of any kind, or None."""
    if kind not in RecordKind.values:
        return None
    rows = MODELS[RecordKind(kind)].objects.all()
    return (rows if kind == RecordKind.ORGANIZATION else rows.select_related("organization")).filter(pk=record_id).first()


def organization_of(row: Any) -> Organization | None:
    """The organization that a record belongs to, itself when it is one."""
    return row if isinstance(row, Organization) else row.organization


def reachable_for(row: Any) -> list[Reachable]:
    """Everybody who may know whether a record is right: its own contacts, its organization's, its editors, then one keeper.

    Each address once. Who asked us to stop is left out, and so is an address that letters come back from.
    """
    organization = organization_of(row)
    addresses = _addresses(row, organization)
    shut = set(
        Correspondent.objects.filter(address_index__in=[address_index(each) for each in addresses])
        .exclude(stopped_at__isnull=True, bounced_at__isnull=True)
        .values_list("address_index", flat=True)
    )
    found = [Reachable(address=each, language=row_language(row)) for each in addresses if address_index(each) not in shut]
    known = {each.casefold() for each in addresses}
    stopped = set(Correspondent.objects.filter(stopped_at__isnull=False, person__isnull=False).values_list("person_id", flat=True))
    for person in [*editors_of(organization), *_keeper_for(row)]:
        if person.email and person.email.casefold() not in known and person.pk not in stopped:
            known.add(person.email.casefold())
            found.append(Reachable(person=person, language=person.language))
    return found


def row_language(row: Any) -> str:
    return getattr(row, "language", "") or "en"


def _addresses(row: Any, organization: Organization | None) -> list[str]:
    """Addresses in the record, then those of its organization, in the order in which they stand there."""
    told = [contact.email for contact in row.contacts.all()] + [getattr(row, "email", "")]
    if isinstance(row, Service):
        told += [contact.email for place in row.at_locations.all() for contact in place.contacts.all()]
    if organization is not None and organization is not row:
        told += [contact.email for contact in organization.contacts.all()] + [organization.email]
    return list(dict.fromkeys(each.strip() for each in told if each and "@" in each))


def editors_of(organization: Organization | None) -> Iterable[Person]:
    """The people who edit an organization, longest first."""
    if organization is None:
        return []
    held = Person.objects.filter(grants__role="editor", grants__scope_id=str(organization.pk), is_active=True)
    return held.order_by("grants__granted_at", "pk")


def address_of(path: str) -> str:
    """The whole address of a page, for a letter."""
    return f"{settings.TRELLIS_URL}{path}"


def keepers() -> list[Person]:
    """Everybody who keeps the whole directory."""
    return list(Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct().order_by("pk"))


def _keeper_for(row: Any) -> list[Person]:
    """One keeper, always the same for a record, so that the records are shared out among them."""
    everybody = keepers()
    return [everybody[row.pk.int % len(everybody)]] if everybody else []


@dataclass(frozen=True)
class Link:
    """What a link "still right?" leads to: the question, its record, and how it stands (open, used, expired)."""

    request: ConfirmRequest
    row: Any
    state: str


def link_of(record_id: uuid.UUID, token: str, *, now: datetime) -> Link | None:
    """The question behind a link; None for one that was never given out, or was given out for another record."""
    request = (
        ConfirmRequest.objects.select_related("to__person", "round")
        .filter(token_digest=ConfirmRequest.digest_of(token), record_id=record_id)
        .first()
    )
    row = record_row(request.kind, request.record_id) if request else None
    if request is None or row is None:
        return None
    state = "used" if request.used_at else "expired" if request.expires_at <= now else "open"
    return Link(request, row, state)


def is_meant_for(correspondent: Correspondent, person: Person | None, row: Any) -> bool:
    """Whether somebody who is signed in is one of those who may answer this question. Without an account the link is enough."""
    if person is None or correspondent.person_id == person.pk or person.holds("keeper"):
        return True
    organization = organization_of(row)
    if organization is not None and str(organization.pk) in person.scopes_of("editor"):
        return True
    return bool(correspondent.address and person.email and correspondent.address.casefold() == person.email.casefold())


def next_letter_on(correspondent: Correspondent, *, today: date) -> date:
    """The first day on which another letter may go to them."""
    last = correspondent.last_letter_on
    return today if last is None else max(today, last + REST_BETWEEN_LETTERS)


def correspondent_with(stop_token: str, correspondent_id: uuid.UUID) -> Correspondent | None:
    """The correspondent whose stop link this is."""
    found = Correspondent.objects.filter(pk=correspondent_id).first()
    return found if found is not None and found.stop_token == stop_token else None
