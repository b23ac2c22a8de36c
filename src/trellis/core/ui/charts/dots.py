"""A map of people as dots: each group with a shape, a colour and a letter; many people become few, larger dots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trellis.core.ui.charts.canvas import KEYS, SWATCH, Canvas, group_class, short
from trellis.core.ui.charts.chart import Chart, Table
from trellis.core.ui.charts.shapes import SHAPES, circle, hull

LEAST = 5
"""A smaller group is never drawn as one: it would point at persons."""

MOST_DOTS = 900
MARGIN = 14
LOWEST, HIGHEST = 150, 288
SMALLEST, LARGEST = 2.4, 7.0


@dataclass(frozen=True)
class Dot:
    """People of one group who stand close together: where they stand on average, and how many they are."""

    x: float
    y: float
    people: int


def dots(
    places: Sequence[tuple[float, float]],
    group_of: Sequence[int],
    *,
    groups: Sequence[str],
    title: str,
    description: str,
    heading: tuple[str, str],
    others: str,
    keys: Sequence[str] = KEYS,
    shown: str = "{:,}",
    direction: str = "ltr",
) -> Chart:
    """Where people stand (x to the right, y up), and in which of `groups` (its number; anything else is no group).

    Groups of fewer than `LEAST` people, and people in none, are small rings of the `others`. Nearby people of a group are drawn as
    one dot whose area grows with their number, so that the picture stays small for any number of people. The table has a row for
    each group with its people, and one for the others if there are any.
    """
    if len(groups) > len(keys):
        raise ValueError(f"{len(groups)} groups, but letters for {len(keys)}")
    sorted_out = _sorted_out(places, group_of, len(groups))
    drawn = [place for place in range(len(groups)) if len(sorted_out[place]) >= LEAST]
    rest = [where for place, people in enumerate(sorted_out) if place not in drawn for where in people]
    sheet = Canvas(direction=direction)
    view = _View(places, sheet.width)
    sheet.rect(0.5, 0.5, sheet.width - 1, view.height - 1, kind="chart__frame", round_=6)
    gathered = _gathered([rest, *(sorted_out[place] for place in drawn)], view)
    for place, group in zip(drawn, gathered[1:], strict=True):
        sheet.path(_hull_path(group), kind=f"chart__hull {group_class(place)}")
    if gathered[0]:
        sheet.path("".join(_ring(dot) for dot in gathered[0]), kind="chart__other")
    for place, group in zip(drawn, gathered[1:], strict=True):
        sheet.path("".join(SHAPES[place](dot.x, dot.y, _radius(dot.people)) for dot in group), kind=f"chart__dot {group_class(place)}")
    for place, group in zip(drawn, gathered[1:], strict=True):
        _letter(sheet, group, keys[place])
    rows = [(groups[place], shown.format(len(sorted_out[place]))) for place in drawn]
    if rest:
        rows.append((others, shown.format(len(rest))))
    y = _legend(sheet, view.height + 10, rows, drawn, keys)
    return Chart(sheet.svg(height=y, title=title, description=description), Table(title, heading, tuple(rows)))


def _sorted_out(places: Sequence[tuple[float, float]], group_of: Sequence[int], n_groups: int) -> list[list[tuple[float, float]]]:
    """The places of each group's people, and last of those in none."""
    found: list[list[tuple[float, float]]] = [[] for _group in range(n_groups + 1)]
    for (x, y), group in zip(places, group_of, strict=True):
        number = int(group)
        found[number if 0 <= number < n_groups else n_groups].append((float(x), float(y)))
    return found


class _View:
    """From places to the picture: one scale both ways, because distance is what the map is about."""

    def __init__(self, places: Sequence[tuple[float, float]], width: float):
        across, up = [float(x) for x, _y in places] or [0.0], [float(y) for _x, y in places] or [0.0]
        wide, tall = max(across) - min(across), max(up) - min(up)
        inside = width - 2 * MARGIN
        self.height = min(max(inside * tall / wide if wide else HIGHEST, LOWEST), HIGHEST)
        self.scale = min(inside / wide if wide else 1, (self.height - 2 * MARGIN) / tall if tall else inside / (wide or 1))
        self.centre = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
        self.middle = width / 2, self.height / 2

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.middle[0] + (x - self.centre[0]) * self.scale, self.middle[1] - (y - self.centre[1]) * self.scale


def _gathered(groups: Sequence[Sequence[tuple[float, float]]], view: _View) -> list[list[Dot]]:
    """Every group's dots, gathered in cells just large enough that there are not too many of them."""
    cell = 2.0
    gathered = [_in_cells((Dot(*view.place(x, y), 1) for x, y in people), cell) for people in groups]
    while sum(map(len, gathered)) > MOST_DOTS:
        cell *= 1.25
        gathered = [_in_cells(dots_of_group, cell) for dots_of_group in gathered]
    return gathered


def _in_cells(gathered: Iterable[Dot], cell: float) -> list[Dot]:
    """One dot for the people of each hexagon, where they stand on average."""
    sums: dict[tuple[int, int], list[float]] = {}
    for dot in gathered:
        total = sums.setdefault(_hexagon(dot.x / cell, dot.y / cell), [0.0, 0.0, 0])
        total[0] += dot.x * dot.people
        total[1] += dot.y * dot.people
        total[2] += dot.people
    return [Dot(x / count, y / count, int(count)) for x, y, count in sums.values()]


ROW = 0.75**0.5


def _hexagon(x: float, y: float) -> tuple[int, int]:
    """The nearest centre of a honeycomb with centres one apart: two grids, one shifted by half, and the nearer of the two."""
    even = round(x), round(y / (2 * ROW))
    odd = round(x - 0.5), round(y / (2 * ROW) - 0.5)
    to_even = (x - even[0]) ** 2 + (y - even[1] * 2 * ROW) ** 2
    to_odd = (x - odd[0] - 0.5) ** 2 + (y - (odd[1] + 0.5) * 2 * ROW) ** 2
    return (even[0], 2 * even[1]) if to_even <= to_odd else (odd[0], 2 * odd[1] + 1)


def _radius(people: int) -> float:
    return min(SMALLEST * people**0.35, LARGEST)


def _ring(dot: Dot) -> str:
    return circle(dot.x, dot.y, max(_radius(dot.people) - 0.8, 1.2))


def _hull_path(group: Sequence[Dot]) -> str:
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in hull([(dot.x, dot.y) for dot in group])) + "Z"


def _letter(sheet: Canvas, group: Sequence[Dot], key: str) -> None:
    """The group's letter at the middle of its people. The map is not mirrored, so neither is its place."""
    people = sum(dot.people for dot in group)
    x, y = sum(dot.x * dot.people for dot in group) / people, sum(dot.y * dot.people for dot in group) / people
    sheet.text(sheet.across(x), y + 7, key, kind="chart__letter", anchor="middle")


def _legend(sheet: Canvas, y: float, rows: Sequence[tuple[str, str]], drawn: Sequence[int], keys: Sequence[str]) -> float:
    for number, (label, count) in enumerate(rows):
        middle = sheet.across(SWATCH / 2), y + SWATCH / 2
        if number < len(drawn):
            place = drawn[number]
            sheet.path(SHAPES[place](*middle, 6), kind=f"chart__dot {group_class(place)}")
            label = f"{keys[place]} · {label}" if label != keys[place] else label
        else:
            sheet.path(circle(*middle, 4), kind="chart__other")
        y = sheet.label(SWATCH + 8, y + 13.5, f"{label}: {count}", room=sheet.width - SWATCH - 8, kind="chart__soft") + 8
    return y
