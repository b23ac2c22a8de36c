"""Reminders: who is asked when, what readers are told when nobody answers, and that every step can be taken back."""

from datetime import date, timedelta

import pytest

from trellis.apps.directory.actions import change_record, close_for_now, confirm_record, put_back, remind
from trellis.apps.directory.actions.reminding import mark, send_letters
from trellis.apps.directory.models import AskingRound, ConfirmRequest, Correspondent, Service
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.models.vocabulary import FieldClass, Mark
from trellis.apps.directory.queries import freshness
from trellis.apps.directory.queries.asking import reachable_for
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.queries.searchable import SERVICE
from trellis.apps.directory.tests.factories import NOW, TODAY, make_organization, make_person, make_service
from trellis.core.actions import Refused, WrongState, acting
from trellis.core.letters.models import Letter
from trellis.core.log.chain import faults
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db
OLD = TODAY - timedelta(days=400)


def old_service(**fields):
    contacts = [ContactRecord(email="band@example.org"), ContactRecord(email="second@example.org", visibility="keepers")]
    return make_service(make_organization(assured_on=TODAY), **{"assured_on": OLD, "contacts": contacts, **fields})


def nights(*days: int) -> None:
    """The nightly job on these days from now."""
    for day in days:
        remind(now=NOW + timedelta(days=day))


def test_a_part_is_due_when_its_own_time_is_up_and_a_meeting_sooner():
    service, meeting = make_service(kind="service", assured_on=TODAY), make_service(kind="meeting", assured_on=TODAY)

    def due(row, days):
        return freshness.due_part(row, {}, today=TODAY + timedelta(days=days))

    assert due(service, 181) is None
    assert due(service, 182) == FieldClass.HOURS
    assert due(meeting, 121) == FieldClass.HOURS
    assert due(meeting, 100) is None
    fresh = dict.fromkeys((FieldClass.HOURS, FieldClass.PLACE, FieldClass.CONTACT), TODAY + timedelta(days=360))
    assert freshness.due_part(service, fresh, today=TODAY + timedelta(days=364)) is None
    assert freshness.due_part(service, fresh, today=TODAY + timedelta(days=370)) == FieldClass.COST


def test_a_changed_part_is_fresh_and_the_others_are_not():
    service = old_service(kind="service")
    record = record_of(service)
    record.fees_description = "Two pounds"
    with acting(make_person("keeper")):
        change_record(service, record=record, now=NOW)
    changed = freshness.changed_parts("service", [service.pk])[service.pk]
    assert changed == {"cost": TODAY}
    assert freshness.due_part(Service.objects.get(pk=service.pk), changed, today=TODAY) == FieldClass.HOURS


def test_first_contact_reminder_second_person_mark_hidden_and_nothing_deleted(mailoutbox):
    service = old_service()
    make_person("keeper", email="keeper@example.org")

    nights(0)
    asking_round = AskingRound.objects.get()
    assert asking_round.step == "asked"
    assert [each.address for each in Letter.objects.filter(channel="email")] == ["band@example.org"]
    nights(20)
    assert AskingRound.objects.get().step == "asked"
    nights(21)
    assert AskingRound.objects.get().step == "reminded"
    assert Letter.objects.filter(channel="email").count() == 2
    nights(42)
    assert AskingRound.objects.get().step == "second"
    assert Letter.objects.get(channel="email", queued_at=NOW + timedelta(days=42)).address == "second@example.org"
    nights(63)
    service.refresh_from_db()
    assert service.marked == Mark.UNCONFIRMED
    assert list(SERVICE.documents([service.pk]))
    nights(122)
    service.refresh_from_db()
    assert service.marked == Mark.UNCONFIRMED
    nights(123)
    service.refresh_from_db()
    assert service.marked == Mark.HIDDEN
    assert not list(SERVICE.documents([service.pk]))
    nights(400, 800)
    assert Service.objects.filter(pk=service.pk).exists()
    steps = [each.facts["step"] for each in LogEntry.objects.filter(event="directory.round.moved").order_by("number")]
    assert steps == ["asked", "reminded", "second", "marked", "hidden"]
    assert not list(faults())


def test_the_page_of_a_hidden_record_says_so_and_stays(client):
    service = old_service()
    mark(service, Mark.HIDDEN)
    page = client.get(f"/service/{service.pk}")
    assert page.status_code == 200
    assert "We do not know whether this still runs" in page.content.decode()
    mark(service, Mark.UNCONFIRMED)
    assert "nobody answered" in client.get(f"/service/{service.pk}").content.decode()


def test_the_job_twice_in_a_night_does_nothing_new():
    old_service()
    nights(0)
    before = (AskingRound.objects.count(), ConfirmRequest.objects.count(), Letter.objects.count(), LogEntry.objects.count())
    nights(0, 0)
    assert (AskingRound.objects.count(), ConfirmRequest.objects.count(), Letter.objects.count(), LogEntry.objects.count()) == before


def test_a_job_that_died_before_its_letters_goes_on_where_it_stopped(monkeypatch):
    from trellis.apps.directory.actions import reminding

    old_service()
    with monkeypatch.context() as patched:
        patched.setattr(reminding, "send_letters", lambda *, now: (_ for _ in ()).throw(OSError("the power went")))
        with pytest.raises(OSError, match="power"):
            remind(now=NOW)
    assert ConfirmRequest.objects.get().sent_at is None
    nights(25)
    assert AskingRound.objects.get().step == "asked", "a round goes on only from the day its letter left"
    assert ConfirmRequest.objects.get().expires_at == NOW + timedelta(days=25 + 21)


def test_one_letter_holds_all_records_and_none_follows_within_two_weeks():
    organization = make_organization(email="band@example.org", assured_on=TODAY)
    for name in ("Choir", "Band", "Dance"):
        make_service(organization, name=name, assured_on=OLD, contacts=[])
    nights(0)
    letter = Letter.objects.get(channel="email")
    assert all(name in letter.body for name in ("Choir", "Band", "Dance"))
    assert letter.body.count("/still-right/") == 3
    assert letter.subject == "Is this still right?"
    make_service(organization, name="Late", assured_on=OLD, contacts=[])
    nights(1, 13)
    assert Letter.objects.filter(channel="email").count() == 1
    nights(14)
    assert "Late" in Letter.objects.filter(channel="email").latest("queued_at").body


def test_confirming_ends_the_round_and_takes_the_mark_away():
    service = old_service()
    nights(0)
    mark(service, Mark.HIDDEN)
    with acting(make_person("keeper")):
        confirm_record(service, by="the group", now=NOW)
    service.refresh_from_db()
    assert service.marked == Mark.NONE
    assert AskingRound.objects.get().end == "confirmed"
    assert list(SERVICE.documents([service.pk]))


def test_a_keeper_puts_a_hidden_record_back_and_nobody_is_asked_for_six_weeks():
    service = old_service()
    nights(0, 21, 42, 63, 123)
    with acting(make_person("keeper")):
        put_back(Service.objects.get(pk=service.pk), now=NOW + timedelta(days=124))
    service.refresh_from_db()
    assert service.marked == Mark.NONE
    nights(125, 150)
    assert AskingRound.objects.filter(ended_on=None).count() == 0
    nights(170)
    assert AskingRound.objects.filter(ended_on=None).count() == 1


def test_only_a_keeper_puts_back_and_only_what_is_marked():
    organization = make_organization()
    service = make_service(organization)
    with acting(make_person("editor", organization)), pytest.raises(Refused):
        put_back(service, now=NOW)
    with acting(make_person("keeper")), pytest.raises(WrongState):
        put_back(service, now=NOW)


def test_an_address_that_letters_come_back_from_is_passed_over():
    service = old_service()
    nights(0)
    Letter.objects.update(state="failed", sent_at=None)
    nights(21)
    assert AskingRound.objects.get().step == "second"
    assert [each.address for each in reachable_for(service)] == ["second@example.org"]


def test_an_editor_and_then_a_keeper_are_asked_when_no_address_is_left():
    organization = make_organization(assured_on=TODAY)
    editor, keeper = make_person("editor", organization, email="e@example.org"), make_person("keeper", email="k@example.org")
    service = make_service(organization, assured_on=OLD, contacts=[])
    assert [each.person for each in reachable_for(service)] == [editor, keeper]


def test_records_closed_for_now_are_asked_about_and_ended_ones_are_not():
    closed, ended = old_service(name="Closed"), old_service(name="Ended", status="inactive")
    with acting(make_person("keeper")):
        close_for_now(closed, now=NOW)
    nights(0)
    assert [each.record_id for each in AskingRound.objects.all()] == [closed.pk]
    assert ended.marked == Mark.NONE


def test_not_everybody_is_asked_in_one_night():
    organization = make_organization(assured_on=TODAY)
    for number in range(7):
        make_service(organization, name=f"Group {number}", assured_on=None)
    assert remind(now=NOW, most=3)["begun"] == 3
    assert remind(now=NOW, most=3)["begun"] == 3
    assert remind(now=NOW, most=3)["begun"] == 1


def test_no_letter_goes_to_an_address_that_said_stop():
    old_service()
    nights(0)
    Correspondent.objects.update(stopped_at=NOW)
    ConfirmRequest.objects.update(sent_at=None)
    assert send_letters(now=NOW + timedelta(days=30)) == 0


def test_days_are_those_of_the_place(settings):
    settings.PLACE_TIME_ZONE = "Pacific/Auckland"
    service = old_service()
    with acting(make_person("keeper")):
        confirm_record(service, by="the group", now=NOW)
    service.refresh_from_db()
    assert service.assured_on == date(2026, 11, 24)
