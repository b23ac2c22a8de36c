"""From "I'd like to talk to others like me" to a circle: nobody is told of anybody before three have said the same."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from trellis.apps.directory.actions import approve_change
from trellis.apps.directory.actions.interests import (
    link_agency,
    propose_listing,
    say_interest,
    say_no,
    say_yes,
    take_back_interest,
    tend,
    wish_for_circle,
)
from trellis.apps.directory.models import Circle, CircleAsk, Interest, Organization, Revision
from trellis.apps.directory.models.records import OrganizationRecord
from trellis.apps.directory.queries import interests
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person
from trellis.apps.people.actions import join_group
from trellis.apps.people.actions.blocks import block_person
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import is_member, membership_of
from trellis.core.actions import NotFound, WrongState, acting
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


def looking(topic: str = "grief", *, how=("evenings",), now=NOW, **fields):
    person = make_person(**fields)
    with acting(person):
        return say_interest(person, topic=topic, how=how, now=now)


def asked_of(interest) -> CircleAsk | None:
    return CircleAsk.objects.select_related("circle").filter(interest=interest).first()


def yes(interest, name: str):
    with acting(interest.person):
        return say_yes(asked_of(interest), display_name=name, now=NOW)


def begun(n: int = 3, topic: str = "grief"):
    found = [looking(topic, email=f"p{number}@example.org") for number in range(n)]
    tend(now=NOW)
    memberships = [yes(each, f"P{number}") for number, each in enumerate(found)]
    tend(now=NOW)
    return Circle.objects.get(), memberships


def test_two_hear_nothing_and_three_are_asked():
    one, two = looking(), looking()
    looking("migration")
    tend(now=NOW)
    assert Circle.objects.count() == 0
    third = looking()
    tend(now=NOW)
    assert [asked_of(each) is not None for each in (one, two, third)] == [True, True, True]
    letters = Letter.objects.filter(subject="There is a question for you")
    assert letters.filter(recipient=one.person).exists()
    assert not any("rief" in letter.subject + letter.body for letter in letters)


def test_a_circle_begins_when_three_said_yes():
    found = [looking() for _each in range(4)]
    tend(now=NOW)
    yes(found[0], "Ann")
    yes(found[1], "Bo")
    with acting(found[2].person):
        say_no(asked_of(found[2]), now=NOW)
    tend(now=NOW)
    assert Circle.objects.get().state == "forming"
    yes(found[3], "Cy")
    tend(now=NOW)
    circle = Circle.objects.get()
    assert circle.state == "started"
    assert is_member(found[0].person, circle)
    assert not is_member(found[2].person, circle)
    assert interests.ways_to_meet(circle) == ["evenings"]
    assert Letter.objects.filter(recipient=found[3].person, subject="Something you said yes to has begun").exists()


def test_nobody_answers_for_somebody_else():
    found = [looking() for _each in range(3)]
    tend(now=NOW)
    with acting(found[0].person), pytest.raises(NotFound):
        say_yes(asked_of(found[1]), display_name="Eve", now=NOW)
    with acting(make_person("keeper")), pytest.raises(NotFound):
        take_back_interest(found[0], now=NOW)


def test_nobody_is_asked_with_somebody_they_blocked():
    group = make_organization()
    one, other = looking(), looking()
    for interest in (one, other):
        with acting(interest.person):
            join_group(interest.person, group=Ref.to(group), display_name="X", now=NOW)
    with acting(one.person):
        block_person(one.person, membership=membership_of(other.person, group), now=NOW)
    looking()
    tend(now=NOW)
    assert Circle.objects.count() == 0, "they are two and one, not three"
    looking()
    tend(now=NOW)
    assert CircleAsk.objects.count() == 3
    assert asked_of(other) is None or asked_of(one) is None


def test_taking_back_and_forgetting_after_180_days():
    found = [looking() for _each in range(2)]
    with acting(found[0].person):
        take_back_interest(found[0], now=NOW)
    assert Interest.objects.count() == 1
    looking(now=NOW + timedelta(days=181))
    looking(now=NOW + timedelta(days=181))
    tend(now=NOW + timedelta(days=181))
    assert Interest.objects.count() == 2
    assert Circle.objects.count() == 0, "an old interest is not the third"


def test_a_circle_that_never_begins_is_folded_and_leaves_nothing():
    found = [looking() for _each in range(3)]
    tend(now=NOW)
    yes(found[0], "Ann")
    tend(now=NOW + timedelta(days=61))
    assert Membership.objects.count() == 0
    assert Circle.objects.count() == 0
    tend(now=NOW + timedelta(days=62))
    assert CircleAsk.objects.count() == 3, "they wait for each other again"


def test_the_database_and_the_log_say_neither_topic_nor_circle():
    circle, (membership, *_others) = begun()
    with connection.cursor() as cursor:
        for table in ("interest", "circle", "circleask"):
            cursor.execute(f"SELECT * FROM directory_{table}")
            assert "grief" not in repr(cursor.fetchall()).lower()
    by_people = LogEntry.objects.filter(action__in=["directory.interest.say", "directory.circle.say_yes", "people.membership.join"])
    assert by_people.count() == 9
    assert not any(str(circle.pk) in repr((each.subject_id, each.facts)) for each in by_people)


def test_it_becomes_what_more_than_half_want():
    circle, memberships = begun(5)
    agency = make_organization(name="Bay Trust")
    editor = make_person("editor", agency)

    def wants(membership, path, agency=None):
        with acting(membership.person):
            wish_for_circle(membership, path=path, agency=agency, now=NOW)

    wants(memberships[0], "agency", agency)
    wants(memberships[1], "agency", agency)
    assert interests.chosen_path(circle).path == ""
    with acting(memberships[0].person), pytest.raises(WrongState):
        link_agency(circle, now=NOW)
    wants(memberships[2], "agency", agency)
    assert interests.chosen_path(circle).agency == agency
    with acting(memberships[0].person):
        link_agency(circle, now=NOW)
    letter = Letter.objects.filter(recipient=editor).first()
    assert letter.subject == "A group of people would like your support"
    assert "rief" not in letter.body


def test_it_is_listed_through_the_review_and_keeps_its_members(client):
    circle, memberships = begun()
    for each in memberships:
        with acting(each.person):
            wish_for_circle(each, path="listed", now=NOW)
    record = OrganizationRecord(name="Monday Tea", kind="peer_group")
    with acting(make_person()), pytest.raises(NotFound):
        propose_listing(circle, record=record, now=NOW)
    with acting(memberships[0].person):
        propose_listing(circle, record=record, now=NOW)
        with pytest.raises(WrongState, match="sent this already"):
            propose_listing(circle, record=record, now=NOW)
    revision = Revision.objects.get(record_id=circle.pk)
    assert revision.proposed_by is None
    with acting(make_person("keeper")):
        approve_change(revision, now=NOW)
    organization = Organization.objects.get(pk=circle.pk)
    assert membership_of(memberships[0].person, group_of(organization)) == memberships[0]
    client.force_login(memberships[0].person)
    assert "To your group’s page" in client.get(f"/organization/{organization.pk}").content.decode()


def test_a_circle_is_nowhere_for_others(client):
    circle, memberships = begun()
    client.force_login(make_person("keeper", email="k@example.org"))
    for address in (f"/group/{circle.pk}", f"/organization/{circle.pk}", f"/group/{circle.pk}/wish", f"/keep/organization/{circle.pk}/"):
        assert client.get(address).status_code == 404
    client.force_login(memberships[0].person)
    shown = client.get(f"/group/{circle.pk}").content.decode()
    assert "P0" in shown
    assert "P1" not in shown


def test_the_pages_from_looking_to_answering(client):
    others = [looking() for _each in range(2)]
    person = make_person(email="me@example.org")
    client.force_login(person)
    page = client.post("/alike/look", {"at": "topic", "go": "next"}).content.decode()
    assert "Choose one. You can say another afterwards." in page
    told = {"topic-topic": "grief", "how-how": ["online", "evenings"]}
    assert (
        "How would you like to talk?" in client.post("/alike/look", {"topic-topic": "grief", "at": "topic", "go": "next"}).content.decode()
    )
    assert "Check your answers" in client.post("/alike/look", {**told, "at": "how", "go": "next"}).content.decode()
    client.post("/alike/look", {**told, "go": "send", "form_key": str(uuid.uuid4())})
    page = client.get("/alike").content.decode()
    assert "Grief and loss" in page
    assert "Others have said the same" not in page
    tend(now=NOW)
    assert "Others have said the same" in client.get("/alike").content.decode()
    ask = CircleAsk.objects.get(interest__person=person)
    client.post(f"/alike/{ask.pk}/answer", {"display_name": "Mo", "form_key": str(uuid.uuid4())})
    assert "you said yes" in client.get("/alike").content.decode()
    for number, each in enumerate(others):
        yes(each, f"O{number}")
    tend(now=NOW)
    circle = Circle.objects.get()
    assert f"/group/{circle.pk}" in client.get("/alike").content.decode()
    assert client.get(f"/alike/{CircleAsk.objects.get(interest=others[0]).pk}/answer").status_code == 404
