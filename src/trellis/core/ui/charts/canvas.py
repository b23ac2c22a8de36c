"""A sheet to draw on. Everything is placed from the side where reading begins, so that one drawing serves both directions."""

from collections.abc import Sequence

from trellis.core.ui.charts.lettering import LINE_HEIGHT, escape, lines_of, width_of

WIDTH = 288
"""In the drawing's units. The column of a page on a screen of 320 is as wide, so letters of 13 units are 13 pixels there."""

KEYS = "ABCDEF"
"""A letter for each group, so that nothing hangs on telling colours apart."""

SWATCH = 18


class Canvas:
    """Collects SVG elements. `direction` is "ltr" or "rtl"; x counts from where reading begins, y downward."""

    def __init__(self, *, direction: str = "ltr", width: float = WIDTH):
        if direction not in ("ltr", "rtl"):
            raise ValueError(f"direction must be ltr or rtl, not {direction!r}")
        self.direction = direction
        self.width = width
        self.elements: list[str] = []

    def across(self, x: float) -> float:
        """The same place counted from the left."""
        return self.width - x if self.direction == "rtl" else x

    def text(self, x: float, y: float, words: str, *, kind: str = "", anchor: str = "start") -> None:
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.elements.append(f'<text x="{short(self.across(x))}" y="{short(y)}"{_class(kind)}{anchored}>{escape(words)}</text>')

    def rect(self, x: float, y: float, width: float, height: float, *, kind: str, round_: float = 0) -> None:
        left = self.across(x + width) if self.direction == "rtl" else x
        corner = f' rx="{short(round_)}"' if round_ else ""
        self.elements.append(
            f'<rect x="{short(left)}" y="{short(y)}" width="{short(max(width, 0))}" height="{short(height)}"{corner}{_class(kind)}/>'
        )

    def line(self, points: Sequence[tuple[float, float]], *, kind: str) -> None:
        placed = " ".join(f"{short(self.across(x))} {short(y)}" for x, y in points)
        self.elements.append(f'<path d="M{placed}"{_class(kind)}/>')

    def path(self, commands: str, *, kind: str) -> None:
        """Path data that is already in the drawing's own places."""
        self.elements.append(f'<path d="{commands}"{_class(kind)}/>')

    def swatch(self, x: float, y: float, *, place: int, key: str) -> None:
        """A square in a group's colour with its letter."""
        self.rect(x, y, SWATCH, SWATCH, kind=group_class(place), round_=3)
        self.text(x + SWATCH / 2, y + SWATCH - 4.5, key, kind="chart__key", anchor="middle")

    def legend(self, y: float, labels: Sequence[str], *, keys: Sequence[str] = KEYS) -> float:
        """Groups with their colour and letter, one below the other. Returns where it ends."""
        for place, label in enumerate(labels):
            self.swatch(0, y, place=place, key=keys[place])
            y = self.label(SWATCH + 8, y + 13.5, label, room=self.width - SWATCH - 8, kind="chart__soft") + 8
        return y

    def label(self, x: float, y: float, words: str, *, room: float, kind: str = "", most: int = 2) -> float:
        """Words in lines below each other. Returns the base line of the last."""
        lines = lines_of(words, room=room, most=most)
        for number, line in enumerate(lines):
            self.text(x, y + number * LINE_HEIGHT, line, kind=kind)
        return y + (len(lines) - 1) * LINE_HEIGHT

    def headed(self, y: float, label: str, value: str) -> float:
        """A label where reading begins, and its value on the last line at the other side. Returns the base line."""
        fitted = lines_of(value, room=self.width / 2, most=1)[0]
        y = self.label(0, y, label, room=self.width - width_of(fitted) - 10)
        self.text(self.width, y, fitted, kind="chart__soft", anchor="end")
        return y

    def svg(self, *, height: float, title: str, description: str) -> str:
        inside = "\n".join(self.elements)
        return (
            f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {short(self.width)} {short(height)}" '
            f'font-size="13" fill="currentColor" direction="{self.direction}">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>\n{inside}\n</svg>"
        )


def group_class(place: int) -> str:
    """The class that gives a group its colour; after the last colour they begin again."""
    return f"chart__{KEYS[place % len(KEYS)].lower()}"


def short(number: float) -> str:
    """One decimal at most, and none where it says nothing."""
    text = f"{number:.1f}"
    return text.removesuffix(".0").replace("-0", "0") if text in ("-0.0", "0.0") else text.removesuffix(".0")


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
