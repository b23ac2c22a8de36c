"""`trellis steward`: the first person of a new place, and the way back in for one who lost a passkey."""

import argparse

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from trellis.apps.directory.actions import give_role
from trellis.core.actions import as_program
from trellis.core.console import BadInput, result
from trellis.core.people.models import Person

ROLES = ("steward", "keeper")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="where sign-in codes are sent")
    parser.add_argument("--name", default="", help="the name others see")
    help_forget = "take the person's passkeys and recovery codes away, so that a code by e-mail is enough again"
    parser.add_argument("--forget-passkeys", action="store_true", help=help_forget)


def run(options: argparse.Namespace) -> int:
    """A second run changes nothing."""
    email = options.email.strip()
    if not email:
        raise BadInput("this is not an e-mail address", field="EMAIL")
    try:
        Person._meta.get_field("email").clean(email, None)
    except ValidationError as error:
        raise BadInput("this is not an e-mail address", field="EMAIL") from error
    try:
        Person._meta.get_field("display_name").clean(options.name, None)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="--name") from error
    person = Person.objects.filter(email__iexact=email).first() or Person.objects.create_user(email=email, display_name=options.name)
    if options.name and person.display_name != options.name:
        person.display_name = options.name
        person.save(update_fields=["display_name"])
    with as_program("cli"):
        for role in ROLES:
            if not person.holds(role):
                give_role(person, role=role, now=timezone.now())
    if options.forget_passkeys:
        Authenticator.objects.filter(user=person).delete()
    result(f"{email} gives roles and keeps the directory. They sign in at {settings.TRELLIS_URL}/sign-in/ with a code by e-mail.")
    return 0
