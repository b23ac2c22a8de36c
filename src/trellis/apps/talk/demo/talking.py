"""Writes a group's talk through the actions that people use; a second run changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from trellis.apps.people.actions import join_group
from trellis.apps.people.models import Membership
from trellis.apps.talk import actions
from trellis.apps.talk.models import Card, Comment, Decision, Thread
from trellis.core.actions import acting
from trellis.core.people.models import Grant, Person
from trellis.core.references import Ref
from trellis.core.references.ref import model_of

GROUP_KIND, GROUP_NAME = "directory.organization", "Clacton Carers' Evening"
MEMBERS = (("bo.talk", "Bo"), ("linnet.talk", "Linnet"), ("mr.k.talk", "Mr K"))
MODERATORS = (("sal.moderator", "Sal"), ("yusuf.moderator", "Yusuf"))


def load(*, now: datetime) -> dict[str, int]:
    """Two moderators. What is said comes afterwards, when there are groups to say it in."""
    for mailbox, name in MODERATORS:
        Grant.objects.get_or_create(person=_person(mailbox, name), role="moderator", scope_id="", defaults={"granted_at": now})
    return {"moderators": len(MODERATORS)}


@transaction.atomic
def afterwards(*, now: datetime) -> dict[str, int]:
    """A thread in a group of carers, once the directory has that group."""
    group = model_of(GROUP_KIND)._default_manager.filter(name=GROUP_NAME).first()
    if group is not None and not Thread.objects.about(Ref.to(group)).exists():
        _talk(Ref.to(group), now - timedelta(days=6))
    return {"threads": Thread.objects.count(), "comments": Comment.objects.count()}


def _person(mailbox: str, name: str) -> Person:
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=name)


def _talk(group: Ref, now: datetime) -> None:
    bo, linnet, mr_k = (_member(group, mailbox, name, now) for mailbox, name in MEMBERS)
    sal, yusuf = (Person.objects.get(email=f"{mailbox}@example.org") for mailbox, _name in MODERATORS)
    hour = timedelta(hours=1)
    with acting(bo.person, channel="demo"):
        body = "Mum is up three times a night and I am asleep on my feet at work. How do the rest of you get through a Monday?"
        thread = Thread.objects.get(pk=actions.start_thread(bo, title="How do you sleep?", body=body, now=now))
    _say(
        thread,
        linnet,
        "A sitter, every second Thursday. Ask at the evening, they keep a list. I slept nine hours the first time.",
        now + hour,
    )
    blunt = _say(thread, mr_k, "You lot moan too much. My wife did this for eleven years and never said a word.", now + 2 * hour)
    with acting(linnet.person, channel="demo"):
        card = actions.report_comment(blunt, rule="hurts", words="Bo was asking for help.", now=now + 3 * hour)
    with acting(sal, channel="demo"):
        reason = "Somebody asked for help and was told off for it."
        decided = actions.decide_card(Card.objects.get(pk=card), what="hide", rule="hurts", reason=reason, now=now + 5 * hour)
    decision = Decision.objects.get(pk=decided)
    with acting(mr_k.person, channel="demo"):
        actions.appeal(decision, words="I meant that she should have. She wore herself out. I say it badly.", now=now + 20 * hour)
    with acting(yusuf, channel="demo"):
        reason = "It reads harshly, and I believe you did not mean it so. It may stand; please tell Bo what you told me."
        actions.answer_appeal(decision, outcome="reversed", reason=reason, now=now + 26 * hour)
    _say(thread, mr_k, "I put that badly. She should have said a word, and I should have asked. Take the sitter, Bo.", now + 27 * hour)
    _say(thread, bo, "Thank you, both of you. I have rung about the Thursday.", now + 30 * hour)


def _member(group: Ref, mailbox: str, name: str, now: datetime) -> Membership:
    person = _person(mailbox, "")
    with acting(person, channel="demo"):
        return join_group(person, group=group, display_name=name, now=now - timedelta(days=60))


def _say(thread: Thread, membership: Membership, body: str, now: datetime) -> Comment:
    with acting(membership.person, channel="demo"):
        return Comment.objects.get(pk=actions.write_comment(thread, body=body, now=now))
