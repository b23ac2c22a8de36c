"""Telling how one can be reached, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import ContactWay
from trellis.apps.people.models.contact import address_index
from trellis.core.actions import Done, action
from trellis.core.people.models import Person


@action("people.contact.tell", subject=Person, label=_("Save"), allow=rules.is_themselves, event=events.ContactWayTold)
def tell_contact_way(
    person: Person,
    *,
    channel: str,
    may_say: str,
    address: str = "",
    safe_times: dict[str, Any] | None = None,
    note: str = "",
    now: datetime,
) -> Done:
    """Keep how the person can be reached one way, in the place of what they told of it before."""
    way = ContactWay.objects.filter(person=person, channel=channel).first() or ContactWay(person=person, channel=channel)
    way.address, way.address_index = address, address_index(address) if address else ""
    way.may_say, way.safe_times, way.note, way.changed_at = may_say, safe_times or {}, note, now
    way.save()
    return Done(way)


@action("people.contact.remove", subject=ContactWay, label=_("Remove"), allow=rules.is_own, event=events.ContactWayRemoved)
def remove_contact_way(way: ContactWay, *, now: datetime) -> None:
    """Forget this way to reach the person."""
    ContactWay.objects.filter(pk=way.pk).delete()
