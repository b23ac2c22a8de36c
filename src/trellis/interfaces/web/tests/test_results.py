"""What a result says of how far it is."""

from uuid import uuid4

import pytest

from trellis.core.search.query import Result
from trellis.interfaces.web.results import how_far


def result(metres, **card) -> Result:
    return Result(
        kind="service", ref=uuid4(), part="", card=card, latitude=51.8, longitude=1.1, distance_m=metres, state="unknown", until=None,
        opens_at=None, closed_until=None, why=(), reason="", confirmed_on=None, also_at=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("metres", "approximate", "words"),
    [(800, False, "0.5 miles"), (800, True, ""), (16_100, True, "about 10 miles"), (None, True, ""), (None, False, "")],
)
def test_a_position_that_stands_for_a_town_is_never_told_exactly(metres, approximate, words):
    assert how_far(result(metres, approximate=approximate)) == words
