"""The ladder: a table of places, and the law that more community control never lowers the rung."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.apps.directory.models.leadership import Stands, TakesPart, Who
from trellis.apps.directory.queries.ladder import (
    CHANGES,
    COMMUNITY,
    Rung,
    Standing,
    _after,
    middle_rung,
    next_steps,
    rung_of,
    standing_from,
)

PEOPLE, SERVICE, MIX, FUNDER = Who.PEOPLE, Who.SERVICE, Who.MIX, Who.FUNDER

TABLE = [
    (Standing(), Rung.NONE),
    (Standing(saw=PEOPLE), Rung.CONTRIBUTION),
    (Standing(takes_part=frozenset({"contributions"}), leads=SERVICE, decides=SERVICE), Rung.CONTRIBUTION),
    (Standing(designed=MIX, leads=SERVICE, decides=SERVICE), Rung.RECRUITED),
    (Standing(takes_part=frozenset({"recruited", "contributions"})), Rung.RECRUITED),
    (Standing(takes_part=frozenset({"advisory"}), leads=SERVICE, decides=FUNDER, stands=Stands.INSIDE), Rung.ADVISORY),
    (Standing(leads=PEOPLE, decides=SERVICE, stands=Stands.INSIDE), Rung.INTEGRATED),
    (Standing(leads=PEOPLE, decides=PEOPLE, stands=Stands.INSIDE), Rung.INTEGRATED),
    (Standing(leads=PEOPLE, decides=FUNDER, stands=Stands.OWN), Rung.INTEGRATED),
    (Standing(leads=PEOPLE, decides=PEOPLE, stands=Stands.UNKNOWN), Rung.INTEGRATED),
    (Standing(leads=PEOPLE, decides=PEOPLE, stands=Stands.OWN, supported=True), Rung.INDEPENDENT),
    (Standing(leads=PEOPLE, decides=MIX, stands=Stands.OWN), Rung.INDEPENDENT),
    (Standing(leads=PEOPLE, decides=PEOPLE, stands=Stands.OWN), Rung.SELF_GOVERNING),
    (Standing(leads=Who.RESIDENTS, decides=PEOPLE, stands=Stands.OWN), Rung.SELF_GOVERNING),
]


@pytest.mark.parametrize(("told", "rung"), TABLE)
def test_the_rung_that_follows_from_the_answers(told, rung):
    assert rung_of(told) == rung


WHO = st.sampled_from(list(Who))
STANDING = st.builds(
    Standing,
    saw=WHO,
    designed=WHO,
    leads=WHO,
    decides=WHO,
    stands=st.sampled_from(list(Stands)),
    supported=st.booleans(),
    takes_part=st.frozensets(st.sampled_from(list(TakesPart))),
)


@given(STANDING, st.sampled_from(["saw", "designed", "leads", "decides"]), WHO)
def test_an_answer_nearer_to_the_community_never_lowers_the_rung(told, question, other):
    changed = replace(told, **{question: other})
    nearer, further = (changed, told) if COMMUNITY[other] >= COMMUNITY[getattr(told, question)] else (told, changed)
    assert rung_of(nearer) >= rung_of(further)


@given(STANDING, st.sampled_from(list(TakesPart)))
def test_a_body_of_its_own_less_dependence_and_taking_part_never_lower_the_rung(told, way):
    assert rung_of(replace(told, stands=Stands.OWN)) >= rung_of(told)
    assert rung_of(replace(told, stands=Stands.INSIDE)) <= rung_of(told)
    assert rung_of(replace(told, supported=False)) >= rung_of(replace(told, supported=True))
    assert rung_of(replace(told, takes_part=told.takes_part | {way})) >= rung_of(told)


@given(STANDING)
def test_the_next_steps_lead_up_one_rung_and_only_the_top_has_none(told):
    ways = next_steps(told)
    assert (ways == []) == (rung_of(told) == Rung.SELF_GOVERNING)
    reached = {rung_of(_after(told, way)) for way in ways}
    assert all(rung > rung_of(told) for rung in reached)
    assert len(reached) <= 1
    assert {code for way in ways for code in way} <= {code for code, _change in CHANGES}


@given(st.lists(st.sampled_from(list(Rung)), min_size=1))
def test_the_middle_is_reached_by_at_least_half(rungs):
    assert 2 * sum(rung >= middle_rung(rungs) for rung in rungs) >= len(rungs)


def test_plain_answers_that_nobody_knows_count_for_nothing():
    told = standing_from({"saw": "nonsense", "leads": "people", "stands": "mine", "takes_part": ["advisory", "tea"]})
    assert told == Standing(leads=PEOPLE, takes_part=frozenset({"advisory"}))
