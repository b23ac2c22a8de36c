"""Adding, changing, reviewing: what is public, what waits, and who may."""

from dataclasses import replace

import pytest

from trellis.apps.directory.actions import (
    InvalidRecord,
    add_record,
    approve_change,
    change_record,
    propose_change,
    propose_new,
    reject_change,
    withdraw_change,
)
from trellis.apps.directory.models import Revision, Service
from trellis.apps.directory.models.records import LocationRecord, ScheduleRecord, ServiceRecord, from_plain, to_plain
from trellis.apps.directory.queries.reading import public_record, record_of
from trellis.apps.directory.tests.factories import (
    NOW,
    TODAY,
    make_location,
    make_organization,
    make_person,
    make_service,
)
from trellis.core.actions import Refused, WrongState, acting, as_program
from trellis.core.log.chain import faults
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db


def test_a_record_is_read_back_as_it_was_written():
    service = make_service(location=make_location())
    record = record_of(Service.objects.get(pk=service.pk))

    assert record.schedules == [ScheduleRecord(weekdays=[0], opens_at="19:00", closes_at="21:00")]
    assert record.what_to_expect == "Dev meets you at the door."
    assert from_plain(ServiceRecord, to_plain(record)) == record


def test_an_editors_change_waits_and_the_last_approved_version_stays_public():
    organization = make_organization()
    service = make_service(organization)
    editor, keeper = make_person("editor", organization), make_person("keeper")

    with acting(editor):
        waiting = propose_change(service, record=replace(record_of(service), name="Tuesday Circle"), now=NOW)
    service.refresh_from_db()
    assert (service.name, waiting.state, waiting.changed) == ("Monday Evening Circle", "proposed", ["name"])

    with acting(keeper):
        approve_change(waiting, now=NOW)
    service.refresh_from_db()
    waiting.refresh_from_db()
    assert (service.name, waiting.state, waiting.decided_by) == ("Tuesday Circle", "approved", keeper)


def test_nobody_decides_on_what_they_proposed_themselves():
    service = make_service()
    keeper = make_person("keeper")
    with acting(keeper):
        waiting = propose_change(service, record=replace(record_of(service), name="Mine"), now=NOW)
        with pytest.raises(Refused, match="Somebody else has to look"):
            approve_change(waiting, now=NOW)


def test_two_changes_of_different_parts_are_both_published():
    organization = make_organization()
    service = make_service(organization)
    editor, keeper = make_person("editor", organization), make_person("keeper")
    with acting(editor):
        first = propose_change(service, record=replace(record_of(service), name="New name"), now=NOW)
        second = propose_change(service, record=replace(record_of(service), wait_time="two weeks"), now=NOW)
    with acting(keeper):
        approve_change(first, now=NOW)
        approve_change(second, now=NOW)
    service.refresh_from_db()
    assert (service.name, service.wait_time) == ("New name", "two weeks")


def test_two_changes_of_the_same_part_do_not_overwrite_each_other():
    organization = make_organization()
    service = make_service(organization)
    editor, keeper = make_person("editor", organization), make_person("keeper")
    with acting(editor):
        first = propose_change(service, record=replace(record_of(service), name="One"), now=NOW)
        second = propose_change(service, record=replace(record_of(service), name="Two"), now=NOW)
    with acting(keeper):
        approve_change(first, now=NOW)
        with pytest.raises(WrongState, match="same part"):
            approve_change(second, now=NOW)
    second.refresh_from_db()
    assert second.state == "proposed"


def test_a_change_can_be_emptied_and_that_is_published():
    organization = make_organization()
    service = make_service(organization)
    with acting(make_person("editor", organization)):
        waiting = propose_change(service, record=replace(record_of(service), what_to_expect=""), now=NOW)
    with acting(make_person("keeper")):
        approve_change(waiting, now=NOW)
    service.refresh_from_db()
    assert service.what_to_expect == ""


def test_rejecting_needs_a_reason_and_withdrawing_is_for_the_proposer():
    organization = make_organization()
    service = make_service(organization)
    editor, other, keeper = make_person("editor", organization), make_person("editor", organization), make_person("keeper")
    with acting(editor):
        waiting = propose_change(service, record=replace(record_of(service), name="One"), now=NOW)
    with acting(keeper), pytest.raises(WrongState):
        reject_change(waiting, reason="  ", now=NOW)
    with acting(other), pytest.raises(Refused):
        withdraw_change(waiting, now=NOW)
    with acting(keeper):
        reject_change(waiting, reason="The hall is closed.", now=NOW)
    with acting(keeper), pytest.raises(WrongState):
        approve_change(waiting, now=NOW)


@pytest.mark.parametrize("role", ["", "steward"])
def test_others_change_nothing(role):
    service = make_service()
    with acting(make_person(role)), pytest.raises(Refused):
        change_record(service, record=record_of(service), now=NOW)
    with acting(None), pytest.raises(Refused, match="sign in"):
        add_record(record=ServiceRecord(name="x"), now=NOW)


def test_an_editor_of_another_organization_may_not_propose():
    service = make_service()
    stranger = make_person("editor", make_organization(name="Another"))
    with acting(stranger), pytest.raises(Refused):
        propose_change(service, record=record_of(service), now=NOW)


def test_a_new_service_of_an_editor_is_not_there_until_it_is_approved():
    organization = make_organization()
    with acting(make_person("editor", organization)):
        waiting = propose_new(organization, record=ServiceRecord(name="Quiet hour"), now=NOW)
    assert not Service.objects.exists()
    with acting(make_person("keeper")):
        row = approve_change(waiting, now=NOW)
    assert (row.name, row.organization, row.pk) == ("Quiet hour", organization, waiting.record_id)


def test_a_confidential_location_keeps_nothing_that_can_be_read():
    location = make_location(confidential=True, public_area="Somewhere in Tendring", address_1="9 Hidden Lane")
    location.refresh_from_db()

    readable = {name: getattr(location, name) for name in location.SECRET}
    assert set(readable.values()) == {"", None}
    assert location.private["address_1"] == "9 Hidden Lane"
    assert record_of(location).address_1 == "9 Hidden Lane"
    assert public_record(location).address_1 == ""
    assert location.address_lines == ["Somewhere in Tendring"]


def test_the_address_of_a_confidential_location_is_in_no_table_as_text():
    from django.db import connection

    make_service(location=make_location(confidential=True, address_1="9 Hidden Lane", name="Rose House"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text = repr(cursor.fetchall())
            assert "Hidden Lane" not in text, table
            assert "Rose House" not in text, table


def test_contacts_that_are_not_public_are_left_out_of_the_public_record():
    service = make_service()
    assert [each.phone for each in public_record(service).contacts] == ["01632 960123"]


@pytest.mark.parametrize(
    ("field", "record"),
    [
        ("name", ServiceRecord(name=" ")),
        ("name", ServiceRecord(name="x" * 10_000_000)),
        ("name", ServiceRecord(name="nul\x00")),
        ("name", ServiceRecord(name="\ud800")),
        ("cost", ServiceRecord(name="x", cost="cheap")),
        ("maximum_age", ServiceRecord(name="x", minimum_age=18, maximum_age=12)),
        ("latitude", LocationRecord(latitude=999.0, longitude=0.0)),
        ("longitude", LocationRecord(latitude=51.0)),
        ("timezone", LocationRecord(timezone="Europe/Nowhere")),
        ("schedules.0.opens_at", ServiceRecord(name="x", schedules=[ScheduleRecord(opens_at="25:00")])),
        ("schedules.0.until", ServiceRecord(name="x", schedules=[ScheduleRecord(starts_on=TODAY, until=TODAY.replace(year=2025))])),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field, record):
    with as_program(), pytest.raises(InvalidRecord) as refused:
        add_record(record=record, now=NOW)
    assert field in [problem.field for problem in refused.value.problems]
    assert not Revision.objects.exists()


def test_every_change_is_in_the_log_and_the_log_holds():
    service = make_service()
    with acting(make_person("keeper")) as _:
        change_record(service, record=replace(record_of(service), name="Other"), now=NOW)
    assert list(LogEntry.objects.values_list("action", flat=True)) == [
        "directory.record.add",
        "directory.record.add",
        "directory.record.change",
    ]
    assert list(faults()) == []

    LogEntry.objects.filter(number=2).update(actor_id="somebody else")
    assert [(fault.number, fault.problem) for fault in faults()] == [(2, "does not match its digest")]


def test_what_a_source_changed_is_in_the_history_too():
    from trellis.apps.directory.actions.imports import import_records
    from trellis.apps.directory.models import Source
    from trellis.apps.directory.models.records import OrganizationRecord

    source = Source(code="town", name="Town list", kind="test")
    for name in ("Old name", "Old name", "New name"):
        with as_program():
            import_records(source, [OrganizationRecord(key="1", name=name)], now=NOW)
            source = Source.objects.get(code="town")
    history = [(each.is_new, each.changed, each.channel) for each in Revision.objects.order_by("is_new")]
    assert history == [(False, ["name"], "import"), (True, ["kind", "language", "name", "status"], "import")]
