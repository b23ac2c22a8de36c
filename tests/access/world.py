"""A small place in which every kind of thing exists once, and somebody stands in every role towards it.

`editor` edits the organization that all of it belongs to, `stranger` edits another one. So each page
and each action is tried on one's own things and on other people's.
"""

from __future__ import annotations

import io
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests.access.passkey import registered
from tests.access.things import add_all
from trellis.apps.directory.actions import propose_change, reject_change, retire_record
from trellis.apps.directory.models.gazetteer import Place
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_location, make_organization, make_person, make_service, make_space
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting
from trellis.core.files import keep
from trellis.core.files.tests.pictures import png
from trellis.core.people.models import Grant
from trellis.core.references import Ref

ROLES = ("visitor", "member", "editor", "stranger", "keeper", "steward", "joined", "guardian", "moderator", "organizer")
NOTHING = uuid.UUID("00000000-0000-4000-8000-000000000000")


@dataclass
class World:
    """People by role (None for a visitor) and things by name."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def address(self, pattern: str) -> str:
        """The address with the ids of things in the place of their names."""
        return pattern.format(**{name: getattr(thing, "pk", thing) for name, thing in self.things.items()})

    def browser(self, role: str, **options) -> Client:
        """A browser in which somebody of this role has just signed in."""
        client = Client(raise_request_exception=False, **options)
        if self.people[role] is not None:
            signed_in(client, self.people[role])
        return client


def signed_in(client: Client, person) -> None:
    """Sign in and show who one is, as with a passkey a moment ago."""
    client.force_login(person)
    session = client.session
    assert {SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY} <= set(session.keys())
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def build() -> World:
    """Make it all."""
    organization, other = make_organization(), make_organization(name="Harbour Choir", kind="other")
    hall = make_location(organization)
    secret = make_location(organization, name="The safe house", confidential=True, public_area="Near Clacton")
    service, duty = make_service(organization, hall), make_service(organization, name="Street lights", kind="responsibility", places=[])
    ended = make_service(organization, name="The old circle")
    people = {
        "visitor": None,
        "member": make_person(email="member@example.org"),
        "editor": make_person("editor", organization, email="editor@example.org"),
        "stranger": make_person("editor", other, email="stranger@example.org"),
        "keeper": make_person("keeper", email="keeper@example.org"),
        "steward": make_person("steward", email="steward@example.org"),
        "joined": make_person(email="joined@example.org"),
        "guardian": make_person("guardian", email="guardian@example.org"),
        "moderator": make_person("moderator", email="moderator@example.org"),
        "organizer": make_person("organizer", email="organizer@example.org"),
    }
    now = timezone.now()
    with acting(people["keeper"]):
        retire_record(ended, now=now)
    with acting(people["editor"]):
        waiting, refused = (_proposed(service, name, now) for name in ("A new name", "A name nobody wants"))
    with acting(people["keeper"]):
        reject_change(refused, reason="It is not so.", now=now)
    upload = io.BytesIO(png())
    files = [keep(upload, owner=Ref.to(organization), visibility=seen, by=None, now=now) for seen in _twice(upload)]
    EmailAddress.objects.update(verified=True)
    passkey = Authenticator.objects.create(user=people["editor"], type="webauthn", data={"name": "My phone", "credential": registered()})
    RecoveryCodes.activate(people["editor"])
    things = {
        "organization": organization, "location": hall, "secret": secret, "service": service, "duty": duty, "ended": ended,
        "space": make_space(hall, organization_key=str(organization.pk)), "waiting": waiting, "refused": refused,
        "public_file": files[0], "kept_file": files[1], "passkey": passkey, "place": _town().slug, "nothing": NOTHING,
        "grant": Grant.objects.get(person=people["editor"]), "form_key": uuid.uuid4(),
    }  # fmt: skip
    world = World(people, things)
    with acting(people["joined"]):
        things["membership"] = join_group(people["joined"], group=Ref.to(organization), display_name="Robin", now=now)
    add_all(world, now=now)
    return world


def _twice(upload):
    for seen in ("public", "by_rule"):
        upload.seek(0)
        yield seen


def _proposed(service, name: str, now):
    record = record_of(service)
    record.name = name
    return propose_change(service, record=record, now=now)


def _town() -> Place:
    return Place.objects.create(
        kind="town", name="Clacton-on-Sea", folded="clacton on sea", slug="clacton-on-sea",
        latitude=51.79, longitude=1.155, population=50_000, country="GB", source="test", source_key="1",
    )  # fmt: skip
