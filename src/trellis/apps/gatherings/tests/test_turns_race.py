"""Many at the same moment: the last place, a stand-by's link, handing on while giving back. On both databases."""

from datetime import timedelta

import pytest

from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import Turn
from trellis.apps.gatherings.tests.test_places_race import a_database_that_threads_share, as_person, at_once  # noqa: F401
from trellis.apps.gatherings.tests.turn_makers import NOW, SOON, Cafe, give_back, stand_by, take
from trellis.core.actions import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_is_had_by_one_however_many_press_at_once():
    cafe = Cafe()
    shift = cafe.shift(wanted=2)
    people = [cafe.member() for _each in range(6)]
    take(shift, people[0])
    came = at_once(*(as_person(each.person, actions.take_turn, shift, now=NOW) for each in people[1:] for _twice in range(2)))
    refused = [each for each in came if isinstance(each, Exception)]
    assert all(isinstance(each, WrongState) for each in refused), refused
    assert sorted(Turn.objects.filter(state="taken").values_list("place", flat=True)) == [1, 2]


def test_of_the_stand_bys_who_say_yes_at_once_one_has_the_turn():
    cafe = Cafe()
    shift = cafe.shift()
    turn = take(shift, cafe.member())
    lines = [stand_by(shift, cafe.member()) for _each in range(3)]
    late = SOON - timedelta(hours=20)
    give_back(turn, late)
    deeds = []
    for each in lines:
        each.refresh_from_db()
        assert each.state == "called"
        deeds += [as_person(None, actions.answer_by_link, turn=each.pk, token=each.link_token, answer="yes", now=late)] * 2
    came = at_once(*deeds)
    refused = [each for each in came if isinstance(each, Exception)]
    assert all(isinstance(each, WrongState) for each in refused), refused
    assert Turn.objects.filter(shift=shift, state="taken").count() == 1


def test_a_turn_given_back_while_it_is_taken_over_ends_with_one_holder_or_none():
    cafe = Cafe()
    shift, holder, taker = cafe.shift(), cafe.member(), cafe.member()
    turn = take(shift, holder)
    Turn.objects.filter(pk=turn.pk).update(hands_on=True)
    came = at_once(
        as_person(holder.person, actions.give_back_turn, turn, now=NOW),
        as_person(taker.person, actions.take_over_turn, shift, now=NOW),
    )
    assert all(isinstance(each, WrongState) for each in came if isinstance(each, Exception)), came
    turn.refresh_from_db()
    assert (turn.state, turn.place) == ("given_back", None)
    assert Turn.objects.filter(shift=shift, state="taken").count() <= 1
