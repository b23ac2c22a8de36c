from io import BytesIO

import pytest

from trellis.kernels.opinions import opinion_map
from trellis.kernels.opinions.reading import conversation_of, read_votes
from trellis.kernels.opinions.reading.exported import exported_map

# Three pairs of people at the corners of a triangle: cut in two, any corner may be the one by itself.
LINES = ["participant,group-id,0,1,2,3,4,5"]
CORNERS = ("1,1,-1,-1,-1,-1", "-1,-1,1,1,-1,-1", "-1,-1,-1,-1,1,1")
ALONE = [0, 1, 2]


def matrix(alone):
    """Two groups: one corner, and the other two corners together."""
    rows = [f"{person},{int(corner != alone) * 4},{CORNERS[corner]}" for corner in range(3) for person in (2 * corner, 2 * corner + 1)]
    return BytesIO("\n".join([*LINES, *rows]).encode())


@pytest.mark.parametrize("alone", ALONE)
def test_the_official_map_goes_on_from_the_groups_of_the_export(alone):
    votes = read_votes(matrix(alone))
    conversation = conversation_of(votes)

    before = exported_map(conversation, votes.groups, seed=1)
    after = opinion_map(conversation, version="official", previous=before)

    pair = (2 * alone, 2 * alone + 1)
    others = tuple(person for person in range(6) if person not in pair)
    assert [group.members for group in before.groups] == [pair, others]
    assert [group.members for group in after.groups] == [pair, others]
    assert before.cut == 2


def test_whoever_has_a_group_in_the_export_stays_grouped():
    lines = ["participant,group-id,0,1,2", *(f"{person},,1,-1,{1 - person % 3}" for person in range(20)), "20,0,1,,", "21,,-1,,"]
    votes = read_votes(BytesIO("\n".join(lines).encode()))
    conversation = conversation_of(votes)

    after = opinion_map(conversation, version="official", previous=exported_map(conversation, votes.groups, seed=1))

    assert after.grouped.tolist() == [True] * 21 + [False]
    assert {event.participant for event in after.memberships if event.reason == "kept"} == {"20"}
