"""Moderation: a rule and a reason, an appeal to somebody else, everything reversible, nobody judges their own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from trellis.apps.people.actions import report_worry
from trellis.apps.people.models import Case
from trellis.apps.people.queries.worries import reported
from trellis.apps.people.tests.holders import make_person
from trellis.apps.talk import actions
from trellis.apps.talk.models import Card, Decision
from trellis.apps.talk.queries.reading import appeals_for
from trellis.apps.talk.tests.test_talk import NOW, group, join, read, robin, say, thread, wren  # noqa: F401  fixtures
from trellis.core.actions import NotFound, Refused, WrongState, acting
from trellis.core.forgetting.takeout import everything_of
from trellis.core.letters import letters_for
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return make_person("moderator")


@pytest.fixture
def nia():
    return make_person("moderator")


@pytest.fixture
def comment(thread, wren):  # noqa: F811
    return say(thread, wren, "You are all fools.")


@pytest.fixture
def card(comment, robin, mo, nia) -> Card:  # noqa: F811
    with acting(robin.person):
        return Card.objects.get(pk=actions.report_comment(comment, rule="hurts", words="Unkind.", now=NOW))


@pytest.fixture
def decision(card, mo) -> Decision:
    with acting(mo):
        return Decision.objects.get(pk=actions.decide_card(card, what="hide", rule="hurts", reason="It hurts people here.", now=NOW))


def test_it_is_hidden_with_a_reason_that_the_writer_reads_and_no_name(decision, thread, robin, wren, client):  # noqa: F811
    assert read(thread, robin)[1] == ("Wren", "", "Hidden by a moderator.")
    assert read(thread, wren)[1] == ("Wren", "You are all fools.", "Hidden by a moderator. Only you can read it.")
    client.force_login(wren.person)
    page = client.get(reverse("talk-decision", args=[decision.pk])).content.decode()
    assert "It hurts people here." in page
    assert "You are all fools." in page
    assert [str(each.subject) for each in letters_for(wren.person)] == ["Something you wrote or sent has been looked at"]
    assert letters_for(robin.person).count() == 1
    for each in (*letters_for(wren.person), *letters_for(robin.person)):
        assert not {"fools", "Wren", "Robin"} & set(f"{each.subject} {each.body}".split())


def test_an_appeal_goes_to_somebody_else_once(decision, wren, mo, nia, thread, robin):  # noqa: F811
    with acting(wren.person):
        actions.appeal(decision, words="It was a joke among friends.", now=NOW)
        with pytest.raises(WrongState):
            actions.appeal(decision, words="Again.", now=NOW)
    with acting(mo), pytest.raises(Refused, match="Somebody else"):
        actions.answer_appeal(decision, outcome="upheld", reason="No.", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(appeal_by=mo)
    assert letters_for(nia).first().path == reverse("moderation-decision", args=[decision.pk])
    with acting(nia):
        actions.answer_appeal(decision, outcome="reversed", reason="They laughed too.", now=NOW)
    decision.refresh_from_db()
    assert (decision.outcome, decision.reversed_by.what, decision.reversed_by.moderator) == ("reversed", "restore", nia)
    assert read(thread, robin)[1] == ("Wren", "You are all fools.", "")
    steps = (
        LogEntry.objects.filter(action__regex="comment.report|talk.card|talk.decision").order_by("number").values_list("event", flat=True)
    )
    assert list(steps) == ["talk.card.opened", "talk.decision.made", "talk.decision.appealed", "talk.decision.answered"]


def test_whoever_reported_it_does_not_answer_the_appeal(comment, group, mo, wren):  # noqa: F811
    """Also a moderator who is a member like everybody else: the report is their word already."""
    rae = join(group, "Rae")
    Grant.objects.create(person=rae.person, role="moderator", granted_at=NOW)
    with acting(rae.person):
        card = Card.objects.get(pk=actions.report_comment(comment, rule="hurts", words="Unkind.", now=NOW))
    with acting(mo):
        decision = Decision.objects.get(pk=actions.decide_card(card, what="hide", rule="hurts", reason="It hurts.", now=NOW))
    letters_before = letters_for(rae.person).count()
    with acting(wren.person):
        actions.appeal(decision, words="I was joking.", now=NOW)
    with acting(rae.person), pytest.raises(Refused, match="what you reported"):
        actions.answer_appeal(decision, outcome="upheld", reason="No.", now=NOW)
    assert list(appeals_for(rae.person)) == []
    assert letters_for(rae.person).count() == letters_before


def test_an_appeal_that_is_not_granted_leaves_it_hidden(decision, wren, nia, thread, robin):  # noqa: F811
    with acting(wren.person):
        actions.appeal(decision, words="It was a joke.", now=NOW)
    with acting(nia):
        actions.answer_appeal(decision, outcome="upheld", reason="Not a good one.", now=NOW)
    assert read(thread, robin)[1][2] == "Hidden by a moderator."


def test_with_no_other_moderator_the_stewards_hear_that_one_is_needed(decision, wren, nia):  # noqa: F811
    steward = make_person("steward")
    nia.grants.all().delete()
    with acting(wren.person):
        actions.appeal(decision, words="It was a joke.", now=NOW)
    assert [str(each.subject) for each in letters_for(steward)] == ["The moderators need your help"]


def test_two_hide_it_and_both_must_be_taken_back(decision, comment, mo, nia, thread, robin, group):  # noqa: F811
    Decision.objects.create(comment=comment, person=comment.person, moderator=nia, what="hide", rule="hate", reason="Too.", at=NOW)
    with acting(nia):
        actions.take_back(decision, reason="Once.", now=NOW)
        assert read(thread, robin)[1][2] == "Hidden by a moderator."
        actions.take_back(Decision.objects.get(rule="hate"), reason="Twice.", now=NOW)
    assert read(thread, robin)[1][2] == ""


def test_nobody_judges_what_they_wrote_or_reported(comment, group, robin):  # noqa: F811
    both = join(group, "Heron")
    both.person.grants.create(role="moderator", granted_at=NOW)
    with acting(both.person):
        card = Card.objects.get(pk=actions.report_comment(comment, rule="hurts", now=NOW))
    assert not card.is_visible_to(both.person)
    with acting(comment.person), pytest.raises(Refused):
        actions.report_comment(comment, rule="hurts", now=NOW)
    comment.person.grants.create(role="moderator", granted_at=NOW)
    comment.person.__dict__.pop("_held", None)
    with acting(comment.person), pytest.raises(NotFound):
        actions.decide_card(card, what="hide", rule="hurts", reason="Mine.", now=NOW)


def test_slowing_down_lasts_a_week_and_says_why(card, thread, wren, mo):  # noqa: F811
    with acting(mo):
        actions.decide_card(card, what="limit", rule="floods", reason="Let others speak.", now=NOW)
    with pytest.raises(WrongState, match="slow down"):
        say(thread, wren, now=NOW + timedelta(minutes=59))
    say(thread, wren, now=NOW + timedelta(minutes=61))
    late = NOW + timedelta(days=8)
    for minute in range(3):
        say(thread, wren, now=late + timedelta(minutes=minute))


def test_leaving_it_is_a_decision_with_a_reason_too(card, mo, robin, thread):  # noqa: F811
    with acting(mo):
        actions.leave_card(card, reason="Blunt, and within the rules.", now=NOW)
        with pytest.raises(WrongState):
            actions.decide_card(card, what="hide", rule="hurts", reason="Or not.", now=NOW)
    assert "Blunt, and within the rules." in letters_for(robin.person).first().body
    assert read(thread, robin)[1][1] == "You are all fools."


def test_reporting_twice_is_one_card(card, comment, robin):  # noqa: F811
    with acting(robin.person):
        actions.report_comment(comment, rule="hate", words="Really.", now=NOW)
    assert [(each.rule, each.words) for each in Card.objects.all()] == [("hate", "Really.")]


def test_a_worry_about_a_comment_keeps_what_was_said_and_keeps_its_writer_out(comment, robin):  # noqa: F811
    comment.person.grants.create(role="guardian", granted_at=NOW)
    thing = reported(str(Ref.to(comment)), robin.person)
    assert (thing.title, thing.text, thing.people) == ("What Wren wrote", "You are all fools.", {comment.person_id})
    assert thing.other_url == reverse("talk-report", args=[comment.pk])
    with acting(None):
        case = Case.objects.get(pk=report_worry(words="He is unwell.", danger="no", kept_out=thing.people, now=NOW))
    assert not case.is_visible_to(comment.person)
    assert reported(str(Ref.to(comment)), None).text == ""


def test_what_somebody_else_wrote_is_not_in_the_takeout_of_whoever_reported_it(card, comment, robin):  # noqa: F811
    with acting(robin.person):
        told = reported(str(Ref.to(comment)), robin.person)
        report_worry(words="I fear for her.", danger="no", reply="here", evidence={"text": told.text}, now=NOW)
    rows = [row for part in everything_of(robin.person) for row in part.rows]
    assert any(row.get("words") == "I fear for her." for row in rows)
    assert "You are all fools." in told.text and "You are all fools." not in str(rows)
