"""Two towns follow each other: two real places on this machine, each with its own data, name and key.

What one changes arrives in the other, what the other corrects stays there, what one ends is withdrawn in the other, and
nothing confidential leaves. The keeper's part is done in a browser on a phone, without script.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import free_port, wait_until_served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
TRELLIS = [sys.executable, "-m", "trellis.config.console"]

PEOPLE = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from trellis.apps.directory.actions import add_record, give_role
from trellis.apps.directory.models.records import *
from trellis.core.actions import as_program
from trellis.core.people.models import Person

now = timezone.now()
keeper = Person.objects.create_user(email="keeper@example.org", display_name="Kim")
with as_program("cli"):
    give_role(keeper, role="keeper", now=now)
    group = add_record(record=OrganizationRecord(name=NAME + " Grief Circle", kind="peer_group"), now=now)
    hall = add_record(record=LocationRecord(name=NAME + " Hall", address_1="1 Sea Road", city=NAME, country="GB"), now=now)
    add_record(record=LocationRecord(name=NAME + " Refuge", address_1="9 Hidden Lane", confidential=True, public_area="Essex"), now=now)
    add_record(record=ServiceRecord(name=NAME + " Supper", organization_key=str(group.pk),
        schedules=[ScheduleRecord(weekdays=[0], opens_at="19:00")], places=[PlaceOfService(location_key=str(hall.pk))],
        contacts=[ContactRecord(phone="01632 960111"),
            ContactRecord(name="Ann Secret", phone="01632 960999", visibility="keepers")]), now=now)
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(keeper.pk), settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = keeper.get_session_auth_hash()
store.create()
print(json.dumps({"session": store.session_key, "cookie": settings.SESSION_COOKIE_NAME}))
"""


@dataclass
class Town:
    """A running place."""

    name: str
    folder: Path
    address: str
    environment: dict[str, str]
    session: str = ""
    cookie: str = ""

    def run(self, *command: str, code: str = "") -> str:
        """What a command of the place prints; 2 says that a list was held back."""
        words = ["manage", "shell", "-v", "0", "-c", code] if code else list(command)
        done = subprocess.run([*TRELLIS, *words], env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, 2), done.stderr
        return done.stdout

    def does(self, code: str = "", *, looks: bool = False) -> str:
        """A keeper of the place does something; with `looks` the place then looks at what it follows, as it does by the clock."""
        begin = (
            "from django.utils import timezone\n"
            "from trellis.core.actions import acting\n"
            "from trellis.core.people.models import Person\n"
            "from trellis.apps.directory.actions import *\n"
            "from trellis.apps.directory.actions.networks import set_findable\n"
            "from trellis.apps.directory.models import *\n"
            "from trellis.apps.directory.queries.reading import record_of\n"
            "from trellis.interfaces.feeds.following.checking import check\n"
            "keeper, now = Person.objects.get(), timezone.now()\n"
            "with acting(keeper):\n    pass\n    "
        )
        end = "\nfor each in Following.objects.select_related('source'):\n    check(each, now=now)\n" if looks else ""
        return self.run(code=begin + code.replace("\n", "\n    ") + end + "\nprint(Service.objects.count())")

    def says(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return answer.read().decode()

    def finds(self, name: str) -> bool:
        """Whether somebody who searches for this name finds it."""
        return f"<bdi>{name}</bdi>" in self.says(f"/find?{urlencode({'q': name})}")


def _begin(folder: Path, name: str) -> tuple[Town, subprocess.Popen]:
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    environment |= {"TRELLIS_DATA": str(folder), "TRELLIS_URL": address, "TRELLIS_PLACE_NAME": name, "TRELLIS_FOLLOW_PRIVATE": "1"}
    subprocess.run([*TRELLIS, "prepare"], env=environment, check=True, capture_output=True, timeout=300)
    town = Town(name, folder, address, environment)
    made = json.loads(town.run(code=f"NAME = {name!r}\n{PEOPLE}").splitlines()[-1])
    town.session, town.cookie = made["session"], made["cookie"]
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(
            [*TRELLIS, "serve", "--port", str(port), "--workers", "1", "--no-jobs"],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    wait_until_served(address, process, folder / "server.log")
    return town, process


@pytest.fixture(scope="module")
def towns(tmp_path_factory) -> Iterator[tuple[Town, Town]]:
    """Clacton and Harwich."""
    begun: list[tuple[Town, subprocess.Popen]] = []
    folders = {name: tmp_path_factory.mktemp(name.lower()) for name in ("Clacton", "Harwich")}
    try:
        with ThreadPoolExecutor() as both:
            begun += both.map(_begin, folders.values(), folders)
        yield begun[0][0], begun[1][0]
    finally:
        for _town, process in begun:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(15)


def keeper_of(town: Town, browser: Browser) -> Page:
    """The keeper's phone, without script, signed in."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.add_cookies([{"name": town.cookie, "value": town.session, "url": town.address}])
    page = context.new_page()
    page.goto(town.address + "/keep/")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_two_towns_follow_each_other(towns, browser):
    clacton, harwich = towns
    page = keeper_of(clacton, browser)
    page.get_by_role("link", name="Lists that we follow").click()
    page.get_by_role("link", name="Follow another list").click()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Another place that runs Trellis").check()
    press(page, "Continue")
    page.get_by_label("What is its address on the web?").fill(harwich.address)
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("Once a day").check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Look at it")
    expect(page.locator("main")).to_contain_text("It is being looked at")
    clacton.run("follow", "--due")
    page.get_by_role("link", name="See how far it is").click()
    expect(page.locator("main")).to_contain_text("1 new")
    key = json.loads(harwich.says("/.well-known/trellis.json"))["key"]
    assert key != json.loads(clacton.says("/.well-known/trellis.json"))["key"]
    expect(page.locator("main")).to_contain_text("The short form of the key is")
    press(page, "Start following")
    clacton.run("follow", "--due")
    harwich.run("follow", clacton.address)

    assert clacton.finds("Harwich Supper")
    assert harwich.finds("Clacton Supper")
    for town in towns:
        told = town.says("/network/records.ndjson")
        for secret in ("Hidden Lane", "Refuge", "Ann Secret", "960999"):
            assert secret not in told

    # Neither takes back what was its own, however often they look.
    assert [town.does(looks=True).strip() for town in towns] == ["2", "2"]

    # A change in Harwich arrives in Clacton; what Clacton corrected stays in Clacton.
    clacton.does(
        "row = Service.objects.get(name='Harwich Supper')\nrecord = record_of(row)\nrecord.name = 'Supper by the sea'\n"
        "change_record(row, record=record, now=now)"
    )
    harwich.does(
        "row = Service.objects.get(name='Harwich Supper')\nrecord = record_of(row)\nrecord.description = 'Bring a spoon'\n"
        "record.name = 'Harwich Shared Supper'\nchange_record(row, record=record, now=now)",
        looks=True,
    )
    clacton.does(looks=True)
    assert clacton.finds("Supper by the sea")
    assert harwich.finds("Harwich Shared Supper")
    assert not harwich.finds("Supper by the sea")
    page.goto(f"{clacton.address}/find?q=Supper+by+the+sea")
    page.get_by_role("link", name="Supper by the sea").click()
    there = page.url
    for words in ("From Harwich.", "The signature holds.", "Bring a spoon", "Their version: “Harwich Shared Supper”."):
        expect(page.locator("main")).to_contain_text(words)
    page.goto(f"{clacton.address}/keep/following/")
    page.get_by_role("link", name="Supper by the sea").click()
    press(page, "Keep our version")

    # Harwich ends it, and Clacton withdraws it: out of search, its page stays. A group that agreed is found in the other town.
    harwich.does(
        "retire_record(Service.objects.get(name='Harwich Shared Supper'), now=now)\n"
        "set_findable(Organization.objects.get(name='Harwich Grief Circle'), topics=['grief'], now=now)"
    )
    clacton.does(looks=True)
    assert not clacton.finds("Supper by the sea")
    page.goto(there)
    expect(page.locator("main")).to_contain_text("This has ended")
    page.goto(f"{clacton.address}/networks/grief")
    page.get_by_role("link", name="Say hello Harwich Grief Circle").click()
    assert page.url.startswith(harwich.address + "/hello/")
    page.get_by_label("Which group are you, and where?").fill("Clacton Grief Circle")
    page.get_by_label("What do you want to say?").fill("We meet on Mondays too.")
    press(page, "Send it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent")
