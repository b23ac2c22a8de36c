"""Parts of an HSDS record: schedules, contacts, terms. Any version's field names are understood."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.apps.directory.models.days import parse_byday
from trellis.apps.directory.models.records import (
    ContactRecord,
    ScheduleRecord,
    TermRecord,
    to_plain,
)
from trellis.interfaces.feeds import cells, hsds_own, times, words
from trellis.interfaces.feeds.cells import BadCell
from trellis.interfaces.feeds.row import Row
from trellis.kernels.hours import NO_CALENDAR, Rule, next_day

LINKS = (
    "id", "service_id", "location_id", "organization_id", "contact_id", "phone_id",
    "service_at_location_id", "program_id", "link_id", "link_type", "link_entity",
)  # fmt: skip
# A source's term lists get its own name before them, but for those that many sources share.
_SHARED = ("open-eligibility", "meeting-guide", "trellis", "esdservicetypes", "esdservicecircumstances", "esdserviceneeds")
_NOT_ON_HOLIDAYS = re.compile(
    r"\b(?:closed|not (?:available|open|running)|except|excluding)\b.{0,30}\b(?:bank|public|national|federal)?\s?holidays?\b",
    re.IGNORECASE,
)
_LONGEST_NIGHT = 16 * 60
"""Minutes; who opens at 9:00 and closes at 3:00 means the afternoon far more often than the night."""
_TERM_TIME = re.compile(r"\bterm[- ]?time\b|\bduring (?:school )?term\b", re.IGNORECASE)


def schedules(rows: list[Row]) -> list[ScheduleRecord]:
    """Opening rules; rows that differ only in the day become one rule."""
    found: dict[str, ScheduleRecord] = {}
    for row in rows:
        for rule in _schedule(row):
            alike = repr(to_plain(replace(rule, weekdays=[])))
            if alike in found and rule.weekdays and found[alike].weekdays:
                kept = found[alike]
                kept.weekdays = sorted({*kept.weekdays, *rule.weekdays})
            else:
                found.setdefault(alike if alike not in found else f"{alike}{len(found)}", rule)
    return list(found.values())[:200]


def _schedule(row: Row) -> list[ScheduleRecord]:
    row.ignore(*LINKS, "name", "wkst", "schedule_link")
    remarks: list[str] = []
    rule = ScheduleRecord(
        opens_at=_clock(row, remarks, "opens_at", "opens"),
        closes_at=_clock(row, remarks, "closes_at", "closes"),
    )
    _dates(row, rule, remarks)
    closed = str(row.data.get("opens_at", "")).strip().lower() == "closed"
    _days(row, rule, remarks)
    _repeats(row, rule)
    _ends(row, rule)
    zone = row.take("timezone")
    if isinstance(zone, str) and zone in times.time_zones():
        rule.timezone = zone
    elif zone not in (None, ""):
        row.kept["timezone"] = cells.as_text(zone)[:60]
    remarks += [row.text("description", limit=2000), row.text("notes", limit=2000)]
    rule.description = "\n".join(dict.fromkeys(each for each in remarks if each))[:255]
    rule.by_appointment = times.by_appointment(rule.description)
    rule.term_time_only = bool(_TERM_TIME.search(rule.description))
    rule.closed_on_holidays = bool(_NOT_ON_HOLIDAYS.search(rule.description))
    rule = hsds_own.restore_schedule(rule, row.take("attributes"))
    return [] if closed else _made_useful(rule)


def _made_useful(rule: ScheduleRecord) -> list[ScheduleRecord]:
    if rule.closes_at and not rule.opens_at:
        rule.description = _joined(rule.description, _("until %(time)s") % {"time": rule.closes_at})
        rule.closes_at = ""
    has_days = rule.weekdays or rule.nth or rule.month_days or rule.starts_on
    if not has_days and rule.opens_at:
        if rule.opens_at == rule.closes_at == "00:00":
            rule.weekdays = list(range(7))
            return [rule]
        # Hours without a day: shown as words, since no day may be guessed.
        hours = f"{rule.opens_at}\u2013{rule.closes_at}" if rule.closes_at else rule.opens_at
        said = _("%(hours)s (days not said)") % {"hours": hours}
        rule = replace(rule, opens_at="", closes_at="", description=_joined(said, rule.description))
    if not has_days and not rule.description and not rule.by_appointment:
        return []
    return [rule]


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)[:255]


def _clock(row: Row, remarks: list[str], *names: str) -> str:
    value = row.take(*names)
    if value in (None, ""):
        return ""
    if times.always_open(value):
        return "00:00"
    try:
        return times.clock(value)
    except BadCell as bad:
        row.refuse(next(name for name in names if row.data.get(name)), str(bad))
        remarks.append(cells.clean_raw(cells.as_text(value))[:120])
        return ""


def _dates(row: Row, rule: ScheduleRecord, remarks: list[str]) -> None:
    """Fills the four date fields; careless exports hold the hours in two of them."""
    for start, end, first, last in (
        ("valid_from", "valid_to", "valid_from", "valid_to"),
        ("dtstart", "until", "starts_on", "until"),
    ):
        row.ignore(start, end)
        opening, closing = row.data.get(start), row.data.get(end)
        if times.looks_like_clock(opening) or times.looks_like_clock(closing):
            rule.opens_at = rule.opens_at or _time_or_remark(opening, remarks)
            rule.closes_at = rule.closes_at or _time_or_remark(closing, remarks)
            if times.always_open(opening):
                rule.opens_at = rule.closes_at = "00:00"
            row.report.note(_("Opening hours stood in date fields and were taken as hours."))
            continue
        begins, ends = _date(row, start, remarks), _date(row, end, remarks)
        if begins and ends and ends < begins:
            row.refuse(end, _("The end is before the start."))
            ends = None
        setattr(rule, first, begins)
        setattr(rule, last, ends)


def _time_or_remark(value: Any, remarks: list[str]) -> str:
    try:
        return times.clock(value)
    except BadCell:
        remarks.append(cells.clean_raw(cells.as_text(value)).strip()[:120])
        return ""


def _date(row: Row, name: str, remarks: list[str]):
    value = row.data.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, str) and not re.search(r"\d", value):
        remarks.append(cells.clean_raw(value).strip()[:120])
        return None
    return row.day(name)


def _days(row: Row, rule: ScheduleRecord, remarks: list[str]) -> None:
    for name in ("byday", "weekday", "day", "days", "freq"):
        value = row.take(name)
        if value in (None, ""):
            continue
        if name == "freq" and str(value).upper() in {"WEEKLY", "MONTHLY", "YEARLY", "ONCE"}:
            continue
        try:
            found = _days_of(value)
        except BadCell as bad:
            row.refuse(name, str(bad))
            continue
        if not found and times.looks_like_clock(value):
            rule.opens_at = rule.opens_at or times.clock(value)
            continue
        rule.weekdays = sorted({*rule.weekdays, *found.weekdays})
        rule.nth += [each for each in found.nth if each not in rule.nth and each[0] in (-1, 1, 2, 3, 4, 5)]
        if found.rest:
            remarks.append(cells.line(value, limit=500)[:200])
    if rule.nth:
        rule.freq, rule.weekdays = "MONTHLY", []


def _days_of(value: Any) -> times.Days:
    if isinstance(value, int) or (isinstance(value, str) and value.strip().isdigit()):
        number = int(value)
        if not 0 <= number <= 7:
            raise BadCell(_("There is no day of the week number %(number)s.") % {"number": str(number)[:20]})
        return times.Days(weekdays=[(number - 1) % 7])
    try:
        # As the standard writes it ("MO,WE", "3TH"); "3TH" among other words would be a third of the month.
        weekdays, nth = parse_byday(cells.as_text(value)[:200])
    except ValueError:
        return times.days(value)
    return times.Days(weekdays=weekdays, nth=nth)


def _ends(row: Row, rule: ScheduleRecord) -> None:
    """What can't be so is told and left out: an end before the start, and rules of the year."""
    if times.is_backwards(rule.opens_at, rule.closes_at, longest_night=_LONGEST_NIGHT):
        row.refuse("closes_at" if row.data.get("closes_at") else "closes", _("The end is before the start."))
        rule.closes_at = ""
    if str(row.data.get("freq") or "").upper() == "YEARLY" and rule.starts_on:
        row.refuse("freq", _("Of openings once a year only the first is kept."))
        rule.freq, rule.weekdays = "ONCE", []
    for name in ("byweekno", "byyearday"):
        if row.data.get(name):
            row.refuse(name, _("Weeks and days of the year are not kept: the hours are shown without them."))
    count = None if rule.until else row.whole("count", low=1, high=10_000)
    if count and rule.starts_on:
        rule.until = _last_of(rule, count)
    elif count:
        row.refuse("count", _("It does not say from which day to count."))


def _last_of(rule: ScheduleRecord, count: int) -> date | None:
    """The day of the last of so many openings."""
    pattern = Rule(
        weekdays=tuple(rule.weekdays), freq=rule.freq, interval=rule.interval, nth=tuple(rule.nth),
        month_days=tuple(rule.month_days), starts_on=rule.starts_on,
    )  # fmt: skip
    found = None
    day: int | None = rule.starts_on.toordinal() if rule.starts_on else None
    for _each in range(count):
        day = next_day(pattern, NO_CALENDAR, day, day + 366 * 8) if day else None
        if day is None:
            break
        found, day = date.fromordinal(day), day + 1
    return found


def _repeats(row: Row, rule: ScheduleRecord) -> None:
    freq = str(row.data.get("freq") or "").upper()
    rule.interval = row.whole("interval", low=1, high=52) or 1
    month_days = [int(each) for each in re.findall(r"-?\d+", cells.as_text(row.data.get("bymonthday"))[:200])]
    if freq == "MONTHLY" and not rule.nth and month_days:
        row.ignore("bymonthday")
        rule.freq, rule.month_days = "MONTHLY", [n for n in month_days if 1 <= n <= 31 or n == -1]
    elif freq == "ONCE" or (rule.starts_on and rule.starts_on == rule.until and not rule.nth):
        if rule.starts_on:
            rule.freq, rule.weekdays = "ONCE", []
    elif freq == "DAILY" and not rule.weekdays:
        rule.weekdays = list(range(7))
    elif freq == "WEEKLY" and not rule.weekdays and not rule.nth and rule.starts_on:
        rule.weekdays = [rule.starts_on.weekday()]
    if freq == "MONTHLY" and not rule.nth and not rule.month_days and rule.starts_on:
        rule.freq, rule.month_days = "MONTHLY", [rule.starts_on.day]


def close(rules: list[ScheduleRecord], rows: list[Row]) -> None:
    """Takes the days of "closed from ... to ..." rows out of these rules; with a real year, a month at the most."""
    found: list[date] = []
    for row in rows:
        row.ignore(*LINKS)
        if cells.truth(row.data.get("closed")) is not True:
            continue
        start = row.day("start_date", month_first=True)
        end = row.day("end_date", month_first=True) or start
        if rules and start and end and 0 <= (end - start).days <= 31 and start.year > 1900:
            row.ignore("closed")
            found += [start + timedelta(days=n) for n in range((end - start).days + 1)]
        else:
            row.kept |= {name: cells.as_text(row.data[name])[:60] for name in ("start_date", "end_date") if row.data.get(name)}
    for rule in rules:
        rule.except_dates = sorted({*rule.except_dates, *found})


def phone_contact(row: Row, *, visibility: str = "public") -> ContactRecord | None:
    """A contact that is only a number."""
    row.ignore(*LINKS)
    number, extension = row.read(cells.phone, ("", ""), "number")
    if not number:
        return None
    codes, said = words.languages(row.take("language"), *_language_names(row.take("languages")))
    if said:
        row.kept["language"] = said
    return ContactRecord(
        phone=number,
        extension=row.line("extension", limit=20) or hsds_own.told_of(row.take("attributes"), "extension")[:20] or extension,
        phone_type=row.line("type", "number_type", limit=20).lower(),
        description=row.line("description", "department", limit=255),
        languages=codes,
        visibility=visibility,
    )


def contact(row: Row, phones: list[Row], *, visibility: str = "public") -> list[ContactRecord]:
    """A named contact with its numbers, a record each."""
    row.ignore(*LINKS, "phones")
    person = ContactRecord(
        name=row.line("name"),
        title=row.line("title") or row.line("department"),
        email=row.email("email"),
        visibility=visibility,
    )
    numbers = [each for each in (phone_contact(phone) for phone in phones) if each]
    if not numbers:
        return [person] if person.name or person.title or person.email else []
    first, *others = numbers
    return [
        replace(first, name=person.name, title=person.title, email=person.email, visibility=visibility),
        *(replace(each, name=person.name, visibility=visibility) for each in others),
    ]


def _language_names(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [each.get("code") or each.get("name") if isinstance(each, dict) else each for each in value]
    return [value]


def term(data: dict[str, Any], *, source: str, scheme: str = "") -> TermRecord | None:
    """A taxonomy term in any of its shapes."""
    named = data.get("taxonomy")
    scheme = scheme or (named.get("name", "") if isinstance(named, dict) else cells.as_text(named))
    scheme = cells.as_text(scheme or data.get("vocabulary") or data.get("taxonomy_id"))
    name = cells.as_text(data.get("name") or data.get("term"))
    code = cells.as_text(data.get("code") or data.get("id") or data.get("taxonomy_id")) or name
    try:
        name, code = cells.line(name), cells.key(code)[:120]
        description = cells.text(data.get("description"), limit=4000).removesuffix("\\n").strip()
    except BadCell:
        return None
    if not name or not code:
        return None
    return TermRecord(
        taxonomy=taxonomy_code(scheme, source),
        code=code,
        name=name,
        parent_code=cells.as_text(data.get("parent_id")).split(",")[0][:120],
        description=description if description != name else "",
    )


def taxonomy_code(scheme: str, source: str) -> str:
    """The name under which a list of terms is kept."""
    code = slugify(scheme)[:40]
    if code.replace("-", "") == "openeligibility":
        return "open-eligibility"
    return code if code in _SHARED else f"{source}-{code}".strip("-")[:80]
