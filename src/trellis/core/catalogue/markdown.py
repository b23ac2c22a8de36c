"""The little Markdown the pages are made of."""

from collections.abc import Iterable, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Lines of a table; text cannot break out of its cell."""
    lines = [row_of(head), row_of(["---"] * len(head))]
    return [*lines, *(row_of(row) for row in rows), ""]


def row_of(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def sentence(documented: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    text = (documented.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(text.split())
