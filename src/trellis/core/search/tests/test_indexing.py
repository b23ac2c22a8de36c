"""The index follows its records."""

from dataclasses import replace

import pytest

from trellis.core.search.checking import drift, holds
from trellis.core.search.documents import only
from trellis.core.search.indexing import index, reindex
from trellis.core.search.models import SearchCard, SearchEntry, SearchWord
from trellis.core.search.tests.made import HARWICH, ask, entry, indexed, names

pytestmark = pytest.mark.django_db


def test_indexing_twice_changes_nothing():
    with indexed(entry("Food bank"), entry("Chess")):
        tally = reindex()
        assert (tally.added, tally.removed, tally.unchanged) == (0, 0, 2)
        assert drift() == []


def test_a_change_a_move_and_a_removal():
    with indexed(entry("Food bank"), entry("Chess")) as there:
        changed = replace(there[0], name="Community larder", latitude=HARWICH[0], longitude=HARWICH[1])
        there[0] = changed
        assert index("made", [changed.ref]).added == 1
        assert names(ask("larder")) == ["Food bank"]
        assert ask("food").total == 0
        assert ask("food", as_typed=True).words_left == ("food",)
        assert ask("larder", position=HARWICH).results[0].distance_m == 0
        del there[0]
        assert index("made", [changed.ref]).removed == 1
        assert ask("larder").total == 0
        assert SearchCard.objects.count() == SearchEntry.objects.count() == 1
        assert drift() == []


def test_a_new_place_of_a_record():
    with indexed(entry("Advice", key="a", part="1")) as there:
        there.append(entry("Advice", HARWICH, key="a", part="2"))
        tally = index("made", [there[0].ref])
        assert (tally.added, tally.unchanged) == (1, 1)
        assert ask("advice", position=HARWICH).results[0].part == "2"


def test_reindex_removes_what_is_gone_and_counts_again():
    with indexed(*[entry(f"Food {number}", key=str(number)) for number in range(20)]) as there:
        SearchWord.objects.filter(word="food").update(entries=7)
        del there[10:]
        tally = reindex(batch=3)
        assert (tally.removed, tally.unchanged) == (10, 10)
        assert SearchWord.objects.get(word="food").entries == 10
        assert SearchWord.objects.get(word="*").entries == 10
        assert ask("food").total == 10


def test_counts_of_words_follow_single_changes():
    with indexed(entry("Food bank")) as there:
        there.append(entry("Food hub"))
        index("made", [there[1].ref])
        assert SearchWord.objects.get(word="food").entries == 2
        assert names(ask("hbu food")) == ["Food hub"] or names(ask("fodo hub"))[0] == "Food hub"


def test_many_at_one_spot():
    entries = [entry(f"Stall {number}", key=str(number)) for number in range(1_100)]
    with indexed(*entries):
        assert SearchEntry.objects.count() == 1_100
        assert ask("stall").total == 150
        assert ask("stall").total_is_capped


def test_drift_is_noticed():
    with indexed(entry("Food bank"), entry("Chess")) as there:
        gone = there.pop()
        assert drift() == ["records_left: 1 of made"]
        there += [gone, entry("New one")]
        assert drift() == ["records_missing: 1 of made"]
        reindex()
        assert drift() == []
    with only():
        assert "built_differently" in drift()


def test_nothing_is_held_that_was_not_given():
    with indexed(entry("Refuge", None, text="Help for women", card={"name": "Refuge"})):
        assert holds("refuge") and holds("women")
        assert not holds("12 Secret Street")


def test_removed_words_leave_the_file(settings):
    with indexed(entry("Unicornword"), entry("Chess")) as there:
        gone = there.pop(0)
        index("made", [gone.ref])
        assert not holds("unicornword")
