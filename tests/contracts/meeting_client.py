"""What tsml-ui counts in a feed, by that client's published rules: a small reader for tests.

Written from the notes of the Meeting Guide format and the behaviour of tsml-ui 1.8 (src/helpers/load-meeting-data.ts, MIT, read
at commit fef58db87ded); none of its code is used. It does on purpose what the client does, its traps included.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from trellis.interfaces.feeds.meeting_types import names
from trellis.interfaces.feeds.outgoing.meetings import KNOWN_HOSTS

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
IN_PERSON_ONLY = {"BA", "BRK", "CAN", "CF", "AL-AN", "AL", "FF", "OUT", "SM", "X", "XB"}
OWN_TYPES = {"in-person": "In-person", "online": "Online", "active": "Active", "inactive": "Inactive", "SPD": "Speaker/Discussion"}
_MONDAY = datetime(2026, 1, 5)


def facets(feed: list[dict[str, Any]], time_zone: str) -> dict[str, dict[str, int]]:
    """Meetings by weekday, time of day and type, as the client offers them."""
    by_slug: dict[str, dict[str, Any]] = {}
    for meeting in _flat(feed):
        read = _read(meeting, time_zone)
        if read is not None and meeting.get("slug") and str(meeting["slug"]) not in by_slug:
            by_slug[str(meeting["slug"])] = read
    meetings = list(by_slug.values())
    counts = {facet: _counted(meetings, facet) for facet in ("weekday", "time", "type")}
    if not any("inactive" in each["type"] for each in meetings):
        counts["type"].pop("Active", None)
    return counts


def _counted(meetings: list[dict[str, Any]], facet: str) -> dict[str, int]:
    """How many meetings each choice has; one that only inactive meetings have is not offered, but for the client's own types."""
    number: Counter[str] = Counter()
    active: set[str] = set()
    for each in meetings:
        for value in each[facet]:
            number[value] += 1
            if "active" in each["type"]:
                active.add(value)
    labels = names() | OWN_TYPES
    return {
        labels.get(value, value) if facet == "type" else value: count
        for value, count in number.items()
        if value in active or value in OWN_TYPES
    }


def _flat(feed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each day of a list of days. Rows taken out shift the rows behind them, so that every second stays as well."""
    rows, lists = list(feed), [number for number, row in enumerate(feed) if isinstance(row.get("day"), list)]
    added = [
        row | {"day": int(day), "slug": f"{row['slug']}-{day}"} for row in feed if isinstance(row.get("day"), list) for day in row["day"]
    ]
    for number in lists:
        if number < len(rows):
            del rows[number]
    return [*rows, *added]


def _read(meeting: dict[str, Any], time_zone: str) -> dict[str, Any] | None:
    parts = (meeting.get("address"), meeting.get("city"), meeting.get("state"), meeting.get("postal_code"), meeting.get("country"))
    if not meeting.get("formatted_address") and not any(parts):
        return None
    found: dict[str, Any] = {"type": _types(meeting), "weekday": [], "time": ["Appointment"]}
    if meeting.get("day") is None or not meeting.get("time"):
        return found
    day = meeting["day"][0] if isinstance(meeting["day"], list) else int(meeting["day"])
    hour, minute = (int(re.match(r"\d+", part)[0]) for part in meeting["time"].split(":")[:2])
    zone = meeting.get("timezone") or time_zone
    if not zone:
        return None
    begins = _MONDAY + timedelta(days=(day - 1) % 7, hours=hour, minutes=minute)
    local = begins.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(time_zone or zone))
    found["weekday"] = [DAYS[local.weekday()]]
    at = local.hour * 60 + local.minute
    spans = {"Morning": 240 <= at < 720, "Midday": 660 <= at < 1020, "Evening": 960 <= at < 1260, "Night": at >= 1200 or at < 300}
    found["time"] = [name for name, holds in spans.items() if holds]
    return found


def _types(meeting: dict[str, Any]) -> list[str]:
    codes = [code for code in meeting.get("types", []) if code in names() and code != "ONL"]
    host = (meeting.get("conference_url") or "").split("/")
    known = len(host) > 2 and any(host[2].endswith(each) for each in KNOWN_HOSTS)
    dialled = len(re.sub(r"[^\d,+#]", "", meeting.get("conference_phone") or "")) >= 10
    said = meeting.get("approximate")
    approximate = said.lower() == "yes" if isinstance(said, str) else len(_whole(meeting).split(",")) < 4
    online, in_person = known or dialled, "TC" not in codes and not approximate
    codes += ["online"] if online else []
    codes += ["in-person"] if in_person else []
    codes += ["active" if online or in_person else "inactive"]
    if not in_person:
        codes = [code for code in codes if code not in IN_PERSON_ONLY]
    if "SP" in codes and "D" in codes:
        codes = [code for code in codes if code not in ("SP", "D")] + ["SPD"]
    return codes


def _whole(meeting: dict[str, Any]) -> str:
    if meeting.get("formatted_address"):
        return meeting["formatted_address"]
    county = " ".join(filter(None, [meeting.get("state"), meeting.get("postal_code")]))
    return ", ".join(filter(None, [meeting.get("address"), meeting.get("city"), county, meeting.get("country")]))
