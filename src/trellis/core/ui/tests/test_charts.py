"""Charts: safe for any words, true to their numbers, legible on a small screen, told apart without colours."""

import random
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.ui import charts
from trellis.core.ui.charts import lettering
from trellis.core.ui.charts.shapes import hull
from trellis.core.ui.tests.naughty import NAUGHTY
from trellis.core.ui.tests.test_stylesheet import contrast, tokens

HTML = {"div", "figure", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"}
SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "A title", "description": "What it shows"}
HOSTILE = [*NAUGHTY, "\x00\x08\ufffe\ud800", "]]><script>", "\u202eabc", "x" * 5000, "漢字" * 100, ""]


def bars_of(label: str, direction: str = "ltr") -> charts.Chart:
    rows = [charts.Bar(label=label, value=3, shown=label, low=2, high=4, mark=1, cells=(label,))]
    return charts.bars(
        rows, title=label, description=label, heading=(label, "n", "m"), range_label=label, mark_label=label, direction=direction
    )


def shares_of(label: str, direction: str = "ltr") -> charts.Chart:
    rows = [charts.Stack(label, (1, 2), (label, "2"), label)]
    return charts.shares(rows, groups=(label, "old"), title=label, description=label, heading=(label, "all"), direction=direction)


def flow_of(label: str, direction: str = "ltr") -> charts.Chart:
    return charts.flow(
        [(label, 3, label)], source=label, total=label, title=label, description=label, heading=(label, "n"), direction=direction
    )


def chances_of(label: str, direction: str = "ltr") -> charts.Chart:
    return charts.chances(
        [0.1, 0.2, 0.2], title=label, description=label, heading=(label, "n"), lines=[charts.Line(0.15, label)], ends=(label, label),
        direction=direction,
    )  # fmt: skip


def dots_of(label: str, direction: str = "ltr") -> charts.Chart:
    places = [(float(n), float(n % 3)) for n in range(12)]
    return charts.dots(
        places, [n // 6 for n in range(12)], groups=(label, "B"), title=label, description=label, heading=(label, "n"), others=label,
        direction=direction,
    )  # fmt: skip


MAKERS = [bars_of, shares_of, flow_of, chances_of, dots_of]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("label", HOSTILE)
def test_any_words_stay_words(make, label):
    plain, drawn = ElementTree.fromstring(make("word word").svg), ElementTree.fromstring(make(label).svg)

    known = {element.tag for element in plain.iter()}
    assert {element.tag for element in drawn.iter()} <= known
    names = {name for element in drawn.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("style", "href")}
    assert drawn.find(f"{SVG}title").text in (lettering.NOT_IN_XML.sub("\ufffd", label), label.replace("\r", "\n"), None)
    page = ElementTree.fromstring(make(label).html())
    assert {element.tag for element in page.iter()} <= known | HTML


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("make", MAKERS)
def test_a_picture_has_a_name_and_words_of_a_size_to_read(make, direction):
    drawn = ElementTree.fromstring(make("A label of some length that will be longer than a line", direction).svg)

    left, top, width, height = map(float, drawn.attrib["viewBox"].split())
    assert drawn.attrib["role"] == "img"
    assert [element.tag for element in list(drawn)[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert (left, top) == (0, 0) and width <= 288 and float(drawn.attrib["font-size"]) >= 12
    for text in drawn.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width
        assert 0 <= float(text.attrib["y"]) <= height
        reach = _reach(text, direction)
        assert reach[0] >= -1 and reach[1] <= width + 1, (text.text, reach)


def _reach(text: ElementTree.Element, direction: str) -> tuple[float, float]:
    """From where to where words go, measured generously."""
    x, wide = float(text.attrib["x"]), lettering.width_of(text.text or "")
    anchor = text.attrib.get("text-anchor", "start")
    if anchor == "middle":
        return x - wide / 2, x + wide / 2
    rightward = (anchor == "start") == (direction == "ltr")
    return (x, x + wide) if rightward else (x - wide, x)


def test_the_other_direction_is_the_mirror_image():
    one, other = (ElementTree.fromstring(shares_of("word", direction).svg) for direction in ("ltr", "rtl"))

    for left, right in zip(one.iter(f"{SVG}rect"), other.iter(f"{SVG}rect"), strict=True):
        assert float(left.attrib["x"]) + float(left.attrib["width"]) == pytest.approx(288 - float(right.attrib["x"]), abs=0.11)
    assert other.attrib["direction"] == "rtl"


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(ValueError, match="ltr or rtl"):
        bars_of("word", "up")


def lengths(chart: charts.Chart, kind: str) -> list[float]:
    return [float(found) for found in re.findall(rf'width="([0-9.]+)"[^>]* class="{kind}"', chart.svg)]


def test_bars_are_as_long_as_their_numbers_and_the_table_says_them():
    rows = [charts.Bar("a", 10, "ten"), charts.Bar("b", 5, "five"), charts.Bar("c", 0, "none"), charts.Bar("d", -2, "less")]

    chart = charts.bars(rows, heading=("What", "How many"), **WORDS)

    assert lengths(chart, "chart__a") == [288, 144, 0, 0]
    assert chart.table.rows == (("a", "ten"), ("b", "five"), ("c", "none"), ("d", "less"))


def test_shares_add_up_to_their_bar():
    rows = [charts.Stack("a", (6, 2), ("6", "2"), "8"), charts.Stack("b", (0, 4), ("0", "4"), "4")]

    chart = charts.shares(rows, groups=("young", "old"), heading=("Project", "All"), **WORDS)

    young, old = lengths(chart, "chart__a"), lengths(chart, "chart__b")
    assert young[1:] == [216 - 1.5]
    assert old[1:] == [72 - 1.5, 144 - 1.5]
    assert chart.table.heading == ("Project", "young", "old", "All")
    assert chart.table.rows == (("a", "6", "2", "8"), ("b", "0", "4", "4"))


def test_shares_alike_are_all_as_long():
    rows = [charts.Stack("a", (1, 1), ("1", "1"), "2"), charts.Stack("b", (300, 100), ("300", "100"), "400")]

    chart = charts.shares(rows, groups=("young", "old"), heading=("Project", "All"), alike=True, **WORDS)

    assert lengths(chart, "chart__a")[1:] == [144 - 1.5, 216 - 1.5]


def test_more_groups_than_letters_are_refused():
    with pytest.raises(ValueError, match="7 groups"):
        charts.shares([], groups="abcdefg", heading=("a", "b"), **WORDS)
    with pytest.raises(ValueError, match="7 groups"):
        charts.dots([], [], groups="abcdefg", heading=("a", "b"), others="", **WORDS)


def test_a_row_with_too_few_amounts_is_refused():
    with pytest.raises(ValueError, match="'a' has 1 amounts for 2 groups"):
        charts.shares([charts.Stack("a", (1,), ("1",), "1")], groups=("x", "y"), heading=("a", "b"), **WORDS)


def test_ribbons_are_as_thick_as_their_amounts():
    chart = charts.flow([("a", 30, "30"), ("b", 10, "10")], source="all", total="40", heading=("To", "Money"), **WORDS)

    blocks = [float(height) for height in re.findall(r'height="([0-9.]+)" class="chart__c"', chart.svg)]
    assert blocks == pytest.approx([112.5, 37.5], abs=0.06)
    assert chart.table.rows == (("a", "30"), ("b", "10"), ("all", "40"))


def test_chances_are_counted_by_how_they_read():
    chart = charts.chances([0.5, 0.1004, 0.1001, 0.1], heading=("Chance", "People"), **WORDS)

    assert chart.table.rows == (("10.0%", "3"), ("50.0%", "1"))


def test_a_hundred_thousand_chances_stay_a_small_picture():
    chart = charts.chances([number / 100_000 for number in range(100_000)], heading=("Chance", "People"), **WORDS)

    assert len(chart.svg) < 15_000
    assert sum(int(people.replace(",", "")) for _chance, people in chart.table.rows) == 100_000


@pytest.mark.parametrize("greatest", [0, 1e-9, 0.004, 0.058, 0.3, 0.999, 1])
def test_the_scale_of_chances_has_round_numbers_and_holds_the_greatest(greatest):
    chart = charts.chances([0, greatest], heading=("Chance", "People"), **WORDS)

    heights = [float(y) for path in re.findall(r'd="M([^"C]+)"', chart.svg) for y in path.split()[1::2]]
    assert min(heights) >= 0


def crowd(people: int) -> tuple[list[tuple[float, float]], list[int]]:
    draw = random.Random(5)
    places = [(draw.gauss(group * 4, 1), draw.gauss(group % 2, 1)) for group in range(3) for _person in range(people // 3)]
    return places, [number * 3 // len(places) for number in range(len(places))]


@pytest.mark.parametrize("people", [6, 60, 600, 30_000])
def test_a_map_is_small_however_many_people_it_has(people):
    places, group_of = crowd(people)

    chart = charts.dots(places, group_of, groups=("A", "B", "C"), heading=("Group", "People"), others="None", **WORDS)

    assert len(chart.svg.encode()) < 40_000
    assert sum(int(count.replace(",", "")) for _group, count in chart.table.rows) == people


def test_no_group_of_fewer_than_five_is_drawn():
    places = [(float(n), float(n * n % 7)) for n in range(20)]

    chart = charts.dots(
        places, [0] * 10 + [1] * 4 + [-1] * 6, groups=("many", "few"), heading=("Group", "People"), others="in none", **WORDS
    )

    assert chart.table.rows == (("many", "10"), ("in none", "10"))
    assert "few" not in chart.svg
    assert chart.svg.count("chart__hull") == 1


def test_groups_have_different_shapes():
    places = [(group * 10 + n % 3, n // 3) for group in range(6) for n in range(6)]

    chart = charts.dots(places, [n // 6 for n in range(36)], groups="ABCDEF", heading=("Group", "People"), others="", **WORDS)

    drawn = re.findall(r'd="M[0-9. -]+([a-z][^M"]*)[^"]*" class="chart__dot', chart.svg)
    assert len(set(drawn[:6])) == 6


@pytest.mark.parametrize("make", [charts.bars, charts.shares, charts.flow, charts.chances, charts.dots])
def test_nothing_to_draw_is_still_a_picture(make):
    more = {
        charts.shares: {"groups": ("a",)},
        charts.flow: {"source": "all", "total": "0"},
        charts.dots: {"group_of": [], "groups": (), "others": "none"},
    }.get(make, {})

    chart = make([], heading=("What", "How many"), **WORDS, **more)

    assert float(ElementTree.fromstring(chart.svg).attrib["viewBox"].split()[3]) > 0


@pytest.mark.parametrize(
    "places", [[(0.0, 0.0)], [(1.0, 2.0)] * 9, [(float(n), 0.0) for n in range(9)], [(0.0, float(n)) for n in range(9)]]
)
def test_people_on_one_point_or_one_line(places):
    chart = charts.dots(places, [0] * len(places), groups=("A",), heading=("Group", "People"), others="None", **WORDS)

    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", " ".join(re.findall(r' d="([^"]*)"', chart.svg)))]
    assert all(-288 <= number <= 600 for number in numbers)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=40))
def test_a_map_holds_everybody_inside_its_frame(places):
    chart = charts.dots(places, [0] * len(places), groups=("A",), heading=("Group", "People"), others="None", **WORDS)

    dots = re.search(r' d="([^"]*)" class="chart__(?:dot|other)', chart.svg).group(1)
    assert all(0 <= float(x) <= 288 and 0 <= float(y) <= 300 for x, y in re.findall(r"M(-?[0-9.]+) (-?[0-9.]+)", dots))


def test_a_hull_goes_around_its_points():
    assert hull([(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (1, 3)]) == [(0, 0), (4, 0), (4, 4), (0, 4)]
    assert hull([(1, 1), (1, 1)]) == [(1, 1)]


@given(st.text(), st.floats(30, 300))
def test_lines_are_never_wider_than_their_room(words, room):
    lines = lettering.lines_of(words, room=room)

    assert 1 <= len(lines) <= 2
    assert all(lettering.width_of(line) <= room for line in lines)


GROUPS = [f"group-{letter}" for letter in "abcdef"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_stands_out_from_the_ground_and_its_letter_from_it(scheme, group):
    colours = tokens(scheme)

    assert contrast(colours[group], colours["card"]) >= 4.5
    assert contrast(colours[group], colours["paper"]) >= 3
    assert contrast(colours[group], colours["sunk"]) >= 3


# How colours look to those who see no red, no green or no blue; rows of linear red, green and blue (Machado, Oliveira, Fernandes 2009).
SIGHT = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour: str, sight) -> tuple[float, float, float]:
    """CIELAB of a colour as somebody sees it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    red, green, blue = (min(max(sum(part * value for part, value in zip(row, linear, strict=True)), 0), 1) for row in sight)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_groups_are_told_apart_by_every_kind_of_sight(scheme, sight):
    """A difference of 2.3 can just be noticed side by side; four times that, and letters and shapes besides."""
    colours = tokens(scheme)
    for one, other in combinations(GROUPS, 2):
        difference = sum((a - b) ** 2 for a, b in zip(seen(colours[one], SIGHT[sight]), seen(colours[other], SIGHT[sight]), strict=True))
        assert difference**0.5 >= 10, (one, other)
