"""Maps and bars as numbers."""

import pytest

from trellis.core.ui import drawings
from trellis.core.ui.parts import Bar, Pin


def pin(number, x, y):
    return Pin(number=number, label=f"Place {number}", x=x, y=y, url=f"#r{number}")


def test_pins_on_one_another_become_one():
    drawn = drawings.draw_map([pin(1, 100, 100), pin(2, 105, 100), pin(3, 200, 100)])
    assert [cluster.text for cluster in drawn.clusters] == ["1+", "3"]
    assert drawn.clusters[0].label == "1. Place 1; 2. Place 2"


def test_pins_outside_stay_in_the_table_only():
    drawn = drawings.draw_map([pin(1, 100, 100), pin(2, 900, 100)], width=360, height=300)
    assert len(drawn.pins) == 2 and len(drawn.clusters) == 1


@pytest.mark.parametrize(("unit", "amount", "shown"), [("mi", 2, "mi"), ("km", 5, "km")])
def test_scale_bar_is_round_and_fits(unit, amount, shown):
    bar = drawings.scale_bar(60, longest=100, unit=unit)
    assert (bar.amount, bar.unit) == (amount, shown) and 0 < bar.length <= 100


def test_no_scale_bar_when_nothing_round_fits():
    assert drawings.scale_bar(0.001, longest=10, unit="mi") is None


def test_bars_share_one_scale():
    chart = drawings.draw_bars([Bar(label="a", value=10), Bar(label="b", value=5), Bar(label="c", value=-1)])
    assert [bar.length for bar in chart.bars] == [320, 160, 0]
    assert chart.bars[1].shown == "5"


def test_empty_chart_and_map():
    assert drawings.draw_bars([]).bars == []
    assert drawings.draw_map([]).clusters == []


def test_outline_keeps_path_characters_only():
    assert drawings.draw_map([], outline='M0 0L1 1Z"><script>').outline == "M0 0L1 1Zsct"
