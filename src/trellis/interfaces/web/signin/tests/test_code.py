"""Signing in by a code from the mail."""

import re
import threading
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from trellis.core.people.models import Person


def sent_mail_has_left() -> None:
    for thread in threading.enumerate():
        if thread.name == "sign-in mail":
            thread.join(5)


def test_a_code_signs_in(client, keeper, sign_in):
    response = sign_in(keeper)
    assert (response.status_code, response.url) == (302, "/keep/")
    assert client.get("/account/").status_code == 200


def test_the_code_is_plain_text_and_its_subject_says_little(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": keeper.email})
    sent_mail_has_left()
    letter = mail.outbox[0]
    assert letter.subject == "Your code"
    assert letter.to == [keeper.email]
    assert not getattr(letter, "alternatives", [])
    assert code_in_mail() in letter.body


def test_the_address_may_be_written_in_capitals(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": "ANN@Example.ORG"})
    assert client.post("/sign-in/code", {"code": code_in_mail()}).url == "/keep/"


def test_spaces_in_the_code_do_not_matter(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": keeper.email})
    assert client.post("/sign-in/code", {"code": f" {code_in_mail().replace('-', ' ')} "}).url == "/keep/"


def asked(address: str):
    """What a new browser gets that asks for a code: answers, words of the next page, number of queries, mails."""
    browser = Client()
    mail.outbox.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first = browser.post("/sign-in/", {"email": address})
    second = browser.get(first.url)
    sent_mail_has_left()
    words = second.content.decode().replace(address, "ADDRESS")
    token = second.context["csrf_token"]
    return first.status_code, first.url, words.replace(str(token), "TOKEN"), len(queries), len(mail.outbox)


def test_nobody_learns_who_is_known(db, keeper):
    known, unknown = asked(keeper.email), asked("nobody@example.org")
    assert known == unknown
    assert known[4] == 1


def test_an_unknown_address_goes_through_the_same_steps(client, db, keeper, monkeypatch):
    """Not the clock but the path is compared: both render the letter, and both hand something to the thread."""
    from trellis.interfaces.web.signin import adapter

    steps = []
    render = adapter.Account.render_mail
    monkeypatch.setattr(adapter.Account, "render_mail", lambda *args, **kw: (steps.append("render"), render(*args, **kw))[1])
    monkeypatch.setattr(adapter, "send_soon", lambda message: steps.append("hand over"))
    for address in (keeper.email, "nobody@example.org"):
        Client().post("/sign-in/", {"email": address})
    assert steps == ["render", "hand over"] * 2


def test_the_page_does_not_wait_for_the_mail_server(client, keeper, monkeypatch):
    sending = threading.Event()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self, **_kw: sending.wait(5))
    started = time.monotonic()
    client.post("/sign-in/", {"email": keeper.email})
    assert time.monotonic() - started < 4
    sending.set()


def test_a_mail_server_that_refuses_is_no_error_page_and_leaves_no_address_in_the_log(client, keeper, monkeypatch, caplog):
    def refuse(self, **_kw):
        raise OSError(f"no such mailbox {self.to}")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert client.post("/sign-in/", {"email": keeper.email}).status_code == 302
    sent_mail_has_left()
    assert "OSError" in caplog.text
    assert keeper.email not in caplog.text


def test_a_wrong_code_is_told_kindly_and_three_end_it(client, keeper):
    client.post("/sign-in/", {"email": keeper.email})
    for _try in range(2):
        page = client.post("/sign-in/code", {"code": "0000-0000"})
        assert page.status_code == 200
        assert "This is not the code we sent" in page.content.decode()
    assert client.post("/sign-in/code", {"code": "0000-0000"}).url == "/sign-in/"
    assert client.get("/sign-in/code").url == "/sign-in/"


def test_the_right_code_after_three_wrong_ones_is_worth_nothing(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": keeper.email})
    code = code_in_mail()
    for _try in range(3):
        client.post("/sign-in/code", {"code": "0000-0000"})
    client.post("/sign-in/code", {"code": code})
    assert client.get("/account/").status_code == 302


def test_a_code_works_in_the_browser_that_asked_only(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": keeper.email})
    code = code_in_mail()
    other = Client()
    other.post("/sign-in/", {"email": "nobody@example.org"})
    other.post("/sign-in/code", {"code": code})
    assert other.get("/account/").status_code == 302


def test_a_code_grows_old(client, keeper, code_in_mail, monkeypatch):
    client.post("/sign-in/", {"email": keeper.email})
    code, later = code_in_mail(), time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    client.post("/sign-in/code", {"code": code})
    assert client.get("/account/").status_code == 302


def test_a_person_who_was_put_to_rest_gets_a_letter_without_a_code(client, keeper):
    Person.objects.filter(pk=keeper.pk).update(is_active=False)
    client.post("/sign-in/", {"email": keeper.email})
    sent_mail_has_left()
    assert "Nobody signs in with this address" in mail.outbox[0].body
    assert not re.search(r"\d{4}", mail.outbox[0].body)


def test_a_fourth_code_within_a_minute_is_refused_for_known_and_unknown_alike(db, keeper):
    for address in (keeper.email, "nobody@example.org"):
        for _try in range(3):
            assert Client().post("/sign-in/", {"email": address}).status_code == 302
        page = Client().post("/sign-in/", {"email": address})
        assert page.status_code == 200
        assert "That was too many tries" in page.content.decode()


def test_tries_are_counted_without_keeping_the_readers_address(client, keeper, monkeypatch):
    from allauth.account.adapter import get_adapter
    from allauth.core.context import request_context
    from django.test import RequestFactory

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")
    neighbours = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{end}") for end in "12"]
    with request_context(request):
        adapter = get_adapter()
        assert "192.0.2.77" not in adapter.get_client_ip(request)
        assert adapter.get_client_ip(neighbours[0]) == adapter.get_client_ip(neighbours[1]) != adapter.get_client_ip(request)


def test_the_session_gets_a_new_key_and_its_full_time(client, keeper, code_in_mail):
    client.post("/sign-in/", {"email": keeper.email})
    before = client.session.session_key
    assert client.session.get_expiry_age() <= settings.SIGNING_IN_SECONDS
    client.post("/sign-in/code", {"code": code_in_mail()})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_signing_out_takes_a_press_and_ends_the_session(client, keeper, sign_in):
    sign_in(keeper)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/sign-out").status_code == 200
    assert client.get("/account/").status_code == 200
    assert client.post("/sign-out").url == "/"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/account/").status_code == 302


def test_signing_out_everywhere_ends_every_session(client, keeper, sign_in):
    phone = Client()
    sign_in(keeper)
    sign_in(keeper, phone)
    client.post("/account/sign-out-everywhere")
    assert [browser.get("/account/").status_code for browser in (client, phone)] == [302, 302]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "http:evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_elsewhere_after_signing_in(client, keeper, sign_in, target):
    assert sign_in(keeper, next=target).url == "/keep/"


def test_one_comes_back_to_where_one_wanted_to_go(client, keeper, sign_in):
    assert sign_in(keeper, next="/keep/waiting/").url == "/keep/waiting/"


def test_there_is_no_password_and_no_page_for_signing_up(client, db):
    for path in ("signup", "signup/", "sign-up", "password/reset/", "account/password", "account/signup/", "login/"):
        assert client.get(f"/{path}").status_code == 404
    assert not client.login(username="ann@example.org", password="secret")


def test_the_name_and_the_language_can_be_changed(client, keeper, sign_in):
    sign_in(keeper)
    response = client.post("/account/details", {"display_name": "  Ann of the pier ", "language": "es"})
    assert response.url == "/account/"
    keeper.refresh_from_db()
    assert (keeper.display_name, keeper.language) == ("Ann of the pier", "es")
    assert client.get("/account/").context["LANGUAGE_CODE"] == "es"


def test_old_sessions_are_forgotten(client, keeper, sign_in):
    from django.utils import timezone

    from trellis.core.forgetting.purging import purge

    sign_in(keeper)
    Session.objects.update(expire_date=timezone.now() - timezone.timedelta(days=1))
    purge(timezone.now())
    assert not Session.objects.exists()
