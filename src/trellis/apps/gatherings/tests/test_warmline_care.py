"""Steps through a crisis, talks afterwards, supervision."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.commitments.models import Commitment
from trellis.apps.directory.tests.factories import make_person
from trellis.apps.gatherings.actions import warmline as lines
from trellis.apps.gatherings.actions import warmline_care as actions
from trellis.apps.gatherings.models import Debrief, EscalationStep, StepTaken, Supervision
from trellis.apps.gatherings.queries import warmline_care as queries
from trellis.apps.gatherings.tests.line_factories import HOUR, SEVEN, give_turn, make_line, make_member, make_shift
from trellis.apps.gatherings.tests.test_warmline import TOLD, begin, titles
from trellis.apps.people.actions import block_person
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STEP = {"words": "Ask them straight.", "number": "", "told": "nobody", "asks_consent": False, "shown_to_callers": False}


@pytest.fixture
def line():
    return make_line()


@pytest.fixture
def editor(line):
    return make_person("editor", line.organization)


@pytest.fixture
def wren(line):
    person = make_member(line.organization, name="Wren")
    give_turn(make_shift(line.organization), person)
    return person


@pytest.fixture
def robin(line):
    person = make_member(line.organization, name="Robin")
    with acting(person):
        actions.agree_to_listen(line, now=SEVEN)
    return person


@pytest.fixture
def steps(line, editor):
    with acting(editor):
        actions.write_step(line, told=STEP, now=SEVEN)
        actions.write_step(
            line, told=STEP | {"words": "Ring the team.", "number": "111", "told": "crisis_team", "asks_consent": True}, now=SEVEN
        )
        actions.write_step(
            line, told=STEP | {"words": "Ring 999.", "number": "999", "told": "emergency", "shown_to_callers": True}, now=SEVEN
        )
    return list(queries.steps_of(line))


def test_the_group_writes_its_steps_in_order(line, editor, steps, wren):
    with acting(editor):
        actions.raise_step(steps[2], now=SEVEN)
        actions.raise_step(steps[0], now=SEVEN)
        actions.retire_step(steps[0], now=SEVEN)
    assert [step.words for step in queries.steps_of(line)] == ["Ring 999.", "Ring the team."]
    assert [step.words for step in queries.public_steps(line)] == ["Ring 999."]
    with acting(wren), pytest.raises(Refused):
        actions.write_step(line, told=STEP, now=SEVEN)
    with acting(make_person()), pytest.raises(NotFound):
        actions.change_step(steps[1], told=STEP, now=SEVEN)
    assert EscalationStep.objects.count() == 3


def test_a_step_taken_keeps_which_when_whom_told_consent_and_review(line, steps, wren):
    begin(line, wren)
    walk = uuid.uuid4()
    with acting(wren):
        actions.take_step(steps[0], walk=walk, consent="yes", now=SEVEN + HOUR)
        actions.take_step(steps[1], walk=walk, consent="no", review_on=(SEVEN + 7 * DAY).date(), now=SEVEN + HOUR)
        actions.take_step(steps[1], walk=walk, consent="yes", now=SEVEN + HOUR)
    first, second = queries.walked(line, walk)
    assert (first.told, first.consent, first.review_on) == ("nobody", "", None)
    assert (second.told, second.consent, second.review_on) == ("crisis_team", "no", (SEVEN + 7 * DAY).date())
    kept = {field.name for field in StepTaken._meta.fields}
    assert kept == {"id", "line", "walk", "step", "position", "told", "consent", "at", "review_on", "reviewed_at"}


def test_steps_are_taken_by_whoever_is_on_and_not_once_they_are_taken_away(line, steps, wren, editor):
    with acting(wren), pytest.raises(WrongState, match="whoever is on"):
        actions.take_step(steps[0], walk=uuid.uuid4(), now=SEVEN)
    begin(line, wren)
    with acting(editor):
        actions.retire_step(steps[0], now=SEVEN)
    with acting(wren), pytest.raises(WrongState, match="taken away"):
        actions.take_step(steps[0], walk=uuid.uuid4(), now=SEVEN)


def test_steps_are_reviewed_on_their_day(line, steps, wren, editor):
    begin(line, wren)
    with acting(wren):
        actions.take_step(steps[0], walk=uuid.uuid4(), review_on=SEVEN.date() + DAY, now=SEVEN)
    assert not queries.to_review(line, today=SEVEN.date())
    taken = queries.to_review(line, today=SEVEN.date() + DAY).get()
    with acting(editor):
        actions.review_step(taken, now=SEVEN + DAY)
    assert not queries.to_review(line, today=SEVEN.date() + DAY)


def test_a_hard_contact_asks_a_listener_and_the_two_arrange_it(line, wren, robin):
    begin(line, wren)
    with acting(wren):
        lines.note_contact(line, told=TOLD | {"needs_debrief": True}, now=SEVEN + HOUR)
        lines.note_contact(line, told=TOLD | {"needs_debrief": True}, now=SEVEN + HOUR)
    debrief = Debrief.objects.get()
    assert titles(robin)[:1] == ["Somebody would like to talk"]
    with acting(robin):
        actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="I ring the line", now=SEVEN + HOUR)
    assert titles(wren) == ["There is news about a talk"]
    with acting(wren):
        actions.agree_debrief(debrief, now=SEVEN + HOUR)
    promise = Commitment.objects.get()
    assert (promise.promiser, promise.promisee, promise.due_at) == (robin, wren, SEVEN + DAY)
    with acting(wren):
        actions.finish_debrief(debrief, now=SEVEN + DAY)
        with pytest.raises(WrongState):
            actions.finish_debrief(debrief, now=SEVEN + DAY)
    debrief.refresh_from_db()
    promise.refresh_from_db()
    assert (debrief.state, debrief.words, promise.state) == ("done", "", "kept")


def test_an_offer_that_does_not_suit_waits_again_and_the_promise_is_released(line, wren, robin):
    with acting(wren):
        actions.ask_debrief(line, now=SEVEN)
    debrief = Debrief.objects.get()
    with acting(robin):
        actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="At the hall", now=SEVEN)
        with pytest.raises(WrongState, match="still to come"):
            actions.offer_debrief(debrief, meet_at=SEVEN - DAY, words="At the hall", now=SEVEN)
    with acting(wren):
        actions.agree_debrief(debrief, now=SEVEN)
    with acting(robin):
        actions.decline_debrief(debrief, now=SEVEN)
    debrief.refresh_from_db()
    assert (debrief.state, debrief.listener, debrief.words, Commitment.objects.get().state) == ("asked", None, "", "released")
    with acting(wren):
        actions.withdraw_debrief(debrief, now=SEVEN)


def test_two_listeners_offer_at_once_and_one_has_it(line, wren, robin):
    tern = make_member(line.organization, name="Tern")
    with acting(tern):
        actions.agree_to_listen(line, now=SEVEN)
    with acting(wren):
        actions.ask_debrief(line, now=SEVEN)
    debrief = Debrief.objects.get()
    with acting(robin):
        actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="One", now=SEVEN)
    with acting(tern), pytest.raises(NotFound):
        actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="Two", now=SEVEN)


def test_blocked_people_and_people_outside_never_hear_of_a_talk(line, wren, robin, editor):
    with acting(wren):
        block_person(wren, membership=membership_of(robin, Ref.to(line.organization)), now=SEVEN)
        actions.ask_debrief(line, now=SEVEN)
    debrief = Debrief.objects.get()
    assert titles(robin) == []
    assert titles(editor) == ["Somebody would like to talk"]
    for person in (robin, editor, make_person()):
        assert not debrief.is_visible_to(person)
        with acting(person), pytest.raises(NotFound):
            actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="x", now=SEVEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Debrief.objects.filter(pk=debrief.pk).update(listener=wren)


def test_a_listener_who_is_erased_leaves_the_asking_and_no_words(line, wren, robin):
    with acting(wren):
        actions.ask_debrief(line, now=SEVEN)
    debrief = Debrief.objects.get()
    with acting(robin):
        actions.offer_debrief(debrief, meet_at=SEVEN + DAY, words="At mine", now=SEVEN)
    with as_program():
        erase(robin, now=SEVEN)
    debrief.refresh_from_db()
    assert (debrief.listener, debrief.words) == (None, "")
    with acting(wren):
        actions.decline_debrief(debrief, now=SEVEN)


def test_supervision_is_due_after_a_month_for_the_person_and_the_organizers_only(line, wren, editor, robin):
    begin(line, wren)
    later = SEVEN.date() + timedelta(days=32)
    assert not queries.supervision_due(line, wren, today=SEVEN.date())
    assert queries.supervision_due(line, wren, today=later)
    assert [each.person for each in queries.overdue(line, today=later)].count(wren) == 1
    with acting(wren):
        told = {"on": later, "minutes": 40, "topics": ["limits"], "agreed": "go_on"}
        actions.note_supervision(line, told=told, now=SEVEN + timedelta(days=32))
        with pytest.raises(WrongState):
            actions.note_supervision(line, told=told | {"on": later + DAY}, now=SEVEN + timedelta(days=32))
    assert not queries.supervision_due(line, wren, today=later)
    noted = Supervision.objects.get()
    assert [noted.is_visible_to(person) for person in (wren, editor, robin, None)] == [True, True, False, False]
