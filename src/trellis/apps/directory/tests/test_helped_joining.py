"""Joining a group for somebody who sits beside one: possible, without seeing where they belong or what is said inside."""

import pytest
from django.test import Client
from django.utils import timezone

from trellis.apps.directory.actions.groups import ask_to_join, set_joining
from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import line_of
from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.people.actions import begin_helping, join_group
from trellis.apps.people.models import Membership
from trellis.core.actions import acting, as_program
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def choir():
    organization = make_organization(name="Harbour Choir")
    with as_program():
        set_joining(organization, joinable="open", members_listed=False, now=timezone.now())
    return Organization.objects.select_related("group").get(pk=organization.pk)


@pytest.fixture
def helped():
    """An organizer's browser in which a newcomer is helped, and the newcomer."""
    organizer = make_person("organizer", email="olive@example.org")
    with acting(organizer):
        session = begin_helping(reason="no-email", channel="table", now=timezone.now())
    client = Client()
    client.force_login(organizer)
    kept = client.session
    kept["helping"] = str(session.pk)
    kept.save()
    return client, session.person


def test_they_join_together_and_see_the_name_but_not_the_inside(choir, helped):
    client, person = helped
    page = f"/organization/{choir.pk}/join"
    sent = client.post(page, {"display_name": "Lin", "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e"})
    assert sent.url == "/me/groups/" and "Lin" in client.get(sent.url).content.decode()
    assert Membership.objects.get().person == person
    assert client.get(f"/group/{choir.pk}").status_code == 403


def test_the_page_of_a_group_does_not_tell_a_helper_that_the_person_belongs(choir, helped):
    _client, person = helped
    with acting(person):
        join_group(person, group=Ref.to(choir), display_name="Lin", now=timezone.now())
        assert line_of(choir, person) == "member"
    with acting(person, helper=make_person("organizer", email="oscar@example.org"), reason="reading"):
        assert line_of(choir, person) == "open"


@pytest.mark.parametrize("joinable", ["open", "ask"])
def test_the_way_in_is_the_same_for_somebody_who_belongs_already(choir, helped, joinable):
    """Else a helper who asks group by group would learn where the person belongs, and where they asked."""
    client, person = helped
    with as_program():
        set_joining(choir, joinable=joinable, members_listed=False, now=timezone.now())
    page, form = f"/organization/{choir.pk}/join", {"display_name": "Lin", "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e"}
    other = make_organization(name="Pier Choir")
    with as_program():
        set_joining(other, joinable=joinable, members_listed=False, now=timezone.now())
    with acting(person):
        join_group(person, group=Ref.to(choir), display_name="Secret Lin", now=timezone.now())

    shown = client.get(page)
    elsewhere = client.get(f"/organization/{other.pk}/join")
    assert shown.status_code == elsewhere.status_code == 200
    assert "Secret Lin" not in shown.content.decode()
    there = client.post(f"/organization/{other.pk}/join", form).url.replace(str(other.pk), str(choir.pk))
    assert client.post(page, form | {"form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1f"}).url == there


def test_what_the_person_asked_before_is_not_shown_to_a_helper(choir, helped):
    client, person = helped
    with as_program():
        set_joining(choir, joinable="ask", members_listed=False, now=timezone.now())
    with acting(person):
        ask_to_join(person, organization=choir, display_name="Secret Lin", now=timezone.now())
    assert "Secret Lin" not in client.get(f"/organization/{choir.pk}/join").content.decode()
