"""What the production engine published for two conversations, and what its fixtures determine, to 1e-6."""

import gzip
import json
from typing import Any

import numpy as np
import pytest

from trellis.kernels.opinions import Conversation, OpinionMap, conversation, opinion_map
from trellis.kernels.opinions.consensus import across_groups
from trellis.kernels.opinions.counts import GroupVotes, group_votes
from trellis.kernels.opinions.representative import representative_statements
from trellis.kernels.opinions.routing import priorities
from trellis.kernels.opinions.tests.exports import shared_polis

CLOSE = {"rtol": 0, "atol": 1e-6}


@pytest.fixture(params=["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"])
def engine(request: pytest.FixtureRequest) -> tuple[Conversation, dict[str, Any], OpinionMap]:
    with gzip.open(shared_polis() / f"official-math/{request.param}.json.gz") as file:
        fixture = json.load(file)
    votes = sorted(fixture["votes"], key=lambda vote: vote[3])
    made = conversation(
        [(str(participant), str(statement), vote) for participant, statement, vote, _ in votes],
        rejected=[str(each["tid"]) for each in fixture["comments"] if each["mod"] == -1],
        metadata=[str(each["tid"]) for each in fixture["comments"] if each["is_meta"]],
    )
    kept = [str(participant) for participant in fixture["keep_participant_ids"]]
    return made, fixture["official_math"], opinion_map(made, version="official", kept=kept)


def in_its_order(made: Conversation, official: dict[str, Any]) -> list[int]:
    return [made.statements.index(str(statement)) for statement in official["tids"]]


def signs(found: OpinionMap, official: dict[str, Any], order: list[int]) -> list[float]:
    """The engine's components may be mirrored; its votes have the other sign, so its places have too."""
    return [float(np.sign(found.components[axis, order] @ official["pca"]["comps"][axis])) for axis in (0, 1)]


def its_groups(made: Conversation, official: dict[str, Any]) -> GroupVotes:
    bases = dict(zip(official["base-clusters"]["id"], official["base-clusters"]["members"], strict=True))
    group_of = np.full(made.n_participants, -1)
    for group in official["group-clusters"]:
        for base in group["members"]:
            for participant in bases[base]:
                group_of[made.participants.index(str(participant))] = group["id"]
    return group_votes(made, group_of, len(official["group-clusters"]))


def test_means_and_components(engine):
    made, official, found = engine
    order = in_its_order(made, official)

    turned = found.components[:, order] * np.array(signs(found, official, order))[:, None]

    np.testing.assert_allclose(found.mean[order], -np.array(official["pca"]["center"]), **CLOSE)
    np.testing.assert_allclose(turned, official["pca"]["comps"], **CLOSE)


def test_places(engine):
    made, official, found = engine
    turn = signs(found, official, in_its_order(made, official))
    rows = [made.participants.index(str(members[0])) for members in official["base-clusters"]["members"]]

    np.testing.assert_allclose(-turn[0] * found.coordinates[rows, 0], official["base-clusters"]["x"], **CLOSE)
    np.testing.assert_allclose(-turn[1] * found.coordinates[rows, 1], official["base-clusters"]["y"], **CLOSE)


def test_who_is_grouped(engine):
    made, official, found = engine

    grouped = {name for name, inside in zip(made.participants, found.grouped, strict=True) if inside}

    assert grouped == {str(participant) for participant in official["in-conv"]}


def test_extremity(engine):
    made, official, found = engine

    extremity = found.statement_facts.extremity[in_its_order(made, official)]

    np.testing.assert_allclose(extremity, official["pca"]["comment-extremity"], **CLOSE)


def test_votes_of_its_groups_and_what_they_agree_on(engine):
    made, official, _ = engine
    votes = its_groups(made, official)

    agree, _ = across_groups(votes)

    for group, each in official["group-votes"].items():
        for statement, counts in each["votes"].items():
            place = made.statements.index(statement)
            counted = votes.agrees[int(group), place], votes.disagrees[int(group), place], votes.seen[int(group), place]
            assert counted == (counts["A"], counts["D"], counts["S"])
    for statement, value in official["group-aware-consensus"].items():
        assert agree[made.statements.index(statement)] == pytest.approx(value, abs=1e-6)


def test_priority(engine):
    made, official, found = engine

    weights = priorities(its_groups(made, official), found.statement_facts.extremity, metadata=made.metadata)

    for statement, value in official["comment-priorities"].items():
        assert weights[made.statements.index(statement)] == pytest.approx(value, abs=1e-6)
        assert found.statement_facts.priority[made.statements.index(statement)] == pytest.approx(value, abs=1e-6)


def test_representative_statements_of_its_groups(engine):
    made, official, _ = engine

    said = representative_statements(its_groups(made, official), zeroed=made.zeroed)

    for group, expected in official["repness"].items():
        found = said[int(group)]
        assert [(made.statements[each.statement], each.direction, each.successes, each.trials, each.best_agree) for each in found] == [
            (str(each["tid"]), each["repful-for"], each["n-success"], each["n-trials"], each.get("best-agree", False)) for each in expected
        ]
        for ours, theirs in zip(found, expected, strict=True):
            values = ours.share, ours.test, ours.repness, ours.repness_test
            assert values == pytest.approx([theirs[name] for name in ("p-success", "p-test", "repness", "repness-test")], abs=1e-6)


def test_majority_statements(engine):
    made, official, found = engine

    for listed, expected in ((found.agreed, official["consensus"]["agree"]), (found.disagreed, official["consensus"]["disagree"])):
        assert [(made.statements[each.statement], each.successes, each.trials) for each in listed] == [
            (str(each["tid"]), each["n-success"], each["n-trials"]) for each in expected
        ]
        values = [value for each in listed for value in (each.share, each.test)]
        assert values == pytest.approx([each[name] for each in expected for name in ("p-success", "p-test")], abs=1e-6)
