"""Worries in every state, turns on call, a thread with comments, reports, decisions and appeals.

Besides the people of world.py there are a second guardian, a second moderator and a second member of the group, so that
each role meets what it did itself and what somebody else did. They have given their roles back since.
"""

from trellis.apps.directory.tests.factories import make_person
from trellis.apps.people import actions as people
from trellis.apps.people.models import Case, Confidence
from trellis.apps.talk import actions as talk
from trellis.apps.talk.models import Card, Comment, Decision, Thread
from trellis.core.actions import acting
from trellis.core.references import Ref


def add(world, *, now) -> None:
    _worries(world, now)
    _talk(world, now)


def _worries(world, now) -> None:
    things, guardian, second = world.things, world.people["guardian"], make_person("guardian")

    def told(by=None, **fields) -> Case:
        with acting(by):
            return Case.objects.get(pk=people.report_worry(**{"words": "The stairs are dark.", "danger": "no", **fields}, now=now))

    def taken(by) -> Case:
        case = told()
        with acting(by):
            people.take_case(case, now=now)
        return case

    def closing(by) -> Case:
        case = taken(by)
        with acting(by):
            people.propose_closing(case, reason="There is a lamp now.", now=now)
        return case

    def asked(by) -> Confidence:
        case = taken(by)
        with acting(by):
            return Confidence.objects.get(pk=people.ask_confidence(case, told_whom="The council", reason="A child", now=now))

    mine = told(world.people["member"], reply="here")
    closed = closing(second)
    with acting(guardian):
        people.close_case(closed, now=now)
        turn = people.add_turn(person=guardian, starts_at=now.replace(year=now.year + 1), ends_at=now.replace(year=now.year + 2), now=now)
    things |= {
        "worry": mine.worry, "case_open": mine, "case_taken": taken(second), "case_closing": closing(second), "case_closed": closed,
        "case_proposed": closing(guardian), "case_barred": told(kept_out={guardian.pk}), "confidence": asked(second),
        "own_confidence": asked(guardian), "turn": turn,
    }  # fmt: skip
    told(reply="receipt", receipt="1234567812345678")
    second.grants.all().delete()


def _talk(world, now) -> None:
    things, joined, moderator, second = world.things, world.people["joined"], world.people["moderator"], make_person("moderator")
    wren = make_person()
    with acting(wren):
        their_membership = people.join_group(wren, group=Ref.to(things["organization"]), display_name="Wren", now=now)
    with acting(joined):
        thread = Thread.objects.get(pk=talk.start_thread(things["membership"], title="Tea", body="Who brings milk?", now=now))
        comment = Comment.objects.get(pk=talk.write_comment(thread, body="I can.", now=now))

    def theirs(body: str) -> Comment:
        with acting(wren):
            return Comment.objects.get(pk=talk.write_comment(thread, body=body, now=now))

    def reported(row: Comment, by) -> Card:
        with acting(by):
            return Card.objects.get(pk=talk.report_comment(row, rule="hurts", now=now))

    def decided(row: Comment, reporter, by, *, appeal_by=None) -> Decision:
        with acting(by):
            pk = talk.decide_card(reported(row, reporter), what="hide", rule="hurts", reason="It hurts.", now=now)
        decision = Decision.objects.get(pk=pk)
        if appeal_by is not None:
            with acting(appeal_by):
                talk.appeal(decision, words="It was a joke.", now=now)
        return decision

    with acting(joined):
        hidden = Comment.objects.get(pk=talk.write_comment(thread, body="No!", now=now))
    done = reported(theirs("One."), joined)
    with acting(second):
        talk.leave_card(done, reason="It is fine.", now=now)
    things |= {
        "thread": thread, "comment": comment, "their_comment": theirs("Two."), "their_membership": their_membership,
        "card": reported(theirs("Three."), joined), "card_done": done, "decision": decided(hidden, wren, second),
        "appealed": decided(theirs("Four."), joined, second, appeal_by=wren),
        "own_appealed": decided(theirs("Five."), joined, moderator, appeal_by=wren),
    }  # fmt: skip
    second.grants.all().delete()
