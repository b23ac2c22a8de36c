"""Who is asked, in which order, by which limits, and who may look through offers."""

from datetime import date, time, timedelta

import pytest

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.exchange import actions
from trellis.apps.exchange.models import GroupPractice, Match, Need
from trellis.apps.exchange.queries.handing import browsable, hours_in
from trellis.apps.exchange.queries.proposing import proposals_for, shared_part
from trellis.apps.exchange.queries.proposing_all import proposals_for_all
from trellis.apps.exchange.tests.made_asking import (
    CLACTON,
    COLCHESTER,
    DAY,
    NOW,
    THURSDAY_NINE,
    agreed,
    asked,
    block,
    helpers_of,
    offered,
    person,
    said_yes,
)  # fmt: skip
from trellis.apps.people.actions import join_group, note_capability
from trellis.core.actions import WrongState, acting, as_program
from trellis.core.references import Ref
from trellis.kernels.hours import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return person("Mo")


@pytest.fixture
def dev():
    return person("Dev")


# Who is asked


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ({"kind": "food"}, {}),
        ({"where": {**COLCHESTER, "reach_km": 8}}, {}),
        ({"when": {"repeats": "weekly", "weekdays": "FR"}}, {}),
        ({"when": {"repeats": "weekly", "weekdays": "TH", "begins": time(11, 30), "ends": time(14)}}, {}),
        ({"meets": []}, {"limits": ["step_free"]}),
        ({"meets": ["step_free"]}, {"limits": ["step_free", "no_dogs"]}),
        ({"meets": ["step_free"]}, {"limits": ["checked"]}),
        ({"speaks": ["en"]}, {"speaks": "es"}),
        ({"amount": 2}, {"amount": 3}),
        ({"when": {"repeats": "once", "on": date(2026, 11, 27)}}, {}),
    ],
    ids=[
        "kind",
        "too far",
        "another day",
        "too little of the time",
        "limit",
        "one of two limits",
        "not checked",
        "language",
        "too few",
        "once",
    ],
)
def test_who_does_not_fit_is_never_asked(mo, dev, offer, need):
    offered(dev, **offer)
    assert not asked(mo, **need).matches.exists()


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ({"where": {**COLCHESTER, "reach_km": 30}}, {}),
        ({"where": COLCHESTER}, {"where": {**CLACTON, "reach_km": 30}}),
        ({"when": {"repeats": "weekly", "weekdays": "MO,TH", "begins": time(8), "ends": time(13)}}, {}),
        ({"meets": ["step_free", "no_dogs"]}, {"limits": ["no_dogs", "step_free"]}),
        ({"speaks": ["en", "es"]}, {"speaks": "es"}),
        (
            {"when": {"repeats": "once", "on": date(2026, 11, 26)}},
            {"when": {"repeats": "once", "on": date(2026, 11, 26), "begins": time(9)}},
        ),
    ],
    ids=["they go far", "one goes oneself", "longer", "limits", "language", "the same day"],
)
def test_who_fits_is_asked_and_it_is_said_why(mo, dev, offer, need):
    offered(dev, **offer)
    why = asked(mo, **need).matches.get().why
    assert {"km", "time"} <= set(why)


def test_a_few_are_asked_the_least_lately_asked_first_and_more_after_some_hours(mo):
    for number in range(11):
        offered(person(f"Dev{number}"))
    first = asked(mo)
    assert len(helpers_of(first)) == 3
    second = asked(person("Kim"))
    assert not helpers_of(first) & helpers_of(second)
    with as_program():
        actions.tend(now=NOW + timedelta(hours=1))
        assert first.matches.count() == 3
        actions.tend(now=NOW + timedelta(hours=5))
    assert first.matches.count() == 3 + 5
    assert set(first.matches.values_list("wave", flat=True)) == {1, 2}


def test_nobody_is_asked_more_than_four_times_in_thirty_days(mo, dev):
    offered(dev)
    needs = [asked(person(f"Kim{number}")) for number in range(5)]
    assert [each.matches.count() for each in needs] == [1, 1, 1, 1, 0]
    later = NOW + 31 * DAY
    assert [each.person_id for each in proposals_for(asked(mo, now=later), now=later, most=3)] == []
    assert asked(person("Lou"), now=later).matches.count() == 1


def test_a_block_either_way_keeps_them_from_being_asked(mo, dev):
    offered(dev)
    eve = person("Eve")
    offered(eve)
    block(mo, dev)
    block(eve, mo)
    assert not asked(mo).matches.exists()


def test_a_group_that_wants_a_check_asks_only_those_it_has_checked(mo, dev):
    group = make_organization()
    editor = make_person("editor", group, email="editor@example.org")
    sam = person("Sam")
    for each in (mo, dev, sam):
        with acting(each):
            join_group(each, group=Ref.to(group), display_name=f"{each.display_name} here", now=NOW)
    with acting(editor):
        actions.set_practice(group, checked_kinds=["childcare"], counts_hours=True, now=NOW)
    with as_program():
        note_capability(person=sam, group=Ref.to(group), kind="checked", seen_on=NOW.date(), now=NOW)
    offered(dev, kind="childcare")
    offered(sam, kind="childcare")
    need = asked(mo, kind="childcare", group=Ref.to(group))
    assert need.limits == ["checked"]
    assert helpers_of(need) == {"Sam"}
    stranger = person("Eve")
    with pytest.raises(WrongState):
        asked(stranger, group=Ref.to(group))
    match = said_yes(need, sam)
    with acting(mo):
        actions.choose_helper(match, now=NOW)
    handover = agreed(Match.objects.get(pk=match.pk))
    with acting(sam):
        actions.settle_handover(handover, done=True, minutes=120, now=THURSDAY_NINE + DAY)
    assert hours_in(GroupPractice.objects.get().group_index) == 2


def test_an_initiative_asks_and_offers_as_people_do():
    group = make_organization()
    editor, helper = make_person("editor", group, email="editor@example.org"), person("Dev")
    other = make_person("editor", group, email="other@example.org")
    offered(helper, kind="space")
    need = asked(editor, kind="space", organization=group)
    match = said_yes(need, helper)
    with acting(other):
        actions.choose_helper(match, now=NOW)
    with pytest.raises(WrongState):
        asked(helper, organization=group)


def test_offers_are_looked_through_only_by_those_for_whom_they_are(mo, dev):
    group = make_organization()
    for each in (mo, dev):
        with acting(each):
            join_group(each, group=Ref.to(group), display_name="Here", now=NOW)
    hidden, everybodys = offered(dev), offered(dev, listed=True)
    members = offered(dev, listed=True, group=Ref.to(group))
    assert set(browsable(None)) == {everybodys}
    assert set(browsable(mo)) == {everybodys, members}
    assert set(browsable(person("Eve"))) == {everybodys}
    assert hidden.is_visible_to(dev)
    block(mo, dev)
    assert set(browsable(mo)) == set()


def test_all_that_wait_are_asked_for_together_and_nobody_for_two(mo):
    for number in range(4):
        offered(person(f"Dev{number}"))
    needs = [Need.objects.get(pk=asked(person(f"Kim{number}"), kind="food", when=None).pk) for number in range(2)]
    Need.objects.update(kind="lift", wave=0)
    needs = list(Need.objects.all())
    found = proposals_for_all(needs, now=NOW)
    people = [each.person_id for proposals in found.values() for each in proposals]
    assert len(people) == len(set(people)) == 4
    assert sorted(map(len, found.values())) == [2, 2]


def test_the_part_of_the_time_that_both_have():
    need = Rule(weekdays=(3,), opens=540, closes=720)
    assert shared_part(need, None) == 1
    assert shared_part(need, Rule(weekdays=(3,), opens=630, closes=900)) == 0.5
    assert shared_part(need, Rule(weekdays=(2,), opens=540, closes=720)) == 0
    assert shared_part(need, Rule(weekdays=(3,), opens=720, closes=800)) == 0
