"""Upkeep on a phone, with script and without: suggest, publish, claim, confirm by link; and ten stale records in ten minutes."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

GROUPS = {
    "mosque": ("Harwich Road Mosque kitchen", "A faith community", "A free meal after Friday prayers, for anybody.", "Friday"),
    "union": ("Pier Hotel Workers' Branch", "Something else, or I do not know", "A branch of the union for people in hotels.", "Thursday"),
    "café": ("The Long Goodbye", "A group of people who have been there", "A bereavement café. Cake, tissues, no speeches.", "Wednesday"),
}
MAKE = """
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.core.actions import as_program
from trellis.core.people.models import Person

for mail in MAILS:
    person = Person.objects.filter(email=mail).first() or Person.objects.create_user(email=mail, display_name="Kay")
    with as_program("cli"):
        give_role(person, role="keeper", now=timezone.now())
"""
ASK = """
from trellis.apps.directory.actions.reminding import ask_correspondent, begin_round
from trellis.apps.directory.models import Service
from django.utils import timezone
from trellis.core.actions import as_program
from trellis.apps.directory.models import ConfirmRequest
import json

row = Service.objects.get(name=NAME, status="active")
with as_program("cli"):
    begin_round(row, part="hours", now=timezone.now())
    asked = ConfirmRequest.objects.filter(record_id=row.pk).latest("asked_at")
    ask_correspondent(asked.to, now=timezone.now())
print(json.dumps(f"/still-right/{row.pk}/{asked.token}"))
"""
CODE = """
import json
from trellis.apps.directory.models import Claim

print(json.dumps(Claim.objects.get(organization__name=NAME, state="code_sent").code))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def run(server, folder):
    """Runs some lines beside the server, as a nightly job or a letter would; what they print last comes back."""

    def lines(code: str, **given):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
        told = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        made = subprocess.run(
            [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", f"{told}\n{code}"],
            env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout.splitlines()[-1]) if made.stdout.strip() else None

    return lines


@pytest.fixture(scope="module")
def keepers(run) -> dict[bool, str]:
    """One keeper for each way, so that their sign-in codes do not meet."""
    mails = {True: "kay@example.org", False: "kaz@example.org"}
    run(MAKE, MAILS=list(mails.values()))
    return mails


def newest_code(folder: Path, mail: str) -> str:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in (folder / "outbox").glob("*.log"):
            letter = file.read_text()
            code = re.search(r"^\d{4}-\d{4}$", letter, re.MULTILINE)
            if code and f"To: {mail}" in letter:
                file.unlink()
                return code[0]
        time.sleep(0.05)
    pytest.fail(f"no code came to {mail}")


def come_in(who, mail: str, folder: Path) -> Page:
    who.open("/sign-in/")
    who.page.get_by_label("Your e-mail address").fill(mail)
    press(who.page, "Send me a code")
    who.page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
    press(who.page, "Sign in")
    expect(who.page.get_by_role("heading", level=1)).to_be_visible()
    return who.page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def passes(who) -> None:
    who.must_be_accessible()
    who.page.set_viewport_size({"width": 320, "height": 740})
    who.must_fit()
    who.page.set_viewport_size({"width": 360, "height": 740})


def suggest(who, name: str, sort: str, about: str, day: str, mail: str) -> str:
    """Six short pages and a check; the code to follow it by."""
    page = who.open("/")
    follow(page, "Something is missing? Tell us about it")
    passes(who)
    press(page, "Continue")
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("What is it called?").fill(name)
    press(page, "Continue")
    if page.get_by_role("button", name="No, it is something else").count():
        passes(who)
        press(page, "No, it is something else")
    page.get_by_label(sort).check()
    page.get_by_label(re.compile("What happens there")).fill(about)
    passes(who)
    press(page, "Continue")
    page.get_by_label(re.compile("The building or street")).fill("7 Marine Parade")
    page.get_by_label(re.compile("Town or village")).fill("Clacton-on-Sea")
    press(page, "Continue")
    page.get_by_label(day).check()
    page.get_by_label(re.compile("From what time")).fill("half six")
    press(page, "Continue")
    expect(page.locator(".field--error")).to_contain_text("Enter a time like")
    page.get_by_label(re.compile("From what time")).fill("6.30pm")
    passes(who)
    press(page, "Continue")
    page.get_by_label(re.compile("^E-mail address")).fill(mail)
    page.get_by_label("Everybody: the group has agreed").check()
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you tell us")
    expect(page.locator("main")).to_contain_text(f"{day} 18:30")
    passes(who)
    press(page, "Send")
    code = page.locator(".done strong").inner_text()
    passes(who)
    return code


@pytest.mark.parametrize("which", [pytest.param(which, marks=[pytest.mark.long] if n else []) for n, which in enumerate(GROUPS)])
def test_a_group_nobody_had_listed_is_suggested_published_claimed_and_confirmed(visit, run, keepers, folder, which):
    script = which != "union"
    name, sort, about, day = GROUPS[which]
    mail = f"{which.replace('é', 'e')}@example.org"
    neighbour, keeper, group = visit(script=script), visit(script=script), visit(script=script)
    code = suggest(neighbour, name, sort, about, day, mail)

    page = come_in(keeper, keepers[script], folder)
    keeper.open("/keep/told")
    passes(keeper)
    follow(page, name)
    passes(keeper)
    press(page, "Publish")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    page = neighbour.open("/told")
    page.get_by_label("Your code").fill(code)
    press(page, "Look")
    expect(page.locator("section.panel")).to_contain_text("Published")
    passes(neighbour)
    follow(page, "Open the page")
    expect(page.locator("main")).to_contain_text("Nobody has confirmed this yet")
    passes(neighbour)

    page = group.open(neighbour.path)
    follow(page, "This is ours")
    passes(group)
    page.get_by_label(re.compile("By a code")).check()
    page.get_by_label(re.compile("Your e-mail address")).fill(f"ours-{mail}")
    press(page, "Send")
    expect(page.locator("main")).not_to_contain_text(mail)
    passes(group)
    page.get_by_label("The code").fill("2222222")
    press(page, "Send the code")
    expect(page.locator(".field--error")).to_contain_text("This is not the code")
    page.get_by_label("The code").fill(run(CODE, NAME=name))
    press(page, "Send the code")
    expect(page.locator("main")).to_contain_text("You may now propose changes.")
    passes(group)

    path = run(ASK, NAME=name)
    page = group.open(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this still right?")
    passes(group)
    press(page, "Yes, all of it is right")
    expect(page.locator("main")).to_contain_text("confirmed today")
    follow(page, "See the page as everybody sees it")
    expect(page.locator(".confirmed")).to_contain_text(f"Confirmed today by {name}")
    page = group.open(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link was used already")
    passes(group)


def test_a_keeper_clears_ten_stale_records_in_ten_minutes(either_way, keepers, folder, record_property):
    page = come_in(either_way, keepers[either_way.script], folder)
    either_way.open("/keep/")
    page.get_by_role("link", name=re.compile("^Ten minutes for the directory")).click()
    passes(either_way)
    began, presses, cleared = time.monotonic(), 1, []
    for number in range(10):
        name = page.locator("#first").inner_text()
        cleared.append(name)
        press(page, "I rang: it is right" if number % 2 else "I was there: it is right")
        presses += 1
        expect(page.get_by_role("status").first).to_contain_text(f"{name}: confirmed today.")
    seconds = time.monotonic() - began
    assert len(cleared) == 10
    assert presses <= 20, "two presses each, the calls apart"
    assert seconds < 60, "the program's share of the ten minutes is small; the calls take the rest"
    record_property("seconds for the pages of ten records", round(seconds, 1))
    passes(either_way)


def test_a_link_that_was_never_given_out_leads_nowhere(either_way):
    page = either_way.open("/still-right/00000000-0000-4000-8000-000000000000/nonsense")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link leads nowhere")
    either_way.complaints[:] = [each for each in either_way.complaints if "404" not in each]
    passes(either_way)
