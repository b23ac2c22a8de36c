"""Where one amount went: ribbons from a whole to its parts, such as the money of a losing project's supporters."""

from collections.abc import Sequence

from trellis.core.ui.charts.canvas import Canvas, short
from trellis.core.ui.charts.chart import Chart, Table
from trellis.core.ui.charts.lettering import LINE_HEIGHT, lines_of

TALL = 150
POST = 12
RIBBON_END = 92
LABEL = RIBBON_END + POST + 8
GAP = 8
ROW = 3 * LINE_HEIGHT + 6


def flow(
    rows: Sequence[tuple[str, float, str]],
    *,
    source: str,
    total: str,
    title: str,
    description: str,
    heading: tuple[str, str],
    direction: str = "ltr",
) -> Chart:
    """Ribbons from `source` to each row (label, amount, amount as it is read), as thick as their amounts.

    `total` is the whole as it is read, and the last row of the table.
    """
    sheet = Canvas(direction=direction)
    whole = sum(amount for _label, amount, _shown in rows) or 1
    room = sheet.width - LABEL
    heights = [max(amount / whole * TALL, 0) for _label, amount, _shown in rows]
    needed = [max(height, ROW) for height in heights]
    top = sheet.label(0, 12, f"{source}: {total}", room=sheet.width) + 14
    reach = sum(needed) + GAP * max(len(rows) - 1, 0)
    left_y = top + max(reach - sum(heights), 0) / 2
    right_y = top
    sheet.rect(0, left_y, POST, sum(heights), kind="chart__a")
    for (label, _amount, shown), height, height_needed in zip(rows, heights, needed, strict=True):
        block = right_y + (height_needed - height) / 2
        sheet.path(_ribbon(sheet, left_y, block, height), kind="chart__ribbon")
        sheet.rect(RIBBON_END, block, POST, max(height, 0.8), kind="chart__c")
        _words(sheet, label, shown, right_y + height_needed / 2, room)
        left_y += height
        right_y += height_needed + GAP
    table = Table(title, heading, (*((label, shown) for label, _amount, shown in rows), (source, total)))
    return Chart(sheet.svg(height=max(right_y - GAP, top) + 4, title=title, description=description), table)


def _words(sheet: Canvas, label: str, shown: str, middle: float, room: float) -> None:
    lines = lines_of(label, room=room)
    y = middle - len(lines) * LINE_HEIGHT / 2 + 4
    y = sheet.label(LABEL, y, label, room=room) + LINE_HEIGHT
    sheet.text(LABEL, y, lines_of(shown, room=room, most=1)[0], kind="chart__soft")


def _ribbon(sheet: Canvas, start: float, end: float, height: float) -> str:
    near, far, middle = (short(sheet.across(x)) for x in (POST, RIBBON_END, (POST + RIBBON_END) / 2))
    a, b, c, d = (short(y) for y in (start, end, end + height, start + height))
    return f"M{near} {a}C{middle} {a} {middle} {b} {far} {b}V{c}C{middle} {c} {middle} {d} {near} {d}Z"
