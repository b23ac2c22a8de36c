"""Safe use of a shared computer, and being helped at a table; with script and without, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import by_code, make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

ELSEWHERE = "https://www.bbc.co.uk/weather"
WEATHER = "<!doctype html><title>Weather</title><h1>Weather</h1>"
MAKE = """
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization, Service
from trellis.core.actions import as_program
from trellis.core.people.models import Person
import json

with as_program("cli"):
    for way in ("scripted", "plain"):
        Person.objects.create_user(email=f"wren.{way}@example.org", display_name="Wren")
        organizer = Person.objects.create_user(email=f"olive.{way}@example.org", display_name="Olive")
        give_role(organizer, role="organizer", now=timezone.now())
sensitive = Service.objects.filter(sensitive=True, status="active").order_by("name").first()
group = Organization.objects.get(name="The Long Table")
print(json.dumps({"sensitive": str(sensitive.pk), "name": sensitive.name, "group": str(group.pk)}))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def known(server, folder) -> dict[str, str]:
    return make(MAKE, server=server, folder=folder)


@pytest.fixture
def who(either_way):
    """A visit in which the neutral site is answered here: nothing leaves this machine."""
    either_way.context.route(ELSEWHERE, lambda route: route.fulfill(body=WEATHER, content_type="text/html"))
    yield either_way
    either_way.complaints[:] = [each for each in either_way.complaints if ELSEWHERE not in each]


def mail_of(name: str, who) -> str:
    return f"{name}.{'scripted' if who.script else 'plain'}@example.org"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def leave(who) -> None:
    who.page.get_by_role("link", name="Leave this page quickly").click()
    who.page.wait_for_url(ELSEWHERE)


def shows_nothing_of(page: Page, *words: str) -> None:
    text = page.content()
    assert not [each for each in words if each in text], page.url


def test_back_after_leaving_a_sensitive_page_shows_nothing(known, who):
    """She has no account; she looks for help, hears a key in the door, leaves, and somebody presses Back."""
    page = who.open("/")
    who.open(f"/service/{known['sensitive']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(known["name"])
    leave(who)
    page.go_back()
    page.wait_for_load_state()
    shows_nothing_of(page, known["name"])
    who.open(f"/service/{known['sensitive']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is closed")
    shows_nothing_of(page, known["name"])


def test_back_after_leaving_ones_own_pages_shows_nothing_and_the_session_is_over(known, who, folder):
    page = by_code(who, mail_of("wren", who), folder)
    who.open("/me/contact/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How to reach me")
    page.get_by_role("link", name="E-mail", exact=True).click()
    page.get_by_label("Nothing: just ask me to ring back or to look").check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("When is it safe?")
    page.get_by_label("Monday").check()
    page.get_by_label("From what time?").fill("9.30")
    page.get_by_label("Until what time?").fill("2pm")
    press(page, "Continue")
    page.get_by_label(re.compile("anything else we should know")).fill("Never on Sundays")
    press(page, "Continue")
    expect(page.get_by_text("Monday, from 09:30 to 14:00")).to_be_visible()
    who.must_fit()
    press(page, "Save")
    expect(page.get_by_text("Never on Sundays")).to_be_visible()
    who.must_be_accessible()
    who.must_fit()
    leave(who)
    page.go_back()
    page.wait_for_load_state()
    shows_nothing_of(page, "Never on Sundays", "How to reach me", "just ask me")
    who.complaints[:] = [each for each in who.complaints if "403" not in each]  # a page that was an answer to a form asks for it again
    for path in ("/me/contact/", "/account/", "/letters"):
        who.open(path)
        shows_nothing_of(page, "Never on Sundays", "How to reach me", "Wren")
        assert page.url.startswith(f"{who.origin}/sign-in/") or page.get_by_text("This page is closed").count() == 1


def test_an_organizer_helps_somebody_without_email_at_a_table(known, who, folder):
    page = by_code(who, mail_of("olive", who), folder)
    who.open("/account/")
    page.get_by_role("link", name="Help somebody at a table or on the phone").click()
    page.get_by_label("They have no e-mail or no phone of their own").check()
    page.get_by_label("Sitting with me, at a table").check()
    who.must_be_accessible()
    who.must_fit()
    press(page, "Continue")
    page.get_by_label(re.compile("No, they are new")).check()
    press(page, "Continue")
    page.get_by_label("What shall we call them?").fill("أمل Amal")
    press(page, "Continue")
    expect(page.get_by_text("may type for me today")).to_be_visible()
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Without their yes you cannot type for them")
    page.get_by_label(re.compile("they said yes")).check()
    press(page, "Continue")
    press(page, "Begin")
    bar = page.get_by_label("You are helping أمل Amal.")
    expect(bar).to_be_visible()
    who.must_be_accessible()
    who.must_fit()

    page.get_by_role("link", name="How they can be reached").click()
    page.get_by_role("link", name="A phone call", exact=True).click()
    page.get_by_label("Which number?").fill("01632 960 188")
    press(page, "Continue")
    page.get_by_label("Only the place’s name, not what it is about").check()
    press(page, "Continue")
    press(page, "Continue")
    press(page, "Continue")
    press(page, "Save")
    expect(page.get_by_text("+441632960188")).to_be_visible()
    expect(bar).to_be_visible()

    who.open(f"/organization/{known['group']}")
    page.get_by_role("link", name="Join this group").click()
    page.get_by_role("textbox").first.fill("林 Lin")
    press(page, "Join")
    expect(page.get_by_role("heading", level=1)).to_have_text("My groups")
    expect(page.get_by_text("林 Lin")).to_be_visible()

    who.open("/letters")
    expect(page.get_by_text("While you help somebody, only what you do together is open.")).to_be_visible()
    who.complaints[:] = [each for each in who.complaints if "403" not in each]

    page.get_by_role("link", name="Finish and clear").first.click()
    expect(page.get_by_text("How you can be reached was written down.")).to_be_visible()
    expect(page.get_by_text("You joined a group.")).to_be_visible()
    press(page, "Finish and clear")
    expect(page.get_by_role("heading", name="You are yourself again")).to_be_visible()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.content())[0]
    who.must_be_accessible()
    who.must_fit()
    who.open("/me/contact/")
    shows_nothing_of(page, "960188", "Amal")

    who.context.clear_cookies()
    who.open("/sign-in/paper")
    page.get_by_label("The code on your sheet").fill(code.lower())
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Add a way to come back")).to_be_visible()
    who.open("/me/contact/")
    expect(page.get_by_text("+441632960188")).to_be_visible()
