"""Saying yes to a purpose, and taking it back as easily."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Consent
from trellis.apps.people.models.consent import recipient_index
from trellis.apps.people.models.purposes import PURPOSES
from trellis.core.actions import Done, action, current_helper
from trellis.core.people.models import Person
from trellis.core.references import Ref


@action("people.consent.give", subject=Person, label=_("I agree"), allow=rules.is_themselves, event=events.ConsentGiven)
def give_consent(
    person: Person,
    *,
    purpose: str,
    recipient: Ref | str,
    recipient_name: str,
    now: datetime,
    channel: str = "web",
    helper: Person | None = None,
    expires_at: datetime | None = None,
) -> Done:
    """Keep a yes with the words it was said to. A yes that holds already is given back as it is; one that ran out is closed."""
    told, index = PURPOSES[purpose], recipient_index(str(recipient))
    before = Consent.objects.filter(person=person, purpose=purpose, recipient_index=index, withdrawn_at=None).first()
    if before is not None and before.holds_at(now) and before.wording_version == told.version:
        return Done(before, {"purpose": purpose}, before)
    if before is not None:
        before.withdrawn_at = now if before.expires_at is None else max(before.given_at, min(now, before.expires_at))
        before.save(update_fields=["withdrawn_at"])
    consent = Consent(
        person=person,
        purpose=purpose,
        recipient=str(recipient),
        recipient_name=recipient_name,
        recipient_index=index,
        data=list(told.data),
        wording_version=told.version,
        wording=str(told.words) % {"recipient": recipient_name},
        language=get_language() or "en",
        channel=channel,
        helper=helper or current_helper(),
        given_at=now,
        expires_at=expires_at or (now + told.lasts if told.lasts else None),
    )
    consent.save(force_insert=True)
    return Done(consent, {"purpose": purpose}, consent)


@action("people.consent.withdraw", subject=Consent, label=_("Take it back"), allow=rules.is_own, event=events.ConsentWithdrawn)
def withdraw_consent(consent: Consent, *, now: datetime) -> Done:
    """The yes no longer holds. Taking it back twice changes nothing."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = max(now, consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
    return Done(consent, {"purpose": consent.purpose})
