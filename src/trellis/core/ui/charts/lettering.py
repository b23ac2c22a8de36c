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
    """The words in at most `most` lines no wider than `room`; what is left over becomes an ellipsis."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
        if len(lines) > most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} {lines[most]}"]
    return [_cut(line, room) for line in lines]


def _cut(line: str, room: float) -> str:
    if width_of(line) <= room:
        return line
    left = room - width_of("…")
    for place, letter in enumerate(line):
        left -= _width(letter) * LETTER_SIZE
        if left < 0:
            return f"{line[:place].rstrip()}…"
    return line
