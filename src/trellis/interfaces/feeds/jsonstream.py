"""Reads the items of a large JSON document one by one.

Takes an array, an object that holds one (a page of an API, a package), or one value a line. Only
one item is in memory at a time. What stands before a break is given; then Broken says where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

LARGEST_ITEM = 32 * 1024**2
LISTS = ("contents", "content", "services", "organizations", "items", "data", "meetings", "results", "values")
_PRINTED = re.compile(r"[^\s\ufeff\x1e]")


class Broken(Exception):
    """The document breaks off or is not JSON; `item` is the number of the item it happened in."""

    def __init__(self, reason: str, item: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.item = item


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 40 else float(digits)


_DECODER = json.JSONDecoder(parse_int=_whole, parse_constant=lambda name: None)


class _Text:
    """A window over a text stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.window = ""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        piece = self._stream.read(max(1 << 16, len(self.window) - self.at))
        self.window = self.window[self.at :] + piece
        self.at = 0
        self.ended = not piece
        return bool(piece)

    def peek(self) -> str:
        """The next character that is not space, "" at the end."""
        while True:
            found = _PRINTED.search(self.window, self.at)
            self.at = found.start() if found else len(self.window)
            if self.at < len(self.window):
                return self.window[self.at]
            if not self.more():
                return ""

    def value(self, item: int) -> Any:
        """The next whole value."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.window, self.at)
            except RecursionError as error:
                raise Broken(_("It is nested too deeply."), item) from error
            except ValueError as error:
                if len(self.window) - self.at > LARGEST_ITEM:
                    raise Broken(_("One item is too large or never ends."), item) from error
                if self._could_grow(error) and self.more():
                    continue
                raise Broken(self._why(error), item) from error
            if end == len(self.window) and not isinstance(found, dict | list | str) and self.more():
                continue
            self.at = end
            return found

    def _could_grow(self, error: ValueError) -> bool:
        # A value cut off by the window fails near its end; a wrong one fails where it is wrong.
        place = getattr(error, "pos", len(self.window))
        unended = "Unterminated" in str(error) or "Invalid \\u" in str(error)
        return not self.ended and (unended or place >= len(self.window) - 16)

    def _why(self, error: ValueError) -> str:
        if self.ended and getattr(error, "pos", 0) >= len(self.window) - 1:
            return _("The file breaks off before its end.")
        return _("This is not JSON from here on.")


Items = Generator[tuple[int, Any], None, int]
"""Numbered items; at the end it says how many there were."""


def items(stream: TextIO) -> Iterator[tuple[int, Any]]:
    """Numbered items (from 1); an object without a list in it is one item."""
    text = _Text(stream)
    first = text.peek()
    if not first:
        raise Broken(_("The file is empty."), 0)
    if first == "[":
        last = yield from _array(text)
    elif first == "{":
        last = yield from _object(text)
    else:
        raise Broken(_("This is not JSON."), 0)
    if text.peek():
        yield from _following(text, last)


def _array(text: _Text) -> Items:
    text.at += 1
    number = 0
    if text.peek() == "]":
        text.at += 1
        return number
    while True:
        number += 1
        yield number, text.value(number)
        mark = text.peek()
        text.at += 1
        if mark == "]":
            return number
        if mark != ",":
            raise Broken(
                _("The file breaks off before its end.") if not mark
                else _("This is not JSON from here on."),
                number + 1,
            )  # fmt: skip


def _object(text: _Text) -> Items:
    """Items of the first list with a known name; else the object itself."""
    text.at += 1
    found: dict[str, Any] = {}
    number = 0
    listed = False
    if text.peek() == "}":
        text.at += 1
        yield 1, {}
        return 1
    while True:
        if text.peek() != '"':
            raise Broken(_("This is not JSON from here on."), number)
        name = text.value(number)
        if text.peek() != ":":
            raise Broken(_("This is not JSON from here on."), number)
        text.at += 1
        if name in LISTS and text.peek() == "[" and not _is_record(found):
            listed = True
            number = yield from _array(text)
        else:
            found[name] = text.value(number)
        mark = text.peek()
        text.at += 1
        if mark == "}":
            break
        if mark != ",":
            raise Broken(_("The file breaks off before its end."), number)
    if not listed:
        yield 1, found
        number = 1
    return number


def _is_record(found: dict[str, Any]) -> bool:
    return "id" in found or "name" in found


def _following(text: _Text, last: int) -> Iterator[tuple[int, Any]]:
    """More values after the first: one a line, as in ndjson."""
    number = last
    while text.peek():
        number += 1
        if text.peek() != "{":
            raise Broken(_("This is not JSON from here on."), number)
        yield number, text.value(number)
