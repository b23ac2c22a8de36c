"""Shapes that tell groups apart without their colours, as path data around a middle, and the hull around a group."""

from collections.abc import Iterable

from trellis.core.ui.charts.canvas import short


def circle(x: float, y: float, r: float) -> str:
    return f"M{short(x - r)} {short(y)}a{short(r)} {short(r)} 0 1 0 {short(2 * r)} 0a{short(r)} {short(r)} 0 1 0 {short(-2 * r)} 0z"


def square(x: float, y: float, r: float) -> str:
    side = 1.8 * r
    return f"M{short(x - side / 2)} {short(y - side / 2)}h{short(side)}v{short(side)}h{short(-side)}z"


def triangle(x: float, y: float, r: float) -> str:
    return f"M{short(x)} {short(y - 1.3 * r)}l{short(1.2 * r)} {short(2.1 * r)}h{short(-2.4 * r)}z"


def diamond(x: float, y: float, r: float) -> str:
    d = 1.35 * r
    return f"M{short(x)} {short(y - d)}l{short(d)} {short(d)}l{short(-d)} {short(d)}l{short(-d)} {short(-d)}z"


def plus(x: float, y: float, r: float) -> str:
    arm, half = short(0.8 * r), 0.4 * r
    return (
        f"M{short(x - half)} {short(y - half - 0.8 * r)}h{short(2 * half)}v{arm}h{arm}v{short(2 * half)}h-{arm}v{arm}"
        f"h{short(-2 * half)}v-{arm}h-{arm}v{short(-2 * half)}h{arm}z"
    )


def upturned(x: float, y: float, r: float) -> str:
    return f"M{short(x)} {short(y + 1.3 * r)}l{short(1.2 * r)} {short(-2.1 * r)}h{short(-2.4 * r)}z"


SHAPES = (circle, square, triangle, diamond, plus, upturned)


def hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull, counted around (monotone chain; Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) <= 2:
        return ordered
    return [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]


def _chain(ordered: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for point in ordered:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
