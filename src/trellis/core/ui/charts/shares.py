"""Stacked bars: what a whole is made of, such as who paid for which project."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.core.ui.charts.canvas import KEYS, Canvas, group_class
from trellis.core.ui.charts.chart import Chart, Table

THICK = 22
GAP = 16
ROOM_FOR_A_KEY = 15


@dataclass(frozen=True)
class Stack:
    """One bar: an amount and how it is read for each group, and the whole as it is read."""

    label: str
    amounts: Sequence[float]
    shown: Sequence[str]
    total: str


def shares(
    rows: Sequence[Stack],
    *,
    groups: Sequence[str],
    title: str,
    description: str,
    heading: tuple[str, str],
    alike: bool = False,
    keys: Sequence[str] = KEYS,
    direction: str = "ltr",
) -> Chart:
    """A bar for each row, cut into the groups (six at most) in their order, each with a colour and a letter.

    Lengths are to one scale, or with `alike` every bar is as long, to compare what they are made of. `heading` names the table's
    first column and its last, the whole. Raises ValueError for more groups than letters, and for a row with another number of amounts.
    """
    if len(groups) > len(keys):
        raise ValueError(f"{len(groups)} groups, but letters for {len(keys)}")
    sheet = Canvas(direction=direction)
    longest = max((sum(row.amounts) for row in rows), default=0)
    y = sheet.legend(0, groups, keys=keys) + 6
    for row in rows:
        if len(row.amounts) != len(groups) or len(row.shown) != len(groups):
            raise ValueError(f"{row.label!r} has {len(row.amounts)} amounts for {len(groups)} groups")
        y = sheet.headed(y + 12, row.label, row.total)
        _draw(sheet, row.amounts, y + 6, whole=(sum(row.amounts) if alike else longest) or 1, keys=keys)
        y += 6 + THICK + GAP
    table = Table(title, (heading[0], *groups, heading[1]), tuple((row.label, *row.shown, row.total) for row in rows))
    return Chart(sheet.svg(height=y - GAP + 4, title=title, description=description), table)


def _draw(sheet: Canvas, amounts: Sequence[float], y: float, *, whole: float, keys: Sequence[str]) -> None:
    sheet.rect(0, y, sheet.width, THICK, kind="chart__ground", round_=3)
    x = 0.0
    for place, amount in enumerate(amounts):
        length = amount / whole * sheet.width
        if length > 0:
            # A sliver is left free after each part, so that neighbours are told apart without their colours.
            sheet.rect(x, y, max(length - 1.5, min(length, 0.8)), THICK, kind=group_class(place))
        if length >= ROOM_FOR_A_KEY:
            sheet.text(x + length / 2, y + 15.5, keys[place], kind="chart__key", anchor="middle")
        x += length
