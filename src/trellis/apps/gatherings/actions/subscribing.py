"""The address of a person's own calendar: ask for one, have a new one, end it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings import events
from trellis.apps.gatherings.models import CalendarAddress
from trellis.apps.gatherings.models.subscribing import token_digest
from trellis.core.access import Verdict, no, signed_in, yes
from trellis.core.actions import Done, action, current_person


def _is_own(person, address: CalendarAddress) -> Verdict:
    return yes() if address.is_visible_to(person) else no(_("There is nothing here."))


@action("gatherings.calendar_address.make", label=_("Make an address"), allow=signed_in, event=events.CalendarAddressMade)
def make_calendar_address(*, token: str, now: datetime) -> Done:
    """An address of one's own calendar; the one before it no longer works. The secret is kept nowhere, only its digest."""
    person = current_person()
    values = {"digest": token_digest(token), "made_at": now}
    made, _is_new = CalendarAddress.objects.update_or_create(person=person, defaults=values)
    return Done(None, subject=made)


@action(
    "gatherings.calendar_address.end",
    subject=CalendarAddress,
    label=_("End it"),
    allow=_is_own,
    event=events.CalendarAddressEnded,
)
def end_calendar_address(address: CalendarAddress, *, now: datetime) -> None:
    """Nobody can read the calendar under its address any more."""
    address.delete()
