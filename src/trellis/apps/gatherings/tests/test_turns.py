"""Turns: taking, giving back, being asked; never more than a shift wants."""

from datetime import UTC, datetime, time, timedelta

import pytest

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import Gathering, Series, Shift, Turn, TurnState
from trellis.apps.people.actions import join_group, note_capability
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=3)


@pytest.fixture
def cafe():
    return make_organization(name="Community café")


@pytest.fixture
def gathering(cafe) -> Gathering:
    series = Series.objects.create(
        organization=cafe, kind="shift", title="Café", first_on=SOON.date(), begins=time(12), minutes=180,
        time_zone="Europe/London", made_at=NOW,
    )  # fmt: skip
    return Gathering.objects.create(
        series=series, organization=cafe, original_on=SOON.date(), starts_at=SOON, ends_at=SOON + timedelta(hours=3),
        title="Café", kind="shift", changed_at=NOW,
    )  # fmt: skip


def add(gathering, cafe, **more) -> Shift:
    with acting(make_person("editor", cafe)):
        return actions.add_shift(gathering, role="Kitchen", now=NOW, **more)


@pytest.fixture
def shift(gathering, cafe) -> Shift:
    return add(gathering, cafe)


def member(cafe, name="Robin"):
    person = make_person()
    with acting(person):
        return join_group(person, group=Ref.to(cafe), display_name=name, now=NOW)


def take(shift, membership, now=NOW) -> Turn:
    with acting(membership.person):
        return actions.take_turn(shift, now=now)


def test_the_last_place_is_one_persons_and_a_second_press_changes_nothing(shift, cafe):
    robin, wren = member(cafe), member(cafe, "Wren")
    first = take(shift, robin)
    assert (take(shift, robin).pk, first.state, first.place, first.name) == (first.pk, "taken", 1, "Robin")
    with pytest.raises(WrongState, match="last place"):
        take(shift, wren)
    with acting(wren.person):
        assert actions.stand_by(shift, now=NOW).state == TurnState.STANDBY


def test_given_back_it_is_free_again_and_it_is_said_whether_it_was_late(shift, cafe):
    robin, wren = member(cafe), member(cafe, "Wren")
    turn = take(shift, robin)
    with acting(robin.person):
        actions.give_back_turn(turn, now=SOON - timedelta(hours=1))
    turn.refresh_from_db()
    assert (turn.state, turn.place) == ("given_back", None)
    assert take(shift, wren, now=SOON - timedelta(minutes=1)).place == 1


def test_nothing_changes_once_it_has_begun(shift, cafe):
    robin = member(cafe)
    turn = take(shift, robin)
    with acting(robin.person), pytest.raises(WrongState, match="begun"):
        actions.give_back_turn(turn, now=SOON)
    with pytest.raises(WrongState, match="begun"):
        take(shift, member(cafe, "Wren"), now=SOON)


def test_who_is_asked_keeps_the_place_until_they_answer(shift, cafe):
    robin, wren = member(cafe), member(cafe, "Wren")
    with acting(make_person("editor", cafe)):
        asked = actions.assign_turn(shift, membership=robin, now=NOW)
    assert (asked.state, asked.place) == ("asked", 1)
    with pytest.raises(WrongState):
        take(shift, wren)
    with acting(wren.person), pytest.raises(NotFound):
        actions.accept_turn(asked, now=NOW)
    with acting(robin.person):
        actions.decline_turn(asked, now=NOW)
    assert take(shift, wren).place == 1


def test_a_skill_is_asked_for_by_name(gathering, cafe):
    shift, robin = add(gathering, cafe, capability="food_hygiene"), member(cafe)
    with acting(robin.person), pytest.raises(Refused, match="Food hygiene"):
        actions.take_turn(shift, now=NOW)
    with as_program():
        note_capability(person=robin.person, group=Ref.to(cafe), kind="food_hygiene", seen_on=NOW.date(), now=NOW)
    assert take(shift, robin).state == TurnState.TAKEN


def test_for_others_there_is_no_shift(shift):
    with acting(make_person()), pytest.raises(NotFound):
        actions.take_turn(shift, now=NOW)
