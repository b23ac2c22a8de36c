"""Saying who leads: kept over time, contested by members, answered once, and nobody exposed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from trellis.apps.directory.actions import change_record
from trellis.apps.directory.actions.leadership import (
    Told,
    answer_beside,
    answer_leadership,
    ask_leadership,
    draw_what_is_new,
    reply_to_members,
    say_how_i_see_it,
    take_back_how_i_see_it,
)
from trellis.apps.directory.models import LeadershipAnswer, LeadershipPicture, LeadershipView, Organization
from trellis.apps.directory.queries import leadership
from trellis.apps.directory.queries.ladder import Rung
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person, make_service
from trellis.apps.directory.views import leading_words
from trellis.apps.people.actions import join_group, leave_group
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

OURS = Told(saw="people", designed="people", leads="people", decides="people", stands="own", experiences=["grief"])
THEIRS = {"saw": "people", "designed": "people", "leads": "people", "decides": "service", "stands": "own"}


def answered(organization, told=OURS, *, now=NOW):
    with as_program():
        return answer_leadership(organization, told=told, now=now)


def members(organization, n: int):
    found = []
    for number in range(n):
        person = make_person()
        with acting(person):
            found.append(join_group(person, group=Ref.to(organization), display_name=f"M{number}", now=NOW))
    return found


def say(membership, answers=THEIRS, *, now=NOW):
    with acting(membership.person):
        say_how_i_see_it(membership, answers=answers, now=now)


def test_answers_are_kept_and_drift_shows():
    organization = make_organization()
    answered(organization, now=NOW - timedelta(days=730))
    answered(organization, Told(saw="people", designed="people", leads="people", decides="service", stands="inside"), now=NOW)

    rounds = leadership.rounds_of(organization)
    assert [(each.answered_on.year, each.replaced_on and each.replaced_on.year) for each in rounds] == [(2024, 2026), (2026, None)]
    assert [(each.question, each.moved) for each in leadership.changes_between(rounds)] == [("decides", -1)]
    (sentence,) = leading_words.drift_sentences(rounds)
    assert "moved away from the community" in sentence
    assert "2024" in sentence
    assert leading_words.timeline_of(rounds).text.startswith("2024: rung 6")
    line = leading_words.line_about(organization)
    assert (line.ladder.rung, line.drifted, line.contested) == (4, True, False)


def test_the_word_of_search_follows_the_answer():
    organization = make_organization(led_by="charity", kind="authority")
    answered(organization, Told(leads="residents"))
    assert Organization.objects.get(pk=organization.pk).led_by == "residents"
    answered(organization, Told(leads="service"), now=NOW + timedelta(days=1))
    assert Organization.objects.get(pk=organization.pk).led_by == "public"
    answered(organization, Told(leads="unknown"), now=NOW + timedelta(days=2))
    assert Organization.objects.get(pk=organization.pk).led_by == "public"
    answered(organization, Told(leads="mix"), now=NOW + timedelta(days=3))
    assert Organization.objects.get(pk=organization.pk).led_by == ""


def test_what_it_answered_stands_above_what_a_form_says():
    organization = make_organization(led_by="residents")
    answered(organization, Told(leads="residents"))
    with acting(make_person("keeper")):
        change_record(organization, record=replace(record_of(organization), led_by="public", name="Another name"), now=NOW)
    organization.refresh_from_db()
    assert (organization.name, organization.led_by) == ("Another name", "residents")


def test_keepers_ask_and_editors_answer():
    organization = make_organization()
    editor, keeper = make_person("editor", organization, email="e@example.org"), make_person("keeper")
    with acting(keeper):
        ask_leadership(organization, now=NOW)
        with pytest.raises(Refused, match="Only this organization's editors"):
            answer_leadership(organization, told=OURS, now=NOW)
    with acting(editor):
        answer_leadership(organization, told=OURS, now=NOW)
    letter = Letter.objects.filter(recipient=editor).first()
    assert letter.subject == "Four short questions for you"
    assert organization.name not in letter.subject + letter.body


def test_members_contest_and_nobody_can_be_told():
    organization = make_organization()
    editor = make_person("editor", organization)
    answered(organization)
    joined = members(organization, 6)
    for each in joined[:2]:
        say(each)
    assert draw_what_is_new(now=NOW) == 0
    assert leadership.picture_of(organization) is None

    say(joined[2])
    assert leadership.picture_of(organization) is None, "nothing shows before the night"
    assert draw_what_is_new(now=NOW) == 1
    picture = leadership.picture_of(organization)
    assert leadership.contested(picture) == ["decides"]
    place = leadership.place_of(leadership.answer_of(organization.pk), picture, [])
    assert (place.claimed, place.members) == (Rung.SELF_GOVERNING, Rung.INTEGRATED)
    assert Letter.objects.filter(recipient=editor, subject="Something you said is seen differently").exists()

    say(joined[3], {**THEIRS, "decides": "people"})
    assert draw_what_is_new(now=NOW) == 0, "one more view alone never changes the picture"

    with acting(editor):
        reply_to_members(leadership.answer_of(organization.pk), question="decides", text="We will meet.", language="en", now=NOW)
        with pytest.raises(WrongState, match="replied"):
            reply_to_members(leadership.answer_of(organization.pk), question="decides", text="Again.", language="en", now=NOW)
        with pytest.raises(WrongState, match="Nothing is seen differently"):
            reply_to_members(leadership.answer_of(organization.pk), question="saw", text="Hm.", language="en", now=NOW)


def test_a_contest_stays_until_members_change_theirs():
    organization = make_organization()
    answered(organization)
    joined = members(organization, 6)
    for each in joined[:4]:
        say(each)
    draw_what_is_new(now=NOW)
    answered(organization, OURS, now=NOW + timedelta(days=1))
    assert leadership.contested(leadership.picture_of(organization)) == ["decides"], "answering the same anew does not end it"
    for each in joined[:4]:
        say(each, {**THEIRS, "decides": "people"})
    draw_what_is_new(now=NOW)
    assert leadership.contested(leadership.picture_of(organization)) == []


def test_saying_the_same_again_counts_once_and_leaving_takes_it_along():
    organization = make_organization()
    answered(organization)
    joined = members(organization, 5)
    for each in joined[:3]:
        say(each)
        say(each, {**THEIRS, "decides": "funder"})
        say(each)
    assert LeadershipView.objects.count() == 3
    draw_what_is_new(now=NOW)
    assert leadership.picture_of(organization) is not None
    with acting(joined[0].person):
        leave_group(joined[0], now=NOW)
    with acting(joined[1].person):
        take_back_how_i_see_it(joined[1], now=NOW)
    assert LeadershipView.objects.count() == 1
    assert leadership.picture_of(organization) is None
    assert draw_what_is_new(now=NOW) == 1
    assert LeadershipPicture.objects.count() == 0


def test_the_database_and_the_log_do_not_say_where_somebody_belongs():
    organization = make_organization()
    answered(organization)
    (membership,) = members(organization, 1)
    say(membership)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM directory_leadershipview")
        stored = repr(cursor.fetchall())
    assert str(organization.pk) not in stored
    assert organization.pk.hex not in stored
    assert "service" not in stored
    entry = LogEntry.objects.get(action="directory.leadership.see")
    assert str(organization.pk) not in repr((entry.subject_id, entry.facts))


def test_a_service_beside_it_says_how_it_sees_it():
    group, service, other = make_organization(), make_organization(name="Bay Trust"), make_organization(name="Harbour Choir")
    editor = make_person("editor", service, email="bay@example.org")
    answered(group, Told(leads="people", decides="people", stands="own", supported=True, supporter=service))
    assert Letter.objects.filter(recipient=editor).count() > 0
    with acting(editor):
        answer_beside(service, initiative=group, told=Told(leads="people", decides="service", stands="inside"), now=NOW)
    with as_program(), pytest.raises(NotFound):
        answer_beside(other, initiative=group, told=Told(), now=NOW)
    answer = leadership.answer_of(group.pk)
    beside = LeadershipAnswer.objects.filter(organization=group, by=service)
    assert leadership.place_of(answer, None, list(beside)).service == Rung.INTEGRATED
    assert leading_words.rows_of(answer, None, beside)[3].beside == [("Bay Trust", "A service or authority")]


def test_the_pages_say_it(client):
    organization = make_organization()
    service = make_service(organization)
    assert "Nobody has answered this yet" in client.get(f"/organization/{organization.pk}/leads").content.decode()
    answered(organization, now=NOW - timedelta(days=800))
    answered(organization, Told(saw="people", leads="mix", decides="service", words={"decides": "The <b>board</b> of the trust."}))
    for each in members(organization, 5):
        say(each, {**THEIRS, "decides": "funder"})
    draw_what_is_new(now=NOW)
    page = client.get(f"/organization/{organization.pk}/leads").content.decode()
    for words in (
        "Several members say: “An outside funder”.",
        "The &lt;b&gt;board&lt;/b&gt;",
        "moved away from the community",
        "rung 4 of 6",
    ):
        assert words in page
    for address in (f"/organization/{organization.pk}", f"/service/{service.pk}"):
        shown = client.get(address).content.decode()
        assert "Decided by: <strong>A service or authority</strong>" in shown
        assert "Several members see something differently." in shown


def test_the_page_costs_the_same_queries_with_more_said(client, django_assert_max_num_queries):
    organization = make_organization()
    answered(organization, now=NOW - timedelta(days=800))
    for years in (1, 2, 3):
        answered(organization, now=NOW - timedelta(days=800 - 200 * years))
    for each in members(organization, 5):
        say(each)
    draw_what_is_new(now=NOW)
    client.get(f"/organization/{organization.pk}/leads")
    with django_assert_max_num_queries(10):
        client.get(f"/organization/{organization.pk}/leads")
    assert LeadershipPicture.objects.count() == 1
