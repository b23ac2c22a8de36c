"""Many at the same moment: the last place, a stand-by's link, handing on while giving back. On both databases."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import Turn
from trellis.apps.gatherings.tests.test_places_race import as_person, at_once
from trellis.apps.gatherings.tests.turn_makers import NOW, SOON, Cafe, give_back, stand_by, take
from trellis.core.actions import WrongState


def _only_told(came: list) -> None:
    """Whoever came second was told so; nothing else went wrong."""
    wrong = [each for each in came if isinstance(each, Exception) and not isinstance(each, WrongState)]
    assert not wrong, wrong


def last_place() -> str:
    """Five people press twice each, where one place is left of two."""
    cafe = Cafe()
    shift = cafe.shift(wanted=2)
    people = [cafe.member() for _each in range(6)]
    take(shift, people[0])
    _only_told(at_once(*(as_person(each.person, actions.take_turn, shift, now=NOW) for each in people[1:] for _twice in range(2))))
    return str(sorted(Turn.objects.filter(shift=shift, state="taken").values_list("place", flat=True)))


def three_links() -> str:
    """Three stand-bys say yes at once, and press twice."""
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
    _only_told(at_once(*deeds))
    return str(Turn.objects.filter(shift=shift, state="taken").count())


def taken_over_while_given_back() -> str:
    """It is free or somebody else's, never lost and never two people's."""
    cafe = Cafe()
    shift, holder, taker = cafe.shift(), cafe.member(), cafe.member()
    turn = take(shift, holder)
    Turn.objects.filter(pk=turn.pk).update(hands_on=True)
    back = as_person(holder.person, actions.give_back_turn, turn, now=NOW)
    _only_told(at_once(back, as_person(taker.person, actions.take_over_turn, shift, now=NOW)))
    turn.refresh_from_db()
    return f"{turn.state} {turn.place} {Turn.objects.filter(shift=shift, state='taken').count() <= 1}"


WANTED = {last_place: "[1, 2]", three_links: "1", taken_over_while_given_back: "given_back None True"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", WANTED, ids=lambda scene: scene.__name__)
def test_at_the_same_moment(scene):
    assert scene() == WANTED[scene]


SAME_ON_A_FILE = """
from trellis.apps.gatherings.tests.test_turns_race import WANTED
for scene in WANTED:
    print(scene())
"""


@pytest.mark.slow
def test_the_same_with_sqlite_in_a_file(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    told = kept | {"TRELLIS_DATA": str(tmp_path)}
    trellis = [sys.executable, "-m", "trellis.config.console", "manage"]
    subprocess.run([*trellis, "migrate", "-v0"], env=told, check=True, timeout=120)

    done = subprocess.run([*trellis, "shell", "-v", "0", "-c", SAME_ON_A_FILE], env=told, capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines()[-3:] == list(WANTED.values()), done.stderr
