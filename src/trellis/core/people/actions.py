"""What people may change about their own account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.core.access import Verdict, no, yes
from trellis.core.actions.declaration import action
from trellis.core.people import events
from trellis.core.people.models import Person


def is_themselves(person, subject: Person) -> Verdict:
    """The person whose account it is."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.pk == person.pk else no(_("Only the person themselves may do this."))


@action(
    "core.person.set_details",
    subject=Person,
    label=_("Save"),
    allow=is_themselves,
    event=events.DetailsChanged,
)
def set_details(person: Person, *, display_name: str, language: str, now: datetime) -> None:
    """Set the name others see, and the language we write in."""
    person.display_name = display_name
    person.language = language
    person.save(update_fields=["display_name", "language"])


@action(
    "core.person.sign_out_everywhere",
    subject=Person,
    label=_("Sign out everywhere"),
    allow=is_themselves,
    event=events.SignedOutEverywhere,
)
def sign_out_everywhere(person: Person, *, now: datetime) -> None:
    """End every session of the person, on every device.

    Sessions carry a digest of the password column. Nobody has a password, so the column holds chance,
    and new chance ends them all.
    """
    person.set_unusable_password()
    person.save(update_fields=["password"])
