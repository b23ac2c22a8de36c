"""One check of a followed list: ask, look for what is odd, then take it in, hold it back, or note that nothing has changed.

Whatever happens on the way, nothing is half taken: a list is looked at as a whole before its first record is written, each
batch is written as a whole, and what was already taken is recognised when a check is run again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from trellis.apps.directory.actions.following import hold_back, note_check, note_failure, note_groups
from trellis.apps.directory.actions.imports import Batch, import_records, write_batch
from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.actions.writing import MODELS
from trellis.apps.directory.models import FeedKind, Following, FollowState, GroupElsewhere, Origin
from trellis.apps.directory.models.records import LocationRecord, Record, ServiceRecord
from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.core.actions import as_program
from trellis.interfaces.feeds.fetching import Missing, Web
from trellis.interfaces.feeds.following import guards
from trellis.interfaces.feeds.following.area import inside
from trellis.interfaces.feeds.following.reading import Reading, read
from trellis.interfaces.feeds.following.signed_lines import KINDS, Signed
from trellis.interfaces.feeds.following.web import GuardedWeb, NotPublic
from trellis.interfaces.feeds.inputs import Unusable

PART = 500
MOST_MISSING = 5000
_KIND_OF = {kind: code for code, kind in KINDS.items()}
_GONE_ORDER = ("service", "space", "location", "organization")


def check(following: Following, *, now: datetime, web: Web | None = None) -> str:
    """Ask a list once. Gives back what came of it: same, ready, taken, held or failed."""
    web = web or GuardedWeb()
    with as_program("following"), tempfile.TemporaryDirectory(prefix="trellis-follow-") as folder:
        try:
            reading = read(following, web, Path(folder))
        except Unusable as unusable:
            return _failed(following, _code_of(unusable), now)
        if reading.same:
            return _same(following, reading, now)
        if reading.report.incomplete:
            return _failed(following, "cut_off", now)
        return _looked_at(following, reading, now)


def _code_of(unusable: Unusable) -> str:
    if isinstance(unusable, NotPublic):
        return "private"
    return "missing" if isinstance(unusable, Missing) else "unreachable"


def _failed(following: Following, code: str, now: datetime) -> str:
    note_failure(following, failure=code, now=now)
    return "failed"


def _same(following: Following, reading: Reading, now: datetime) -> str:
    """Nothing new. What the last reading missed is missing still, which makes it gone."""
    values: dict[str, Any] = {}
    if following.missing and following.state != FollowState.HELD:
        _withdraw(following, [(kind, UUID(pk)) for kind, pk in following.missing], now)
        values["missing"] = []
    if not reading.answer.unchanged:
        values |= {"etag": reading.answer.etag, "last_modified": reading.answer.last_modified}
    note_check(following, outcome="same", values=values, now=now)
    return "same"


def _looked_at(following: Following, reading: Reading, now: datetime) -> str:
    wanted = inside(following.area, (record for record, _signed in reading.records()))
    seen = guards.Seen(following.source)
    for record, _signed in reading.records():
        if wanted(record):
            seen.add(record)
    findings = [guards.finding(code) for code in reading.odd] or _odd(following, reading, seen)
    values = _values(following, reading)
    first = following.state in (FollowState.LOOKING, FollowState.READY)
    if first:
        findings = [each for each in findings if each["code"] in guards.NEVER]
        if findings:
            return _failed(following, findings[0]["code"], now)
        return _ready(following, reading, wanted, values, now)
    accepted = following.accepted == reading.digest
    if accepted:
        findings = [each for each in findings if each["code"] in guards.NEVER]
    if findings:
        offered = reading.lines.offered_key if reading.lines else ""
        hold_back(following, findings=findings, values=values | {"offered_key": offered}, now=now)
        return "held"
    return _take(following, reading, wanted, seen, values, now)


def _odd(following: Following, reading: Reading, seen: guards.Seen) -> list[dict[str, Any]]:
    found = guards.doubled(reading.report.doubled, seen.total)
    if following.detected and reading.report.detected and _family(following.detected) != _family(reading.report.detected):
        found.append(guards.finding("kind"))
    return found + seen.odd()


def _family(detected: str) -> str:
    return detected.split(" ")[0].casefold()


def _values(following: Following, reading: Reading) -> dict[str, Any]:
    """What is remembered of an answer, taken in or not."""
    values: dict[str, Any] = {
        "etag": reading.answer.etag,
        "last_modified": reading.answer.last_modified,
        "digest": reading.digest,
        "feed_url": reading.feed_url,
    }
    if reading.about:
        values |= {
            "home": reading.about["home"][:300],
            "key": reading.about["key"],
            "place_name": str(reading.about.get("name", ""))[:120],
        }
    return values


def _ready(following: Following, reading: Reading, wanted: Any, values: dict[str, Any], now: datetime) -> str:
    """The first look: counted, nothing written."""
    if reading.about:
        following.source.time_zone = str(reading.about.get("time_zone", ""))[:60]
        following.source.name = values["place_name"] or following.source.name
        following.source.save()
    report = Report(main=reading.report.main, dry_run=True)
    import_records(following.source, _records(following, reading, wanted), now=now, dry_run=True, complete=False, report=report)
    note_check(following, outcome="ready", values=values | {"counts": report.plain()["by_kind"]}, now=now)
    return "ready"


def _take(following: Following, reading: Reading, wanted: Any, seen: guards.Seen, values: dict[str, Any], now: datetime) -> str:
    report = Report(main=reading.report.main)
    import_records(following.source, _records(following, reading, wanted), now=now, complete=False, report=report)
    gone, missing = _no_longer_listed(following, reading, seen)
    _withdraw(following, gone, now)
    signed = _origins(following, reading, wanted)
    counts = report.plain()["by_kind"]
    for kind, _pk in gone:
        counts.setdefault(kind, dict.fromkeys(("added", "changed", "unchanged", "refused", "gone"), 0))["gone"] += 1
    _take_groups(following, reading, now)
    values |= {
        "counts": counts,
        "missing": [[kind, str(pk)] for kind, pk in missing[:MOST_MISSING]],
        "accepted": "",
        "detected": reading.report.detected[:60] or following.detected,
    }
    note_check(following, outcome="taken", values=values, signed=signed, now=now)
    return "taken"


def _records(following: Following, reading: Reading, wanted: Any) -> Iterator[Record]:
    """The records to write. Hours of a place in another time zone say so."""
    zone = following.source.time_zone if following.kind == FeedKind.TRELLIS else ""
    zone = "" if zone == settings.PLACE_TIME_ZONE else zone
    for record, _signed in reading.records():
        if wanted(record):
            if zone:
                _say_zone(record, zone)
            yield record


def _say_zone(record: Any, zone: str) -> None:
    schedules = [*getattr(record, "schedules", ()), *(each for place in getattr(record, "places", ()) for each in place.schedules)]
    for schedule in schedules:
        schedule.timezone = schedule.timezone or zone
    if isinstance(record, LocationRecord):
        record.timezone = record.timezone or zone


def _no_longer_listed(following: Following, reading: Reading, seen: guards.Seen) -> tuple[list, list]:
    """Rows that are gone (their owner says so, or two readings in a row do not have them), and rows missing for the first time."""
    said_gone = reading.lines.gone if reading.lines else set()
    before = {(kind, pk) for kind, pk in following.missing}
    gone, missing = [], []
    for kind, keys in seen.missing().items():
        code = _KIND_OF[kind]
        rows = MODELS[kind].objects.filter(source=following.source, source_key__in=keys).exclude(source_digest="")
        for pk, key in rows.values_list("pk", "source_key"):
            if kind is ServiceRecord and key in reading.report.still_there:
                continue
            is_gone = (code, key) in said_gone or (code, str(pk)) in before
            (gone if is_gone else missing).append((code, pk))
    return gone, missing


def _withdraw(following: Following, gone: list[tuple[str, UUID]], now: datetime) -> None:
    """Take rows out of search, services first; their pages stay and say so."""
    for code in _GONE_ORDER:
        ids = [pk for kind, pk in gone if kind == code]
        for start in range(0, len(ids), PART):
            write_batch(source=following.source, batch=Batch(KINDS[code], gone=ids[start : start + PART]), now=now)


def withdraw_all(following: Following, *, now: datetime) -> int:
    """Take everything that came from a list out of search; how many records that were."""
    n = 0
    with as_program("following"):
        for code in _GONE_ORDER:
            rows = MODELS[KINDS[code]].objects.filter(source=following.source).exclude(source_digest="")
            ids = list(rows.values_list("pk", flat=True))
            n += len(ids)
            _withdraw(following, [(code, pk) for pk in ids], now)
    return n


def _origins(following: Following, reading: Reading, wanted: Any) -> list[Origin]:
    """Who signed what, for records whose signed words are new."""
    found: list[Origin] = []
    signed = (signed for record, signed in reading.records() if signed is not None and wanted(record))
    while part := list(islice(signed, PART)):
        found += _origins_of(following, part)
    return found


def _origins_of(following: Following, part: list[Signed]) -> list[Origin]:
    fresh = []
    for code, kind in KINDS.items():
        mine = {each.id: each for each in part if each.kind == code}
        rows = MODELS[kind].objects.filter(source=following.source, source_key__in=mine)
        held = dict(rows.values_list("source_key", "pk"))
        known = dict(Origin.objects.filter(kind=code, record_id__in=held.values()).values_list("record_id", "said"))
        for key, each in mine.items():
            if key in held and known.get(held[key]) != each.said:
                fresh.append(
                    Origin(
                        following=following, kind=code, record_id=held[key], origin_id=key, home=each.home,
                        place_name=each.place, said=each.said, signature=each.signature, key=each.key, via=list(each.via),
                    )
                )  # fmt: skip
    return fresh


def _take_groups(following: Following, reading: Reading, now: datetime) -> None:
    if reading.lines is None:
        return
    mark = hashlib.sha256(json.dumps(reading.lines.groups, sort_keys=True).encode()).hexdigest()
    if mark == following.interests_etag:
        return
    home = reading.lines.home + "/"
    groups = []
    for each in reading.lines.groups:
        texts = [each.get(name) for name in ("id", "name", "page", "hello")]
        if not all(isinstance(text, str) and text.isprintable() and 0 < len(text) <= 255 for text in texts) or not isinstance(
            each.get("topics"), list
        ):
            continue
        if not each["page"].startswith(home) or not each["hello"].startswith(home):
            continue
        groups += [
            GroupElsewhere(
                following=following, topic=topic, origin_id=each["id"][:64], name=each["name"], place_name=following.place_name,
                page=each["page"], hello=each["hello"],
            )
            for topic in each["topics"] if topic in CATEGORIES
        ]  # fmt: skip
    note_groups(following, groups=groups, etag=mark, now=now)
