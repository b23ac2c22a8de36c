"""Amounts as they are written in files: whole or decimal, with a point or a comma, never rounded."""

import re
from fractions import Fraction

from trellis.kernels.tally.election import Malformed

NUMBER = re.compile(r"([+-]?)([0-9]{1,30})(?:([.,])([0-9]{0,30}))?", re.ASCII)


def read_number(text: str, *, line: int, field: str) -> Fraction:
    """An exact amount; raises Malformed for what is no number, is negative or can be read in two ways (1,000)."""
    written = text.strip()
    if not written:
        raise Malformed(f"{field} is missing", line=line, field=field)
    match = NUMBER.fullmatch(written)
    if match is None:
        raise Malformed(f"{field} is {shown(written)}, which is not a number", line=line, field=field)
    sign, whole, mark, decimals = match.groups()
    if mark == "," and len(decimals) == 3:
        raise Malformed(f"{field} is {shown(written)}, which can be read as thousands or as decimals", line=line, field=field)
    amount = Fraction(int(whole + (decimals or "")), 10 ** len(decimals or ""))
    if sign == "-" and amount:
        raise Malformed(f"{field} is {shown(written)}, and can't be negative", line=line, field=field)
    return amount


def decimal_scale(amounts: list[Fraction]) -> int:
    """The smallest power of ten that makes every amount whole: 1, 10, 100 ..."""
    scale = 1
    while any((amount * scale).denominator > 1 for amount in amounts):
        scale *= 10
    return scale


def write_number(amount: int, scale: int) -> str:
    """An amount in units of 1 / `scale` (a power of ten), as decimal text."""
    whole, rest = divmod(amount, scale)
    if not rest:
        return str(whole)
    digits = len(str(scale)) - 1
    return f"{whole}.{rest:0{digits}d}".rstrip("0")


def shown(text: str) -> str:
    """A value out of a file for a sentence: quoted, on one line, shortened."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f'"{clean if len(clean) <= 40 else clean[:39] + "…"}"'
