"""The directory's pages: what they show, to whom, and in how many queries."""

import uuid

import pytest
from django.urls import reverse

from trellis.apps.directory.models import Revision, Service
from trellis.apps.directory.models.records import ScheduleRecord
from trellis.apps.directory.tests.factories import (
    make_location,
    make_organization,
    make_person,
    make_service,
    make_space,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_service_page_tells_what_one_needs_to_go_there(client):
    service = make_service(location=make_location())
    page = text(client.get(reverse("directory-service", args=[service.pk])))

    for words in ("Monday Evening Circle", "19:00 to 21:00", "Bus 5 stops outside.", "Step-free", "Free", "Dev meets you", "01632 960123"):
        assert words in page
    assert "Ann Secret" not in page
    assert "960999" not in page


def test_a_service_page_costs_the_same_queries_with_more_places(client, django_assert_num_queries):
    organization = make_organization()
    one = make_service(organization, make_location(organization))
    from trellis.apps.directory.models import ServiceAtLocation

    for number in range(3):
        ServiceAtLocation.objects.create(service=one, location=make_location(organization, name=f"Hall {number}"))
    client.get(reverse("directory-service", args=[one.pk]))
    with django_assert_num_queries(11):  # one of them asks whether it has a line to ring
        client.get(reverse("directory-service", args=[one.pk]))


def test_a_confidential_address_is_on_no_page(client):
    organization = make_organization()
    location = make_location(
        organization, confidential=True, public_area="In the Clacton area", address_1="9 Hidden Lane", name="Rose House"
    )
    service = make_service(organization, location, sensitive=True)
    client.force_login(make_person("keeper"))
    for address in (
        reverse("directory-service", args=[service.pk]),
        reverse("directory-organization", args=[organization.pk]),
        reverse("directory-organizations"),
    ):
        page = text(client.get(address))
        assert "Hidden Lane" not in page
        assert "Rose House" not in page
    assert client.get(reverse("directory-location", args=[location.pk])).status_code == 404


def test_a_sensitive_page_is_stored_nowhere_and_can_be_left(client):
    service = make_service(sensitive=True)
    response = client.get(reverse("directory-service", args=[service.pk]))
    assert "no-store" in response["Cache-Control"]
    assert reverse("leave") in text(response)


def test_a_link_in_a_record_cannot_run_script(client):
    service = make_service(website="javascript:alert(1)", online_url="data:text/html,x")
    page = text(client.get(reverse("directory-service", args=[service.pk])))
    assert 'href="javascript' not in page
    assert 'href="data:' not in page


def test_missing_records_are_not_found(client):
    for name in ("directory-service", "directory-organization", "directory-space", "directory-location"):
        assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_space_and_location_pages(client):
    location = make_location()
    space = make_space(location)
    assert "Back room" in text(client.get(reverse("directory-space", args=[space.pk])))
    assert "Back room" in text(client.get(reverse("directory-location", args=[location.pk])))


def test_how_long_it_took_is_told_once_and_shown_from_three_on(client):
    service = make_service(kind="responsibility", promised_days=10)
    address = reverse("directory-service-tell-time", args=[service.pk])
    for days in (20, 24, 30):
        key = str(uuid.uuid4())
        for _twice in range(2):
            assert client.post(address, {"form_key": key, "days": days}).status_code == 302
    assert service.times_taken.count() == 3
    page = text(client.get(reverse("directory-service", args=[service.pk])))
    assert "about 24 days" in page
    for wrong in ("-1", "4000", "ten", "", "9" * 40, "1\x00"):
        assert "There is a problem" in text(client.post(address, {"form_key": str(uuid.uuid4()), "days": wrong}))


@pytest.mark.parametrize("path", ["/keep/", "/keep/waiting/", "/keep/service/", "/keep/roles", "/keep/new/organization"])
def test_keeping_is_for_those_who_keep(client, path):
    assert client.get(path).status_code == 302
    client.force_login(make_person())
    assert client.get(path).status_code == 403


def test_an_editor_sees_only_their_own_records(client):
    mine, other = make_organization(name="Mine"), make_organization(name="Other")
    client.force_login(make_person("editor", mine))
    assert client.get(reverse("directory-keep-record", args=["organization", mine.pk])).status_code == 200
    assert client.get(reverse("directory-keep-record", args=["organization", other.pk])).status_code == 404
    page = text(client.get("/keep/organization/"))
    assert "Mine" in page
    assert "Other" not in page


ABOUT = {"name": "Quiet Evening", "kind": "meeting", "description": "", "what_to_expect": "", "website": "", "email": ""}


def edit(client, service, code, answers, steps=("check", "send")):
    address = reverse("directory-keep-section", args=["service", service.pk, code])
    base = client.get(address).context["base"]
    response = None
    for step in steps:
        key = str(uuid.uuid4())
        response = client.post(address, {**answers, "base": base, "step": step, "form_key": key})
    return response


def test_a_keeper_changes_a_record_in_three_steps(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    check = edit(client, service, "about", ABOUT, steps=("check",))
    assert "Check your changes" in text(check)
    assert "Quiet Evening" in text(check)
    assert edit(client, service, "about", ABOUT).status_code == 302
    service.refresh_from_db()
    assert service.name == "Quiet Evening"
    assert "Quiet Evening" in text(client.get(reverse("directory-keep-history", args=["service", service.pk])))


def test_an_editor_proposes_and_a_keeper_publishes(client):
    organization = make_organization()
    service = make_service(organization)
    client.force_login(make_person("editor", organization))
    assert edit(client, service, "about", ABOUT).status_code == 302
    service.refresh_from_db()
    assert service.name == "Monday Evening Circle"

    client.force_login(make_person("keeper"))
    waiting = Revision.objects.get(state="proposed")
    address = reverse("directory-keep-revision", args=[waiting.pk])
    assert "Quiet Evening" in text(client.get(address))
    assert "There is a problem" in text(client.post(address, {"decision": "reject", "reason": ""}))
    assert client.post(address, {"decision": "approve", "reason": ""}).status_code == 302
    service.refresh_from_db()
    assert service.name == "Quiet Evening"


def test_a_change_made_meanwhile_is_not_overwritten(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    address = reverse("directory-keep-section", args=["service", service.pk, "about"])
    base = client.get(address).context["base"]
    Service.objects.filter(pk=service.pk).update(name="Changed meanwhile")
    page = text(client.post(address, {**ABOUT, "base": base, "step": "check"}))
    assert "Somebody changed this while you were writing" in page
    assert "Quiet Evening" in page


def rows(*given):
    data = {"row-TOTAL_FORMS": str(len(given)), "row-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        for name, value in row.items():
            data[f"row-{number}-{name}"] = value
    return data


def test_opening_times_are_edited_in_rows(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    given = rows(
        {"position": "0", "weekdays": ["0", "2"], "opens_at": "7pm", "closes_at": "9.30pm", "repeats": "week"},
        {"weekdays": ["1"], "opens_at": "10", "closes_at": "noon", "repeats": "nth1"},
        {"repeats": "week"},
    )
    assert edit(client, service, "when", given).status_code == 302
    from trellis.apps.directory.queries.reading import record_of

    assert record_of(service).schedules == [
        ScheduleRecord(weekdays=[0, 2], opens_at="19:00", closes_at="21:30"),
        ScheduleRecord(freq="MONTHLY", nth=[(1, 1)], opens_at="10:00", closes_at="12:00"),
    ]


def test_impossible_opening_times_get_an_error_beside_the_field_and_lose_nothing(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    given = rows(
        {"weekdays": ["0"], "opens_at": "25:00", "closes_at": "9", "repeats": "week"},
        {"opens_at": "10", "repeats": "once", "starts_on_0": "31", "starts_on_1": "2", "starts_on_2": "2027"},
    )
    page = text(edit(client, service, "when", given, steps=("check",)))
    assert "Enter a time like 9:30 or 7pm." in page
    assert "This must be a real date." in page
    assert 'value="25:00"' in page
    assert service.schedules.count() == 1


def test_another_row_can_be_asked_for(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    page = text(edit(client, service, "contacts", rows({"phone": "01632 960111", "visibility": "public"}), steps=("more",)))
    assert "row-1-phone" in page
    assert "01632 960111" in page


def test_places_can_be_looked_for_and_chosen(client):
    service, hall = make_service(), make_location(name="Harbour Room")
    client.force_login(make_person("keeper"))
    assert "Harbour Room" in text(edit(client, service, "where", {"look": "harbour"}, steps=("more",)))
    assert edit(client, service, "where", {"locations": [str(hall.pk)], "look": ""}).status_code == 302
    assert [each.location for each in service.at_locations.all()] == [hall]


def test_a_keeper_adds_an_organization_a_place_a_space_and_a_service(client):
    client.force_login(make_person("keeper"))
    key = str(uuid.uuid4())
    answers = {"name": "New Circle", "kind": "peer_group", "led_by": "residents", "form_key": key}
    first = client.post(reverse("directory-keep-new", args=["organization"]), answers)
    again = client.post(reverse("directory-keep-new", args=["organization"]), answers)
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    organization = first["Location"].split("/")[3]
    place = client.post(
        f"/keep/new/location?organization={organization}", {"name": "Hut", "city": "Harwich", "form_key": str(uuid.uuid4())}
    )
    location = place["Location"].split("/")[3]
    space = {"name": "Attic", "location_key": location, "capacity": "8", "form_key": str(uuid.uuid4())}
    assert client.post(f"/keep/new/space?organization={organization}", space).status_code == 302
    service = {**ABOUT, "form_key": str(uuid.uuid4())}
    assert client.post(f"/keep/new/service?organization={organization}", service).status_code == 302
    assert "Attic" in text(client.get(f"/organization/{organization}"))


def test_closing_for_now_shows_on_the_page_and_opening_again_takes_it_away(client):
    service = make_service()
    client.force_login(make_person("keeper"))
    address = reverse("directory-keep-status", args=["service", service.pk])
    past = {"status": "temporarily_closed", "until_0": "1", "until_1": "1", "until_2": "2020", "reason": "Boiler"}
    assert "The day must not be in the past." in text(client.post(address, past))
    assert client.post(address, {"status": "temporarily_closed", "reason": "Boiler"}).status_code == 302
    assert "Boiler" in text(client.get(reverse("directory-service", args=[service.pk])))
    assert client.post(address, {"status": "active"}).status_code == 302
    assert "Boiler" not in text(client.get(reverse("directory-service", args=[service.pk])))


def test_a_steward_gives_and_takes_roles_but_the_last_steward_stays(client):
    organization = make_organization()
    steward = make_person("steward", display_name="Sol")
    client.force_login(steward)
    given = {"form_key": str(uuid.uuid4()), "email": "new@example.org", "role": "editor", "organization": str(organization.pk)}
    assert client.post("/keep/roles", given).status_code == 302
    grant = organization_grant = steward.__class__.objects.get(email="new@example.org").grants.get()
    assert organization_grant.scope_id == str(organization.pk)
    assert client.post("/keep/roles", {"take": str(grant.pk)}).status_code == 302
    last = steward.grants.get()
    assert "last steward" in text(client.post("/keep/roles", {"take": str(last.pk)}, follow=True))
    for wrong in ("nonsense", str(uuid.uuid4()), "\x00"):
        assert client.post("/keep/roles", {"take": wrong}).status_code == 404


def test_what_people_wrote_in_other_languages_is_shown_with_its_language(client):
    service = make_service(translations={"pl": {"name": "Krąg", "description": "W poniedziałki wieczorem."}})
    page = text(client.get(reverse("directory-service", args=[service.pk])))
    assert '<details class="fold" lang="pl" dir="ltr"><summary>Polski</summary>' in page
    assert "W poniedziałki wieczorem." in page
