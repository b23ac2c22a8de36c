"""A group moves its second-Tuesday meeting, and everybody who follows it sees it: in calendar programs, on the page, in the group."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

GROUPS = {True: "Kind of Blue", False: "The Long Table"}
TITLES = {True: "Second Tuesday", False: "A table on Tuesdays"}
"""One for each way, so that what is moved in one is not seen in the other."""
PREPARE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization
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

told = {"cookie": settings.SESSION_COOKIE_NAME}
for name in GROUPS:
    group = Organization.objects.get(name=name)
    editor, member = Person.objects.create_user(email=f"tuesday-{group.pk}@example.org"), Person.objects.create_user()
    with as_program("cli"):
        give_role(editor, role="editor", organization=group, now=timezone.now())
    with acting(member):
        join_group(member, group=Ref.to(group), display_name="Wren", now=timezone.now())
    told[name] = {"id": str(group.pk), "editor": session(editor), "member": session(member)}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def known(server, tmp_path_factory) -> dict:
    folder = next(tmp_path_factory.getbasetemp().glob("place*"))
    return json.loads(run_inside(server, folder, f"GROUPS = {list(GROUPS.values())!r}\n{PREPARE}"))


def run_inside(server: str, folder: Path, code: str) -> str:
    """Run this inside the place, as whoever runs the server may; gives its last line."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", code],
        env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def come_in(who, known: dict, session: str) -> None:
    who.context.clear_cookies()
    who.context.add_cookies([{"name": known["cookie"], "value": session, "url": who.origin}])


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(value))


def fetched(url: str) -> list:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return Calendar.from_ical(answer.read()).walk("VEVENT")


def second_tuesday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return date(year, month, 8 + (1 - first.weekday()) % 7)


def put_in_the_calendar(who, group: str, title: str, first: date) -> None:
    """The questions, as a tired person answers them."""
    page = who.open(f"/gatherings/of/{group}")
    page.get_by_role("link", name="Put a gathering in the calendar").click()
    who.must_be_accessible()
    page.get_by_label("Support group").check()
    press(page, "Continue")
    page.get_by_label("What is it called?").fill(title)
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("In person", exact=True).check()
    press(page, "Continue")
    page.get_by_label("People ask us where it is").check()
    press(page, "Continue")
    fill_day(page, first)
    page.get_by_label("When does it begin?").fill("7pm")
    page.get_by_label("When does it end?").fill("8.30pm")
    press(page, "Continue")
    page.get_by_label("We say it in our own words, in English").check()
    press(page, "Continue")
    page.get_by_label("Say it in your own words").fill("every second Tuesday")
    press(page, "Continue")
    expect(page.locator(".error-summary")).to_contain_text("This can mean two things.")
    who.must_be_accessible()
    page.get_by_label("Say it in your own words").fill("second Tuesday")
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("No, people just come.").check()
    press(page, "Continue")
    page.get_by_label("Everybody").check()
    press(page, "Continue")
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator("main")).to_contain_text("The second Tuesday of every month")
    who.must_be_accessible()
    who.must_fit()
    press(page, "Put it in the calendar")
    expect(page.locator("main")).to_contain_text("It is in the calendar.")


def test_a_group_moves_its_meeting_for_easter_and_everybody_sees_it(either_way, known, server):
    who, group, title = either_way, known[GROUPS[either_way.script]], TITLES[either_way.script]
    today = date.today()
    year = today.year + 1
    april = second_tuesday(year, 4)
    later = date(year, 4, april.day + 7)
    come_in(who, known, group["editor"])
    put_in_the_calendar(who, group["id"], title, second_tuesday(year, 1))

    come_in(who, known, group["member"])
    page = who.open("/calendar/mine")
    press(page, "Make an address")
    mine = re.search(r"http\S+/busy\.ics", page.locator("main").inner_text())[0]
    feed = f"{server}/gatherings/of/{group['id']}/calendar.ics"
    before = next(each for each in fetched(feed) if "RRULE" in each and each["SUMMARY"] == title)
    assert before["DTSTART"].dt.date() == second_tuesday(year, 1) and april in {each["DTSTART"].dt.date() for each in fetched(mine)}

    come_in(who, known, group["editor"])
    page = who.open(f"/gatherings/of/{group['id']}")
    page.locator("li", has_text=f"Tuesday {april.day} April").get_by_role("link").click()
    page.get_by_role("link", name="Move this one").click()
    fill_day(page, later)
    page.get_by_label("What should people know?").fill("Easter: a week later")
    who.must_be_accessible()
    press(page, "Move it")
    expect(page.locator("main")).to_contain_text("Moved. Whoever follows the calendar sees it.")
    who.must_fit()

    events = fetched(feed)
    moved = next(each for each in events if "RECURRENCE-ID" in each)
    rule = next(each for each in events if "RRULE" in each and each["UID"] == moved["UID"])
    assert (moved["RECURRENCE-ID"].dt.date(), moved["DTSTART"].dt.date()) == (april, later) and rule["UID"] == before["UID"]
    assert f"{moved['DTSTART'].dt:%H:%M}" == "19:00" and int(moved["SEQUENCE"]) > int(before["SEQUENCE"])
    own = fetched(mine)
    assert later in {each["DTSTART"].dt.date() for each in own} and april not in {each["DTSTART"].dt.date() for each in own}
    assert {str(each["SUMMARY"]) for each in own} == {"Gathering"}

    who.context.clear_cookies()
    page = who.open(f"/calendar?month={year}-04")
    day = page.locator(".month > li", has=page.get_by_role("heading", name=f"Tue {later.day}", exact=True))
    who.must_be_accessible()
    who.must_fit()
    day.get_by_role("link", name=title).click()
    expect(page.locator("main")).to_contain_text("Moved")
    expect(page.locator("main")).to_contain_text("Easter: a week later")
    who.must_be_accessible()
    come_in(who, known, group["member"])
    expect(who.open(f"/gatherings/of/{group['id']}").locator("main")).to_contain_text(f"Tuesday {later.day} April")
