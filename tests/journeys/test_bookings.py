"""A hall booked by two groups at once: one has it; the other is told clearly, is offered the nearest free times, and loses nothing."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

HALL = "Lantern Hall, main hall"
PREPARE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization, Space
from trellis.core.actions import as_program
from trellis.core.people.models import Person

told = {"cookie": settings.SESSION_COOKIE_NAME, "space": str(Space.objects.get(name="Lantern Hall, main hall").pk)}
for name in ("The Long Table", "Hour for Hour"):
    person = Person.objects.create_user()
    with as_program("cli"):
        give_role(person, role="editor", organization=Organization.objects.get(name=name), now=timezone.now())
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    told[name] = store.session_key
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def known(server, tmp_path_factory) -> dict:
    folder: Path = next(tmp_path_factory.getbasetemp().glob("place*"))
    return make(PREPARE, server=server, folder=folder)


def come_in(who, known: dict, group: str) -> Page:
    who.context.add_cookies([{"name": known["cookie"], "value": known[group], "url": who.origin}])
    return who.page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def asks_for(page: Page, on: date, begins: str, ends: str, name: str) -> None:
    day = page.get_by_role("group", name="Which day?")
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        day.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("From what time?").fill(begins)
    page.get_by_label("Until what time?").fill(ends)
    page.get_by_label("What should the keepers of the space call you?").fill(name)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_hall_booked_by_two_groups_at_once(visit, known, script):
    one, other = visit(script=script), visit(script=script)
    evening = date.today() + timedelta(days=40 if script else 41)
    space = f"/book/space/{known['space']}"
    for who, group, name in ((one, "The Long Table", "Ida"), (other, "Hour for Hour", "Sol")):
        come_in(who, known, group)
        page = who.open(f"/space/{known['space']}")
        page.get_by_role("link", name="See when it is free, and book it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("When it is free")
        who.must_be_accessible()
        who.must_fit()
        page.get_by_role("link", name="Book it", exact=True).click()
        press(page, "Continue")
        expect(page.locator(".error-summary")).to_contain_text("Say which day.")
        asks_for(page, evening, "6pm", "20:00", name)
        who.must_be_accessible()
        press(page, "Continue")
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        who.must_be_accessible()
        who.must_fit()

    press(one.page, "Book it")
    expect(one.page.locator("main")).to_contain_text("18:00 to 20:00")
    expect(one.page.locator("main")).to_contain_text("Ida, for The Long Table")
    press(other.page, "Book it")
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Somebody was quicker")
    expect(other.page.locator("main")).to_contain_text("nothing you wrote is lost")
    expect(other.page.locator("main")).not_to_contain_text("Long Table")
    other.must_be_accessible()
    other.must_fit()

    other.page.locator("button[name=instead]").filter(has_text=re.compile("^(?!.*18:00)")).first.click()
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(other.page.locator("main")).to_contain_text("Sol")
    press(other.page, "Book it")
    expect(other.page.locator("main")).to_contain_text("Sol, for Hour for Hour")
    expect(other.page.locator("main")).to_contain_text("How to get in stands here from")
    other.must_be_accessible()

    anybody = visit(script=script)
    page = anybody.open(f"{space}?from={evening.isoformat()}")
    expect(page.locator(f"#day-{evening.isoformat()} + ul")).to_contain_text("booked")
    for secret in ("Ida", "Sol", "Long Table", "Hour for Hour"):
        expect(page.locator("main")).not_to_contain_text(secret)

    press(one.page, "Cancel this booking")
    expect(one.page.locator("main")).to_contain_text("Others can have the space now.")
    press_again = one.page.get_by_role("button", name="Cancel this booking")
    expect(press_again).to_have_count(0)
