"""Confirming by a link: once, by whom it was meant for, in time; reading changes nothing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.apps.directory.actions import ask_by_link, remind
from trellis.apps.directory.models import AskingRound, ConfirmRequest, Correspondent, Mistake, Service
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.tests.factories import make_organization, make_person, make_service
from trellis.core.actions import WrongState, acting
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A record that its contact was asked about just now: the service and the path of the link."""
    now = timezone.now()
    organization = make_organization(assured_on=now.date(), email="band@example.org")
    service = make_service(organization, assured_on=now.date() - timedelta(days=400))
    remind(now=now)
    return service, link_in(Letter.objects.get(channel="email"))


def link_in(letter) -> str:
    return re.search(r"http://localhost(/still-right/\S+)", letter.body)[1]


def words(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_reading_the_page_confirms_nothing_however_often_and_by_whatever_program(client, asked):
    service, path = asked
    for agent in ("Mozilla/5.0", "SafeLinks scanner", ""):
        page = words(client.get(path, headers={"user-agent": agent}))
        client.head(path)
    assert "Monday Evening Circle" in page
    assert "01632 960123" in page
    assert "960999" not in page, "a number for keepers is not for whoever has the link"
    assert ConfirmRequest.objects.get().used_at is None
    assert Service.objects.get().assured_on == service.assured_on


def test_all_right_confirms_the_record_in_the_name_of_the_group(client, asked):
    _service, path = asked
    assert "confirmed today" in words(client.post(path, {"answer": "right"}))
    row = Service.objects.get()
    assert (row.assured_on, row.assured_by) == (timezone.localdate(), "Pier Avenue Peers")
    assert AskingRound.objects.get().end == "confirmed"
    assert "band@example.org" not in str(list(LogEntry.objects.values_list("facts", flat=True)))


def test_used_twice_says_so_and_changes_nothing(client, asked):
    _service, path = asked
    client.post(path, {"answer": "right"})
    before = LogEntry.objects.count()
    for response in (client.get(path), client.post(path, {"answer": "stopped"})):
        page = words(response)
        assert "This link was used already" in page
        assert "Pier Avenue" not in page
    assert LogEntry.objects.count() == before
    assert not Mistake.objects.exists()


def test_after_expiry_a_new_link_goes_to_the_same_address_and_no_other(client, asked):
    _service, path = asked
    ConfirmRequest.objects.update(expires_at=timezone.now())
    page = words(client.get(path))
    assert "This link is too old" in page
    assert "band@example.org" not in page
    assert Service.objects.get().assured_on < timezone.localdate()
    assert "too old" in words(client.post(path, {"answer": "right"}))
    Correspondent.objects.update(last_letter_on=timezone.localdate() - timedelta(days=21))
    assert "on its way" in words(client.post(path, {"do": "renew"}))
    newest = Letter.objects.filter(channel="email").order_by("queued_at").last()
    assert newest.address == "band@example.org"
    assert link_in(newest) != path
    assert "confirmed today" in words(client.post(link_in(newest), {"answer": "right"}))


def test_a_new_link_waits_until_two_weeks_are_over(client, asked):
    _service, path = asked
    ConfirmRequest.objects.update(expires_at=timezone.now())
    words(client.post(path, {"do": "renew"}))
    words(client.post(path, {"do": "renew"}))
    assert Letter.objects.filter(channel="email").count() == 1
    assert ConfirmRequest.objects.filter(sent_at=None).count() == 1


def test_somebody_signed_in_who_is_no_contact_is_told_so_and_sees_nothing(client, asked):
    service, path = asked
    other = make_organization(name="Harbour Choir")
    for person in (make_person(email="m@example.org"), make_person("editor", other, email="x@example.org")):
        client.force_login(person)
        for response in (client.get(path), client.post(path, {"answer": "right"})):
            page = words(response, 403)
            assert "sent to somebody else" in page
            assert service.name not in page
    assert ConfirmRequest.objects.get().used_at is None


@pytest.mark.parametrize("role", ["editor", "keeper", "address"])
def test_those_who_know_may_answer_signed_in(client, asked, role):
    service, path = asked
    who = {
        "editor": lambda: make_person("editor", service.organization, email="e@example.org"),
        "keeper": lambda: make_person("keeper", email="k@example.org"),
        "address": lambda: make_person(email="Band@Example.org"),
    }
    client.force_login(who[role]())
    assert "confirmed today" in words(client.post(path, {"answer": "right"}))


def test_unknown_tampered_and_of_another_record_look_the_same(client, asked):
    service, path = asked
    other = make_service(make_organization(name="Another"))
    token = path.rsplit("/", 1)[1]
    changed = ("0" if token[0] != "0" else "1") + token[1:]
    pages = {
        words(client.get(f"/still-right/{record}/{secret}"), 404).replace(str(record), "").replace(secret, "")
        for record, secret in ((service.pk, changed), (other.pk, token), (uuid.uuid4(), token), (uuid.uuid4(), "nonsense"))
    }
    assert len(pages) == 1
    assert "leads nowhere" in pages.pop()
    assert client.post(f"/still-right/{other.pk}/{token}", {"answer": "right"}).status_code == 404


def test_something_changed_becomes_a_report_at_the_head_of_the_list(client, asked):
    service, path = asked
    assert "What has changed?" in words(client.post(path, {"answer": "changed"}))
    page = words(client.post(path, {"answer": "changed", "parts": ["hours"], "right": ""}))
    assert "There is a problem" in page
    assert ConfirmRequest.objects.get().used_at is None, "an answer with a fault in it does not use the link up"
    assert "A keeper puts it right" in words(client.post(path, {"answer": "changed", "parts": ["hours"], "right": "Now on Tuesdays"}))
    mistake = Mistake.objects.get()
    assert (mistake.parts, mistake.right, mistake.by_contact, mistake.record_id) == (["hours"], "Now on Tuesdays", True, service.pk)
    assert Service.objects.get().schedules.get().byday == "MO", "nothing is published before a keeper has looked"


def test_we_have_stopped_warns_readers_at_once_and_deletes_nothing(client, asked):
    service, path = asked
    assert "Readers see a warning" in words(client.post(path, {"answer": "stopped"}))
    row = Service.objects.get()
    assert (row.marked, row.status) == ("unconfirmed", "active")
    assert Mistake.objects.get().parts == ["ended"]
    assert "nobody answered" in words(client.get(f"/service/{service.pk}"))


def test_an_answer_that_is_none_shows_the_page_again(client, asked):
    _service, path = asked
    assert "Is this still right?" in words(client.post(path, {"answer": "perhaps"}))


def test_the_stop_link_stops_letters_and_a_changed_one_is_not_there(client, asked):
    letter = Letter.objects.get(channel="email")
    path = re.search(r"http://localhost(/letters/stop/\S+)", letter.body)[1]
    assert "Stop these letters?" in words(client.get(path))
    assert Correspondent.objects.get().stopped_at is None
    assert client.get(path[:-1] + "zz").status_code == 404
    words(client.post(path))
    words(client.post(path))
    assert Correspondent.objects.get().stopped_at is not None
    remind(now=timezone.now() + timedelta(days=30))
    assert Letter.objects.filter(channel="email").count() == 1


def test_a_keeper_asks_by_letter_and_is_told_when_it_goes():
    now = timezone.now()
    service = make_service(make_organization(email="band@example.org"), contacts=[])
    with acting(make_person("keeper", email="k@example.org")):
        assert ask_by_link(service, now=now) == timezone.localdate()
        assert ask_by_link(service, now=now + timedelta(days=1)) == timezone.localdate() + timedelta(days=14)
    assert Letter.objects.filter(channel="email").count() == 1


def test_nobody_to_ask_is_said_plainly():
    service = make_service(make_organization(), contacts=[ContactRecord(phone="01632 960123")])
    with acting(make_person("keeper", email="k@example.org")), pytest.raises(WrongState, match="Nobody can be asked"):
        ask_by_link(service, now=timezone.now())


def test_the_token_is_kept_nowhere(asked):
    _service, path = asked
    token = path.rsplit("/", 1)[1]
    request = ConfirmRequest.objects.get()
    assert token not in str(ConfirmRequest.objects.values().get())
    assert request.token == token
