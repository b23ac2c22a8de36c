"""Somebody new joins an open group under a name of their choice, and comes back to look for others: on a phone, with script and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import newest_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

GROUP = "The Long Table"


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


def passes(who) -> None:
    who.must_be_accessible()
    who.must_fit()


def through_sign_in(who, mail: str, folder: Path) -> str:
    """Asks for a code and types it; the words of the page between, without the address."""
    page = who.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("main")).to_contain_text("To find help you need no account.")
    expect(page.locator("main")).to_contain_text("your account begins when you type the code")
    passes(who)
    page.get_by_label("Your e-mail address").fill(mail)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    passes(who)
    words = page.locator("main").inner_text()
    page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
    page.get_by_role("button", name="Sign in").click()
    return words.replace(mail, "ADDRESS")


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name).first.click()


def test_somebody_new_joins_a_group_and_comes_back(either_way, folder):
    mail = f"robin{int(either_way.script)}@example.org"
    page = either_way.open(f"/find?q={GROUP.replace(' ', '+')}")
    follow(page, GROUP)
    if not page.get_by_role("link", name="Join this group").count():
        page.locator("main").get_by_role("link", name=GROUP).first.click()
    follow(page, "Join this group")
    first = through_sign_in(either_way, mail, folder)

    expect(page.get_by_role("heading", level=1)).to_have_text("Join this group")
    expect(page.locator("body")).to_contain_text("Your account has begun.")
    passes(either_way)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("Choose a name to be called by.")
    page.get_by_label("What would you like to be called here?").fill("Quiet Robin")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("body")).to_contain_text("Welcome.")
    expect(page.locator("main")).to_contain_text("Quiet Robin")
    passes(either_way)

    either_way.open("/account/")
    expect(page.locator("main")).to_contain_text(mail)
    expect(page.locator("main")).not_to_contain_text("Quiet Robin")
    page.locator("main").get_by_role("button", name="Sign out", exact=True).click()

    either_way.open("/organizations")
    follow(page, "Talk to others like me")
    again = through_sign_in(either_way, mail, folder)
    assert again == first
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk to others like me")
    expect(page.locator("body")).not_to_contain_text("Your account has begun.")
    either_way.open("/account/")
    follow(page, "My groups")
    expect(page.locator("main")).to_contain_text("Quiet Robin")
