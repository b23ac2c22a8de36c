"""A line says truly whether somebody is on, and keeps nothing of who rang."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings.actions import warmline as actions
from trellis.apps.gatherings.models import GatheringState, TurnState, WarmlineContact, WarmlineCount, WarmlineHandler, WarmlineWatch
from trellis.apps.gatherings.queries import warmline as queries
from trellis.apps.gatherings.queries.warmline_calls import Today
from trellis.apps.gatherings.queries.warmline_words import staffed_words
from trellis.apps.gatherings.tests.line_factories import HOUR, SEVEN, give_turn, make_line, make_member, make_shift
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.forgetting.purging import purge
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TOLD = {
    "started_at": SEVEN + 10 * MINUTE, "minutes": 25, "medium": "phone", "type": "lonely",
    "protocol_used": False, "referral_offered": True, "needs_debrief": False,
}  # fmt: skip


@pytest.fixture
def line():
    return make_line()


@pytest.fixture
def wren(line):
    return make_member(line.organization, name="Wren")


@pytest.fixture
def turn(line, wren):
    return give_turn(make_shift(line.organization), wren)


def begin(line, person, now=SEVEN) -> WarmlineWatch:
    with acting(person):
        return WarmlineWatch.objects.get(pk=actions.begin_watch(line, now=now))


def words(line, now) -> str:
    return " ".join(staffed_words(queries.staffed(line, now)))


def titles(person) -> list[str]:
    return sorted(Letter.objects.filter(recipient=person, channel="page").values_list("subject", flat=True))


def test_somebody_is_on_only_once_they_hold_a_turn_and_have_begun(line, wren, turn):
    said = words(line, SEVEN - HOUR)
    assert said.startswith("Nobody is on now. Next: ") and "19:00" in said
    assert words(line, SEVEN + MINUTE).startswith("Nobody is on now. Somebody was to begin at 19:00 and has not begun yet.")

    begin(line, wren, SEVEN + 2 * MINUTE)

    assert words(line, SEVEN + 3 * MINUTE) == "Somebody is on now, until 21:00."
    assert words(line, SEVEN + 2 * HOUR).startswith("Nobody is on now.")


def test_the_very_second_somebody_leaves_nobody_is_on(line, wren, turn):
    watch, then = begin(line, wren), SEVEN + HOUR
    with acting(wren):
        actions.end_watch(watch, now=then)

    assert not queries.staffed(line, then).is_on
    assert words(line, then) == "Nobody is on now. Nobody has taken the next turn yet, so we cannot say when."
    with acting(wren), pytest.raises(WrongState):
        actions.end_watch(watch, now=then)


def test_a_turn_given_back_called_off_or_only_offered_covers_nothing(line, wren, turn):
    begin(line, wren)
    for state in (TurnState.ASKED, TurnState.GIVEN_BACK):
        place = None if state == TurnState.GIVEN_BACK else 1
        type(turn).objects.filter(pk=turn.pk).update(state=state, place=place)
        assert not queries.staffed(line, SEVEN + MINUTE).is_on
    type(turn).objects.filter(pk=turn.pk).update(state=TurnState.TAKEN, place=1)
    assert queries.staffed(line, SEVEN + MINUTE).is_on
    type(turn.shift.gathering).objects.update(state=GatheringState.CALLED_OFF)
    assert not queries.staffed(line, SEVEN + MINUTE).is_on


def test_one_begins_at_most_a_quarter_of_an_hour_early_and_once(line, wren, turn):
    with acting(wren), pytest.raises(WrongState, match="hold no turn"):
        actions.begin_watch(line, now=SEVEN - 16 * MINUTE)
    first, second = begin(line, wren, SEVEN - 14 * MINUTE), begin(line, wren, SEVEN)
    assert first == second
    with pytest.raises(IntegrityError), transaction.atomic():
        WarmlineWatch.objects.create(line=line, turn=turn, person=wren, started_at=SEVEN, ends_at=SEVEN + HOUR)


def test_handover_at_the_change_both_are_on_and_then_one(line, wren, turn):
    robin = make_member(line.organization, name="Robin")
    give_turn(make_shift(line.organization, starts_at=SEVEN + 2 * HOUR), robin)
    watch, change = begin(line, wren), SEVEN + 2 * HOUR
    assert actions.watch_the_lines(change - 30 * MINUTE) == 0

    begin(line, robin, change - 10 * MINUTE)
    both = queries.staffed(line, change - 5 * MINUTE)
    assert (both.n_on, both.until) == (2, change + 2 * HOUR)
    with acting(wren):
        actions.end_watch(watch, now=change)
    assert words(line, change) == "Somebody is on now, until 23:00."


def test_going_from_ones_own_turn_to_the_next_keeps_counting_to_the_break(line, wren, turn):
    give_turn(make_shift(line.organization, starts_at=SEVEN + 2 * HOUR), wren)
    begin(line, wren)
    second = begin(line, wren, SEVEN + 2 * HOUR - 5 * MINUTE)

    assert second.ends_at == SEVEN + 4 * HOUR
    assert WarmlineWatch.objects.filter(ended_at=None).count() == 1
    assert queries.needs_break(second, SEVEN + 2 * HOUR)


def test_nobody_follows_is_told_an_hour_ahead_and_at_the_change_once(line, wren, turn):
    editor = make_person("editor", line.organization)
    begin(line, wren)
    end = SEVEN + 2 * HOUR
    assert actions.watch_the_lines(end - 61 * MINUTE) == 0
    assert actions.watch_the_lines(end - 60 * MINUTE) == 1
    assert actions.watch_the_lines(end - 59 * MINUTE) == 0
    assert titles(wren) == ["Your turn ends soon"]
    assert titles(editor) == ["Nobody has taken the next turn"]

    assert not queries.staffed(line, end).is_on
    assert actions.watch_the_lines(end) == 1
    assert actions.watch_the_lines(end + MINUTE) == 0
    assert len(titles(wren)) == len(titles(editor)) == 2
    actions.watch_the_lines(end + 16 * MINUTE)
    assert WarmlineWatch.objects.get().ended_at == end


def test_whoever_stays_says_so_and_never_longer_than_rest_allows(line, wren, turn):
    watch, end = begin(line, wren), SEVEN + 2 * HOUR
    assert [moment - end for moment in queries.ways_to_stay(watch, end - HOUR)] == [30 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR]
    with acting(wren):
        actions.stay_on(watch, until=end + 30 * MINUTE, now=end - 20 * MINUTE)
        assert words(line, end + MINUTE) == "Somebody is on now, until 21:30."
        with pytest.raises(WrongState, match="23:00 at the latest"):
            actions.stay_on(watch, until=end + 3 * HOUR, now=end)
    morning = make_shift(line.organization, starts_at=end + 11 * HOUR + 15 * MINUTE)
    give_turn(morning, wren)
    watch.refresh_from_db()
    assert queries.ways_to_stay(watch, end) == []
    with acting(wren), pytest.raises(WrongState, match="21:30 at the latest"):
        actions.stay_on(watch, until=end + HOUR, now=end)


def test_nobody_stays_after_a_long_turn_or_once_it_is_long_over(line, wren):
    give_turn(make_shift(line.organization, hours=7), wren)
    watch, end = begin(line, wren), SEVEN + 7 * HOUR
    assert queries.latest_stay(watch) == end
    with acting(wren), pytest.raises(WrongState):
        actions.stay_on(watch, until=end + 30 * MINUTE, now=end + 20 * MINUTE)


def test_a_break_is_suggested_after_two_hours_and_is_not_counted_as_on(line, wren):
    give_turn(make_shift(line.organization, hours=4), wren)
    watch = begin(line, wren)
    assert not queries.needs_break(watch, SEVEN + 119 * MINUTE)
    assert queries.needs_break(watch, SEVEN + 120 * MINUTE)
    with acting(wren):
        actions.take_break(watch, now=SEVEN + 2 * HOUR)
        assert words(line, SEVEN + 2 * HOUR).startswith("Nobody is on right now. Whoever is here takes a short break.")
        actions.end_break(watch, now=SEVEN + 2 * HOUR + 10 * MINUTE)
    watch.refresh_from_db()
    assert not queries.needs_break(watch, SEVEN + 4 * HOUR)
    assert queries.staffed(line, SEVEN + 3 * HOUR).is_on


def test_a_line_that_closes_has_nobody_on(line, wren, turn):
    begin(line, wren)
    with acting(make_person("editor", line.organization)):
        actions.close_line(line, now=SEVEN + MINUTE)
    line.refresh_from_db()
    assert words(line, SEVEN + 2 * MINUTE) == "This line has closed."
    with acting(wren), pytest.raises(WrongState):
        actions.begin_watch(line, now=SEVEN + 2 * MINUTE)


def test_one_line_for_an_organization_and_only_its_organizers_make_it():
    organization = make_organization()
    told = {"name": "Day", "number": "0300 1", "about": "", "text_number": "", "web_address": "", "calls_a_day": None}
    with acting(make_person("editor", organization)):
        actions.make_line(organization, told=told, now=SEVEN)
        with pytest.raises(WrongState, match="already"):
            actions.make_line(organization, told=told, now=SEVEN)
    with acting(make_person()), pytest.raises(Refused):
        actions.make_line(organization, told=told, now=SEVEN)


# The log of contacts.
def test_a_contact_has_no_field_for_words_numbers_or_names():
    kept = {field.name for field in WarmlineContact._meta.fields}
    assert kept == {
        "id", "line", "handler_code", "started_at", "minutes", "medium", "type", "protocol_used", "referral_offered", "needs_debrief",
        "counted_at",
    }  # fmt: skip


def test_a_contact_is_noted_under_a_code_by_whoever_is_or_was_on(line, wren, turn):
    watch = begin(line, wren)
    with acting(wren):
        actions.note_contact(line, told=TOLD, now=SEVEN + HOUR)
        actions.end_watch(watch, now=SEVEN + 2 * HOUR)
        actions.note_contact(line, told=TOLD, now=SEVEN + 13 * HOUR)
        with pytest.raises(WrongState, match="twelve hours"):
            actions.note_contact(line, told=TOLD, now=SEVEN + 15 * HOUR)
        with pytest.raises(WrongState, match="later than now"):
            actions.note_contact(line, told=TOLD | {"started_at": SEVEN + 14 * HOUR}, now=SEVEN + 13 * HOUR)
    code = WarmlineHandler.objects.get(person=wren).code
    assert [each.handler_code for each in WarmlineContact.objects.all()] == [code, code]
    assert len(code) == 3 and "Wren" not in code


def test_only_whoever_noted_a_contact_removes_it_and_only_until_it_is_counted(line, wren, turn):
    robin = make_member(line.organization, name="Robin")
    begin(line, wren)
    with acting(wren):
        contact = WarmlineContact.objects.get(pk=actions.note_contact(line, told=TOLD, now=SEVEN + HOUR))
    with acting(robin), pytest.raises(Refused):
        actions.remove_contact(contact, now=SEVEN + HOUR)
    with acting(make_person()), pytest.raises(NotFound):
        actions.remove_contact(contact, now=SEVEN + HOUR)
    actions.count_all(SEVEN + timedelta(days=2))
    with acting(wren), pytest.raises(WrongState):
        actions.remove_contact(contact, now=SEVEN + timedelta(days=2))


def test_contacts_are_counted_once_and_then_gone_within_a_year(line, wren, turn):
    begin(line, wren)
    with acting(wren):
        for _n in range(3):
            actions.note_contact(line, told=TOLD, now=SEVEN + HOUR)
    assert actions.count_all(SEVEN + HOUR) == 0
    later = SEVEN + timedelta(days=2)
    assert [actions.count_all(later), actions.count_all(later)] == [3, 0]
    counted = dict(WarmlineCount.objects.values_list("what", "n"))
    assert counted == {"all": 3, "minutes": 75, "medium:phone": 3, "type:lonely": 3, "protocol": 0, "referral": 3}

    with as_program():
        purge(now=SEVEN + timedelta(days=364))
    assert not WarmlineContact.objects.exists()
    assert dict(WarmlineCount.objects.values_list("what", "n")) == counted


def test_small_counts_are_hidden_outside_and_not_inside(line):
    for what, n in {"all": 12, "type:low": 5, "type:lonely": 8}.items():
        WarmlineCount.objects.create(line=line, month=SEVEN.date().replace(day=1), what=what, n=n)
    outside, inside = queries.months(line, inside=False)[0], queries.months(line, inside=True)[0]
    assert (outside.n, outside.parts) == (10, [("type:lonely", 10), ("type:low", None)])
    assert (inside.n, inside.parts) == (12, [("type:lonely", 8), ("type:low", 5)])


def test_a_limit_of_calls_is_counted_in_memory_and_dropped_at_midnight(line):
    today = Today()
    counts = [today.note(line.pk, word, day=SEVEN.date(), seconds_left=3600) for word in ("Heron", "heron ", "otter", "HERON")]
    assert counts == [1, 2, 1, 3]
    assert today.note(uuid.uuid4(), "heron", day=SEVEN.date(), seconds_left=3600) == 1
    assert b"heron" not in repr(today).encode()
    assert today.note(line.pk, "heron", day=SEVEN.date() + timedelta(days=1), seconds_left=3600) == 1
    today.drop()
    assert (today.key, len(today.counts)) == (b"", 0)


def test_an_erased_handler_leaves_a_code_that_stands_for_nobody(line, wren, turn):
    begin(line, wren)
    with acting(wren):
        actions.note_contact(line, told=TOLD, now=SEVEN + HOUR)
    with as_program():
        erase(wren, now=SEVEN + timedelta(days=1))
    assert (WarmlineContact.objects.count(), WarmlineHandler.objects.count(), WarmlineWatch.objects.count()) == (1, 0, 0)


def test_how_a_line_is_staffed_takes_three_queries_however_many_turns(line, wren, django_assert_num_queries):
    for n in (1, 3):
        for hour in range(n):
            give_turn(make_shift(line.organization, starts_at=SEVEN + timedelta(days=n, hours=2 * hour)), wren)
        with django_assert_num_queries(3):
            queries.staffed(line, SEVEN)
