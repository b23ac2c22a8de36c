"""People who sign in, and the mail they get."""

import re
import time

import pytest
from django.core import mail
from django.utils import timezone

from trellis.core.people.models import Grant, Person


@pytest.fixture
def keeper(db) -> Person:
    """Somebody who keeps the directory."""
    person = Person.objects.create_user(email="ann@example.org", display_name="Ann")
    Grant.objects.create(person=person, role="keeper", granted_at=timezone.now())
    return person


@pytest.fixture
def code_in_mail():
    """The code in the newest letter; waits for the thread that sends it."""

    def read() -> str:
        until = time.monotonic() + 5
        while not mail.outbox and time.monotonic() < until:
            time.sleep(0.01)
        return re.search(r"^\d{4}-\d{4}$", mail.outbox.pop().body, re.MULTILINE)[0]

    return read


@pytest.fixture
def sign_in(client, code_in_mail):
    """Signs a person in as people do it: by the code that was sent to them."""

    def do(person: Person, browser=client, **extra):
        browser.post("/sign-in/", {"email": person.email, **extra})
        return browser.post("/sign-in/code", {"code": code_in_mail(), **extra})

    return do
