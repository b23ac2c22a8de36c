"""Keeping the directory on a phone, with script and without: by code to the desk, change, propose, close, add, give roles."""

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

BAND = "Clacton Silver Band"
PEOPLE = {"kim@example.org": "Kim", "kit@example.org": "Kit", "edie@example.org": "Edie"}
MAKE_PEOPLE = """
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization, Service
from trellis.core.actions import as_program
from trellis.core.people.models import Person
import json

people = {mail: Person.objects.create_user(email=mail, display_name=name) for mail, name in PEOPLE.items()}
band = Organization.objects.get(name=BAND)
with as_program("cli"):
    for mail in ("kim@example.org", "kit@example.org"):
        for role in ("keeper", "steward"):
            give_role(people[mail], role=role, now=timezone.now())
    give_role(people["edie@example.org"], role="editor", organization=band, now=timezone.now())
sensitive = Service.objects.filter(sensitive=True, status="active").order_by("name").first()
duty = Service.objects.filter(kind="responsibility", promised_days__gt=0, status="active").order_by("name").first()
print(json.dumps({"sensitive": str(sensitive.pk), "duty": str(duty.pk)}))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    """Where the running place keeps its data; letters leave into its outbox."""
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def known(server, folder) -> dict[str, str]:
    """Two keepers who are stewards too, an editor of one organization, and the ids of two records."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    made = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", f"{PEOPLE=}\n{BAND=}\n{MAKE_PEOPLE}"],
        env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def cookies() -> dict[str, list]:
    """What the browsers of people who signed in remember."""
    return {}


@pytest.fixture
def come_in(known, folder, cookies):
    """Signs a visit in as somebody; only the first time by a code."""

    def sign_in(who, mail: str) -> Page:
        if mail not in cookies:
            by_code(who, mail, folder)
            cookies[mail] = who.context.cookies()
        who.context.clear_cookies()
        who.context.add_cookies(cookies[mail])
        return who.page

    return sign_in


def newest_code(folder: Path, mail: str) -> str:
    """The code in the newest letter to this address, which is then taken out of the outbox."""
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


def by_code(who, mail: str, folder: Path) -> None:
    who.open("/sign-in/")
    who.page.get_by_label("Your e-mail address").fill(mail)
    who.page.get_by_role("button", name="Send me a code").click()
    who.page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
    who.page.get_by_role("button", name="Sign in").click()
    who.page.wait_for_url("**/keep/")


def keeper(who) -> str:
    """One keeper for each way, so that their letters and codes do not meet."""
    return "kim@example.org" if who.script else "kit@example.org"


def passes(who) -> None:
    """The page as it is now has no failure that axe finds, and fits a narrow screen."""
    who.must_be_accessible()
    who.page.set_viewport_size({"width": 320, "height": 740})
    who.must_fit()
    who.page.set_viewport_size({"width": 360, "height": 740})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def find_record(page: Page, kind: str, name: str) -> None:
    follow(page, "Keep the directory")
    follow(page, "Find a record to change")
    follow(page, kind)
    page.get_by_role("searchbox").fill(name)
    press(page, "Search")
    follow(page, name)


def seen_by_everybody(page: Page) -> None:
    follow(page, "See the page as everybody sees it")


def publish(page: Page) -> None:
    press(page, "Save and publish")
    expect(page.locator("main")).to_contain_text("Published. Readers see it now.")


def test_a_keeper_signs_in_by_code_and_changes_opening_times(either_way, known, folder):
    page = either_way.open("/")
    follow(page, "Sign in")
    passes(either_way)
    page.get_by_label("Your e-mail address").fill(keeper(either_way))
    press(page, "Send me a code")
    passes(either_way)
    page.get_by_label("The code from the e-mail").fill(newest_code(folder, keeper(either_way)))
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep the directory")
    passes(either_way)

    find_record(page, "Service", "Story circle")
    passes(either_way)
    opens, shown = ("6.05am", "06:05") if either_way.script else ("6.15am", "06:15")
    page.get_by_role("link", name=re.compile("^Change .*The Salt House")).click()
    passes(either_way)
    rows = page.locator("fieldset.panel")
    before = rows.count()
    press(page, "Add another")
    expect(rows).to_have_count(before + 1)
    row = rows.last
    row.get_by_label("Thursday").check()
    row.get_by_label("Opens at").fill("25:00")
    row.get_by_label("Closes at").fill("7am")
    row.get_by_label("Anything to add").fill("Bring a story")
    press(page, "Continue")

    expect(page.locator(".error-summary")).to_contain_text("Enter a time like 9:30 or 7pm.")
    row = page.locator("fieldset.panel").filter(has=page.locator(".field--error"))
    expect(row.locator(".field--error")).to_contain_text("Enter a time like 9:30 or 7pm.")
    expect(row.get_by_label("Opens at")).to_have_value("25:00")
    expect(row.get_by_label("Anything to add")).to_have_value("Bring a story")
    expect(row.get_by_label("Thursday")).to_be_checked()
    passes(either_way)
    row.get_by_label("Opens at").fill(opens)
    press(page, "Continue")

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your changes")
    expect(page.locator("ins")).to_contain_text(shown)
    passes(either_way)
    publish(page)
    passes(either_way)
    seen_by_everybody(page)
    expect(page.locator("main")).to_contain_text(f"{shown} to 07:00")
    passes(either_way)
    follow(page, "Change this page")
    follow(page, "History of this record")
    expect(page.locator("section.panel").first).to_contain_text(PEOPLE[keeper(either_way)])
    expect(page.locator("section.panel").first.locator("ins")).to_contain_text(shown)
    passes(either_way)


def test_an_editor_proposes_and_a_keeper_hears_of_it_and_approves(visit, come_in):
    edie, kim = visit(), visit(script=False)
    page = come_in(edie, "edie@example.org")
    edie.open("/keep/")
    passes(edie)
    follow(page, BAND)
    passes(edie)
    page.get_by_role("link", name=re.compile("^Change Who they are")).click()
    page.get_by_label("How they work, said plainly").fill("We lend you an instrument for the first year.")
    press(page, "Continue")
    press(page, "Send for review")
    expect(page.locator("main")).to_contain_text("A keeper will look at it")
    passes(edie)
    seen_by_everybody(page)
    expect(page.locator("main")).not_to_contain_text("lend you an instrument")

    page = come_in(kim, "kim@example.org")
    kim.open("/keep/")
    page.get_by_role("link", name=re.compile("^My letters")).click()
    expect(page.locator("section.panel").first).to_contain_text("Something waits for you to look at")
    page.get_by_role("link", name=re.compile("^Open it")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BAND)
    expect(page.locator("ins")).to_contain_text("lend you an instrument")
    press(page, "Do not publish")
    expect(page.locator(".error-summary")).to_contain_text("Say why")
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published.")

    edie.open("/letters")
    expect(edie.page.locator("section.panel").first).to_contain_text("What you sent is published.")
    passes(edie)
    edie.page.get_by_role("link", name=re.compile("^Open it")).first.click()
    passes(edie)
    find_record(edie.page, "Organization", BAND)
    seen_by_everybody(edie.page)
    expect(edie.page.locator("main")).to_contain_text("We lend you an instrument")


def test_a_service_closes_for_now_and_opens_again(either_way, come_in):
    page = come_in(either_way, keeper(either_way))
    either_way.open("/keep/")
    find_record(page, "Service", "Sea swimming with company")
    follow(page, "Closed for now, ended, or running again")
    passes(either_way)
    page.get_by_label("Closed for now").check()
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2030")
    press(page, "Save")
    expect(page.locator(".field--error")).to_be_visible()
    expect(page.get_by_label("Closed for now")).to_be_checked()
    passes(either_way)
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").fill("3")
    page.get_by_label("What should people know?").fill("The steps are being mended.")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Saved. Readers see it at once.")
    either_way.open("/find?q=sea+swimming")
    card = page.locator(".card").filter(has_text="Sea swimming with company").first
    expect(card).to_contain_text("Closed for now")
    card.get_by_role("link").first.click()
    expect(page.locator(".banner")).to_contain_text("The steps are being mended.")
    passes(either_way)

    follow(page, "Change this page")
    follow(page, "Closed for now, ended, or running again")
    page.get_by_label("It is running again").check()
    press(page, "Save")
    either_way.open("/find?q=sea+swimming")
    expect(page.locator(".card").filter(has_text="Sea swimming with company").first).not_to_contain_text("Closed for now")


def test_an_organization_with_a_place_and_a_service_is_added_and_found(either_way, come_in):
    page = come_in(either_way, keeper(either_way))
    name = "Quayside Menders" if either_way.script else "Saltmarsh Menders"
    either_way.open("/keep/")
    follow(page, "Add an organization")
    passes(either_way)
    press(page, "Add")
    expect(page.locator(".error-summary")).to_be_visible()
    passes(either_way)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Community project").check()
    press(page, "Add")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    passes(either_way)

    follow(page, "Add a place")
    passes(either_way)
    page.get_by_label("Name of the place").fill("The Net Loft")
    page.get_by_label("Address line 1").fill("4 Quay Street")
    page.get_by_label("Town or village").fill("Brightlingsea")
    page.get_by_label("Postcode").fill("CO7 0AA")
    page.get_by_label("Latitude").fill("51.81")
    page.get_by_label("Longitude").fill("1.02")
    press(page, "Add")
    expect(page.locator("main")).to_contain_text("Added.")
    follow(page, name)

    follow(page, "Add something they offer")
    passes(either_way)
    page.get_by_label("Name", exact=True).fill(f"{name}: umbrella clinic")
    page.get_by_label(re.compile("^What it is")).fill("Bring a broken umbrella, take home a whole one.")
    press(page, "Add")
    page.get_by_role("link", name="Change Where it is", exact=True).click()
    passes(either_way)
    page.get_by_label(re.compile("The Net Loft")).check()
    press(page, "Continue")
    publish(page)
    expect(page.locator("main")).to_contain_text("The Net Loft")

    either_way.open("/find?q=umbrella+clinic&near=brightlingsea")
    card = page.locator(".card").filter(has_text=f"{name}: umbrella clinic").first
    expect(card).to_contain_text("Brightlingsea")
    card.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("4 Quay Street")
    passes(either_way)


def test_a_steward_gives_a_role_and_takes_it_away(either_way, come_in):
    page = come_in(either_way, keeper(either_way))
    mail = "nell@example.org" if either_way.script else "noor@example.org"
    either_way.open("/keep/")
    follow(page, "Roles")
    passes(either_way)
    page.get_by_label("Their e-mail address").fill(mail)
    page.get_by_role("radio", name="Editor").check()
    page.get_by_label(re.compile("which organization")).fill("No such group at all")
    press(page, "Give the role")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Their e-mail address")).to_have_value(mail)
    passes(either_way)
    page.get_by_label(re.compile("which organization")).fill("the brass monkeys")
    press(page, "Give the role")
    expect(page.locator("main")).to_contain_text("The role was given.")
    given = page.locator("li").filter(has_text=mail)
    expect(given).to_contain_text("The Brass Monkeys")
    given.get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("The role was taken away.")
    expect(page.locator("li").filter(has_text=mail)).to_have_count(0)


def test_somebody_tells_how_long_it_took(either_way, known):
    page = either_way.open(f"/service/{known['duty']}")
    passes(either_way)
    follow(page, "Tell how long it took you")
    passes(either_way)
    page.get_by_label("How many days did it take?").fill("soon")
    press(page, "Tell")
    expect(page.locator(".field--error")).to_be_visible()
    passes(either_way)
    page.get_by_label("How many days did it take?").fill("9")
    press(page, "Tell")
    expect(page.locator("main")).to_contain_text("Thank you. It helps others")
    assert either_way.path == f"/service/{known['duty']}"


def test_leaving_a_sensitive_page_shows_nothing_to_whoever_goes_back(either_way, known):
    either_way.context.route(re.compile("bbc.co.uk"), lambda route: route.fulfill(body="Fine weather.", content_type="text/plain"))
    page = either_way.open(f"/service/{known['sensitive']}")
    name = page.get_by_role("heading", level=1).inner_text()
    passes(either_way)
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url(re.compile("bbc.co.uk"))
    either_way.complaints[:] = [complaint for complaint in either_way.complaints if "bbc.co.uk" not in complaint]
    either_way.open(f"/service/{known['sensitive']}")
    expect(page.locator("body")).not_to_contain_text(name)
    passes(either_way)


def test_the_desk_is_for_those_who_keep_the_directory(visit, known):
    stranger = visit()
    page = stranger.open("/keep/service/")
    assert stranger.path.startswith("/sign-in/?next=")
    expect(page.get_by_label("Your e-mail address")).to_be_visible()
