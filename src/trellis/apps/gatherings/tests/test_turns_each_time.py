"""What each gathering has, regulars, a gathering that moves or is called off, nobody there, notes that are gone, what was seen."""

from datetime import timedelta

import pytest

from trellis.apps.gatherings import actions
from trellis.apps.gatherings.actions.turns_clock import look_after_regulars
from trellis.apps.gatherings.actions.turns_notes import delete_expired_notes, remind_of_capabilities
from trellis.apps.gatherings.models import Absence, HandoverNote, Shift, Turn
from trellis.apps.gatherings.queries.turns import n_lately
from trellis.apps.gatherings.tests.factories import make_gathering
from trellis.apps.gatherings.tests.turn_makers import NOW, SOON, Cafe, stand_by, take
from trellis.apps.people.actions import drop_capability, leave_group
from trellis.apps.people.models import Capability
from trellis.core.actions import NotFound, Refused, WrongState, acting
from trellis.core.forgetting.purging import purge
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe() -> Cafe:
    return Cafe()


def pattern(cafe, **details):
    with acting(cafe.editor):
        return actions.add_pattern(cafe.series, role="Kitchen", now=NOW, **({"wanted": 2} | details))


def test_each_gathering_has_the_shifts_of_its_series_and_one_added_later_too(cafe):
    each = pattern(cafe, begins_after=60, minutes=60)
    shift = cafe.gathering.shifts.get()
    assert (shift.wanted, shift.starts_at, shift.ends_at) == (2, SOON + timedelta(hours=1), SOON + timedelta(hours=2))
    with acting(cafe.editor):
        actions.add_gathering(cafe.series, starts_at=SOON + timedelta(days=1), ends_at=SOON + timedelta(days=1, hours=3), now=NOW)
    assert Shift.objects.filter(pattern=each).count() == 2


def test_a_change_follows_except_where_it_was_changed_by_hand_and_nobody_loses_a_turn(cafe):
    later = make_gathering(cafe.series, starts_at=SOON + timedelta(days=7))
    each = pattern(cafe)
    first, second = cafe.gathering.shifts.get(), later.shifts.get()
    for _ in range(2):
        take(first, cafe.member())
    with acting(cafe.editor):
        actions.change_shift(second, wanted=5, now=NOW)
        actions.change_pattern(each, wanted=1, role="Cooking", now=NOW)
        with pytest.raises(WrongState, match="More people"):
            actions.change_shift(first, wanted=1, now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [(shift.role, shift.wanted) for shift in (first, second)] == [("Cooking", 2), ("Kitchen", 5)]


def test_regulars_have_their_turns_and_leave_places_open(cafe):
    each = pattern(cafe, wanted=2, for_newcomers=1)
    regular, second = cafe.regular(), cafe.regular()
    with acting(regular.person):
        actions.begin_standing(each, stands_as="turn", now=NOW)
    with acting(second.person):
        with pytest.raises(WrongState, match="regulars"):
            actions.begin_standing(each, stands_as="turn", now=NOW)
        actions.begin_standing(each, stands_as="standby", now=NOW)
    shift = cafe.gathering.shifts.get()
    assert {turn.person_id: turn.state for turn in shift.turns.all()} == {regular.person_id: "taken", second.person_id: "standby"}
    with acting(regular.person):
        actions.give_back_turn(shift.turns.get(person=regular.person), now=NOW)
    look_after_regulars(now=NOW)
    assert shift.turns.get(person=regular.person).state == "given_back"


def test_when_it_moves_those_who_have_a_turn_are_asked_again(cafe):
    pattern(cafe)
    shift, member = cafe.gathering.shifts.get(), cafe.member()
    turn = take(shift, member)
    with acting(cafe.editor):
        actions.move_gathering(cafe.gathering, starts_at=SOON + timedelta(hours=2), ends_at=SOON + timedelta(hours=5), now=NOW)
    shift.refresh_from_db()
    turn.refresh_from_db()
    assert (shift.starts_at, turn.state, turn.place) == (SOON + timedelta(hours=2), "asked", 1)
    assert Letter.objects.filter(recipient=member.person, subject="Another time: does it suit you?").exists()
    with acting(None):
        actions.answer_by_link(turn=turn.pk, token=turn.link_token, answer="yes", now=NOW)
    turn.refresh_from_db()
    assert turn.state == "taken"


def test_called_off_those_who_have_a_turn_hear_it_and_on_again_they_are_asked(cafe):
    shift, member = cafe.shift(), cafe.member()
    turn = take(shift, member)
    with acting(cafe.editor):
        actions.call_off_gathering(cafe.gathering, now=NOW)
    assert Letter.objects.filter(recipient=member.person, subject="Something is called off").exists()
    with acting(member.person), pytest.raises(WrongState, match="called off"):
        actions.give_back_turn(turn, now=NOW)
    with acting(cafe.editor):
        actions.put_gathering_back_on(cafe.gathering, now=NOW)
    turn.refresh_from_db()
    assert turn.state == "asked"


@pytest.mark.parametrize("notes", [False, True])
def test_nobody_was_there_is_nobodys_unless_the_group_turned_it_on(cafe, notes):
    shift, member = cafe.shift(notes_absence=notes), cafe.member()
    turn = take(shift, member)
    with acting(cafe.editor):
        with pytest.raises(WrongState, match="not begun"):
            actions.note_unfilled(turn, now=NOW)
        actions.note_unfilled(turn, now=SOON + timedelta(hours=1))
    turn.refresh_from_db()
    assert (turn.state, turn.person, turn.membership) == ("unfilled", None, None)
    assert Absence.objects.filter(person=member.person).count() == notes
    if notes:
        absence = Absence.objects.get()
        with acting(cafe.member().person), pytest.raises(NotFound):
            actions.excuse_absence(absence, now=NOW)
        with acting(member.person):
            actions.excuse_absence(absence, now=SOON)
        purge(now=SOON + timedelta(days=185))
        assert not Absence.objects.exists()


def test_whoever_leaves_the_group_leaves_its_turns(cafe):
    each = pattern(cafe, wanted=1)
    member = cafe.member()
    turn = take(cafe.gathering.shifts.get(), member)
    with acting(member.person):
        actions.begin_standing(each, stands_as="standby", now=NOW)
        leave_group(member, now=NOW)
    turn.refresh_from_db()
    assert (turn.state, each.standing.count()) == ("given_back", 0)


def test_a_note_is_read_by_this_shift_and_the_next_and_gone_after_two_days(cafe):
    later, after = (make_gathering(cafe.series, starts_at=SOON + timedelta(days=days)) for days in (1, 2))
    here, there, beyond = cafe.member(), cafe.member(), cafe.member()
    for member, at in ((here, cafe.gathering), (there, later), (beyond, after)):
        take(cafe.shift(at=at), member, sure=True)
    with acting(there.person), pytest.raises((Refused, NotFound)):
        actions.write_note(cafe.gathering, words="Order milk", now=SOON)
    with acting(here.person):
        actions.write_note(cafe.gathering, words="Order milk", now=SOON)
    note = HandoverNote.objects.get()
    assert [note.is_visible_to(each.person) for each in (here, there, beyond)] == [True, True, False]
    assert not note.is_visible_to(cafe.editor)
    assert note.words == "Order milk"
    assert delete_expired_notes(now=SOON + timedelta(hours=47)) == 0
    purge(now=SOON + timedelta(hours=49))
    assert not HandoverNote.objects.exists()


def test_a_done_note_is_gone_at_once(cafe):
    member = cafe.member()
    take(cafe.shift(), member)
    with acting(member.person):
        actions.write_note(cafe.gathering, words="Order milk", now=SOON)
        actions.settle_note(HandoverNote.objects.get(), now=SOON)
    assert not HandoverNote.objects.exists()


def test_what_was_seen_is_told_can_be_dropped_and_runs_out_with_a_word(cafe):
    member = cafe.member()
    shift = cafe.shift(capability="food_hygiene")
    with acting(member.person), pytest.raises(Refused, match="Food hygiene"):
        actions.take_turn(shift, now=NOW)
    stand_by(shift, member)
    with acting(cafe.editor):
        actions.see_capability(cafe.series, membership=member, kind="food_hygiene", until_on=SOON.date() + timedelta(days=9), now=NOW)
    assert Letter.objects.filter(recipient=member.person, subject="Something was noted about you").exists()
    assert take(shift, member).state == "taken"
    assert (remind_of_capabilities(now=NOW), remind_of_capabilities(now=NOW)) == (1, 0)
    with acting(member.person):
        drop_capability(Capability.objects.get(), now=NOW)
    assert not Capability.objects.exists()


def test_reminders_come_six_days_and_a_day_ahead_once_each(cafe):
    member = cafe.member()
    take(cafe.shift(), member)
    for hours in (24 * 7, 24 * 6 - 1, 24 * 6 - 2, 23, 22):
        actions.look_after_turns(now=SOON - timedelta(hours=hours))
    told = Letter.objects.filter(recipient=member.person, subject="Soon: something you said you do", channel="page")
    assert told.count() == 2
    assert Turn.objects.get().reminded == 2


def test_what_one_did_lately_is_counted_for_oneself(cafe):
    member = cafe.regular()
    assert n_lately(member.person, NOW) == (3, 9.0)
