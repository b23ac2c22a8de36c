"""Which consents hold, and the receipt of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from trellis.apps.people.models.consent import Consent, recipient_index
from trellis.apps.people.models.purposes import DATA, DPV, PURPOSES
from trellis.core.references import Ref


def has_consent(person, purpose: str, recipient: Ref | str, *, now: datetime) -> bool:
    """Whether the person's yes to this purpose and recipient holds now."""
    return Consent.objects.in_force(now).filter(person=person, purpose=purpose, recipient_index=recipient_index(str(recipient))).exists()


def consents_of(person) -> QuerySet[Consent]:
    """All that a person ever said yes to, newest first; for the person only."""
    return Consent.objects.filter(person=person).select_related("helper").order_by("-given_at", "id")


def consents_to(recipient: Ref | str, purpose: str, *, now: datetime) -> QuerySet[Consent]:
    """Consents that hold now towards a recipient."""
    return Consent.objects.in_force(now).filter(purpose=purpose, recipient_index=recipient_index(str(recipient))).select_related("person")


def receipt(consent: Consent, *, now: datetime) -> dict[str, Any]:
    """The consent as the person may take it with them, in the terms of ISO/IEC TS 27560 and the W3C DPV."""
    purpose = PURPOSES.get(consent.purpose)
    events = [{"state": "given", "at": consent.given_at.isoformat(), "by": "data subject"}]
    if consent.withdrawn_at:
        events.append({"state": "withdrawn", "at": consent.withdrawn_at.isoformat(), "by": "data subject"})
    elif not consent.holds_at(now):
        events.append({"state": "expired", "at": consent.expires_at.isoformat(), "by": "data controller"})
    return {
        "@context": DPV,
        "schema": "ISO/IEC TS 27560:2023",
        "record_id": str(consent.pk),
        "receipt_made_at": now.isoformat(),
        "data_subject": str(consent.person_id),
        "data_controller": settings.PLACE_NAME,
        "controller_address": settings.TRELLIS_URL,
        "jurisdiction": settings.PLACE_COUNTRY,
        "legal_basis": f"{DPV}ExplicitlyExpressedConsent",
        "notice": {"version": consent.wording_version, "text": consent.wording, "language": consent.language},
        "purpose": {"code": consent.purpose, "dpv": f"{DPV}{purpose.dpv}" if purpose else "", "name": str(purpose.name) if purpose else ""},
        "personal_data": [{"code": code, "name": str(DATA.get(code, code))} for code in consent.data],
        "recipients": [consent.recipient_name],
        "collection_method": consent.channel,
        "read_aloud_by": (consent.helper.display_name or str(consent.helper_id)) if consent.helper else None,
        "valid_until": consent.expires_at.isoformat() if consent.expires_at else None,
        "withdrawal_method": settings.TRELLIS_URL + reverse("people-consent", args=[consent.pk]),
        "events": events,
    }
