"""A full workshop in which somebody cancels, and a few nights in a respite house; on a phone, with script and without."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.people_made import make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

MAKE = """
import json
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.actions.places import ask_place
from trellis.apps.gatherings.actions.respite_house import add_house
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key

now, told = timezone.now(), {"cookie": settings.SESSION_COOKIE_NAME}
group = Organization.objects.get(name="Second Life Repair Cafés")
for way in ("scripted", "plain"):
    gathering = make_gathering(make_series(group, places=1, title="Mend a kettle"), starts_at=now + timedelta(days=5))
    person = Person.objects.create_user(email=f"first.{way}@example.org")
    with acting(person):
        ask_place(gathering, now=now)
    with as_program("cli"):
        fields = {"name": f"Sea Room {way}", "agreement": "We are kind.", "finding": "7 Quiet Row, the blue door"}
        house = add_house(group, told=fields, beds=["The blue room"], now=now)
    told[way] = {"gathering": str(gathering.pk), "session": session(person), "house": house}
print(json.dumps(told))
"""
LINK = """
import json, re
from trellis.core.letters.models import Letter
bodies = [each.body for each in Letter.objects.filter(recipient=None, subject="Something is held for you").order_by("queued_at")]
print(json.dumps({"links": [link for body in bodies for link in re.findall(r"/places/link/\\S+", body)]}))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def known(server, folder) -> dict:
    return make(MAKE, server=server, folder=folder)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(who) -> None:
    who.must_be_accessible()
    who.must_fit()


def test_somebody_cancels_and_the_next_takes_the_place_by_the_letters_link(either_way, known, server, folder):
    who, way = either_way, known["scripted" if either_way.script else "plain"]
    page = who.open(f"/places/{way['gathering']}")
    expect(page.locator("main")).to_contain_text("All places are taken.")
    page.get_by_label(re.compile("Is there anything you need")).fill("A chair with arms")
    page.get_by_label(re.compile("Your e-mail")).fill("next@example.org")
    press(page, "Put me in the queue")
    expect(page.locator(".error-summary")).to_contain_text("Without your yes nobody is told.")
    page.get_by_label("Those who organize it may read what I need").check()
    look(who)
    press(page, "Put me in the queue")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in the queue")
    code = re.search(r"\d{4} \d{4} \d{4}", page.content())[0]
    look(who)

    who.context.clear_cookies()
    who.context.add_cookies([{"name": known["cookie"], "value": way["session"], "url": who.origin}])
    who.open(f"/places/{way['gathering']}")
    expect(page.locator("main")).to_contain_text("You have a place")
    look(who)
    press(page, "I can’t be there")
    expect(page.locator("main")).to_contain_text("somebody else can have it")

    who.context.clear_cookies()
    who.open(make(LINK, server=server, folder=folder)["links"][-1])
    expect(page.locator("main")).to_contain_text("A place is held for you")
    look(who)
    press(page, "Yes, I take it")
    expect(page.locator("main")).to_contain_text("The place is yours.")
    who.open("/places/code")
    page.get_by_label("The code you were given").fill(code)
    press(page, "Continue")
    expect(page.locator("main")).to_contain_text("You have a place")
    press(page, "Stop telling them")
    expect(page.locator("main")).not_to_contain_text("A chair with arms")


def test_a_guest_stays_a_few_nights_with_a_plan_that_only_they_can_open(either_way, known):
    who, house = either_way, known["scripted" if either_way.script else "plain"]["house"]
    page = who.open(f"/respite/{house}")
    look(who)
    page.get_by_role("link", name="Ask for a stay").click()
    day = timezone.localdate() + timedelta(days=1)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year), ("How many nights?", 100)):
        page.get_by_role("textbox", name=label, exact=True).fill(str(value))
    page.get_by_label("No, only then").check()
    press(page, "Continue")
    expect(page.locator(".error-summary")).to_contain_text("Stays are short")
    look(who)
    page.get_by_label("How many nights?").fill("2")
    press(page, "Continue")
    page.get_by_label("What shall we call you?").fill("Wren")
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Ask for this stay")
    expect(page.get_by_role("heading", level=1)).to_have_text("A bed is held for you")
    page.get_by_role("link", name="See my stay").click()
    press(page, "Yes, I come")
    expect(page.locator(".error-summary")).to_contain_text("Tick this if you agree.")
    look(who)
    page.get_by_label("I agree to this").check()
    press(page, "Yes, I come")
    expect(page.locator("main")).to_contain_text("7 Quiet Row, the blue door")
    look(who)

    page.get_by_role("link", name="Write my plan").click()
    words = page.get_by_label("The words that open it").input_value()
    assert len(words.split()) == 6
    page.get_by_label("My plan").fill("Music. No questions.")
    look(who)
    press(page, "Seal it")
    expect(page.locator("main")).not_to_contain_text("Music. No questions.")
    page.get_by_label("The words that open it").fill("not these words at all")
    press(page, "Open it")
    expect(page.locator(".error-summary")).to_contain_text("These words do not open it.")
    page.get_by_label("The words that open it").fill(words)
    press(page, "Open it")
    expect(page.locator("main")).to_contain_text("Music. No questions.")
    look(who)
