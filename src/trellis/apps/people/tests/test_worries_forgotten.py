"""What is left of a worry when its time is over, and when somebody who had to do with it is erased."""

from datetime import UTC, datetime, timedelta

import pytest

from trellis.apps.people import actions
from trellis.apps.people.models import Case, CaseNote, Conflict, OnCallTurn, Worry
from trellis.apps.people.queries.worries import reported
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import acting
from trellis.core.forgetting.erasing import erase
from trellis.core.forgetting.purging import purge

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def sam():
    return make_person(display_name="Sam", email="sam@example.org")


@pytest.fixture
def guardians():
    make_person("guardian", display_name="Cora")
    return make_person("guardian", display_name="Ann"), make_person("guardian", display_name="Ben")


@pytest.fixture
def closed(sam, guardians) -> Case:
    first, second = guardians
    with acting(sam):
        case = Case.objects.get(pk=actions.report_worry(words="The door was open.", danger="no", reply="here", now=NOW))
    with acting(first):
        actions.take_case(case, now=NOW)
        actions.note_case(case, text="I rang.", now=NOW)
        actions.propose_closing(case, reason="It is shut.", now=NOW)
        actions.add_turn(person=first, starts_at=NOW, ends_at=NOW + timedelta(hours=8), now=NOW)
    with acting(second):
        actions.close_case(case, now=NOW)
    return case


def test_a_closed_case_goes_after_a_year_with_all_that_belongs_to_it(closed):
    with acting(None):
        actions.report_worry(words="Another door.", danger="no", now=NOW)
    purge(NOW + timedelta(days=364))
    assert Case.objects.count() == 2
    assert not OnCallTurn.objects.exists()
    purge(NOW + timedelta(days=366))
    assert [each.words for each in Worry.objects.all()] == ["Another door."]
    assert not CaseNote.objects.exists()


def test_erasing_whoever_told_it_cuts_the_tie_and_the_guardians_go_on(closed, sam):
    erase(sam, now=NOW)
    worry = Worry.objects.get()
    assert (worry.reporter, worry.words) == (None, "The door was open.")
    assert not Conflict.objects.exists()


def test_erasing_a_guardian_leaves_what_was_done_without_the_name(closed, guardians):
    for each in guardians:
        erase(each, now=NOW)
    closed.refresh_from_db()
    assert (closed.state, closed.proposed_by, closed.closed_by) == ("closed", None, None)
    note = CaseNote.objects.get()
    assert (note.text, note.author) == ("I rang.", None)


def test_what_is_hidden_from_somebody_looks_like_what_is_not_there(closed, sam):
    stranger = make_person()
    for about in (f"people.worry/{closed.worry.pk}", "people.worry/7", "nothing", "", "no.such/1", "/about", "core.person/x"):
        assert reported(about, stranger) == reported("", None)


def test_whoever_a_worry_is_about_is_kept_out_and_not_named(guardians):
    thing = reported(f"core.person/{guardians[0].pk}", None)
    assert (thing.people, thing.title, thing.text) == ({guardians[0].pk}, "", "")
