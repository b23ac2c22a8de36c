"""Lists of meetings -> records: Meeting Guide JSON, the TSML plugin's CSV, BMLT JSON.

All three are brought to Meeting Guide's field names first; from there one path leads to records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models.records import Record
from trellis.interfaces.feeds import bmlt, jsonstream, tables, tsml
from trellis.interfaces.feeds.cells import as_text
from trellis.interfaces.feeds.inputs import Entry, Unusable, start_of, text_of
from trellis.interfaces.feeds.meeting_guide import Guide
from trellis.interfaces.feeds.row import Row
from trellis.interfaces.feeds.store import Store, scratch

KIND = "meeting"


def read(entries: list[Entry], report: Report, *, source: str, time_zone: str = "") -> Iterator[Record]:
    """Organizations and locations first, then the meetings held there."""
    with scratch() as store:
        for entry in entries:
            _load(entry, store, report)
        if not store.count(KIND):
            if any(refusal.field for refusal in report.refusals):
                return
            raise Unusable(
                entries[0].name if len(entries) == 1 else _("the source"),
                report.broken.split(": ", 1)[-1] if report.broken else _("No meeting was found."),
            )
        guide = Guide(report, source=source, time_zone=time_zone, entity=_entity(store))
        for row, _key in _rows(store, report):
            guide.look(row)
        for row, _key in _rows(store, report):
            yield from guide.group(row)
        for row, _key in _rows(store, report):
            yield from guide.place(row)
        for row, key in _rows(store, report):
            yield from guide.meeting(row, key)


def _rows(store: Store, report: Report) -> Iterator[tuple[Row, str]]:
    for stored in store.all(KIND):
        yield Row(stored.data, file=stored.file, number=stored.number, report=report), stored.key


def _entity(store: Store) -> str:
    """The fellowship, when any row of the feed names it."""
    for number, stored in enumerate(store.all(KIND)):
        named = stored.data.get("entity")
        if named or number > 500:
            return str(named or "")
    return ""


def _load(entry: Entry, store: Store, report: Report) -> None:
    start = start_of(entry)
    if start[:1] in (b"{", b"["):
        _load_json(entry, store, report)
    elif not start:
        raise Unusable(entry.name, _("The file is empty."))
    elif start[:1] == b"<":
        raise Unusable(entry.name, _("This is a web page, not a list of meetings."))
    else:
        _load_table(entry, store, report)


def _load_table(entry: Entry, store: Store, report: Report) -> None:
    columns = set(tables.headings(entry, report))
    if bmlt.is_bmlt(columns):
        report.detected, convert = "BMLT CSV", bmlt.as_guide
    elif {"name"} <= columns and columns & {"time", "day", "slug", "address", "location"}:
        report.detected, convert = "TSML CSV", tsml.as_guide
    else:
        raise Unusable(entry.name, _("These are not the columns of a list of meetings."))
    for number, row in tables.rows(entry, report, kind=KIND):
        _keep(convert(row), entry.name, number, store, report, by_name=True)


def _load_json(entry: Entry, store: Store, report: Report) -> None:
    try:
        with text_of(entry, note=report.note) as stream:
            columns: list[str] = []
            for number, item in jsonstream.items(stream):
                if isinstance(item, list) and item and (columns or number == 1):
                    # A spreadsheet as Google's API gives it: rows of cells, the first one of them the heading.
                    if columns:
                        row = dict(zip(columns, map(as_text, item), strict=False))
                        _keep(tsml.as_guide(row), entry.name, number, store, report, by_name=True)
                    columns = columns or tables.tidied([as_text(cell) for cell in item], entry.name, report)
                    report.detected = _("Meetings of a spreadsheet")
                    continue
                if not isinstance(item, dict):
                    report.refuse(entry.name, number, "", _("Expected an object."), kind=KIND)
                    continue
                from_bmlt = bmlt.is_bmlt(set(item))
                report.detected = report.detected or ("BMLT JSON" if from_bmlt else "Meeting Guide JSON")
                if not from_bmlt and not _is_meeting(item):
                    report.refuse(entry.name, number, "", _("This is not a meeting."), kind=KIND)
                    continue
                _keep(bmlt.as_guide(item) if from_bmlt else item, entry.name, number, store, report)
    except jsonstream.Broken as broken:
        report.incomplete = True
        report.broken = report.broken or f"{entry.name}, item {broken.item}: {broken.reason}"
        report.refuse(entry.name, broken.item, "", broken.reason)


def _is_meeting(item: dict[str, Any]) -> bool:
    return bool({"slug", "day", "time", "types", "conference_url", "formatted_address"} & item.keys())


def _keep(item: dict[str, Any], file: str, number: int, store: Store, report: Report, *, by_name: bool = False) -> None:
    """Gives the meeting its key: the slug, which favourites and other programs hang on.

    People's own tables often have none; with `by_name` their meetings are known by name, day, time and place.
    """
    row = Row(item, file=file, number=number, report=report)
    key = row.key("slug", "id")
    if not key and by_name and item.get("name") and "slug" not in row.kept:
        key = _key_by_name(item)
        report.refuse(file, number, "slug", _("It has no slug; it is recognised by its name, day, time and place as long as they stay."))
    if not key:
        report.refuse(file, number, "slug", _("A meeting must have a slug, by which it is known again."), kind=KIND)
        return
    held = store.get(KIND, key)
    report.doubled += held is not None
    if held and held.data == item:
        report.refuse(file, number, "slug", _("This meeting stands in the list twice."), kind=KIND)
        return
    if held:
        again = f"{key}-{row.key('id') or _when(item)}"
        count = 2
        while store.has(KIND, again):
            again, count = f"{key}-{_when(item)}-{count}", count + 1
        report.refuse(
            file, number, "slug",
            _("This slug stands in an earlier meeting; the meeting was kept as %(slug)s.") % {"slug": again},
        )  # fmt: skip
        key = again
    store.add(KIND, key[:200], item, file=file, number=number)


def _key_by_name(item: dict[str, Any]) -> str:
    said = [as_text(item.get(name)) for name in ("name", "day", "time", "location", "address", "formatted_address", "city")]
    return "name-" + hashlib.sha256("|".join(said).lower().encode("utf-8", "replace")).hexdigest()[:24]


def _when(item: dict[str, Any]) -> str:
    said = f"{item.get('day', '')}-{item.get('time', '')}"
    return "".join(c for c in said if c.isdigit() or c == "-").strip("-") or "2"
