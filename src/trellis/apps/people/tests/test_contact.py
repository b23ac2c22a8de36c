"""How somebody may be reached: kept in confidence, and obeyed by every letter."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from trellis.apps.people.actions import remove_contact_way, tell_contact_way
from trellis.apps.people.models import ContactWay
from trellis.apps.people.models.contact import Channel, MaySay, next_safe
from trellis.apps.people.tests.made import NOW, a_person, browser_of, go_on
from trellis.core.actions import NotFound, acting
from trellis.core.jobs import worker
from trellis.core.jobs.models import QueuedJob
from trellis.core.letters import letter
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db
ANY_TIME = {"days": [], "from": "", "until": ""}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path


def told(person, **way) -> ContactWay:
    with acting(person):
        return tell_contact_way(person, **{"channel": Channel.EMAIL, "may_say": MaySay.ANYTHING, "now": NOW, **way})


def write_to(person):
    """A letter about a fact, as any part of the house writes it."""
    entry = LogEntry.objects.create(number=1000, deed="00000000-0000-4000-8000-000000000001", at=NOW, action="test.thing.do", digest="")
    words = {
        "subject": gettext_lazy("Something waits for you to look at"),
        "template": "people/letters/code.txt",
        "context": {"code": "ABCD"},
    }
    return letter(entry, to=person, path="/service/secret-group", **words)


def test_somebody_who_told_nothing_gets_the_whole_letter():
    write_to(a_person())
    worker.run_waiting()
    assert "ABCD" in mail.outbox[0].body and "/service/secret-group" in mail.outbox[0].body


def test_do_not_contact_means_no_email_but_the_letter_lies_in_the_page():
    person = a_person()
    told(person, may_say=MaySay.DO_NOT)
    assert [each.channel for each in write_to(person)] == ["page"]
    worker.run_waiting()
    assert mail.outbox == []


def test_only_here_means_no_email():
    person = a_person()
    told(person, channel=Channel.INSIDE)
    assert [each.channel for each in write_to(person)] == ["page"]


def test_a_mind_changed_after_the_letter_was_written_counts():
    person = a_person()
    write_to(person)
    told(person, may_say=MaySay.DO_NOT)
    worker.run_waiting()
    assert mail.outbox == [] and Letter.objects.get(channel="email").state == "failed"


def everything_in(message) -> str:
    return message.message().as_string() + message.alternatives[0][0]


def test_nothing_said_is_nothing_said(settings):
    settings.PLACE_NAME = "Tendring Women"
    person = a_person()
    told(person, may_say=MaySay.NOTHING)
    write_to(person)
    worker.run_waiting()
    (sent,) = mail.outbox
    whole = everything_in(sent)
    assert sent.subject == "A message" and "There is something for you." in sent.body
    assert settings.TRELLIS_URL in sent.body
    for word in ("ABCD", "secret-group", "Tendring", "Something waits", "/letters", "Trellis <"):
        assert word not in whole


def test_only_the_places_name(settings):
    settings.PLACE_NAME = "Tendring Women"
    person = a_person()
    told(person, may_say=MaySay.PLACE)
    write_to(person)
    worker.run_waiting()
    (sent,) = mail.outbox
    assert "Tendring Women" in sent.body and "/letters" in sent.body
    assert not any(word in everything_in(sent) for word in ("ABCD", "secret-group", "Something waits"))


def test_outside_safe_hours_a_letter_waits_and_then_leaves(monkeypatch):
    from trellis.core.letters import sending

    person = a_person()
    told(person, safe_times={"from": "18:00", "until": "20:00"})
    at = {"now": NOW}
    monkeypatch.setattr(sending.timezone, "now", lambda: at["now"])
    write_to(person)
    sending.send_letter.func(_Context(), str(Letter.objects.get(channel="email").pk))
    assert mail.outbox == []
    held = QueuedJob.objects.exclude(run_after__gt=NOW + timedelta(days=300)).get()
    assert held.run_after == datetime(2026, 11, 23, 18, tzinfo=UTC)
    at["now"] = NOW.replace(hour=18, minute=30)
    sending.send_letter.func(_Context(), str(Letter.objects.get(channel="email").pk))
    assert len(mail.outbox) == 1


class _Context:
    attempt = 1


def test_somebody_without_an_account_address_is_written_to_where_they_said():
    person = a_person(email=None)
    told(person, address="corner.shop@example.org", may_say=MaySay.NOTHING)
    write_to(person)
    worker.run_waiting()
    assert mail.outbox[0].to == ["corner.shop@example.org"]


def test_nothing_of_it_is_readable_in_the_database():
    told(
        a_person(), channel=Channel.CALL, address="+441632960123", may_say=MaySay.NOTHING, note="ring three times", safe_times={"days": [2]}
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_contactway")
        kept = str(cursor.fetchall())
    assert not any(word in kept for word in ("960123", "nothing", "ring three", "days"))


def test_the_log_says_neither_way_nor_address():
    told(a_person(), channel=Channel.CALL, address="+441632960123")
    entry = LogEntry.objects.latest("number")
    assert entry.facts == {} and "960123" not in str(vars(entry))


def test_somebody_elses_way_is_not_there():
    way, other = told(a_person()), a_person("bob@example.org")
    with acting(other), pytest.raises(NotFound):
        remove_contact_way(way, now=NOW)
    assert browser_of(other).get("/me/contact/email/remove").status_code == 404


CLOCKS = st.sampled_from(["00:00", "00:30", "01:30", "06:00", "12:00", "20:15", "23:45"])
TIMES = st.fixed_dictionaries({}, optional={"days": st.lists(st.integers(0, 6), unique=True), "hours": st.tuples(CLOCKS, CLOCKS)})


@given(TIMES, st.integers(0, 2 * 365 * 24 * 4))
def test_the_next_safe_time_is_safe_and_not_before_now(times, quarters):
    """Also over the nights on which the clocks change."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    opens, closes = times.get("hours", ("", ""))
    opens, closes = (opens, closes) if opens != closes else ("", "")
    said = {"days": times.get("days", []), **({"from": opens, "until": closes} if opens else {})}
    found = next_safe(said, now)
    assert found >= now and found - now <= timedelta(days=8, hours=2)
    assert next_safe(said, found) == found, "what is safe stays so"
    local = found.astimezone(ZoneInfo(settings.PLACE_TIME_ZONE))
    day = local.date() if not opens or opens < closes or f"{local:%H:%M}" >= opens else local.date() - timedelta(days=1)
    if said.get("days") and not (opens and opens > closes):
        assert day.weekday() in said["days"]


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        ("call", "01632 960123", "+441632960123"),
        ("post", "3 High Street\nClacton", "High Street"),
        ("text", "07700 900123", "+447700900123"),
    ],
)
def test_one_question_a_page_then_check_then_kept(channel, address, shown):
    person = a_person()
    client, page = browser_of(person), f"/me/contact/{channel}"
    response = go_on(client, client.get(page), page, address=address)
    assert "What may we say?" in response.content.decode()
    response = go_on(client, response, page, may_say="nothing")
    assert "When is it safe?" in response.content.decode()
    response = go_on(client, response, page, days=["0", "3"], opens="9", closes="7pm")
    response = go_on(client, response, page, note="Let it ring three times")
    text = response.content.decode()
    assert "Check your answers" in text and "Monday, Thursday, from 09:00 to 19:00" in text and shown in text
    assert not ContactWay.objects.exists(), "nothing is kept before it was checked"
    sent = [go_on(client, response, page).url for _press in range(2)]
    assert sent == ["/me/contact/"] * 2
    way = ContactWay.objects.get()
    assert way.safe_times == {"days": [0, 3], "from": "09:00", "until": "19:00"} and shown in way.address
    assert LogEntry.objects.filter(action="people.contact.tell").count() == 1, "two presses count once"
    assert "Let it ring three times" in client.get("/me/contact/").content.decode()


def test_a_slip_is_said_and_nothing_is_lost():
    client, page = browser_of(a_person()), "/me/contact/call"
    response = go_on(client, client.get(page), page, address="my phone")
    assert "Enter a phone number like" in response.content.decode() and 'value="my phone"' in response.content.decode()
    response = go_on(client, response, page, address="01632 960123")
    response = go_on(client, response, page, may_say="anything")
    response = go_on(client, response, page, opens="9", closes="")
    assert "Say both times, or leave both empty." in response.content.decode() and 'value="9"' in response.content.decode()
    response = go_on(client, response, page, opens="25 o’clock", closes="26")
    assert "Write the time like 9:30" in response.content.decode()
    response = go_on(client, response, page, opens="", closes="")
    response = go_on(client, response, page, note="")
    assert "Any day, at any time" in response.content.decode()
    changing = go_on(client, response, page, change="address")
    assert 'value="+441632960123"' in changing.content.decode(), "change shows what was told"
    response = go_on(client, changing, page, address="01632 960999")
    assert "Check your answers" in response.content.decode() and "960999" in response.content.decode()


def test_do_not_contact_skips_the_times():
    client, page = browser_of(a_person()), "/me/contact/email"
    response = go_on(client, client.get(page), page, may_say="do_not")
    assert "anything else we should know" in response.content.decode()


@pytest.mark.parametrize("forged", [{"may_say": "shout"}, {"step": "check"}, {"done": ["say", "when", "note"], "step": "check"}])
def test_a_forged_form_keeps_nothing(forged):
    client = browser_of(a_person())
    assert client.post("/me/contact/call", {"form_key": "not a key", **forged}).status_code == 200
    assert not ContactWay.objects.exists()


def test_these_pages_are_stored_nowhere_and_have_the_way_out():
    response = browser_of(a_person()).get("/me/contact/")
    assert "no-store" in response["Cache-Control"] and 'href="/leave/"' in response.content.decode()
