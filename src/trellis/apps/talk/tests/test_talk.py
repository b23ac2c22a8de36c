"""Talking in a group: who can, under which name, how much at first, and what is left when somebody leaves."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from trellis.apps.people.actions import block_person, join_group, leave_group
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.tests.holders import make_person
from trellis.apps.talk import actions
from trellis.apps.talk.models import Card, Comment, Thread
from trellis.apps.talk.queries import circles
from trellis.apps.talk.queries.pace import MOST_WHEN_NEW
from trellis.apps.talk.queries.reading import comments_of, shown, threads_of, written_by
from trellis.core.actions import NotFound, Refused, WrongState, acting
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def group() -> Ref:
    return Ref("directory.organization", str(uuid.uuid4()))


def join(group, name, days_ago=30):
    person = make_person(display_name="Real Name")
    with acting(person):
        return join_group(person, group=group, display_name=name, now=NOW - timedelta(days=days_ago))


@pytest.fixture
def robin(group):
    return join(group, "Robin")


@pytest.fixture
def wren(group):
    return join(group, "Wren")


@pytest.fixture
def thread(robin) -> Thread:
    with acting(robin.person):
        return Thread.objects.get(pk=actions.start_thread(robin, title="Tea on Friday", body="Who brings milk?", now=NOW))


def say(thread, membership, body="I will.", now=None) -> Comment:
    now = now or thread.comments.order_by("written_at").last().written_at + timedelta(seconds=1)
    with acting(membership.person):
        return Comment.objects.get(pk=actions.write_comment(thread, body=body, now=now))


def read(thread, membership, now=NOW):
    return [
        (each.name, each.text, each.note)
        for each in shown(comments_of(thread, without=hides(membership.person)), membership.person, now=now)
    ]


def test_members_talk_under_the_names_of_the_group(thread, robin, wren):
    say(thread, wren)
    assert read(thread, wren) == [("Robin", "Who brings milk?", ""), ("Wren", "I will.", "")]
    assert [each.n_comments for each in threads_of(wren)] == [2]


def test_for_others_it_does_not_exist(thread, group):
    outsider = join(Ref("directory.organization", str(uuid.uuid4())), "Heron")
    assert not thread.is_visible_to(outsider.person)
    assert not thread.is_visible_to(None)
    with acting(outsider.person), pytest.raises(NotFound):
        actions.write_comment(thread, body="Hello?", now=NOW)
    assert not threads_of(outsider).exists()


def test_the_database_says_neither_which_group_nor_what_was_said(thread):
    assert not {"Tea", "milk", "organization"} & set(str([*Thread.objects.values(), *Comment.objects.values()]).replace("'", " ").split())
    assert "milk" not in str(list(Comment.objects.values()))


def test_one_can_change_for_a_quarter_of_an_hour_and_remove_always(thread, robin, wren):
    comment = say(thread, wren)
    with acting(wren.person):
        actions.edit_comment(comment, body="I will not.", now=NOW + timedelta(minutes=15))
        with pytest.raises(WrongState, match="quarter of an hour"):
            actions.edit_comment(comment, body="Late.", now=NOW + timedelta(minutes=16))
        leave_group(wren, now=NOW)
        actions.remove_comment(comment, now=NOW + timedelta(days=9))
    assert read(thread, robin)[1] == ("Somebody who left", "", "Removed by whoever wrote it.")
    comment.refresh_from_db()
    assert comment.body == ""


def test_who_leaves_takes_the_name_along_and_the_words_stay_until_removed(thread, robin, wren):
    say(thread, wren)
    with acting(wren.person):
        leave_group(wren, now=NOW)
    assert read(thread, robin)[1] == ("Somebody who left", "I will.", "")
    assert [each.body for each in written_by(wren.person)] == ["I will."]


def test_somebody_new_writes_a_few_an_hour_and_reads_why(thread, group, robin):
    new = join(group, "Swift", days_ago=1)
    for minute in range(MOST_WHEN_NEW):
        say(thread, new, now=NOW + timedelta(minutes=minute))
    with pytest.raises(WrongState, match="You are new here"):
        say(thread, new, now=NOW + timedelta(minutes=30))
    say(thread, new, now=NOW + timedelta(minutes=61))
    for minute in range(MOST_WHEN_NEW + 1):
        say(thread, robin, now=NOW + timedelta(minutes=minute))


def test_a_block_hides_both_from_each_other_and_from_nobody_else(thread, group, robin, wren):
    third = join(group, "Swift")
    say(thread, wren)
    say(thread, third, "Me too.")
    with acting(third.person):
        block_person(third.person, membership=wren, now=NOW)
    assert [name for name, *_ in read(thread, third)] == ["Robin", "Swift"]
    assert [name for name, *_ in read(thread, wren)] == ["Robin", "Wren"]
    assert [name for name, *_ in read(thread, robin)] == ["Robin", "Wren", "Swift"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [("I know where you live.", "hurts"), ("Ring me on 01632 960 111", "tells"), ("Double your money", "sells"), ("It is 10 at 7.", "")],
)
def test_words_raise_a_card_and_never_hold_anything_back(thread, wren, body, rule):
    comment = say(thread, wren, body)
    assert comment.state == "shown"
    assert [each.rule for each in Card.objects.all()] == ([rule] if rule else [])


def test_an_app_above_can_say_who_takes_part_in_its_own_kind_of_group(monkeypatch, robin):
    kind = "directory.location"
    monkeypatch.setattr(circles, "_may_read", {})
    monkeypatch.setattr(circles, "_may_write", {})
    circles.circle(kind, read=lambda person, about: True, write=lambda person, about: False)
    with pytest.raises(TypeError):
        circles.circle(kind, read=lambda person, about: False)
    about = Ref(kind, str(uuid.uuid4()))
    assert circles.may_read(robin.person, about)
    assert not circles.may_read(None, about)
    assert not circles.may_write(robin.person, about)


def thanks_seen_by(thread, membership):
    return [(each.name, each.n_thanks, each.is_thanked) for each in shown(comments_of(thread, without=set()), membership.person, now=NOW)]


def test_thanks_stand_beside_the_comment_once_and_can_be_taken_back(thread, robin, wren):
    first = thread.comments.get()
    with acting(wren.person):
        actions.thank(first, now=NOW)
    with acting(wren.person), pytest.raises(WrongState):
        actions.thank(first, now=NOW)
    assert thanks_seen_by(thread, wren) == [("Robin", 1, True)]
    assert thanks_seen_by(thread, robin) == [("Robin", 1, False)]
    with acting(wren.person):
        actions.take_thanks_back(first, now=NOW)
    assert thanks_seen_by(thread, wren) == [("Robin", 0, False)]


def test_nobody_thanks_themselves_or_from_outside(thread, robin, group):
    first, outsider = thread.comments.get(), make_person()
    with acting(robin.person), pytest.raises(Refused):
        actions.thank(first, now=NOW)
    with acting(outsider), pytest.raises(NotFound):
        actions.thank(first, now=NOW)


def test_the_writer_hears_of_the_first_thanks_only_and_not_from_whom(thread, robin, wren, group):
    first = thread.comments.get()
    for membership in (wren, join(group, "Jay")):
        with acting(membership.person):
            actions.thank(first, now=NOW)
    letter = Letter.objects.get(recipient=robin.person)
    assert letter.subject == "Somebody says thank you"
    assert "Wren" not in letter.body and "Wren" not in letter.subject


def test_what_is_no_group_is_talked_about_in_its_group(group, robin, wren, monkeypatch):
    pond = Ref("tests.pond", str(uuid.uuid4()))
    monkeypatch.setitem(circles._groups, "tests.pond", lambda about: group if about == pond else None)
    with acting(robin.person):
        thread = Thread.objects.get(pk=actions.start_thread(robin, title="Frogs", body="Seen some?", about=pond, now=NOW))
    say(thread, wren, "Three.")
    assert read(thread, robin) == [("Robin", "Seen some?", ""), ("Wren", "Three.", "")]
    assert list(threads_of(robin)) == []
    assert list(threads_of(robin, about=pond)) == [thread]
    assert not thread.is_visible_to(make_person())
    gone = Ref("tests.pond", str(uuid.uuid4()))
    with acting(robin.person), pytest.raises(WrongState):
        actions.start_thread(robin, title="Newts", body="None?", about=gone, now=NOW)
