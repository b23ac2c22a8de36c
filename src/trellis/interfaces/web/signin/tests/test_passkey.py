"""Passkeys in a real browser, with an authenticator that the browser itself pretends to have."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server):
    """A page with an authenticator inside; at localhost, which browsers trust as they trust https."""
    port = urlsplit(live_server.url).port
    context = browser.new_context(base_url=f"http://localhost:{port}", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()
    assert problems == []
    connection.close()


def newest_code() -> str:
    until = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.02)
    return re.search(r"^\d{4}-\d{4}$", mail.outbox.pop().body, re.MULTILINE)[0]


def by_code(page, person) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your e-mail address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the e-mail").fill(newest_code())
    page.get_by_role("button", name="Sign in").click()


def add_passkey(page) -> None:
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What shall we call this passkey?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/account/recovery-codes")


def sign_out(page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def test_make_a_passkey_sign_in_with_it_and_take_it_away(page, keeper):
    by_code(page, keeper)
    add_passkey(page)
    assert page.locator("main code").count() == 10
    page.get_by_role("link", name="I have written them down").click()
    assert page.get_by_text("My phone").first.is_visible()
    sign_out(page)

    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"\d/account/$"))
    assert page.get_by_text("last used").is_visible()

    page.get_by_role("link", name="Remove My phone").click()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url(re.compile(r"\d/account/$"))
    assert not Authenticator.objects.exists()


def test_with_a_passkey_a_code_alone_is_not_enough(page, keeper):
    by_code(page, keeper)
    add_passkey(page)
    recovery = page.locator("main code").first.inner_text()
    sign_out(page)

    mail.outbox.clear()
    by_code(page, keeper)
    page.wait_for_url("**/sign-in/second-step")
    page.goto("/account/")
    assert "/sign-in/" in page.url

    page.goto("/sign-in/second-step")
    page.get_by_label("A recovery code").fill("1234567890")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_text("There is a problem").is_visible()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/keep/")
    sign_out(page)

    mail.outbox.clear()
    by_code(page, keeper)
    page.get_by_label("A recovery code").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/keep/")


def test_without_script_the_passkey_button_is_not_there(browser, live_server, db):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    assert page.get_by_role("button", name="Send me a code").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    context.close()
