"""Words in a drawing: made safe, measured roughly, and broken into lines. SVG does neither by itself."""

import html
import re
import unicodedata

LETTER_SIZE = 13
LINE_HEIGHT = 16
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NARROW = set("fijlrtI.,:;|!'’()[]{}/ -·")
WIDE = set("mwMW@%—…")


def escape(words: str) -> str:
    """Words as XML and HTML can carry them; a character that XML can't hold becomes a replacement sign."""
    return html.escape(NOT_IN_XML.sub("\ufffd", words), quote=True)


def width_of(words: str) -> float:
    """About how wide the words are in a drawing; rather too wide than too narrow."""
    return sum(map(_width, words)) * LETTER_SIZE


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.95
    return 0.7 if letter.isupper() else 0.6


def lines_of(words: str, *, room: float, most: int = 2) -> list[str]:
    """The words in at most `most` lines no wider than `room`; what is left over becomes an ellipsis.

    A word that is wider than a line, as every sentence is in writing without spaces, is broken where the line ends.
    """
    lines: list[str] = []
    rest = " ".join(words.split())
    while len(lines) < most - 1 and (fits := _fitting(rest, room)) < len(rest):
        at_space = rest.rfind(" ", 0, fits + 1)
        end = at_space if at_space > 0 else max(fits, 1)
        lines.append(rest[:end])
        rest = rest[end:].lstrip()
    return [*lines, _cut(rest, room)]


def _fitting(words: str, room: float) -> int:
    """How many letters fit into the room."""
    for place, letter in enumerate(words):
        room -= _width(letter) * LETTER_SIZE
        if room < 0:
            return place
    return len(words)


def _cut(line: str, room: float) -> str:
    if _fitting(line, room) == len(line):
        return line
    return f"{line[: _fitting(line, room - width_of('…'))].rstrip()}…"
