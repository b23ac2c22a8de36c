"""Changing one's address takes proof of the person and of the new mailbox."""

import time

from allauth.account.models import EmailAddress
from django.core import mail

from trellis.core.people.models import Person


def test_the_two_tables_stay_in_step(db):
    person = Person.objects.create_user(email="Old@example.org")
    assert EmailAddress.objects.get().email == "old@example.org"
    person.email = "new@example.org"
    person.save()
    row = EmailAddress.objects.get()
    assert (row.email, row.primary, row.verified) == ("new@example.org", True, False)
    person.email = None
    person.save()
    assert not EmailAddress.objects.exists()


def test_a_code_sent_to_the_new_address_changes_it_and_the_old_one_is_told(client, keeper, sign_in, code_in_mail):
    sign_in(keeper)
    assert client.get("/account/address").status_code == 200
    assert client.post("/account/address", {"email": "new@example.org"}).url == "/account/address/code"
    code = code_in_mail()
    keeper.refresh_from_db()
    assert keeper.email == "ann@example.org"
    client.post("/account/address/code", {"code": code})
    keeper.refresh_from_db()
    assert keeper.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.org", True)]
    until = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.01)
    assert [letter.to for letter in mail.outbox] == [["ann@example.org"]]


def test_somebody_elses_address_looks_like_any_other_and_is_never_taken(client, keeper, sign_in, code_in_mail):
    Person.objects.create_user(email="bea@example.org")
    sign_in(keeper)
    response = client.post("/account/address", {"email": "bea@example.org"})
    assert response.url == "/account/address/code"
    page = client.post("/account/address/code", {"code": code_in_mail()})
    assert page.status_code == 200
    assert "This address can’t be used" in page.content.decode()
    keeper.refresh_from_db()
    assert keeper.email == "ann@example.org"


def test_later_one_shows_first_that_it_is_still_oneself(client, keeper, sign_in, code_in_mail, monkeypatch):
    sign_in(keeper)
    later = time.time() + 11 * 60
    monkeypatch.setattr("time.time", lambda: later)
    response = client.get("/account/address")
    assert response.url == "/sign-in/again?next=%2Faccount%2Faddress"
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"step": "send"})
    assert client.post(response.url, {"code": "0000-0000"}).status_code == 200
    assert client.post(response.url, {"code": code_in_mail()}).url == "/account/address"
    assert client.get("/account/address").status_code == 200
