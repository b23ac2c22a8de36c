"""Who can have a turn and who is asked next: newcomers' places, clashes, rest, stand-bys in waves, the link, companions."""

from datetime import timedelta

import pytest

from trellis.apps.gatherings import actions
from trellis.apps.gatherings.actions.turns import ShortRest
from trellis.apps.gatherings.actions.turns_line import answer_guiding
from trellis.apps.gatherings.models import Guide, Turn
from trellis.apps.gatherings.queries.turns import guides_of
from trellis.apps.gatherings.tests.factories import make_gathering
from trellis.apps.gatherings.tests.turn_makers import NOW, SOON, Cafe, give_back, stand_by, take
from trellis.apps.people.actions import block_person
from trellis.core.actions import NotFound, WrongState, acting
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

EVENING_BEFORE = SOON - timedelta(hours=18)


@pytest.fixture
def cafe() -> Cafe:
    return Cafe()


def states(shift) -> list[str]:
    return sorted(Turn.objects.filter(shift=shift).values_list("state", flat=True))


def test_a_place_stays_open_for_newcomers_until_two_days_before(cafe):
    shift = cafe.shift(wanted=2, for_newcomers=1)
    first, second = cafe.regular(), cafe.regular()
    take(shift, first)
    with pytest.raises(WrongState, match="newcomers"):
        take(shift, second)
    assert take(shift, second, now=SOON - timedelta(hours=47)).place == 2


def test_a_newcomer_has_the_place_that_is_kept_for_them(cafe):
    shift = cafe.shift(wanted=2, for_newcomers=1)
    take(shift, cafe.regular())
    assert take(shift, cafe.member()).place == 2


def test_two_at_the_same_time_are_refused_and_short_rest_is_asked_about(cafe):
    member = cafe.member()
    take(cafe.shift("Late", ends_at=SOON + timedelta(hours=11)), member)
    with pytest.raises(WrongState, match="Late"):
        take(cafe.shift("Door"), member)
    early = cafe.shift("Breakfast", at=make_gathering(cafe.series, starts_at=SOON + timedelta(hours=20)))
    with pytest.raises(ShortRest):
        take(early, member)
    assert take(early, member, sure=True).state == "taken"


def test_given_back_the_evening_before_the_least_recently_asked_are_asked_and_the_first_yes_has_it(cafe):
    shift, other = cafe.shift(), cafe.shift("Door", at=make_gathering(cafe.series, starts_at=SOON + timedelta(days=5)))
    holder, *standbys = (cafe.member() for _ in range(6))
    turn = take(shift, holder)
    lines = [stand_by(shift, each, now=NOW + timedelta(minutes=n)) for n, each in enumerate(standbys)]
    # The first two who stood by were asked lately, for another shift.
    for each, hours in zip(standbys[:2], (3, 2), strict=True):
        Turn.objects.filter(pk=stand_by(other, each).pk).update(asked_at=NOW - timedelta(hours=hours))
    give_back(turn, EVENING_BEFORE)
    assert [Turn.objects.get(pk=each.pk).state for each in lines] == ["standby", "standby", "called", "called", "called"]
    link = Turn.objects.get(pk=lines[3].pk)
    told = Letter.objects.filter(recipient=link.person, subject="Can you step in?").first()
    assert link.link_token in told.body
    with acting(None):
        actions.answer_by_link(turn=link.pk, token=link.link_token, answer="yes", now=EVENING_BEFORE + timedelta(minutes=5))
        # Pressed again, it is the same; the others hear that somebody was quicker.
        actions.answer_by_link(turn=link.pk, token=link.link_token, answer="yes", now=EVENING_BEFORE + timedelta(minutes=65))
        late = Turn.objects.get(pk=lines[4].pk)
        with pytest.raises(WrongState, match="last place"):
            actions.answer_by_link(turn=late.pk, token=late.link_token, answer="yes", now=EVENING_BEFORE + timedelta(minutes=6))
    assert states(shift) == ["called", "called", "given_back", "standby", "standby", "taken"]
    actions.look_after_turns(now=EVENING_BEFORE + timedelta(minutes=7))
    assert states(shift) == ["given_back", "standby", "standby", "standby", "standby", "taken"]


def test_the_next_wave_comes_when_nobody_answers_and_the_coordinator_hears_once(cafe):
    shift = cafe.shift()
    turn = take(shift, cafe.member())
    for _ in range(4):
        stand_by(shift, cafe.member())
    give_back(turn, EVENING_BEFORE)
    assert states(shift).count("called") == 3
    actions.look_after_turns(now=EVENING_BEFORE + timedelta(minutes=10))
    assert states(shift).count("called") == 3
    actions.look_after_turns(now=EVENING_BEFORE + timedelta(hours=3))
    actions.look_after_turns(now=EVENING_BEFORE + timedelta(hours=3))
    assert states(shift).count("called") == 4
    told = Letter.objects.filter(recipient=cafe.editor, subject="Somebody is missing", channel="page")
    assert told.count() == 2
    assert not any("Robin" in each.body for each in told)


def test_freely_until_two_days_before_nobody_is_told(cafe):
    turn = take(cafe.shift(), cafe.member())
    give_back(turn, SOON - timedelta(hours=49))
    assert not Letter.objects.filter(recipient=cafe.editor).exists()


def test_a_link_after_it_began_or_of_an_older_letter_does_nothing(cafe):
    shift = cafe.shift()
    member = cafe.member()
    turn = stand_by(shift, member)
    old = turn.link_token
    actions.look_after_turns(now=EVENING_BEFORE)
    turn.refresh_from_db()
    assert turn.state == "called"
    with acting(None):
        with pytest.raises(NotFound):
            actions.answer_by_link(turn=turn.pk, token=old, answer="yes", now=EVENING_BEFORE)
        with pytest.raises(WrongState, match="begun"):
            actions.answer_by_link(turn=turn.pk, token=turn.link_token, answer="yes", now=SOON)
    assert states(shift) == ["called"]


def test_what_nobody_answers_goes_on(cafe):
    shift, member = cafe.shift(), cafe.member()
    with acting(cafe.editor):
        turn = actions.assign_turn(shift, membership=member, now=NOW)
    assert turn.until == NOW + timedelta(days=3)
    actions.look_after_turns(now=NOW + timedelta(days=3))
    turn.refresh_from_db()
    assert (turn.state, turn.place) == ("declined", None)


def test_somebody_takes_a_turn_for_somebody_else_who_is_not_named(cafe):
    shift, holder, taker = cafe.shift(), cafe.member(), cafe.member()
    turn = take(shift, holder)
    with acting(taker.person), pytest.raises(WrongState, match="quicker"):
        actions.take_over_turn(shift, now=NOW)
    with acting(holder.person):
        actions.put_turn_forward(turn, now=NOW)
    turn.refresh_from_db()
    assert turn.state == "taken"
    with acting(taker.person):
        mine = actions.take_over_turn(shift, now=NOW)
        assert actions.take_over_turn(shift, now=NOW).pk == mine.pk
    turn.refresh_from_db()
    assert (turn.state, mine.place, states(shift)) == ("given_back", 1, ["given_back", "taken"])
    assert Letter.objects.filter(recipient=holder.person, subject="Somebody took it for you").exists()


def test_a_newcomer_is_given_a_companion_who_agreed_and_the_next_is_asked_after_a_no(cafe):
    shift, new = cafe.shift(wanted=4), cafe.member("Wren")
    knows = [cafe.regular("Ash"), cafe.regular("Birch")]
    for each in knows:
        take(shift, each)
    turn = take(shift, new)
    guide = Guide.objects.get(turn=turn)
    with acting(guide.person):
        answer_guiding(guide, agreed=False, now=NOW)
    second = Guide.objects.get(turn=turn, state="asked")
    assert second.person_id != guide.person_id
    with acting(second.person):
        answer_guiding(second, agreed=True, now=NOW)
    assert guides_of([turn], new.person)[turn.pk].person == second.person
    give_back(Turn.objects.get(shift=shift, person=second.person), NOW)
    assert not Guide.objects.filter(turn=turn, state="agreed").exists()


def test_two_of_whom_one_blocked_the_other_are_never_paired(cafe):
    shift, new, other = cafe.shift(wanted=4), cafe.member(), cafe.regular()
    with acting(new.person):
        block_person(new.person, membership=other, now=NOW)
    take(shift, other)
    turn = take(shift, new)
    assert not Guide.objects.filter(turn=turn).exists()
    friend = cafe.regular()
    take(shift, friend)
    guide = Guide.objects.get(turn=turn)
    assert guide.person == friend.person
    # Blocked after they were paired: neither is shown the other.
    with acting(friend.person):
        block_person(friend.person, membership=new, now=NOW)
    assert guides_of([turn], new.person) == {}
    assert not Guide.objects.filter(turn=turn).exists()
