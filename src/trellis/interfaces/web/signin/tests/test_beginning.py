"""Making an account by oneself: it begins with the right code, never before."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from trellis.core.actions import acting
from trellis.core.forgetting.erasing import erase
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Person

NEW = "new@example.org"


@pytest.fixture
def asks(db, code_in_mail):
    """A browser that asked for a code for this address, and the code."""

    def ask(address: str = NEW, **extra):
        browser = Client()
        browser.post("/sign-in/", {"email": address, **extra})
        return browser, code_in_mail()

    return ask


def test_an_account_begins_with_the_right_code(asks):
    browser, code = asks("  New@Example.org ")
    assert not Person.objects.exists()
    response = browser.post("/sign-in/code", {"code": code})
    assert (response.status_code, response.url) == (302, "/account/")
    person = Person.objects.get()
    assert (person.email, person.display_name, person.is_active, person.grants.count()) == (NEW, "", True, 0)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, True)]
    page = browser.get("/account/").content.decode()
    assert "Your account has begun." in page
    assert NEW in page


def test_the_log_names_the_new_person_by_a_pseudonym_only(asks):
    browser, code = asks()
    browser.post("/sign-in/code", {"code": code})
    person, entry = Person.objects.get(), LogEntry.objects.get(event="core.person.account_begun")
    assert (entry.subject_id, entry.actor_id) == (str(person.log_name), "")
    assert NEW not in str(entry.__dict__) and str(person.pk) not in str(entry.__dict__)


def test_it_begins_in_the_language_of_the_reader(asks):
    browser = Client(headers={"accept-language": "es"})
    browser.post("/sign-in/", {"email": NEW})
    until = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.01)
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox.pop().body, re.MULTILINE)[0]
    browser.post("/sign-in/code", {"code": code})
    assert Person.objects.get().language == "es"


def test_one_comes_back_to_where_one_wanted_to_go(asks):
    browser, code = asks(next="/alike/")
    assert browser.post("/sign-in/code", {"code": code, "next": "/alike/"}).url == "/alike/"


def test_asking_for_another_code_and_too_many_tries_keep_the_way_back(asks):
    browser, _code = asks(next="/alike/")
    assert 'value="/sign-in/?next=%2Falike%2F"' in browser.get("/sign-in/code?next=/alike/").content.decode()
    answers = [browser.post("/sign-in/code", {"code": "0000-0000", "next": "/alike/"}) for _try in range(3)]
    assert answers[-1].url == "/sign-in/?next=%2Falike%2F"


def test_a_wrong_code_makes_nobody(asks):
    browser, code = asks()
    for _try in range(3):
        browser.post("/sign-in/code", {"code": "0000-0000"})
    browser.post("/sign-in/code", {"code": code})
    assert not Person.objects.exists()
    assert browser.get("/account/").status_code == 302


def test_a_code_that_grew_old_makes_nobody(asks, monkeypatch):
    browser, code = asks()
    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    browser.post("/sign-in/code", {"code": code})
    assert not Person.objects.exists()


def test_two_browsers_that_asked_for_the_same_address_end_in_one_account(asks):
    (one, first), (other, second) = asks(), asks(NEW.upper())
    one.post("/sign-in/code", {"code": first})
    assert other.post("/sign-in/code", {"code": second}).url == "/account/"
    assert Person.objects.count() == 1
    assert [each.get("/account/").status_code for each in (one, other)] == [200, 200]


def test_somebody_put_to_rest_while_the_code_travelled_is_told_and_nothing_begins(asks):
    browser, code = asks()
    Person.objects.create_user(email="New@example.org", is_active=False)
    assert browser.post("/sign-in/code", {"code": code}).url == "/sign-in/"
    assert "Nobody can sign in with this address now." in browser.get("/sign-in/").content.decode()
    assert Person.objects.count() == 1
    assert browser.get("/account/").status_code == 302


def test_who_was_erased_may_begin_anew(asks):
    browser, code = asks()
    browser.post("/sign-in/code", {"code": code})
    before = Person.objects.get()
    with acting(before):
        erase(before, now=timezone.now())
    assert not Person.objects.exists()
    browser, code = asks()
    browser.post("/sign-in/code", {"code": code})
    again = Person.objects.get()
    assert (again.pk, again.log_name) != (before.pk, before.log_name)


def test_until_the_code_is_typed_only_the_session_of_the_browser_knows_the_address(asks):
    browser, _code = asks()
    assert not EmailAddress.objects.exists() and not LogEntry.objects.exists()
    assert Session.objects.count() == 1
    assert browser.session.get_expiry_age() <= 20 * 60


def test_where_accounts_are_given_none_begins(db, settings, keeper, sign_in):
    settings.SIGN_UP = "closed"
    browser = Client()
    assert "Here accounts are given by the people who keep this place." in browser.get("/sign-in/").content.decode()
    assert browser.post("/sign-in/", {"email": NEW}).url == "/sign-in/code"
    until = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.01)
    letter = mail.outbox.pop()
    assert (letter.to, letter.subject) == ([NEW], "Signing in")
    assert "Nobody signs in with this address" in letter.body
    for typed in ("", "-", "0000-0000"):
        browser.post("/sign-in/code", {"code": typed})
    assert sign_in(keeper).url == "/keep/"
    assert Person.objects.count() == 1


def test_a_place_that_closes_while_a_code_travels_makes_nobody(asks, settings):
    browser, code = asks()
    settings.SIGN_UP = "closed"
    assert browser.post("/sign-in/code", {"code": code}).url == "/sign-in/"
    assert not Person.objects.exists()


def test_accounts_begin_unless_the_place_says_otherwise(settings):
    assert settings.SIGN_UP == "open"
