"""Cells of a table that no spreadsheet takes for a formula, and that read back as they were."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")
_HARMLESS = re.compile(r"[+-][\d\s()./-]*|(?:-?\d?(?:MO|TU|WE|TH|FR|SA|SU),?)+")
"""Numbers, phone numbers and days of the month ("-1FR"): a spreadsheet may work them out, but can't be made to do anything."""


def neutral_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it: =, +, - and @ begin a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def plain_cell(cell: str) -> str:
    """The text that `neutral_cell` came from. Only an apostrophe before the beginning of a formula is taken away."""
    return cell[1:] if _MARKED.match(cell) else cell
