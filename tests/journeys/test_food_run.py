"""A food hub's surplus reaches three kitchens: the van is driven, everything is weighed, one kitchen drops out on the way, one confirms."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

PREPARE = """
import json
from datetime import time, timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.actions import add_record, give_role
from trellis.apps.directory.models.records import OrganizationRecord
from trellis.apps.exchange.actions import pickups
from trellis.apps.exchange.models import PickupRound
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref

def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key

now = timezone.now()
told = {"cookie": settings.SESSION_COOKIE_NAME}
for way in ("with", "without"):
    keeper, driver, cooks = Person.objects.create_user(), Person.objects.create_user(), []
    names = [f"{name} ({way})" for name in ("North kitchen", "Pier fridge", "South kitchen")]
    with as_program("cli"):
        hub = add_record(record=OrganizationRecord(name=f"Second Helping ({way})", kind="initiative"), now=now)
        give_role(keeper, role="editor", organization=hub, now=now)
        for name in names:
            kitchen = add_record(record=OrganizationRecord(name=name, kind="initiative"), now=now)
            cooks.append(Person.objects.create_user())
            give_role(cooks[-1], role="editor", organization=kitchen, now=now)
    keeper, driver = (Person.objects.get(pk=each.pk) for each in (keeper, driver))
    with acting(driver):
        join_group(driver, group=Ref.to(hub), display_name="Lou", now=now)
    with acting(keeper):
        first_on = (now - timedelta(days=1)).date()
        made = pickups.add_round(hub, name="Surplus run", byday="MO,TU,WE,TH,FR,SA,SU", first_on=first_on, van_grams=100000, now=now)
        run = PickupRound.objects.get(pk=made)
        pickups.add_stop(run, kind="donor", name="Corner bakery", opens=time(8), closes=time(10), grams=40000, minutes=5, now=now)
        for name in names:
            pickups.add_stop(run, kind="taker", name=name, opens=time(9), closes=time(13), grams=15000, minutes=5, now=now)
    told[way] = {"driver": session(driver), "cooks": [session(each) for each in cooks]}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def known(server, tmp_path_factory) -> dict:
    """For each way a hub with a round of its own: the sessions of its driver and of three cooks."""
    folder: Path = next(tmp_path_factory.getbasetemp().glob("place*"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", PREPARE],
        env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def come_in(who, known: dict, session: str, path: str) -> Page:
    """Be the person of this session."""
    who.context.clear_cookies()
    who.context.add_cookies([{"name": known["cookie"], "value": session, "url": who.origin}])
    return who.open(path)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(who) -> None:
    who.must_be_accessible()
    who.must_fit()


def weigh(page: Page, stop: str, weight: str = "") -> None:
    page.get_by_role("link", name=f"I am here {stop}").click()
    if weight:
        page.get_by_label("How much was it?").fill(weight)
    press(page, "Save the weight")
    expect(page.locator("main")).to_contain_text("The stops, in order")


def test_surplus_food_reaches_three_kitchens(either_way, known):
    who, way = either_way, "with" if either_way.script else "without"
    told, kitchens = known[way], [f"{name} ({way})" for name in ("North kitchen", "Pier fridge", "South kitchen")]

    page = come_in(who, known, told["driver"], "/pickups/")
    look(who)
    page.get_by_role("link", name="Surplus run").first.click()
    expect(page.locator("main")).to_contain_text("Nobody drives it yet.")
    page.get_by_role("link", name="I drive it").click()
    press(page, "I drive it")
    expect(page.locator("main")).to_contain_text("You drive it.")
    look(who)
    address = who.path

    page.get_by_role("link", name="I am here Corner bakery").click()
    page.get_by_label("How much was it?").fill("1e9")
    press(page, "Save the weight")
    expect(page.locator(".error-summary")).to_contain_text("Write the weight like 12.5 kg or 800 g.")
    look(who)
    page.get_by_label("How much was it?").fill("30,0 kg")
    page.get_by_label("Use-by dates and allergens").fill("Wheat, nuts; use today")
    press(page, "Save the weight")
    expect(page.get_by_text("bring 10 kg")).to_have_count(3)

    page = come_in(who, known, told["cooks"][1], "/pickups/")
    page.get_by_role("link", name=kitchens[1]).first.click()
    expect(page.locator("main")).to_contain_text("Your share: 10 kg.")
    expect(page.locator("main")).to_contain_text("Wheat, nuts; use today")
    look(who)
    page.get_by_role("link", name="Not this time").click()
    press(page, "Leave it out this time")
    expect(page.locator("main")).to_contain_text("Not this time.")
    page.get_by_role("link", name="Put it in again").click()
    press(page, "Put it in again")

    page = come_in(who, known, told["driver"], address)
    for kitchen in kitchens:
        weigh(page, kitchen)
    expect(page.locator("main")).to_contain_text("Done. Thank you.")

    page = come_in(who, known, told["cooks"][0], "/pickups/")
    page.get_by_role("link", name=kitchens[0]).first.click()
    press(page, "Confirm")
    expect(page.locator("main")).to_contain_text("You confirmed 10 kg.")

    page = come_in(who, known, told["driver"], "/pickups/")
    page.get_by_role("link", name=f"Second Helping ({way})").click()
    page.get_by_role("link", name="What was fetched").click()
    expect(page.locator("main")).to_contain_text("30 kg")
    look(who)
