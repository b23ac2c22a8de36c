"""One row of a foreign file, read field by field.

A field that can't be used is reported and left empty, the row goes on; whatever nobody asked for
stays in `extra`, so that nothing of the source is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds import cells, times
from trellis.interfaces.feeds.cells import BadCell

T = TypeVar("T")

_NOTHING: tuple[Any, ...] = ("", None, [], {})


class Row:
    """A mapping of field names to values, with where it stood."""

    __slots__ = ("_taken", "data", "file", "kept", "number", "report")

    def __init__(self, data: dict[str, Any], *, file: str, number: int, report: Report) -> None:
        self.data = data
        self.file = file
        self.number = number
        self.report = report
        self.kept: dict[str, Any] = {}
        self._taken: set[str] = set()

    def take(self, *names: str) -> Any:
        """The first value that is not empty among these names; all of them count as read."""
        found: Any = None
        for name in names:
            self._taken.add(name)
            value = self.data.get(name)
            if found in _NOTHING and value not in _NOTHING:
                found = value
        return found

    def refuse(self, field: str, reason: str) -> None:
        """Reports one field of this row and keeps what it said."""
        self.report.refuse(self.file, self.number, field, reason)
        value = self.data.get(field)
        if value not in _NOTHING:
            self.kept[field] = shortened(value)

    def refuse_row(self, kind: str, field: str, reason: str) -> None:
        """Reports that the whole row can't be taken, unless its field has been reported already."""
        if field in self.kept:
            self.report.count(kind, "refused")
            return
        self.report.refuse(self.file, self.number, field, reason, kind=kind)

    def read(self, clean: Callable[[Any], T], empty: T, *names: str) -> T:
        """One cleaned field; `empty` when it is absent or had to be refused."""
        value = self.take(*names)
        if value in _NOTHING:
            return empty
        try:
            return clean(value)
        except BadCell as bad:
            self.refuse(self._named(names), str(bad))
            return empty

    def text(self, *names: str, limit: int = cells.TEXT) -> str:
        """Plain text with paragraphs; a longer one is cut at the limit and reported."""
        value = self.take(*names)
        if value in _NOTHING:
            return ""
        try:
            return cells.text(value, limit=limit)
        except BadCell as bad:
            self.report.refuse(
                self.file,
                self.number,
                self._named(names),
                _("%(reason)s The beginning was kept.") % {"reason": bad},
            )
            return cells.text(cells.as_text(value)[:limit], limit=limit)

    def line(self, *names: str, limit: int = cells.LINE) -> str:
        """Text on one line."""
        return self.read(lambda value: cells.line(value, limit=limit), "", *names)

    def key(self, *names: str) -> str:
        """An identifier."""
        return self.read(cells.key, "", *names)

    def url(self, *names: str) -> str:
        """A web address."""
        return self.read(cells.url, "", *names)

    def email(self, *names: str) -> str:
        """The first e-mail address; more of them stay in `extra`."""
        nobody: list[str] = []
        found = self.read(cells.emails, nobody, *names)
        if len(found) > 1:
            self.kept[self._named(names)] = ", ".join(found)
        return found[0] if found else ""

    def clock(self, *names: str) -> str:
        """A time of day."""
        return self.read(times.clock, "", *names)

    def day(self, *names: str, month_first: bool = False) -> date | None:
        """A date."""
        return self.read(lambda value: times.day(value, month_first=month_first), None, *names)

    def whole(self, *names: str, low: int, high: int) -> int | None:
        """A whole number between two bounds."""
        return self.read(lambda value: cells.whole_number(value, low=low, high=high), None, *names)

    def place(self, latitude: str = "latitude", longitude: str = "longitude"):
        """Latitude and longitude, both or neither."""
        self._taken |= {latitude, longitude}
        try:
            lat, lon, swapped = cells.coordinates(self.data.get(latitude), self.data.get(longitude))
        except BadCell as bad:
            for name in (longitude, latitude):
                value = self.data.get(name)
                if value not in _NOTHING:
                    self.kept[name] = shortened(value)
            self.report.refuse(self.file, self.number, latitude, str(bad))
            return None, None
        if swapped:
            self.report.refuse(
                self.file,
                self.number,
                latitude,
                _("Latitude and longitude were swapped; they have been put right."),
            )
        return lat, lon

    def ignore(self, *names: str) -> None:
        """Fields that say nothing about what they describe: links and row numbers."""
        self._taken.update(names)

    def extra(self) -> dict[str, Any]:
        """What the source says and nobody asked for."""
        left = {
            name: shortened(value)
            for name, value in self.data.items()
            if name not in self._taken and not name.startswith("_") and value not in _NOTHING
        }
        return left | self.kept

    def _named(self, names: tuple[str, ...]) -> str:
        return next((name for name in names if self.data.get(name) not in _NOTHING), names[0])


def shortened(value: Any, limit: int = 4000) -> Any:
    """A value fit for `extra`: plain JSON without unseen characters, cut when it is endless."""
    if isinstance(value, str):
        return cells.clean_raw(value)[:limit]
    if isinstance(value, dict):
        return {cells.clean_raw(str(k))[:100]: shortened(v) for k, v in list(value.items())[:100] if not str(k).startswith("_")}
    if isinstance(value, list):
        return [shortened(each) for each in value[:100]]
    if isinstance(value, int) and abs(value) >= 2**63:
        return str(value)[:40]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value
