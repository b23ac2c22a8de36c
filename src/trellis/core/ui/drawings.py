"""Maps and bar charts worked out as numbers; the templates turn them into SVG. No script, no requests to anybody."""

from dataclasses import dataclass, field

from trellis.core.ui.parts import Bar, Landmark, Pin

PIN_SIZE = 28
"""Across, in the map's units: with a map 360 wide a pin is a fair target on a phone."""

ROUND_LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
ROUND_MILES = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50)
METRES_PER_MILE = 1609.344


@dataclass(slots=True)
class Cluster:
    """Pins too close to be told apart, shown as one that leads to the first of them."""

    pins: list[Pin]
    x: float
    y: float

    @property
    def text(self) -> str:
        first = self.pins[0].number
        return str(first) if len(self.pins) == 1 else f"{first}+"

    @property
    def url(self) -> str:
        return self.pins[0].url

    @property
    def label(self) -> str:
        return "; ".join(f"{pin.number}. {pin.label}" for pin in self.pins)


@dataclass(slots=True)
class ScaleBar:
    """A line of a round length: its length in the map's units and the words for it."""

    length: float
    amount: float
    unit: str


@dataclass(slots=True)
class Map:
    """All that ui/parts/map.html draws."""

    width: int
    height: int
    pins: list[Pin]
    clusters: list[Cluster]
    landmarks: list[Landmark] = field(default_factory=list)
    you: tuple[float, float] | None = None
    outline: str = ""
    grid: list[float] = field(default_factory=list)
    scale: ScaleBar | None = None


def gather(pins: list[Pin], *, apart: float = PIN_SIZE) -> list[Cluster]:
    """Joins pins that would overlap, in the order of the list, so that the same list always gives the same picture."""
    clusters: list[Cluster] = []
    for pin in pins:
        near = next((cluster for cluster in clusters if (cluster.x - pin.x) ** 2 + (cluster.y - pin.y) ** 2 < apart**2), None)
        if near:
            near.pins.append(pin)
        else:
            clusters.append(Cluster([pin], pin.x, pin.y))
    return clusters


def scale_bar(metres_per_unit: float, *, longest: float, unit: str) -> ScaleBar | None:
    """The longest round length that still fits."""
    per_round = METRES_PER_MILE if unit == "mi" else 1
    lengths = ROUND_MILES if unit == "mi" else ROUND_LENGTHS
    fitting = [amount for amount in lengths if amount * per_round / metres_per_unit <= longest]
    if not fitting:
        return None
    amount = fitting[-1]
    if unit == "km" and amount >= 1000:
        return ScaleBar(amount / metres_per_unit, amount / 1000, "km")
    return ScaleBar(amount * per_round / metres_per_unit, amount, "mi" if unit == "mi" else "m")


def draw_map(
    pins: list[Pin],
    *,
    width: int = 360,
    height: int = 300,
    metres_per_unit: float | None = None,
    landmarks: list[Landmark] = (),
    you: tuple[float, float] | None = None,
    outline: str = "",
    unit: str = "mi",
) -> Map:
    """A map of pins that lie within width and height. `outline` is SVG path data of land or a border; only path characters are kept."""
    inside = [pin for pin in pins if 0 <= pin.x <= width and 0 <= pin.y <= height]
    return Map(
        width=width,
        height=height,
        pins=pins,
        clusters=gather(inside),
        landmarks=list(landmarks),
        you=you,
        outline="".join(character for character in outline if character in "MmLlHhVvCcSsQqTtAaZz0123456789eE+-., "),
        grid=list(range(60, max(width, height), 60)),
        scale=scale_bar(metres_per_unit, longest=width / 3, unit=unit) if metres_per_unit else None,
    )


@dataclass(slots=True)
class DrawnBar:
    """A bar with its place in the drawing."""

    label: str
    shown: str
    y: float
    length: float


BAR_WIDTH = 320
BAR_STEP = 44


@dataclass(slots=True)
class BarChart:
    """All that ui/parts/bar.html draws."""

    bars: list[DrawnBar]
    height: int
    width: int = BAR_WIDTH


def draw_bars(bars: list[Bar]) -> BarChart:
    """Horizontal bars from zero. A value below zero is drawn as nothing; the words beside it still tell it."""
    greatest = max((bar.value for bar in bars), default=0) or 1
    drawn = [
        DrawnBar(bar.label, bar.shown or f"{bar.value:g}", index * BAR_STEP, round(max(bar.value, 0) / greatest * BAR_WIDTH, 1))
        for index, bar in enumerate(bars)
    ]
    return BarChart(drawn, len(bars) * BAR_STEP)
