"""A lift to dialysis on Thursdays is asked for without an account, found, agreed, done and thanked for; on a phone, both ways."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import by_code, make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

MAKE = """
from datetime import time
from django.utils import timezone
from trellis.apps.exchange.actions import make_offer
from trellis.core.actions import acting
from trellis.core.people.models import Person
import json

for way, latitude in (("scripted", 54.1), ("plain", 56.3)):
    driver = Person.objects.create_user(email=f"drives.{way}@example.org", display_name="Dev")
    where = {"latitude": latitude, "longitude": -2.5, "area": "A town", "reach_km": 16}
    with acting(driver):
        make_offer(kind="lift", words="A quiet car", where=where, meets=["no_smoke"], now=timezone.now())
print(json.dumps({}))
"""
OVER = """
from datetime import timedelta
from django.utils import timezone
from trellis.apps.exchange.models import Handover
import json

last = Handover.objects.filter(match__offer__person__email="drives.{way}@example.org")
last.update(begins_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now() - timedelta(hours=1))
print(json.dumps({{}}))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def made(server, folder) -> None:
    make(MAKE, server=server, folder=folder)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def fine(who) -> None:
    who.must_be_accessible()
    who.must_fit()


def test_a_lift_to_dialysis_on_thursdays(made, either_way, visit, server, folder):
    asker, way = either_way, "scripted" if either_way.script else "plain"
    page = asker.open("/exchange/")
    fine(asker)
    page.get_by_role("link", name="I need something").click()
    page.get_by_label("A lift", exact=True).check()
    page.get_by_label("In a few words, for those we ask").fill("To the hospital and back")
    page.get_by_label(re.compile("Only for the person you choose")).fill("It is for dialysis.")
    fine(asker)
    press(page, "Continue")
    page.get_by_label("Every week", exact=True).check()
    press(page, "Continue")
    page.get_by_label("Thursday").check()
    page.get_by_label("From what time?").fill("9")
    page.get_by_label("Until what time?").fill("12")
    press(page, "Continue")
    page.get_by_label("Where about?").fill("54.1,-2.5" if asker.script else "56.3,-2.5")
    page.get_by_label(re.compile("Not at all")).check()
    fine(asker)
    press(page, "Continue")
    page.get_by_label("No smoking").check()
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    fine(asker)
    press(page, "Ask")
    expect(page.get_by_role("heading", level=1)).to_contain_text("We are asking")
    number = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.inner_text("main"))[0]
    fine(asker)

    driver = visit(script=asker.script)
    theirs = by_code(driver, f"drives.{way}@example.org", folder)
    driver.open("/exchange/")
    theirs.get_by_role("link", name="A lift").first.click()
    expect(theirs.get_by_text("To the hospital and back")).to_be_visible()
    assert "dialysis" not in theirs.content()
    fine(driver)
    press(theirs, "Yes, I can")

    asker.open("/exchange/number")
    page.get_by_label("The number you were given").fill(number)
    press(page, "Show me")
    expect(page.get_by_text("1 person can help")).to_be_visible()
    fine(asker)
    page.get_by_role("button", name=re.compile("Choose them")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When and where")
    page.get_by_label("Where do you meet?").fill("The blue door")
    fine(asker)
    press(page, "Suggest it")
    expect(page.get_by_text("The blue door")).to_be_visible()

    theirs.reload()
    expect(theirs.get_by_text("The blue door")).to_be_visible()
    press(theirs, "Yes, agreed")
    theirs.get_by_label("Write to them").fill("I have a red car.")
    press(theirs, "Send")
    fine(driver)
    driver.open("/my-week")
    expect(theirs.get_by_role("link", name=re.compile("You help: a lift")).first).to_be_visible()

    make(OVER.format(way=way), server=server, folder=folder)
    page.reload()
    expect(page.get_by_text("I have a red car.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Did it happen")).click()
    press(page, "Yes, it is done")
    page.get_by_label(re.compile("Say thank you")).fill("You saved my week.")
    fine(asker)
    press(page, "Say thank you")
    driver.open("/exchange/")
    expect(theirs.get_by_text("You helped 1 time.")).to_be_visible()
