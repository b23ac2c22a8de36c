"""A fact is told once, in the reader's language, in neutral subjects, and leaves only after the commit."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.forgetting.purging import purge
from trellis.core.jobs import worker
from trellis.core.jobs.models import QueuedJob
from trellis.core.letters import SubjectTells, deliver, letter, letters_for, mark_read, n_unread, tells
from trellis.core.letters import channels as ways
from trellis.core.letters.models import Letter
from trellis.core.letters.sending import tidy
from trellis.core.people.models import Person

from .conftest import NOW, KettleBoiled, fact

pytestmark = pytest.mark.django_db
WORDS = {"subject": _("Yes"), "template": "letters_tests/hello.txt", "context": {"name": "Bob", "note": "I am <afraid>"}}


def by_email():
    return Letter.objects.get(channel="email")


def try_again():
    QueuedJob.objects.filter(status="READY").update(run_after=NOW - timedelta(days=9))
    return worker.run_waiting()


def test_a_person_is_told_in_the_page_and_by_email(person):
    written = letter(fact(), to=person, path="/review/5", **WORDS)
    assert {(each.channel, each.state) for each in written} == {("page", "sent"), ("email", "queued")}
    assert not mail.outbox, "nothing leaves with the fact"
    worker.run_waiting()
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"] and sent.subject == "Yes"
    assert "Bob & others wrote:\nI am <afraid>" in sent.body and "/review/5" in sent.body
    html = sent.alternatives[0][0]
    assert "Bob &amp; others" in html and "&lt;afraid&gt;" in html and "<afraid>" not in html
    assert by_email().state == "sent" and by_email().sent_at


def test_the_readers_language_is_used(person):
    person.language = "es"
    assert letter(fact(), to=person, **WORDS)[0].body.startswith("Sí, Bob")
    person.language = "xx"
    assert letter(fact(2), to=person, **WORDS)[0].language == "en"


def test_the_text_is_unreadable_in_the_database(person):
    letter(fact(), to="secret@example.org", **WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_letter")
        row = str(cursor.fetchall())
    assert "afraid" not in row and "secret@example" not in row


def test_telling_again_adds_nothing(person):
    told = fact()
    assert len(letter(told, to=person, **WORDS)) == 2
    assert letter(told, to=person, **WORDS) == []
    worker.run_waiting()
    assert letter(told, to=person, **WORDS) == []
    assert worker.run_waiting() == 0 and len(mail.outbox) == 1


def test_the_constraint_holds_whatever_the_code_does(person):
    (page, _email) = letter(fact(), to=person, **WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(**{**{f.attname: getattr(page, f.attname) for f in Letter._meta.fields}, "id": None, "pk": "5" * 32})


def test_without_the_fact_there_is_no_letter(person):
    with transaction.atomic():
        letter(fact(), to=person, **WORDS)
        transaction.set_rollback(True)
    assert not Letter.objects.exists() and worker.run_waiting() == 0


def test_somebody_without_an_account_is_told_by_email_once():
    told = fact()
    (written,) = letter(told, to="a@example.org ", language="es", **WORDS)
    assert letter(told, to="A@Example.org", **WORDS) == []
    worker.run_waiting()
    assert mail.outbox[0].to == ["a@example.org"] and written.language == "es"


def test_a_person_without_an_address_is_told_in_the_page_only():
    assert [each.channel for each in letter(fact(), to=Person.objects.create_user(), **WORDS)] == ["page"]


@pytest.mark.parametrize("subject", ["A letter from Bob", _("A letter from %(name)s") % {"name": "Bob"}])
def test_a_subject_that_may_tell_is_refused(person, subject):
    with pytest.raises(SubjectTells):
        letter(fact(), to=person, **{**WORDS, "subject": subject})


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a@example.org\r\nSubject: x"])
def test_an_address_cannot_smuggle_headers(address):
    letter(fact(), to=address, **WORDS)
    worker.run_waiting()
    assert not mail.outbox and by_email().state == "failed"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_makes_a_valid_email(person, text):
    made = Letter(recipient=person, language="en", subject="Yes", body=text, queued_at=NOW)
    assert b"Subject: Yes" in ways.composed(made).message().as_bytes()


def test_subjects_are_one_line(person):
    assert letter(fact(), to=person, **{**WORDS, "subject": _("One\r\nBcc: x@example.org")})[0].subject == "One Bcc: x@example.org"


def test_a_mail_server_that_is_away_is_tried_again_then_given_up(person, monkeypatch):
    letter(fact(), to=person, **WORDS)
    monkeypatch.setattr(ways.EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))
    for _attempt in range(6):
        assert try_again() == 1 and by_email().state == "queued"
    assert try_again() == 1 and try_again() == 0
    assert by_email().state == "failed" and "ConnectionRefusedError" in by_email().failure


def test_it_arrives_once_the_server_is_back(person, monkeypatch):
    letter(fact(), to=person, **WORDS)
    with monkeypatch.context() as away:
        away.setattr(ways.EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(smtplib.SMTPServerDisconnected("away")))
        try_again()
    try_again()
    assert len(mail.outbox) == 1 and by_email().state == "sent"


def test_an_unknown_address_is_not_tried_again(person, monkeypatch):
    letter(fact(), to=person, **WORDS)
    refused = smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"no such user")})
    monkeypatch.setattr(ways.EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(refused))
    assert try_again() == 1 and try_again() == 0
    assert by_email().state == "failed"


def test_a_retry_carries_the_same_message_id(person):
    letter(fact(), to=person, **WORDS)
    assert ways.composed(by_email()).message()["Message-ID"] == ways.composed(by_email()).message()["Message-ID"]


def test_declared_events_are_told(person):
    @tells(KettleBoiled)
    def ann_hears(told, event):
        letter(told, to=person, about=None, **{**WORDS, "context": {"name": event.code, "note": ""}})

    deliver(fact(), KettleBoiled(subject_id="5"))
    assert "letters_tests.kettle.boiled" in letters_for(person).get().body


def test_an_inbox_is_a_persons_own(person):
    other = Person.objects.create_user(email="bob@example.org")
    first, second = fact(1), fact(2)
    for told in (first, second):
        letter(told, to=person, **WORDS)
    letter(first, to=other, **WORDS)
    newest, oldest = letters_for(person)
    assert newest.fact_id == 2 and n_unread(person) == 2 and n_unread(other) == 1
    assert not mark_read(other, newest.pk, now=NOW)
    assert mark_read(person, newest.pk, now=NOW) and not mark_read(person, newest.pk, now=NOW)
    assert n_unread(person) == 1


def test_tidying(person):
    letter(fact(), to=person, **WORDS)
    tidy(NOW + timedelta(days=2))
    assert by_email().state == "queued"
    tidy(NOW + timedelta(days=10))
    assert by_email().state == "queued", "it may wait for a safe time, which comes once a week"
    tidy(NOW + timedelta(days=12))
    assert by_email().state == "failed"
    purge(NOW + timedelta(days=200))
    assert not Letter.objects.exists()
