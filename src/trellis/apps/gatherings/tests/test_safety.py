"""A log that names nobody, and everybody back."""

import uuid
from datetime import timedelta

import pytest

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings.actions import safety as actions
from trellis.apps.gatherings.models import PatrolAlarm, PatrolArea, PatrolBack, SafetyCount, SafetyEntry
from trellis.apps.gatherings.queries import safety as queries
from trellis.apps.gatherings.tests.line_factories import HOUR, SEVEN, make_area, make_member, make_patrol
from trellis.apps.gatherings.tests.test_warmline import titles
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.forgetting.purging import purge

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
END = SEVEN + 2 * HOUR


@pytest.fixture
def watch():
    return make_organization(name="Seafront Watch")


@pytest.fixture
def editor(watch):
    return make_person("editor", watch)


@pytest.fixture
def wren(watch):
    return make_member(watch, name="Wren")


@pytest.fixture
def robin(watch):
    return make_member(watch, name="Robin")


@pytest.fixture
def patrol(watch, wren, robin):
    return make_patrol(watch, wren, robin)


@pytest.fixture
def area(watch):
    return make_area(watch)


def told(words="", **fields):
    return {"kind": "light", "done": ["council"], "words": words, "seen_at": SEVEN, "language": "en"} | fields


def write(area, person, words="", now=SEVEN + HOUR, told=told, **how) -> SafetyEntry:
    with acting(person):
        return SafetyEntry.objects.get(pk=actions.write_entry(area, told=told(words), now=now, **how))


def test_those_who_patrol_and_organize_read_the_log_and_nobody_else(watch, area, wren, editor, patrol):
    entry = write(area, wren, "Lamp by the bandstand is out")
    stranger, member = make_person(), make_member(watch, name="Tern")
    assert [entry.is_visible_to(person) for person in (wren, editor, member, stranger, None)] == [True, True, False, False, False]
    with acting(member), pytest.raises(NotFound):
        actions.write_entry(area, told=told(), now=SEVEN)
    with acting(None), pytest.raises(NotFound):
        actions.remove_entry(entry, now=SEVEN)


@pytest.mark.parametrize("words", ["ring 07700 900123", "car EK19 XYZ", "write to a@example.org"])
def test_numbers_are_never_saved(area, wren, patrol, words):
    with acting(wren), pytest.raises(WrongState, match="Take out"):
        actions.write_entry(area, told=told(words), looked_at=True, are_places=True, now=SEVEN + HOUR)
    assert not SafetyEntry.objects.exists()


def test_a_whole_name_is_saved_only_as_a_place(area, wren, patrol):
    with acting(wren), pytest.raises(WrongState, match="name of a place"):
        actions.write_entry(area, told=told("Darren Smith again"), looked_at=True, now=SEVEN + HOUR)
    assert write(area, wren, "By the Martin Taylor bench", looked_at=True, are_places=True).words == "By the Martin Taylor bench"


@pytest.mark.parametrize("words", ["Darren shouted", "a black lad ran", "outside 14 Holland Road"])
def test_what_may_tell_who_it_was_is_looked_at_before_it_is_saved(area, wren, patrol, words):
    with acting(wren), pytest.raises(WrongState, match="again"):
        actions.write_entry(area, told=told(words), now=SEVEN + HOUR)
    assert write(area, wren, words, looked_at=True).words == words


def test_the_groups_own_areas_are_places(watch, wren, patrol):
    area = make_area(watch, "Martin Taylor Way")
    assert write(area, wren, "Martin Taylor Way: lamp out").words


def test_an_entry_is_changed_within_a_day_by_its_writer_and_removed_by_an_organizer_too(watch, area, wren, robin, editor, patrol):
    entry, other, elsewhere = write(area, wren, "Lamp out"), make_area(watch, "Station"), make_area(make_organization())
    with acting(robin), pytest.raises(Refused):
        actions.change_entry(entry, told=told("x"), area=area, now=SEVEN + HOUR)
    with acting(wren):
        actions.change_entry(entry, told=told("Lamp mended"), area=other, now=SEVEN + HOUR)
        with pytest.raises(WrongState, match="for a day"):
            actions.change_entry(entry, told=told("Late"), area=area, now=SEVEN + timedelta(days=2))
        with pytest.raises(WrongState, match="area of your group"):
            actions.change_entry(entry, told=told("x"), area=elsewhere, now=SEVEN + HOUR)
    with acting(robin), pytest.raises(Refused):
        actions.remove_entry(entry, now=SEVEN)
    with acting(editor):
        actions.remove_entry(entry, now=SEVEN)
    assert not SafetyEntry.objects.exists()


def test_an_area_is_no_address_and_is_added_once(watch, editor, wren):
    with acting(editor):
        actions.add_area(host=watch, name="Seafront", now=SEVEN)
        actions.add_area(host=watch, name="seafront", now=SEVEN)
        with pytest.raises(WrongState, match="not an address"):
            actions.add_area(host=watch, name="14 Holland Road", now=SEVEN)
    assert PatrolArea.objects.count() == 1
    with acting(wren), pytest.raises(Refused):
        actions.add_area(host=watch, name="Pier", now=SEVEN)


def test_entries_are_counted_once_deleted_after_ninety_days_and_small_counts_hidden_outside(watch, area, wren, patrol):
    for _n in range(3):
        write(area, wren, "Lamp out")
    assert actions.count_all(SEVEN + HOUR) == 0
    later = SEVEN + timedelta(days=1, hours=2)
    assert [actions.count_all(later), actions.count_all(later)] == [3, 0]
    with as_program():
        purge(now=SEVEN + timedelta(days=80))
        assert SafetyEntry.objects.count() == 3
        purge(now=SEVEN + timedelta(days=91))
    assert not SafetyEntry.objects.exists()
    assert SafetyCount.objects.get().n == 3
    assert [row.kinds for row in queries.counts(watch, inside=True)] == [[("A light out", 3)]]
    assert [(row.n, row.kinds) for row in queries.counts(watch, inside=False)] == [(None, [("A light out", None)])]


def test_an_erased_writer_leaves_no_words(area, wren, patrol):
    entry = write(area, wren, "Lamp out")
    with as_program():
        erase(wren, now=SEVEN + HOUR)
    entry.refresh_from_db()
    assert (entry.words, entry.person) == ("", None)


def test_a_pair_says_that_they_are_back_and_twice_counts_once(patrol, wren, robin):
    turns = [turn.pk for turn in queries.out_on(patrol)]
    with acting(wren):
        with pytest.raises(WrongState, match="not begun"):
            actions.say_back(patrol, turns=turns, now=SEVEN - MINUTE)
        assert [actions.say_back(patrol, turns=turns, now=END), actions.say_back(patrol, turns=turns, now=END)] == [2, 0]
    assert not queries.not_back(patrol).exists()
    assert actions.watch_the_patrols(END + HOUR) == 0


def test_half_an_hour_late_the_coordinators_are_told_once_and_settled_when_all_are_back(patrol, wren, robin, editor):
    with acting(wren):
        actions.say_back(patrol, turns=[queries.out_on(patrol).get(person=wren).pk], now=END)
    assert actions.watch_the_patrols(END + 29 * MINUTE) == 0
    assert [actions.watch_the_patrols(END + 30 * MINUTE), actions.watch_the_patrols(END + 31 * MINUTE)] == [1, 0]
    assert titles(editor) == ["Please look: not everybody has said that they are back"]
    assert titles(wren) == []
    assert queries.open_alarms(patrol.series.host).count() == 1
    with acting(editor):
        actions.say_back(patrol, turns=[turn.pk for turn in queries.out_on(patrol)], now=END + HOUR)
    assert PatrolAlarm.objects.get().settled_at == END + HOUR
    assert PatrolBack.objects.count() == 2


def test_nobody_else_says_who_is_back(patrol, watch):
    tern = make_member(watch, name="Tern")
    with acting(tern), pytest.raises(Refused):
        actions.say_back(patrol, turns=[uuid.uuid4()], now=END)


def test_the_log_takes_the_same_queries_for_one_entry_and_three(watch, area, wren, patrol, django_assert_num_queries):
    for n in (1, 2):
        for _each in range(n):
            write(area, wren, "Lamp out")
        with django_assert_num_queries(1):
            assert [str(entry.area) for entry in queries.entries_of(watch)]
