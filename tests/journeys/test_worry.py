"""A worried member at 2 a.m., on a phone, with script and without: lines to call first, the plain word that nobody is watching,
a worry with a number to keep, the answer in the morning, and two guardians who close it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_keeping import follow, newest_code, passes, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

AT_NIGHT = r"Nobody is reading this until (today|tomorrow|\w{3} \d+ \w+),? \d\d:00\."
WATCH = re.compile(AT_NIGHT + r"|A guardian is on watch now, until today 21:00\.")


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    """Where the running place keeps its data; letters leave into its outbox."""
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def cookies() -> dict[str, list]:
    """What the browsers of guardians who signed in remember."""
    return {}


@pytest.fixture
def guardian(visit, folder, cookies):
    """A visit of this guardian to the queue; only the first time by a code."""

    def come_in(mailbox: str, *, script: bool):
        who, mail = visit(script=script), f"{mailbox}.guardian@example.org"
        if mail in cookies:
            who.context.add_cookies(cookies[mail])
            who.open("/cases/")
        else:
            who.open("/cases/")
            who.page.get_by_label("Your e-mail address").fill(mail)
            press(who.page, "Send me a code")
            who.page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
            press(who.page, "Sign in")
            who.page.wait_for_url("**/cases/")
            cookies[mail] = who.context.cookies()
        expect(who.page.get_by_role("heading", level=1)).to_have_text("The guardians’ queue")
        return who

    return come_in


def main(page: Page):
    return page.locator("main")


def open_case(page: Page, words: str) -> None:
    page.locator(".card").filter(has_text=words).get_by_role("link").click()
    expect(main(page)).to_contain_text(words)


def test_a_worried_member_at_night(either_way, guardian):
    words = f"She has not opened her door since Friday. {'Script' if either_way.script else 'Plain'}"
    page = either_way.open("/organizations")
    page.locator(".card__link").first.click()
    follow(page, "I’m worried about something here")
    expect(page.get_by_role("link", name="999").first).to_be_visible()
    expect(main(page)).to_contain_text("These numbers were last looked through on")
    expect(main(page)).to_contain_text(WATCH)
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_visible()
    passes(either_way)
    press(page, "Go on")
    expect(page.locator(".error-summary")).to_contain_text("Choose yes, no, or that you are not sure.")
    page.get_by_label("I am not sure").check()
    press(page, "Go on")
    passes(either_way)
    page.get_by_label("What are you worried about?").fill(words)
    press(page, "Go on")
    expect(main(page)).to_contain_text("Maureen")
    passes(either_way)
    press(page, "Go on")
    press(page, "Go on")
    expect(page.locator(".error-summary")).to_contain_text("Choose whether and how we may come back to you.")
    page.get_by_label("Yes, with a number I keep").check()
    press(page, "Go on")
    expect(main(page)).to_contain_text(words)
    passes(either_way)
    press(page, "Send it")
    expect(main(page)).to_contain_text("We have it. Thank you for telling us.")
    expect(main(page)).to_contain_text(WATCH)
    passes(either_way)
    number = page.locator("section.panel bdi").inner_text()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", number)

    first = guardian("maureen", script=either_way.script)
    passes(first)
    open_case(first.page, words)
    passes(first)
    follow(first.page, "See to it yourself")
    press(first.page, "I will see to it")
    follow(first.page, "Answer whoever wrote")
    passes(first)
    first.page.get_by_label("Your answer").fill("We have rung her sister, who is on her way.")
    first.page.get_by_label("Samaritans").check()
    press(first.page, "Send the answer")
    follow(first.page, "Propose to close it")
    first.page.get_by_label("Why can it be closed?").fill("Her sister is with her.")
    press(first.page, "Propose to close it")
    expect(main(first.page)).to_contain_text("A second guardian has to close what you proposed to close.")
    passes(first)

    second = guardian("tunde", script=either_way.script)
    open_case(second.page, words)
    follow(second.page, "Close it")
    press(second.page, "Close it")
    expect(main(second.page)).to_contain_text("Closed.")
    follow(second.page, "Back")
    follow(second.page, re.compile("^The rota"))
    expect(main(second.page)).to_contain_text("Gaps in the next 14 days")
    passes(second)

    page = either_way.open("/worry/follow")
    passes(either_way)
    page.get_by_label("The number you were given").fill(number.replace(" ", "")[:15])
    press(page, "Read the answer")
    expect(page.locator(".error-summary")).to_contain_text("We found nothing under this number.")
    page.get_by_label("The number you were given").fill(number)
    press(page, "Read the answer")
    expect(main(page)).to_contain_text("We have rung her sister, who is on her way.")
    expect(main(page)).to_contain_text("116 123")
    expect(main(page)).to_contain_text("The guardians have closed it")
    passes(either_way)
