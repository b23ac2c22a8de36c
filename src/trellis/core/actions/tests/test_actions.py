"""An action: who may, from which state, what it leaves, and that it happens once or not at all."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from trellis.core.access import anyone, holder_of, no, only_by_trellis, signed_in
from trellis.core.actions import Done, NotFound, Refused, WrongState, acting, action, as_program, once, reacts_to, registry
from trellis.core.log.events import Event
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant, Person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Renamed(Event):
    """A person was renamed."""

    code = "test.person.renamed"
    keeps = None
    forgets = "nothing of a person is in it"
    letters: int = 0


@pytest.fixture
def declared():
    """Declares actions for one test and takes them out again."""
    before, names = dict(registry._actions), iter(range(100))

    def declare(function, **declaration):
        told = {"allow": anyone, "event": Renamed, "label": "Rename", "subject": Person, **declaration}
        return action(f"test.person.rename{next(names)}", **told)(function)

    yield declare
    registry._actions.clear()
    registry._actions.update(before)


def rename(person, *, name, now):
    """Rename a person."""
    person.display_name = name
    person.save()
    return Done(name, {"letters": len(name)})


def test_an_action_gives_its_result_and_leaves_a_fact(declared):
    renamed = declared(rename)
    person = Person.objects.create_user()
    with acting(person, channel="sms"):
        assert renamed(person, name="Ada", now=NOW) == "Ada"
    entry = LogEntry.objects.get()
    assert (entry.action, entry.event, entry.facts) == (renamed.name, "test.person.renamed", {"letters": 3})
    assert (entry.actor_id, entry.subject_id, entry.channel) == (str(person.log_name), str(person.log_name), "sms")


def test_nobody_acting_is_a_mistake_of_ours(declared):
    with pytest.raises(RuntimeError, match="nobody is acting"):
        declared(rename)(Person.objects.create_user(), name="Ada", now=NOW)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (signed_in, "sign in"),
        (holder_of("keeper"), "sign in"),
        (lambda person, subject: no("Not today."), "Not today."),
    ],
)
def test_a_refusal_has_a_reason_and_changes_nothing(declared, rule, reason):
    person = Person.objects.create_user(display_name="Before")
    with acting(None), pytest.raises(Refused, match=reason):
        declared(rename, allow=rule)(person, name="Ada", now=NOW)
    person.refresh_from_db()
    assert person.display_name == "Before"
    assert not LogEntry.objects.exists()


def test_only_the_program_does_what_is_its_own(declared):
    renamed, person = declared(rename, allow=only_by_trellis), Person.objects.create_user()
    with acting(person), pytest.raises(Refused):
        renamed(person, name="Ada", now=NOW)
    with acting(person), as_program(), pytest.raises(Refused):
        renamed(person, name="Ada", now=NOW)
    with as_program():
        renamed(person, name="Ada", now=NOW)


def test_what_is_gone_and_what_is_hidden_look_the_same(declared, monkeypatch):
    renamed, person, gone = declared(rename), Person.objects.create_user(), Person.objects.create_user()
    Person.objects.filter(pk=gone.pk).delete()
    with acting(person), pytest.raises(NotFound) as missing:
        renamed(gone, name="Ada", now=NOW)
    monkeypatch.setattr(Person, "is_visible_to", lambda self, reader: False, raising=False)
    with acting(person), pytest.raises(NotFound) as hidden:
        renamed(person, name="Ada", now=NOW)
    assert str(missing.value) == str(hidden.value)
    assert str(renamed.verdict(person, person).reason) == "There is nothing here."


def test_a_move_needs_its_state_and_makes_it(declared):
    moved = declared(lambda person, *, now: None, moves=("language", ("en",), "es"))
    person = Person.objects.create_user(language="en")
    with acting(person):
        moved(person, now=NOW)
        person.refresh_from_db()
        assert person.language == "es"
        with pytest.raises(WrongState):
            moved(person, now=NOW)
    assert not moved.verdict(person, person)


def test_a_stale_row_is_read_again_under_lock(declared):
    moved = declared(lambda person, *, now: None, moves=("language", ("en",), "es"))
    stale = Person.objects.create_user(language="en")
    Person.objects.filter(pk=stale.pk).update(language="ar")
    with acting(stale), pytest.raises(WrongState):
        moved(stale, now=NOW)


def test_actions_inside_an_action_are_one_deed_of_the_outermost_person(declared):
    inner = declared(rename, allow=holder_of("steward"))
    outer = declared(lambda person, *, now: inner(person, name="Inside", now=now))
    person = Person.objects.create_user()
    with acting(person):
        outer(person, now=NOW)
    entries = LogEntry.objects.all()
    assert len({entry.deed for entry in entries}) == 1
    assert {entry.actor_id for entry in entries} == {str(person.log_name)}


def test_a_failure_inside_takes_everything_back(declared):
    inner = declared(rename)

    def fails(person, *, now):
        inner(person, name="Half", now=now)
        raise ValueError("no")

    person = Person.objects.create_user(display_name="Before")
    with acting(person), pytest.raises(ValueError, match="no"):
        declared(fails)(person, now=NOW)
    person.refresh_from_db()
    assert (person.display_name, LogEntry.objects.count()) == ("Before", 0)


def test_a_reaction_runs_in_the_same_transaction(declared):
    seen = []

    @reacts_to(Renamed)
    def note(event, now):
        seen.append((event.letters, now))

    person = Person.objects.create_user()
    with acting(person):
        declared(rename)(person, name="Ada", now=NOW)
    assert seen == [(3, NOW)]


def test_names_are_taken_once_and_have_three_parts(declared):
    with pytest.raises(TypeError, match="two actions"):
        action("test.person.twice", allow=anyone, event=Renamed, label="x")(rename)
        action("test.person.twice", allow=anyone, event=Renamed, label="x")(rename)
    with pytest.raises(TypeError, match=r"app\.noun\.verb"):
        action("rename", allow=anyone, event=Renamed, label="x")(rename)


def test_a_form_counts_once_and_a_failure_keeps_its_key_free():
    key, done = uuid.uuid4(), []

    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(key, scope="a", now=NOW, do=fail)
    assert once(key, scope="a", now=NOW, do=lambda: done.append(1) or "made") == ("made", True)
    assert once(key, scope="a", now=NOW, do=lambda: done.append(1) or "made") == ("made", False)
    assert once(key, scope="b", now=NOW, do=lambda: "other") == ("other", True)
    assert done == [1]


def test_roles_hold_for_the_place_or_for_one_row():
    person, organization = Person.objects.create_user(), Person.objects.create_user()
    Grant.objects.create(person=person, role="editor", scope_kind="x.y", scope_id=str(organization.pk), granted_at=NOW)
    assert person.holds("editor", organization)
    assert not person.holds("editor")
    assert not person.holds("editor", person)
    assert person.scopes_of("editor") == {str(organization.pk)}
