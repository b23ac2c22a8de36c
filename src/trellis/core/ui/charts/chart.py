"""What every chart maker gives back: a picture, and a table with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.core.ui.charts.lettering import escape


@dataclass(frozen=True)
class Table:
    """Rows of words and shown numbers. The first cell of a row names it; cells after the first `words` ones are numbers."""

    caption: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1

    def html(self) -> str:
        """The table in a box that scrolls by itself, also from the keyboard, so that a wide one never widens the page."""
        head = "".join(f'<th scope="col"{self._kind(place)}>{escape(words)}</th>' for place, words in enumerate(self.heading))
        body = "\n".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows)
        return (
            f'<div class="scroll figures" role="region" tabindex="0" aria-label="{escape(self.caption)}">'
            f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
        )

    def _cells(self, row: Sequence[str]) -> str:
        name = f'<th scope="row"><bdi>{escape(row[0])}</bdi></th>'
        return name + "".join(f"<td{self._kind(place)}><bdi>{escape(cell)}</bdi></td>" for place, cell in enumerate(row[1:], 1))

    def _kind(self, place: int) -> str:
        return ' class="number"' if place >= self.words else ""


@dataclass(frozen=True)
class Chart:
    """An SVG element, and the table to show beside it."""

    svg: str
    table: Table

    def html(self, *, fold: str = "") -> str:
        """Picture and table side by side, or one above the other on a small screen. With `fold` the table opens behind these words."""
        table = self.table.html()
        if fold:
            table = f"<details><summary>{escape(fold)}</summary>{table}</details>"
        return f'<div class="beside"><figure>{self.svg}</figure>\n{table}</div>'
