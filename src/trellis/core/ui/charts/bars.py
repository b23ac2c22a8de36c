"""Horizontal bars from zero, with a range and a mark where there is something to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.core.ui.charts.canvas import Canvas
from trellis.core.ui.charts.chart import Chart, Table

THICK = 14
GAP = 14


@dataclass(frozen=True)
class Bar:
    """One bar: `shown` is the value as it is to be read. `low` and `high` are a range, `mark` a value to compare with."""

    label: str
    value: float
    shown: str
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    cells: Sequence[str] = ()
    """Further cells of its row in the table."""


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    heading: Sequence[str],
    range_label: str = "",
    mark_label: str = "",
    full: float = 0,
    direction: str = "ltr",
) -> Chart:
    """A bar for each row, all on one scale that ends at `full` or at the greatest number.

    `heading` names the table's columns: the label's, the shown value's, and one for each of `cells`. A value below zero is drawn
    as nothing; the words beside it still tell it. `range_label` and `mark_label` say what the lines across the bars are.
    """
    sheet = Canvas(direction=direction)
    scale = sheet.width / (full or max((_greatest(row) for row in rows), default=0) or 1)
    y = _key(sheet, range_label, mark_label)
    for row in rows:
        y = sheet.headed(y + 12, row.label, row.shown)
        _draw(sheet, row, y + 6, scale)
        y += 6 + THICK + GAP
    table = Table(title, tuple(heading), tuple((row.label, row.shown, *row.cells) for row in rows))
    return Chart(sheet.svg(height=max(y - GAP + 4, THICK), title=title, description=description), table)


def _greatest(row: Bar) -> float:
    return max(row.value, row.high or 0, row.mark or 0)


def _draw(sheet: Canvas, row: Bar, y: float, scale: float) -> None:
    def along(value: float) -> float:
        return min(max(value * scale, 0), sheet.width)

    sheet.rect(0, y, sheet.width, THICK, kind="chart__ground", round_=3)
    sheet.rect(0, y, along(row.value), THICK, kind="chart__a", round_=3)
    if row.low is not None and row.high is not None:
        _range(sheet, along(row.low), along(row.high), y)
    if row.mark is not None:
        _mark(sheet, along(row.mark), y)


def _range(sheet: Canvas, low: float, high: float, y: float) -> None:
    """A line with two ends, drawn on a wider one of the ground's colour so that it shows on the bar as well as beside it."""
    middle, top, bottom = y + THICK / 2, y + 2, y + THICK - 2
    for kind in ("chart__halo", "chart__line"):
        sheet.line([(low, middle), (high, middle)], kind=kind)
        sheet.line([(low, top), (low, bottom)], kind=kind)
        sheet.line([(high, top), (high, bottom)], kind=kind)


def _mark(sheet: Canvas, x: float, y: float) -> None:
    kept = min(max(x, 1.5), sheet.width - 1.5)
    for kind in ("chart__halo", "chart__mark"):
        sheet.line([(kept, y - 3), (kept, y + THICK + 3)], kind=kind)


def _key(sheet: Canvas, range_label: str, mark_label: str) -> float:
    y = 0.0
    if range_label:
        _range(sheet, 2, 26, y + 1)
        y = sheet.label(34, y + 13, range_label, room=sheet.width - 34, kind="chart__soft") + 6
    if mark_label:
        _mark(sheet, 14, y + 2)
        y = sheet.label(34, y + 14, mark_label, room=sheet.width - 34, kind="chart__soft") + 6
    return y + 6 if y else 0
