"""From a followed list's address to records in a scratch file: one request when nothing has changed.

Nothing is written to the directory here.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models import FeedKind, Following, FollowState, Origin
from trellis.apps.directory.models.records import Record
from trellis.core import signing
from trellis.interfaces.feeds import fetching, hsds, meetings
from trellis.interfaces.feeds.fetching import Answer, Api, Missing, Web
from trellis.interfaces.feeds.following.signed_lines import Lines, Signed, host_of
from trellis.interfaces.feeds.inputs import Entry, Unusable, entries_of_file

ABOUT = "/.well-known/trellis.json"
BULK = "format=ndjson&full=true"


@dataclass
class Reading:
    """What came of asking: `same` when nothing has changed, else the records in a scratch file and what is odd about it."""

    report: Report
    answer: Answer = Answer()
    same: bool = False
    feed_url: str = ""
    digest: str = ""
    spool: Path | None = None
    about: dict[str, Any] = field(default_factory=dict)
    lines: Lines | None = None
    odd: list[str] = field(default_factory=list)

    def records(self) -> Iterator[tuple[Record, Signed | None]]:
        """Every record, from the scratch file."""
        if self.spool is None:
            return
        with self.spool.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # our own scratch file, written a moment ago
                except EOFError:
                    return


def read(following: Following, web: Web, scratch: Path) -> Reading:
    """Ask, compare, and read when there is something new; raises Unusable when there is no answer."""
    first = following.state in (FollowState.LOOKING, FollowState.READY)
    report = Report(main="meeting" if following.kind == FeedKind.MEETINGS else "service", source=following.source.code)
    reading = Reading(report)
    if following.kind == FeedKind.TRELLIS and (first or not following.feed_url):
        reading.about = about(following.url, web, scratch)
    reading.feed_url = _feed_of(reading.about) or following.feed_url or following.url
    known = None if first else Answer(etag=following.etag, last_modified=following.last_modified)
    entries = _entries(following, reading, web, scratch, known if known and (known.etag or known.last_modified) else None, first)
    if reading.same:
        return reading
    reading.digest = _digest(entries)
    if reading.digest == following.digest and not first:
        reading.same = True
        return reading
    if not reading.odd:
        _spool(following, reading, entries, scratch)
    return reading


def about(url: str, web: Web, scratch: Path) -> dict[str, Any]:
    """What a place says of itself, if it signed it; its lists must be its own."""
    parts = urlsplit(url)
    address = urlunsplit((parts.scheme, parts.netloc, ABOUT, "", ""))
    target = scratch / "about.json"
    web.download(address, target, largest=1024**2)
    try:
        told = json.loads(target.read_bytes())
        fine = isinstance(told, dict) and signing.is_signed(told)
        fine = fine and all(isinstance(told[name], str) and told[name].isprintable() for name in ("home", "name"))
        feed = told["feeds"]["records"] if fine else ""
        fine = fine and isinstance(feed, str)
    except (ValueError, KeyError, TypeError, RecursionError):
        fine = False
    if not fine:
        raise Unusable(url, _("This place does not say who it is, or its signature does not hold."))
    if not feed.startswith(told["home"] + "/") or urlsplit(told["home"]).netloc != parts.netloc:
        raise Unusable(url, _("This place says that it is somewhere else."))
    if told["home"] == settings.TRELLIS_URL or told["key"] == signing.public_key():
        raise Unusable(url, _("This is this place itself."))
    return told


def _feed_of(told: dict[str, Any]) -> str:
    return told["feeds"]["records"] if told else ""


def _entries(following: Following, reading: Reading, web: Web, scratch: Path, known: Answer | None, first: bool) -> list[Entry]:
    target, url = scratch / "answer", reading.feed_url
    is_api = following.kind == FeedKind.HSDS
    try:
        reading.answer = web.download(url, target, known=known)
    except Missing:
        if is_api and first:
            return _pages(reading, web, scratch, None)
        raise
    if reading.answer.unchanged:
        reading.same = True
        return []
    start = fetching.start_of(target)
    if fetching.is_html(start, reading.answer.kind):
        if first and following.kind == FeedKind.MEETINGS and (announced := fetching.announced(target, url)):
            reading.feed_url = announced
            reading.answer = web.download(announced, target)
            start = fetching.start_of(target)
        if fetching.is_html(start, reading.answer.kind):
            reading.odd.append("html")
            return [Entry("answer", lambda: target.open("rb"))]
    if following.kind == FeedKind.TRELLIS:
        return [Entry("answer", lambda: target.open("rb"))]
    is_lines = "ndjson" in reading.answer.kind or urlsplit(url).path.endswith((".ndjson", ".jsonl"))
    if is_api and not is_lines and fetching.might_be_api(start, target):
        found = _bulk(reading, web, scratch, target) if first else []
        found = found or _pages(reading, web, scratch, target)
        if found:
            return found
    return entries_of_file(target, Path(urlsplit(url).path).name or urlsplit(url).hostname or url)


def _bulk(reading: Reading, web: Web, scratch: Path, landing: Path) -> list[Entry]:
    """Every service in one answer, where an API can do that: then an unchanged list costs one request."""
    parts = urlsplit(reading.feed_url)
    try:
        first = json.loads(landing.read_bytes())
    except (ValueError, RecursionError):
        return []
    if not isinstance(first, dict) or not {"version", "openapi_url", "profile"} & first.keys():
        return []
    address = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/services", BULK, ""))
    target = scratch / "services.ndjson"
    try:
        answer = web.download(address, target, tries=1)
    except Unusable:
        return []
    if "ndjson" not in answer.kind and "jsonl" not in answer.kind:
        return []
    reading.feed_url, reading.answer = address, answer
    return entries_of_file(target, "services.ndjson")


def _pages(reading: Reading, web: Web, scratch: Path, landing: Path | None) -> list[Entry]:
    """All pages of an API. Asked for by what came with page 1 the next time, if that speaks of the whole list.

    It does when page 2 came with the same mark: one of the list, and not of the page.
    """
    begun = len(web.asked)
    found = Api(reading.feed_url, scratch, reading.report, web).crawl(landing)
    pages = [(url, answer) for url, answer in web.asked[begun:] if "page=" in url]
    if not found or not pages:
        return found
    marks = [(answer.etag or answer.last_modified) for _url, answer in pages[:2]]
    if marks[0] and len(set(marks)) == 1:
        reading.feed_url, reading.answer = pages[0]
    else:
        reading.answer = Answer()
    return found


def _digest(entries: list[Entry]) -> str:
    found = hashlib.sha256()
    for entry in entries:
        found.update(entry.name.encode() + b"\0")
        with entry.open() as stream:
            while piece := stream.read(1 << 18):
                found.update(piece)
    return found.hexdigest()


def _spool(following: Following, reading: Reading, entries: list[Entry], scratch: Path) -> None:
    reading.spool = scratch / "records"
    code, zone = following.source.code, following.source.time_zone
    records: Iterable[tuple[Record, Signed | None]]
    if following.kind == FeedKind.TRELLIS:
        reading.lines = _lines(following, reading)
        records = reading.lines.read(scratch / "answer")
    elif following.kind == FeedKind.HSDS:
        records = ((each, None) for each in hsds.read(entries, reading.report, source=code, time_zone=zone))
    else:
        records = ((each, None) for each in meetings.read(entries, reading.report, source=code, time_zone=zone))
    try:
        with reading.spool.open("wb") as file:
            for each in records:
                pickle.dump(each, file)
    except Unusable:
        if not reading.report.incomplete:
            written_well = fetching.start_of(scratch / "answer").lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"["))
            reading.odd.append("empty" if written_well else "unreadable")
    if reading.report.incomplete and not reading.spool.stat().st_size:
        # Nothing at all could be read: this did not break off on its way.
        reading.report.incomplete = False
        reading.odd = ["unreadable"]
    if reading.lines is not None:
        if reading.lines.wrong.get("cut_off") and not reading.lines.wrong.keys() & {"key", "signature", "unreadable"}:
            reading.report.incomplete = True
        reading.odd += [code for code in ("unreadable", "key", "signature") if reading.lines.wrong.get(code)]


def _lines(following: Following, reading: Reading) -> Lines:
    others = Following.objects.filter(kind=FeedKind.TRELLIS).exclude(pk=following.pk).exclude(state=FollowState.STOPPED)
    return Lines(
        home=reading.about.get("home", following.home),
        key=reading.about.get("key", following.key),
        report=reading.report,
        ours=settings.TRELLIS_URL,
        known_homes=frozenset(others.exclude(home="").values_list("home", flat=True)),
        keys=_keys(),
    )


def _keys() -> dict[str, str]:
    """The keys by which places were known so far, by host: those whose records others passed on, and those once followed."""
    passed_on = Origin.objects.exclude(home="").values_list("home", "key").distinct()
    followed = Following.objects.filter(kind=FeedKind.TRELLIS).exclude(home="").exclude(key="").values_list("home", "key")
    return {host_of(home): key for home, key in [*passed_on, *followed]}
