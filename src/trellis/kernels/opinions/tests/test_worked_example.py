"""The example by hand in docs/kernels/opinions.md, worked out again from the page itself."""

import re
from io import BytesIO

import pytest

from trellis.kernels.opinions import opinion_map
from trellis.kernels.opinions.reading import read_conversation
from trellis.kernels.opinions.tests.exports import PROJECT

PAGE = (PROJECT / "docs/kernels/opinions.md").read_text()
EXAMPLE = PAGE[PAGE.index("## By hand") : PAGE.index("## Files")]
TO_FOUR_PLACES = 5e-5


def table(first_heading):
    """The rows of the example's table whose first column has this heading."""
    lines = EXAMPLE.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.fixture(scope="module")
def example():
    (votes,) = re.findall(r"```csv\n(.*?)```", EXAMPLE, re.DOTALL)
    conversation = read_conversation(BytesIO(votes.encode()))
    return opinion_map(conversation, version="official")


def near(*numbers):
    return pytest.approx(numbers, abs=TO_FOUR_PLACES)


def test_axes(example):
    for axis, row in enumerate(table("axis")):
        assert (*example.components[axis], example.variance_shares[axis]) == near(*map(float, row[1:]))


def test_places(example):
    rows = table("participant")
    assert [row[0] for row in rows] == list(example.participants)
    for place, row in zip(example.coordinates, rows, strict=True):
        assert tuple(place) == near(*map(float, row[1:]))


def test_groups(example):
    (cut,) = example.partitions

    assert {group.members for group in example.groups} == {(0, 1), (2, 3)}
    assert cut.inertia == pytest.approx(2)
    assert "the inertia is 1 + 1 + 0 + 0 = 2" in EXAMPLE
    assert sorted(group.centre for group in example.groups) == [near(-1.7321, 0), near(1.4142, 0)]
    assert "(1.4142, 0) and (−1.7321, 0)" in EXAMPLE


def test_what_sets_groups_apart(example):
    found = {
        (" ".join(map(str, group.members)), example.statements[each.statement], each.direction): each
        for group in example.groups
        for each in group.representative
    }
    rows = {(row[0], row[1], row[2]): row[3:] for row in table("group")}

    assert found.keys() == rows.keys()
    for key, row in rows.items():
        each = found[key]
        assert (each.share, each.test, each.repness, each.repness_test) == near(*map(float, row))


def test_statements(example):
    facts = example.statement_facts
    for place, row in enumerate(table("statement")):
        assert (facts.consensus_agree[place], facts.extremity[place], facts.priority[place]) == near(*map(float, row[1:]))


def test_the_honest_rules_show_no_groups_of_four_people():
    (votes,) = re.findall(r"```csv\n(.*?)```", EXAMPLE, re.DOTALL)

    assert opinion_map(read_conversation(BytesIO(votes.encode()))).why_no_groups == "few-people"
