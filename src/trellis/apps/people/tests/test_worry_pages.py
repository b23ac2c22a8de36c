"""Telling a worry: one question at a time, nothing lost, nothing kept before it is sent, and the way back for the answer."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.people.actions import add_turn, answer_case, take_case
from trellis.apps.people.models import Case, Worry
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import acting
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""Two in the morning on a Sunday."""
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOLD = {"danger": "no", "words": "She has bruises again.", "reply": "receipt", "contact": ""}
ABOUT = {"about": "directory.service/7", "at": "/service/7?secret=1"}


@pytest.fixture
def at(monkeypatch):
    """Sets the moment at which pages are asked for."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NIGHT)
    return set_to


@pytest.fixture
def guardian():
    found = make_person("guardian", display_name="Ann")
    with acting(found):
        add_turn(person=found, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=8), now=NIGHT)
    return found


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def carried(response) -> dict:
    """The hidden answers of a page, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def answered(client, page, **answers):
    return client.post(reverse("worry-new"), {**carried(page), "go": "on", **answers})


def to_the_check(client, **told):
    told = {**TOLD, **told}
    page = client.get(reverse("worry-new"), ABOUT)
    page = answered(client, page, danger=told["danger"])
    page = answered(client, page, words=told["words"])
    if carried(page)["step"] == "readers":
        page = answered(client, page, **({"keep_out": told["keep_out"]} if "keep_out" in told else {}))
    return answered(client, page, reply=told["reply"], contact=told["contact"])


def send(client, page):
    return client.post(reverse("worry-new"), {**carried(page), "go": "send"})


def test_every_page_leads_there_and_says_where_one_was(client):
    assert f'{reverse("worry-new")}?at=/about"' in client.get("/about?q=secret").content.decode()


def test_at_night_it_says_that_nobody_reads_and_until_when(client, at, guardian):
    page = client.get(reverse("worry-new"))
    assert "Nobody is reading this until tomorrow 09:00." in words(page)
    assert 'href="tel:999"' in page.content.decode()
    assert "last looked through on" in words(page)
    assert "no-store" in page["Cache-Control"]
    at(MONDAY + timedelta(hours=1))
    assert "A guardian is on watch now, until today 17:00." in words(client.get(reverse("worry-new")))


def test_with_no_rota_it_says_that_nobody_knows(client, at):
    assert "we do not know when somebody will" in words(client.get(reverse("worry-new")))


def test_a_worry_is_told_step_by_step_and_answered_under_its_number(client, at, guardian):
    check = to_the_check(client)
    assert "She has bruises again." in words(check)
    assert not Worry.objects.exists()
    sent = send(client, check)
    code = re.search(r'<bdi dir="ltr">([\d ]{19})</bdi>', sent.content.decode())[1]
    assert "Nobody is reading this until tomorrow 09:00." in words(sent)
    assert re.search(r'<bdi dir="ltr">([\d ]{19})</bdi>', send(client, check).content.decode())[1] == code
    worry = Worry.objects.get()
    assert (worry.words, worry.reporter, worry.about) == ("She has bruises again.", None, "directory.service/7")
    assert worry.evidence["path"] == "/service/7"
    assert code.replace(" ", "") not in str(Worry.objects.values())

    with acting(guardian):
        take_case(worry.case, now=MONDAY)
        answer_case(worry.case, text="Thank you. I will ring the school.", signposts=["Samaritans"], now=MONDAY)
    page = client.post(reverse("worry-follow"), {"code": code.replace(" ", "-")})
    assert "I will ring the school." in words(page)
    assert "116 123" in words(page)
    page = client.post(reverse("worry-follow"), {**carried(page), "more": "It happened again."})
    assert "It happened again." in words(page)
    assert Case.objects.get().notes.filter(kind="words").count() == 1


def test_what_was_written_is_not_lost_by_an_error_or_by_going_back(client, at, guardian):
    page = client.get(reverse("worry-new"), ABOUT)
    page = answered(client, page)
    assert "Choose yes, no, or that you are not sure." in words(page)
    page = answered(client, answered(client, page, danger="unsure"), words="She is afraid.")
    page = answered(client, answered(client, page), reply="contact", contact="")
    assert "Say how we can reach you safely" in words(page)
    back = client.post(reverse("worry-new"), {**carried(page), "reply": "contact", "contact": "a note", "go": "words"})
    assert "She is afraid." in back.content.decode()
    assert carried(back)["contact"] == "a note"
    check = answered(client, answered(client, answered(client, back, words="She is very afraid.")), reply="contact", contact="a note")
    assert "She is very afraid." in words(check)
    assert "I am not sure" in words(check)


def test_forged_steps_lose_nothing_and_send_nothing_half(client, at):
    for sent in (
        {"step": "check", "go": "send"},
        {"step": "check", "go": "send", **TOLD},
        {"step": "nowhere", "go": "nowhere"},
        {"step": "reply", "go": "on", "reply": "here"},
        {"go": "send", "step": "danger", "danger": "\x00"},
        {"step": "check", "go": "send", **TOLD, "reply": "here", "form_key": "0b9b0d1e-3f86-4f6d-9d6a-3f4b7a0b9a11"},
    ):
        assert client.post(reverse("worry-new"), sent).status_code == 200
    assert not Worry.objects.exists()


def test_somebody_signed_in_stays_nobody_unless_they_ask_to_be_answered_here(client, at, guardian):
    person = make_person(email="sam@example.org")
    client.force_login(person)
    send(client, to_the_check(client, reply="none"))
    assert Worry.objects.get().reporter is None
    assert LogEntry.objects.get(action="people.worry.tell").actor_id == ""
    send(client, to_the_check(client, reply="here"))
    mine = Worry.objects.get(reply="here")
    assert mine.reporter == person
    assert LogEntry.objects.filter(action="people.worry.tell").exclude(actor_id="").count() == 1
    assert client.get(reverse("worry-mine")).content.decode().count("/answers/") == 2
    address = reverse("worry-own", args=[mine.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, {**carried(client.get(address)), "more": "And on Friday."}, follow=True)
    assert "And on Friday." in words(page)
    client.force_login(make_person(email="alex@example.org"))
    assert client.get(address).status_code == 404


def test_a_guardian_it_is_about_is_kept_out(client, at, guardian):
    other = make_person("guardian", display_name="Ben")
    page = to_the_check(client, keep_out=str(guardian.pk))
    assert "Ann" in words(page)
    sent = send(client, page)
    assert "1 guardian can read it" in words(sent)
    assert "we do not know when somebody will" in words(sent)
    case = Case.objects.get()
    assert (case.is_visible_to(guardian), case.is_visible_to(other)) == (False, True)


def test_how_many_can_read_it_does_not_tell_whether_a_member_is_a_guardian(client, at, guardian):
    """Members go by a name of their choice in a group: a count that is one less would say who they are."""
    make_person("guardian", display_name="Ben")
    told = []
    for somebody in (guardian, make_person(display_name="Cy")):
        page = client.get(reverse("worry-new"), {"about": f"core.person/{somebody.pk}"})
        for answers in ({"step": "danger", "danger": "no"}, {"step": "words", "words": "She has bruises."}, {"step": "readers"}):
            page = answered(client, page, **answers)
        told.append(words(send(client, answered(client, page, step="reply", reply="none", contact=""))))
    assert "Guardians who have nothing to do with it can read it" in told[0] and "Guardians who have" in told[1]
    assert not any(re.search(r"\d guardians? can read", each) for each in told)


def test_with_nobody_left_to_read_it_the_page_says_so(client, at, guardian):
    sent = send(client, to_the_check(client, keep_out=str(guardian.pk)))
    assert "There is nobody who may read this now." in words(sent)


def test_wrong_unknown_and_missing_numbers_are_answered_alike_and_not_for_ever(client, at, guardian):
    sent = send(client, to_the_check(client))
    code = re.search(r'<bdi dir="ltr">([\d ]{19})</bdi>', sent.content.decode())[1]
    wrong = ["", "1234", "0000 0000 0000 0000", "x" * 400, code[:-1] + str((int(code[-1]) + 1) % 10), "٠" * 16]

    def heard(response):
        errors = re.findall(r'<div class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
        return response.status_code, errors

    answers = [heard(client.post(reverse("worry-follow"), {"code": each})) for each in wrong]
    assert all(each == answers[0] for each in answers)
    assert answers[0][0] == 200
    assert "found nothing under this number" in answers[0][1][0]
    for _each in range(10 - len(wrong)):
        client.post(reverse("worry-follow"), {"code": "0000 0000 0000 0000"})
    late = client.post(reverse("worry-follow"), {"code": code})
    assert late.status_code == 429
    assert "Wait a quarter of an hour" in words(late)


def test_a_worry_about_any_row_there_is_reads_nothing_of_it():
    """The reference comes from whoever asks: only kinds of rows that say what may be kept are opened."""
    from allauth.account.models import EmailAddress

    from trellis.apps.people.queries.worries import Reported, reported

    person = make_person(email="she@example.org")
    address, _is_new = EmailAddress.objects.get_or_create(user=person, email=person.email)

    assert reported(f"account.emailaddress/{address.pk}", None) == Reported()
