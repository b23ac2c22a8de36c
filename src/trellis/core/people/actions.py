"""Beginning an account, and what people may change about their own."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trellis.core.access import Verdict, no, yes
from trellis.core.actions.declaration import Done, action
from trellis.core.actions.errors import WrongState
from trellis.core.people import events
from trellis.core.people.models import Person


def is_themselves(person, subject: Person) -> Verdict:
    """The person whose account it is."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.pk == person.pk else no(_("Only the person themselves may do this."))


def has_no_account(person, subject) -> Verdict:
    """Nobody who has signed in, at a place where people make their accounts by themselves."""
    if settings.SIGN_UP != "open":
        return no(_("Accounts are given by the people who keep this place."))
    return yes() if person is None else no(_("You have an account already."))


@action("core.person.begin_account", label=_("Sign in"), allow=has_no_account, event=events.AccountBegun)
def begin_account(*, address: str, language: str, now: datetime) -> Done:
    """Make an account for whoever just proved that they read the letters sent to this address.

    WrongState when somebody has the address, in whatever spelling and whether or not they were put to rest.
    """
    if Person.objects.filter(email__iexact=address).exists():
        raise WrongState(_("This address can’t be used. Choose another one."))
    person = Person.objects.create_user(email=address.lower(), language=language)
    return Done(person, subject=person)


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
