"""Meetings as a table that the TSML plugin and spreadsheets read. No cell of it can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from trellis.interfaces.feeds.meeting_types import names
from trellis.kernels.text import neutral_cell

ROWS_AT_ONCE = 200
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
COLUMNS = {
    "Slug": "slug", "Name": "name", "Day": "day", "Time": "time", "End Time": "end_time", "Timezone": "timezone",
    "Location": "location", "Address": "address", "City": "city", "State": "state", "Postal Code": "postal_code",
    "Country": "country", "Formatted Address": "formatted_address", "Approximate": "approximate", "Region": "regions",
    "Latitude": "latitude", "Longitude": "longitude", "Location Notes": "location_notes", "Group": "group", "Types": "types",
    "Notes": "notes", "Conference URL": "conference_url", "Conference URL Notes": "conference_url_notes",
    "Conference Phone": "conference_phone", "Conference Phone Notes": "conference_phone_notes", "Email": "email",
    "Phone": "phone", "URL": "url", "Updated": "updated",
}  # fmt: skip


def meeting_table(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The table, some rows at a time. Days and types stand in it by their English names, which its readers know."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(name, row.get(name, "")) for name in COLUMNS.values()])
        if number % ROWS_AT_ONCE == 0:
            yield file.getvalue().encode("utf-8", "replace")
            file.seek(0)
            file.truncate()
    yield file.getvalue().encode("utf-8", "replace")


def _cell(name: str, value: Any) -> Any:
    if name == "day":
        return DAYS[value] if value != "" else ""
    if name == "types":
        return ", ".join(names().get(code, code) for code in value)
    if name == "regions":
        return neutral_cell(", ".join(value))
    return neutral_cell(value) if isinstance(value, str) else value
