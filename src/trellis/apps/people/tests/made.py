"""People, groups and browsers for the tests of this app."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from django.test import Client

from trellis.apps.people.actions import join_group
from trellis.apps.people.models import Membership
from trellis.core.actions import acting
from trellis.core.people.models import Grant, Person
from trellis.core.references import Ref

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday, noon in winter: the clocks of the place show the same."""

CHOIR = Ref("test.group", "11111111-0000-4000-8000-000000000000")
CAFE = Ref("test.group", "22222222-0000-4000-8000-000000000000")


def a_person(email: str | None = "ann@example.org", role: str = "", **fields) -> Person:
    person = Person.objects.create_user(email=email, **fields)
    if role:
        Grant.objects.create(person=person, role=role, granted_at=NOW)
    return person


def joined(person: Person, group: Ref = CHOIR, name: str = "Robin") -> Membership:
    with acting(person):
        return join_group(person, group=group, display_name=name, now=NOW)


def browser_of(person: Person, **options) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def hidden_inputs(response) -> dict[str, list[str]]:
    """What the form on the page carries along, as a browser would send it."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode()):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(html.unescape(value))
    return found


def go_on(client: Client, response, page: str, /, **answers):
    """Fill in the page that was shown and press its button."""
    return client.post(page, {**hidden_inputs(response), **answers})
