"""Whoever is erased no longer stands in a record by name: not as who confirmed it, not as a contact, not in its history.

What they told without an account, under one of their addresses, goes too: claims, first words, where to answer a report.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.models import (
    Claim,
    Contact,
    Correction,
    Correspondent,
    Hello,
    Location,
    Mistake,
    Organization,
    Origin,
    Revision,
    RevisionState,
    Service,
    Space,
    Suggestion,
)
from trellis.apps.directory.models.upkeep_asking import address_index
from trellis.core.fields import KeyMissing
from trellis.core.forgetting import Identity, also_forgets
from trellis.core.log.models import LogEntry

RECORDS = (Organization, Service, Location, Space)
BATCH = 500


@also_forgets
def names_in_the_directory(them: Identity, now: datetime) -> int:
    """Their address as a contact, their name as who confirmed, and what they proposed that was never published."""
    n = 0
    if them.person_id is not None:
        n += Revision.objects.filter(proposed_by_id=them.person_id).exclude(state=RevisionState.APPROVED).delete()[0]
    changed = [*_contacts_taken_off(them), *_confirmations_without_name(them)]
    if changed:
        refresh(changed)
    return n + len(changed) + _history_without_name(them) + _beside_the_owner(them) + _told_from_their_address(them)


def _contacts_taken_off(them: Identity) -> list[Any]:
    """Contacts with one of their addresses go. Returns the records they stood in."""
    ids = [each.pk for each in Contact.objects.iterator(chunk_size=BATCH) if them.is_at(_read(each, "email"))]
    owners = []
    for contact in Contact.objects.filter(pk__in=ids).select_related(
        "organization", "service", "location", "space", "at_location__service"
    ):
        at_service = contact.at_location.service if contact.at_location else None
        owners.append(contact.organization or contact.service or contact.location or contact.space or at_service)
        contact.delete()
    return owners


def _confirmations_without_name(them: Identity) -> list[Any]:
    """Records that they confirmed or changed, and that say so by name."""
    if not them.log_name:
        return []
    touched = LogEntry.objects.filter(actor_id=them.log_name, subject_kind__startswith="directory.")
    ids = set(touched.values_list("subject_id", flat=True))
    ids |= {str(each) for each in Revision.objects.filter(proposed_by_id=them.person_id).values_list("record_id", flat=True)}
    changed = []
    for model in RECORDS:
        for row in model._base_manager.filter(pk__in=ids).exclude(assured_by=""):
            left = them.without(row.assured_by).strip(" ,;()")
            if left != row.assured_by:
                row.assured_by = left
                row.save(update_fields=["assured_by"])
                changed.append(row)
    return changed


def _history_without_name(them: Identity) -> int:
    """What they proposed and what was published stays as history; their names, and contacts with their address, leave it."""
    n = 0
    if them.person_id is None and not them.addresses:
        return 0
    for revision in Revision.objects.iterator(chunk_size=BATCH):
        theirs = revision.proposed_by_id == them.person_id
        if not theirs and not _mentions(revision, them):
            continue
        before = (revision.content, revision.before, revision.note)
        revision.content, revision.before = _cleaned(revision.content, them), _cleaned(revision.before, them)
        if theirs:
            revision.note = ""
        if before != (revision.content, revision.before, revision.note):
            revision.save(update_fields=["content", "before", "note"])
            n += 1
    return n


def _beside_the_owner(them: Identity) -> int:
    """Contacts with their address leave corrections, and what another place signed of a record that has one goes."""
    n = 0
    for each in Correction.objects.iterator(chunk_size=BATCH):
        try:
            before = {each.field: each.value}, {each.field: each.theirs}
        except KeyMissing:
            continue
        after = tuple(_cleaned(part, them) for part in before)
        if after != before:
            each.value, each.theirs = after[0][each.field], after[1][each.field]
            each.save(update_fields=["value", "theirs"])
            n += 1
    for address in them.addresses:
        n += Origin.objects.filter(said__icontains=address).delete()[0]
    return n


def _told_from_their_address(them: Identity) -> int:
    """Claims and first words under one of their addresses go; reports and suggestions lose where to answer."""
    if not them.addresses:
        return 0
    indexes = [address_index(each) for each in them.addresses]
    n = Claim.objects.filter(address_index__in=indexes).delete()[0] + Correspondent.objects.filter(address_index__in=indexes).delete()[0]
    ids = [each.pk for each in Hello.objects.iterator(chunk_size=BATCH) if _names(each, "reply_to", them)]
    n += Hello.objects.filter(pk__in=ids).delete()[0]
    for model in (Mistake, Suggestion):
        ids = [each.pk for each in model.objects.iterator(chunk_size=BATCH) if _names(each, "teller", them)]
        for row in model.objects.filter(pk__in=ids):
            row.teller = ""
            row.save(update_fields=["teller"])
        n += len(ids)
    return n


def _names(row: Any, name: str, them: Identity) -> bool:
    """Whether what somebody typed there holds one of their addresses."""
    text = _read(row, name).casefold()
    return any(each in text for each in them.addresses)


def _mentions(revision: Revision, them: Identity) -> bool:
    try:
        contacts = [*(revision.content or {}).get("contacts", []), *(revision.before or {}).get("contacts", [])]
    except (KeyMissing, AttributeError):
        return False
    return any(them.is_at(str(each.get("email", ""))) for each in contacts)


def _cleaned(plain: Any, them: Identity) -> Any:
    """A record in plain form without contacts at their address, and without their name as who confirmed it."""
    if not isinstance(plain, dict):
        return plain
    cleaned = {}
    for name, value in plain.items():
        if name == "contacts" and isinstance(value, list):
            value = [each for each in value if not them.is_at(str(each.get("email", "")))]
        elif name == "places" and isinstance(value, list):
            value = [_cleaned(each, them) for each in value]
        elif name == "assured_by":
            value = them.without(str(value)).strip(" ,;()")
        cleaned[name] = value
    return cleaned


def _read(row: Any, name: str) -> str:
    try:
        return getattr(row, name) or ""
    except KeyMissing:
        return ""
