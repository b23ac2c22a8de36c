"""A map worked by hand, the ends of what can be mapped, and what may be published."""

from dataclasses import fields
from math import sqrt

import numpy as np
import pytest

from trellis.kernels.opinions import Conversation, Malformed, conversation, opinion_map, published
from trellis.kernels.opinions.stability import STABLE
from trellis.kernels.opinions.tests.conversations import camps


def votes(**people: str) -> list[tuple[str, str, int]]:
    """One sign per statement for each person: + agree, - disagree, 0 pass, a dot unseen."""
    value = {"+": 1, "-": -1, "0": 0}
    return [(name, f"s{place}", value[sign]) for name, signs in people.items() for place, sign in enumerate(signs, 1) if sign != "."]


def codes(made: Conversation, *, version: str = "honest") -> set[str]:
    return {caveat.code for caveat in opinion_map(made, version=version).caveats}


def test_a_map_by_hand():
    """All means are 0. s1 and s2 always go together (covariance 4), s3 goes by itself (covariance 4 and 2 of Eve and Fay).

    So the components are (1, 1, 0) / √2 with 8 of 14 of the variance, and (0, 0, 1) with the other 6. Ann stands at √2 and 1; Eve, who
    voted on one statement of three, at √(3/1).
    """
    made = conversation(votes(ann="+++", bob="++-", cid="--+", dan="---", eve="..+", fay="..-"))

    found = opinion_map(made)

    np.testing.assert_allclose(found.mean, [0, 0, 0])
    np.testing.assert_allclose(found.components, [[1 / sqrt(2), 1 / sqrt(2), 0], [0, 0, 1]], atol=1e-12)
    assert found.variance_shares == pytest.approx((8 / 14, 6 / 14))
    assert found.participants == ("ann", "bob", "cid", "dan", "eve", "fay")
    stands = [(sqrt(2), 1), (sqrt(2), -1), (-sqrt(2), 1), (-sqrt(2), -1), (0, sqrt(3)), (0, -sqrt(3))]
    np.testing.assert_allclose(found.coordinates, stands, atol=1e-12)
    np.testing.assert_allclose(found.statement_facts.extremity, [sqrt(3 / 2), sqrt(3 / 2), sqrt(3)])
    assert found.why_no_groups == "few-people"


def test_two_camps_by_hand():
    """Ten and ten people. Inside all 10 agree with s1, outside none: shares 11/12 and 1/12, repness 11.

    Against one half z = 2√11 (11/11 - 1/2) = √11; against the others z = (11/11 - 1/11) / √(12/22 × 10/22 × 2/11).
    """
    made = conversation(votes(**{f"a{n}": "+-+" for n in range(10)}, **{f"b{n}": "-++" for n in range(10)}))

    found = opinion_map(made)

    assert [group.size for group in found.groups] == [10, 10]
    assert found.stability == 1.0
    camp = next(group for group in found.groups if found.participants[group.members[0]] == "a0")
    first = next(each for each in camp.representative if each.statement == 0)
    assert (first.direction, first.successes, first.trials) == ("agree", 10, 10)
    assert first.share == pytest.approx(11 / 12)
    assert first.repness == pytest.approx(11)
    assert first.test == pytest.approx(sqrt(11))
    assert first.repness_test == pytest.approx((10 / 11) / sqrt(12 / 22 * 10 / 22 * 2 / 11))
    assert found.statement_facts.consensus_agree == pytest.approx([11 / 144, 11 / 144, 121 / 144])
    assert [(each.statement, each.lowest) for each in found.bridges] == [(2, pytest.approx(11 / 12))]
    assert [(each.statement, each.successes, each.trials) for each in found.agreed] == [(2, 20, 20)]
    assert found.disagreed == ()
    agree, disagree = found.statement_facts.priority[2], found.statement_facts.priority[0]
    assert agree == pytest.approx((21 / 22 * 1 * 21 / 22 * (1 + 8 / 16)) ** 2)
    assert disagree == pytest.approx((21 / 22 * (1 + found.statement_facts.extremity[0]) * 1 / 2 * (1 + 8 / 16)) ** 2)


def test_an_empty_conversation_is_refused():
    with pytest.raises(Malformed, match="nobody has voted"):
        opinion_map(conversation([]))


def test_an_unknown_version_is_refused():
    with pytest.raises(Malformed, match="'other'"):
        opinion_map(conversation(votes(ann="+")), version="other")


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ({"ann": "+"}, "few-people"),
        ({"ann": "+-0+-0+-"}, "few-people"),
        ({f"p{n}": "+++++++" for n in range(30)}, "no-difference"),
        ({f"p{n}": "0000000" for n in range(30)}, "no-difference"),
        ({f"p{n}": "+-0+-0+" for n in range(30)}, "no-difference"),
        ({"one": "-------"} | {f"p{n}": "+++++++" for n in range(30)}, "small-groups"),
    ],
)
def test_too_little_to_map(people: dict[str, str], why: str):
    found = opinion_map(conversation(votes(**people)))

    assert (found.groups, found.why_no_groups) == ((), why)
    assert set(found.group_of) == {-1}


def test_votes_without_groups_get_none():
    random = np.random.default_rng(1)
    made = conversation([(str(who), str(what), int(random.integers(-1, 2))) for who in range(60) for what in range(40)])

    found = opinion_map(made)

    assert (found.groups, found.why_no_groups) == ((), "unstable")
    assert found.stability < 0.4 < STABLE
    assert {"unstable", "few-people"} <= {caveat.code for caveat in found.caveats}


def test_the_official_version_shows_groups_all_the_same():
    random = np.random.default_rng(1)
    made = conversation([(str(who), str(what), int(random.integers(-1, 2))) for who in range(60) for what in range(40)])

    found = opinion_map(made, version="official")

    assert len(found.groups) >= 2
    assert found.stability is None


def test_people_far_from_all_others_are_apart_and_do_not_hide_the_groups():
    """Two camps of twenty and one person of a kind by himself, as in a public conversation with a silhouette of 0.86 for 106 and 1."""
    camp = {f"a{n}": "++++----++++" for n in range(20)} | {f"b{n}": "----++++++++" for n in range(20)}
    made = conversation(votes(**camp, far="++++++++----"))

    found = opinion_map(made)

    assert [group.size for group in found.groups] == [20, 20]
    assert found.group_of[found.participants.index("far")] == -1
    assert {caveat.code: caveat.figures for caveat in found.caveats}["apart"] == {"people": 1, "below": 5}


def test_small_conversations_say_that_groups_are_weak_evidence():
    assert "few-people" in codes(camps((80, 60)))
    assert "few-people" not in codes(camps((80, 80)))


def test_people_who_only_agree_are_told_of():
    made = conversation(votes(**{f"p{n}": "+-+-0+-+"[n % 4 :] + "+-+-0+-+"[: n % 4] for n in range(20)}, yes="++++++++", few="+......."))

    found = opinion_map(made)

    assert [found.participants[each] for each in found.all_agree] == ["yes"]
    assert "all-agree" in {caveat.code for caveat in found.caveats}


def test_metadata_statements_are_asked_first_and_rejected_ones_never():
    made = conversation(votes(**{f"p{n}": "+-0+" for n in range(9)}), metadata=["s2"], rejected=["s1"])

    found = opinion_map(made)

    assert found.ask_next[0] == 1
    assert found.statement_facts.priority[1] == 49
    assert sorted(found.ask_next) == [1, 2, 3]


def test_what_is_published_names_nobody():
    made = conversation(votes(**{f"secret{n}": "+-+" for n in range(10)}, **{f"secret{n}": "-++" for n in range(10, 20)}))

    shown = published(opinion_map(made))

    names = {field.name for field in fields(shown)}
    assert "secret" not in repr(shown)
    assert not names & {"participants", "coordinates", "group_of", "groups", "memberships", "grouped", "all_agree", "base_centres"}
    assert shown.group_sizes == (10, 10)


def test_what_is_published_does_not_count_one_or_two_people():
    camp = {f"a{n}": "++++----++++" for n in range(20)} | {f"b{n}": "----++++++++" for n in range(20)}
    found = opinion_map(conversation(votes(**camp, far="++++++++----", yes="++++++++++++")))

    shown = published(found)

    assert shown.n_grouped == sum(shown.group_sizes)
    assert not {"apart", "all-agree"} & {caveat.code for caveat in shown.caveats}
