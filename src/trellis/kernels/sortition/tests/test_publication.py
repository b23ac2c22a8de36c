"""A lottery is published, read back and drawn again to the same panel; a changed one is refused."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.sortition.drawing import draw, draw_with_dice
from trellis.kernels.sortition.lottery import lottery_of
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.publication import check_lottery, published, read_lottery
from trellis.kernels.sortition.quotas import Quota, Quotas

PAGE = Path(__file__).resolve().parents[5] / "docs/kernels/panel.md"
LOTTERY = lottery_of([(600, ("b", "a")), (400, ("c", "ö"))], objective="maximin", size=2, ids=("a", "b", "c", "ö", "e"))


def as_bytes(document) -> bytes:
    return json.dumps(document).encode()


def test_chances_are_counted_in_whole_tickets():
    assert LOTTERY.tickets_of == {"a": 600, "b": 600, "c": 400, "ö": 400, "e": 0}
    assert (LOTTERY.minimum, LOTTERY.maximum) == (0.4, 0.6)
    assert LOTTERY.excluded == {"e"}


def test_the_fingerprint_is_that_of_bytes_anyone_can_write():
    text = '{"panels":[{"members":["a","b"],"tickets":600},{"members":["c","ö"],"tickets":400}],"tickets":1000}'

    assert LOTTERY.fingerprint == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert LOTTERY.fingerprint == "5c93bfea4e31d477d6c6935d711801d547ba0552fc6795f12f4a26e995b34ba9"


@pytest.mark.parametrize(("rolls", "panel"), [([0, 0, 0], 0), ([5, 9, 9], 0), ([6, 0, 0], 1), ([9, 9, 9], 1)])
def test_three_dice_choose_the_panel_whose_tickets_hold_the_number(rolls, panel):
    drawn = draw_with_dice(LOTTERY, rolls=rolls)

    assert (drawn.panel, drawn.members) == (panel, LOTTERY.panels[panel].members)
    assert drawn.ticket == 100 * rolls[0] + 10 * rolls[1] + rolls[2]


@given(st.text(st.characters(categories=("L", "N")), min_size=1))
def test_whoever_reads_the_publication_draws_the_same_panel(seed):
    again = read_lottery(as_bytes(published(LOTTERY)))

    assert draw(again, seed=seed) == draw(LOTTERY, seed=seed)


def test_a_stranger_draws_the_same_panel_with_the_ten_lines_of_the_page(tmp_path):
    """The recipe in docs/kernels/panel.md, run by a Python that has none of our code."""
    recipe = PAGE.read_text().split("```python\n")[1].split("```")[0]
    (tmp_path / "lottery.json").write_bytes(as_bytes(published(LOTTERY)))

    done = subprocess.run([sys.executable, "-I", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8")

    assert done.stdout == f"{list(draw(LOTTERY, seed='4 1 6 6 2').members)}\n"


def changed(**changes):
    return as_bytes({**published(LOTTERY), **changes})


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        (b"", "", "is not JSON"),
        (b"[" * 100_000, "", "is not JSON"),
        (b"[]", "", "is not a published lottery: one JSON object is expected"),
        (b"{}", "panels", "is missing or of the wrong kind"),
        (changed(panels=[]), "panels", "there is no panel"),
        (changed(panels=[{"tickets": 1}]), "panels[0].members", "must be a list of ids"),
        (changed(panels=[{"tickets": 1, "members": ["a", "\ud800"]}]), "panels[0].members", "must be a list of ids"),
        (changed(panels=[{"tickets": 0, "members": ["a"]}]), "panels[0].tickets", "must be a whole number from 1"),
        (changed(panels=[{"tickets": True, "members": ["a"]}]), "panels[0].tickets", "must be a whole number from 1"),
        (changed(panels=[{"tickets": 1, "members": ["a", "a"]}]), "panels[0].members", "must have 2 different members like the first"),
        (changed(panels=[{"tickets": 1, "members": ["z"]}]), "panels[0].members", "'z' is not among the probabilities"),
        (changed(tickets=999), "tickets", "is 999, but the panels have 1000 together"),
        (changed(lottery_sha256="00"), "lottery_sha256", "does not fit the panels; they are not the ones that were published"),
    ],
)
def test_what_is_not_the_published_lottery_is_refused(content, field, reason):
    with pytest.raises(Malformed) as refused:
        read_lottery(content)

    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_panels_that_break_a_quota_or_a_household_are_found():
    pool = Pool(("a", "b", "c", "ö", "e"), ("gender",), (("f",), ("m",), ("m",), ("f",), ("m",)))
    quotas = Quotas((Quota("gender", "f", 1, 1), Quota("gender", "m", 1, 1)))

    check_lottery(LOTTERY, pool, quotas, households=["1", "2", "1", "2", None])
    with pytest.raises(Malformed, match="breaks the quota of gender f"):
        check_lottery(LOTTERY, Pool(pool.ids, ("gender",), (("f",), ("f",), ("m",), ("f",), ("m",))), quotas)
    with pytest.raises(Malformed, match="two people of one household"):
        check_lottery(LOTTERY, pool, quotas, households=["1", "1", None, None, None])
    with pytest.raises(Malformed, match="'ö' is not in the pool"):
        check_lottery(LOTTERY, Pool(("a", "b", "c"), ("gender",), (("f",), ("m",), ("m",))), quotas)
