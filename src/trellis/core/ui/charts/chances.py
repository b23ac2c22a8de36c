"""Each person's chance, from the smallest to the greatest, as steps."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from trellis.core.ui.charts.canvas import Canvas
from trellis.core.ui.charts.chart import Chart, Table
from trellis.core.ui.charts.lettering import lines_of

TALL = 170
MOST_STEPS = 288
"""As many as the picture is wide: more could not be told apart."""


@dataclass(frozen=True)
class Line:
    """A level drawn across the picture, such as the chance everyone would have if all were equal, with the words for it."""

    value: float
    label: str


def percent(chance: float) -> str:
    return f"{chance:.1%}"


def chances(
    values: Sequence[float],
    *,
    title: str,
    description: str,
    heading: tuple[str, str],
    lines: Sequence[Line] = (),
    ends: tuple[str, str] = ("", ""),
    shown: Callable[[float], str] = percent,
    direction: str = "ltr",
) -> Chart:
    """People in the order of their chance (0 to 1), from where reading begins, with up to three `lines` across.

    `ends` says below the picture what its first and last side are. `shown` writes a chance. The table has a row for each chance
    that reads differently, with the number of people who have it; `heading` names its two columns.
    """
    sheet = Canvas(direction=direction)
    ordered = sorted(values)
    top = _ceiling(max([*ordered[-1:], *(line.value for line in lines)], default=0))

    def height(value: float) -> float:
        return 16 + TALL - value / top * TALL

    for tick in _ticks(top):
        sheet.line([(0, height(tick)), (sheet.width, height(tick))], kind="chart__grid")
    steps = list(_corners(ordered, sheet.width))
    if steps:
        area = [(0.0, height(0)), *((x, height(value)) for x, value in steps), (sheet.width, height(0))]
        sheet.line(area, kind="chart__area")
        sheet.line([(x, height(value)) for x, value in steps], kind="chart__steps")
    for place, line in enumerate(lines, 1):
        sheet.line([(0, height(line.value)), (sheet.width, height(line.value))], kind=f"chart__level chart__level--{place}")
    for tick in _ticks(top):
        sheet.text(2, height(tick) - 4, shown(tick), kind="chart__soft chart__outlined")
    y = _below(sheet, ends, lines)
    counted = [(words, sum(1 for _one in people)) for words, people in groupby(ordered, key=shown)]
    table = Table(title, heading, tuple((words, f"{count:,}") for words, count in counted))
    return Chart(sheet.svg(height=y, title=title, description=description), table)


def _below(sheet: Canvas, ends: tuple[str, str], lines: Sequence[Line]) -> float:
    y = 16.0 + TALL
    if any(ends):
        y += 16
        first, last = (lines_of(words, room=sheet.width / 2 - 4, most=1)[0] for words in ends)
        sheet.text(0, y, first, kind="chart__soft")
        sheet.text(sheet.width, y, last, kind="chart__soft", anchor="end")
    y += 8
    for place, line in enumerate(lines, 1):
        sheet.line([(0, y + 11), (30, y + 11)], kind=f"chart__level chart__level--{place}")
        y = sheet.label(38, y + 15, line.label, room=sheet.width - 38, kind="chart__soft", most=3) + 6
    return y + 2


def _ceiling(greatest: float) -> float:
    """A little above the greatest chance, never above 1 and never 0."""
    return min(max(greatest * 1.1, 0.001), 1.0) if greatest < 1 else max(greatest, 0.001)


def _ticks(top: float) -> list[float]:
    """Zero and round chances up to the top, four at most."""
    unit = 10 ** math.floor(math.log10(top))
    step = next(unit * factor for factor in (0.2, 0.5, 1, 2, 5) if top / (unit * factor) < 4)
    return [number * step for number in range(4) if number * step <= top]


def _corners(ordered: Sequence[float], width: float) -> Iterator[tuple[float, float]]:
    """The steps' corners. With more people than the picture can tell apart, each of its columns shows the person who stands there."""
    people = len(ordered)
    sampled = ordered if people <= MOST_STEPS else [ordered[column * people // MOST_STEPS] for column in range(MOST_STEPS)]
    place = 0
    for value, alike in groupby(sampled):
        yield place / len(sampled) * width, value
        place += sum(1 for _one in alike)
        yield place / len(sampled) * width, value
