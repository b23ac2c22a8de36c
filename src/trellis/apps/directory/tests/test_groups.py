"""Groups: who may come in, under which name, and what nobody learns."""

import re
import uuid

import pytest

from trellis.apps.directory.actions.groups import ask_to_join, choose_listing, come_in, decline, join_openly, let_in, set_joining
from trellis.apps.directory.models import JoinRequest, ListedMember
from trellis.apps.directory.queries import groups
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person, make_service
from trellis.apps.people.actions.blocks import block_person
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import is_member, membership_of
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r'next=[^"&]*|[0-9a-f]{8}-[0-9a-f-]{27}')


def make_group(joinable: str, *, listed: bool = False, **fields):
    organization = make_organization(**fields)
    with as_program():
        set_joining(organization, joinable=joinable, members_listed=listed, now=NOW)
    return organization


def joined(organization, name: str, **fields):
    person = make_person(**fields)
    with acting(person):
        return join_openly(person, organization=organization, display_name=name, now=NOW)


def test_an_open_group_is_joined_under_any_name(client):
    group = make_group("open")
    person = make_person(email="who@example.org", display_name="Real Name")
    client.force_login(person)
    page = client.post(f"/organization/{group.pk}/join", {"display_name": "\u200b", "form_key": str(uuid.uuid4())}).content.decode()
    assert "Choose a name" in page
    sent = client.post(f"/organization/{group.pk}/join", {"display_name": "Sea 🌊", "form_key": str(uuid.uuid4())})
    assert sent["Location"] == f"/group/{group.pk}"
    shown = client.get(f"/group/{group.pk}").content.decode()
    assert "Sea 🌊" in shown
    assert "Real Name" not in shown
    assert "There is no list of members." in shown
    assert "Leave this page quickly" in shown


def test_a_closed_group_has_no_way_in(client):
    closed, nothing = make_organization(), uuid.uuid4()
    client.force_login(make_person(email="who@example.org"))
    answers = [client.get(f"/organization/{each}/join") for each in (closed.pk, nothing)]
    assert [each.status_code for each in answers] == [404, 404]
    person = make_person()
    with acting(person), pytest.raises(WrongState):
        join_openly(person, organization=closed, display_name="Ann", now=NOW)
    with acting(person), pytest.raises(WrongState):
        ask_to_join(person, organization=closed, display_name="Ann", now=NOW)


def test_the_page_of_a_group_is_there_for_members_only(client):
    group = make_group("open")
    joined(group, "Sam")
    keeper, editor = make_person("keeper", email="k@example.org"), make_person("editor", group, email="e@example.org")
    for person in (keeper, editor):
        client.force_login(person)
        hidden, missing = client.get(f"/group/{group.pk}"), client.get(f"/group/{uuid.uuid4()}")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert ADDRESS.sub("", hidden.content.decode()) == ADDRESS.sub("", missing.content.decode())
    client.logout()
    for key in (group.pk, uuid.uuid4()):
        assert client.get(f"/group/{key}")["Location"].startswith("/sign-in/")


def test_asking_first_shows_the_chosen_name_and_no_address(client):
    group = make_group("ask")
    editor = make_person("editor", group, email="e@example.org")
    person = make_person(email="hidden@example.org", display_name="Real Name")
    client.force_login(person)
    client.post(f"/organization/{group.pk}/join", {"display_name": "Jo", "form_key": str(uuid.uuid4())})
    letter = Letter.objects.filter(recipient=editor).first()
    assert "Jo" not in letter.body
    assert group.name not in letter.subject + letter.body

    client.force_login(editor)
    page = client.get(f"/organization/{group.pk}/group/asking").content.decode()
    assert "Jo" in page
    assert "hidden@example.org" not in page
    assert "Real Name" not in page
    request = JoinRequest.objects.get()
    client.post(f"/organization/{group.pk}/group/asking", {"answer": f"{request.pk}:yes"})
    assert not is_member(person, group), "they come in themselves"
    assert Letter.objects.filter(recipient=person, subject="There is an answer for you").exists()

    client.force_login(person)
    assert "You may come in" in client.get(f"/organization/{group.pk}/join").content.decode()
    client.post(f"/organization/{group.pk}/join", {"come-in": "1"})
    assert membership_of(person, group).display_name == "Jo"
    assert JoinRequest.objects.count() == 0


def test_somebody_who_was_not_let_in_can_not_come_in():
    group = make_group("ask")
    editor, stranger, person = make_person("editor", group), make_person("keeper"), make_person()
    with acting(person):
        request = ask_to_join(person, organization=group, display_name="Jo", now=NOW)
        with pytest.raises(WrongState):
            come_in(request, now=NOW)
        with pytest.raises(Refused):
            let_in(request, now=NOW)
    with acting(stranger), pytest.raises(NotFound):
        let_in(request, now=NOW)
    with acting(editor):
        decline(request, now=NOW)
    with acting(person), pytest.raises(WrongState):
        come_in(JoinRequest.objects.get(), now=NOW)


def test_members_are_listed_only_when_they_and_the_group_want_it(client):
    group = make_group("open", listed=True)
    one, other = joined(group, "Sam", email="s@example.org"), joined(group, "Zed")
    client.force_login(one.person)
    assert "Nobody so far." in client.get(f"/group/{group.pk}").content.decode()
    with acting(other.person):
        choose_listing(other, listed=True, now=NOW)
        with pytest.raises(NotFound):
            choose_listing(one, listed=True, now=NOW)
    assert "Zed" in client.get(f"/group/{group.pk}").content.decode()
    with as_program():
        set_joining(group, joinable="open", members_listed=False, now=NOW)
    assert ListedMember.objects.count() == 0
    assert "Zed" not in client.get(f"/group/{group.pk}").content.decode()


def test_people_who_blocked_each_other_do_not_read_each_others_names(client):
    group = make_group("open", listed=True)
    one, other = joined(group, "Sam", email="s@example.org"), joined(group, "Zed", email="z@example.org")
    for each in (one, other):
        with acting(each.person):
            choose_listing(each, listed=True, now=NOW)
    with acting(one.person):
        block_person(one.person, membership=other, now=NOW)
    assert groups.listed_names(group, reader=one.person) == ["Sam"]
    assert groups.listed_names(group, reader=other.person) == ["Zed"]


def test_how_many_is_never_told_up_to_ten(client):
    group = make_group("open")
    first = joined(group, "M0", email="m0@example.org")
    for number in range(9):
        joined(group, f"M{number + 1}")
    client.force_login(first.person)
    assert not groups.is_more_than_ten(group)
    assert "more than ten" not in client.get(f"/group/{group.pk}").content.decode()
    joined(group, "M10")
    assert "You are more than ten." in client.get(f"/group/{group.pk}").content.decode()


def test_leaving_and_another_name(client):
    group = make_group("open")
    membership = joined(group, "Sam", email="s@example.org")
    client.force_login(membership.person)
    client.post(f"/group/{group.pk}/name", {"display_name": "Sandy", "form_key": str(uuid.uuid4())})
    assert Membership.objects.get().display_name == "Sandy"
    assert "Leave this group?" in client.get(f"/group/{group.pk}/leave").content.decode()
    client.post(f"/group/{group.pk}/leave")
    assert Membership.objects.count() == 0
    assert client.get(f"/group/{group.pk}").status_code == 404


def test_the_way_in_stands_on_the_organizations_page(client):
    group = make_group("open")
    make_service(group, sensitive=True)
    assert "Join this group" in client.get(f"/organization/{group.pk}").content.decode()
    membership = joined(group, "Sam", email="s@example.org")
    client.force_login(membership.person)
    shown = client.get(f"/organization/{group.pk}")
    assert "To your group’s page" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store, private"


def test_only_its_editors_say_who_may_join(client):
    group = make_organization()
    client.force_login(make_person("keeper", email="k@example.org"))
    assert client.get(f"/organization/{group.pk}/group").status_code == 403
    client.force_login(make_person("editor", group, email="e@example.org"))
    client.post(f"/organization/{group.pk}/group", {"joinable": "ask", "members_listed": "on"})
    assert groups.joining_of(group) == "ask"
    assert groups.members_are_listed(group)
