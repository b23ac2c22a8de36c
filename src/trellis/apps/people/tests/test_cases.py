"""What guardians do about a worry: the states, the two people, the clock, who is told and who never sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.people import actions
from trellis.apps.people.models import Case, CaseState, Confidence, Worry
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.letters import letters_for
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def ann():
    return make_person("guardian", display_name="Ann", email="ann@example.org")


@pytest.fixture
def ben():
    return make_person("guardian", display_name="Ben", email="ben@example.org")


@pytest.fixture
def case(ann, ben) -> Case:
    return told()


def told(*, by=None, now=NOW, **fields) -> Case:
    with acting(by):
        pk = actions.report_worry(**{"words": "The back door was open.", "danger": "unsure", **fields}, now=now)
    return Case.objects.get(pk=pk)


def on_call(person, start, hours=8):
    with acting(person):
        return actions.add_turn(person=person, starts_at=start, ends_at=start + timedelta(hours=hours), now=NOW)


def subjects(person) -> list[str]:
    return [str(each.subject) for each in letters_for(person)]


def test_two_guardians_close_a_case_and_nobody_closes_alone(case, ann, ben):
    with acting(ann):
        actions.take_case(case, now=NOW)
        actions.note_case(case, text="I rang the hall.", now=NOW)
        actions.propose_closing(case, reason="The lock is mended.", now=NOW)
        with pytest.raises(Refused, match="second guardian"):
            actions.close_case(case, now=NOW)
    with acting(ben):
        actions.close_case(case, now=NOW)
        with pytest.raises(WrongState):
            actions.answer_case(case, text="Late.", now=NOW)
    case.refresh_from_db()
    assert (case.state, case.proposed_by, case.closed_by) == (CaseState.CLOSED, ann, ben)
    assert str(case.notes.get().author) == "Ann"
    with acting(ann):
        actions.reopen_case(case, reason="It broke again.", now=NOW)
    case.refresh_from_db()
    assert (case.state, case.closed_by, case.closing_reason) == (CaseState.OPEN, None, "")
    assert case.due_at == NOW + timedelta(hours=8)


def test_the_database_itself_knows_that_it_takes_two(case, ann):
    with acting(ann):
        actions.take_case(case, now=NOW)
        actions.propose_closing(case, reason="Done.", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed", closed_by=ann, closed_at=NOW)
    with acting(ann):
        actions.keep_open(case, reason="Not yet.", now=NOW)
        asked = actions.ask_confidence(case, told_whom="The council", reason="A child", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confidence.objects.filter(pk=asked).update(decided_by=ann)


def test_telling_somebody_outside_takes_two_and_a_reason(case, ann, ben):
    with acting(ann):
        actions.take_case(case, now=NOW)
        asked = Confidence.objects.get(pk=actions.ask_confidence(case, told_whom="The council", reason="A child is hurt.", now=NOW))
        with pytest.raises(Refused, match="second guardian"):
            actions.decide_confidence(asked, agree=True, reason="Yes.", now=NOW)
        with pytest.raises(WrongState, match="telling somebody outside"):
            actions.propose_closing(case, reason="Done.", now=NOW)
    with acting(ben):
        actions.decide_confidence(asked, agree=True, reason="It cannot wait.", now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decision_reason) == ("agreed", ben, "It cannot wait.")
    assert subjects(ben).count("Something waits for you to look at") == 2


def test_whoever_it_is_about_or_told_it_or_stands_aside_never_sees_it(ann, ben):
    cora = make_person("guardian")
    case = told(by=cora, reply="here", kept_out={ann.pk})
    assert [case.is_visible_to(each) for each in (ann, ben, cora, make_person("steward"), make_person("keeper"), None)] == [
        False, True, False, False, False, False,
    ]  # fmt: skip
    assert not letters_for(ann).exists()
    assert not letters_for(cora).exists()
    with acting(ann), pytest.raises(NotFound):
        actions.take_case(case, now=NOW)
    with acting(ben):
        actions.take_case(case, now=NOW)
        actions.stand_aside(case, now=NOW)
    case.refresh_from_db()
    assert (case.state, case.taken_by, case.is_visible_to(ben)) == (CaseState.OPEN, None, False)


def test_who_is_on_call_hears_first(ann, ben):
    on_call(ann, NOW - timedelta(hours=1))
    on_call(ben, NOW + timedelta(hours=7))
    told()
    assert (len(subjects(ann)), len(subjects(ben))) == (1, 0)
    told(now=NOW + timedelta(hours=16), danger="no")
    told(now=NOW + timedelta(hours=16), danger="now")
    assert (len(subjects(ann)), len(subjects(ben))) == (3, 2)


def test_what_is_overdue_goes_to_the_next_on_call_then_to_all_then_to_the_stewards(ann, ben):
    steward, moment = make_person("steward"), NOW + timedelta(hours=8)
    on_call(ann, NOW - timedelta(hours=1), hours=200)
    on_call(ben, NOW - timedelta(hours=1), hours=400)
    case = told()
    Letter.objects.all().delete()
    assert actions.remind_of_overdue(moment - timedelta(seconds=1)) == 0
    counts = []
    for after in (timedelta(0), timedelta(minutes=1), timedelta(hours=2), timedelta(hours=4), timedelta(hours=5), timedelta(hours=29)):
        actions.remind_of_overdue(moment + after)
        counts.append(tuple(len(subjects(each)) for each in (ann, ben, steward)))
    assert counts == [(1, 0, 0), (1, 0, 0), (2, 1, 0), (2, 1, 1), (2, 1, 1), (2, 1, 2)]
    letter = letters_for(steward).first()
    assert letter.path == ""
    assert "door" not in letter.subject + letter.body
    with acting(ben):
        actions.take_case(case, now=moment)
    assert actions.remind_of_overdue(moment + timedelta(hours=30)) == 0
    late = moment + timedelta(days=8)
    actions.remind_of_overdue(late)
    assert len(subjects(ann)) == 3


def test_a_case_that_no_guardian_may_read_goes_to_the_stewards_without_a_word_of_it(ann):
    steward = make_person("steward")
    told(kept_out={ann.pk})
    assert subjects(steward) == ["The guardians need your help"]


def test_an_answer_is_told_on_the_page_only(ann):
    sam = make_person(email="sam@example.org")
    case = told(by=sam, reply="here")
    with acting(ann):
        actions.take_case(case, now=NOW)
        actions.answer_case(case, text="We are on it.", now=NOW)
    assert [each.channel for each in Letter.objects.filter(recipient=sam)] == ["page"]


def test_more_words_open_a_closed_case_again(ann, ben):
    sam = make_person()
    case = told(by=sam, reply="here")
    with acting(ann):
        actions.take_case(case, now=NOW)
        actions.propose_closing(case, reason="Done.", now=NOW)
    with acting(ben):
        actions.close_case(case, now=NOW)
    with acting(sam):
        actions.add_words(case.worry, words="It began again.", now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_urgency_sets_the_clock_from_now(case, ann):
    later = NOW + timedelta(hours=5)
    with acting(ann):
        actions.set_urgency(case, urgency="now", now=later)
    case.refresh_from_db()
    assert (case.look_by, case.close_by) == (later + timedelta(hours=1), later + timedelta(days=2))


def test_nothing_of_it_can_be_read_in_the_database(case):
    row = Worry.objects.values().get()
    assert "door" not in str(row)
    with as_program(), pytest.raises(NotFound):
        actions.take_case(case, now=NOW)
