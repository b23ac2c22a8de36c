"""Fetches a source from the web: a file, or an HSDS or Open Referral UK API page by page.

Only http and https; time, size and redirects are bounded. What arrives is kept in scratch files and
then read like any other file.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds.inputs import Entry, Unusable, entries_of_file

SECONDS = 30
LARGEST = 1024**3
LARGEST_PAGE = 64 * 1024**2
LARGEST_HEAD = 1024**2
MOST_PAGES = 20_000
PAGE_SIZE = 100
TRIES = 3
PAUSE = 0.5
_LISTS = ("contents", "content", "services", "items", "data", "results")
_AGENT = "Trellis directory import"


class Missing(Unusable):
    """There is nothing at this address."""


@dataclass(frozen=True)
class Answer:
    """What came with an answer: its type, and what it can be asked for by the next time."""

    kind: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


class Careful(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and only to the web."""

    max_redirections = 5

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if not is_url(newurl):
            raise Unusable(req.full_url, _("It leads on to something that can't be followed."))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Web:
    """Asks addresses; keeps count, and what each answer can be asked for by the next time."""

    seconds = SECONDS
    largest = LARGEST

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(Careful)
        self.asked: list[tuple[str, Answer]] = []

    def check(self, url: str) -> None:
        """Raises Unusable for an address that is not to be asked."""

    def count(self, url: str, size: int) -> None:
        """Hears of every piece that arrives; raises Unusable when it was too much."""

    def download(self, url: str, target: Path, *, tries: int = TRIES, largest: int = LARGEST, known: Answer | None = None) -> Answer:
        """Writes what is at an address to a file; with what is `known`, only when it has changed."""
        answer = _download(self, url, target, tries=tries, largest=min(largest, self.largest), known=known)
        self.asked.append((url, answer))
        return answer


def is_url(path: str) -> bool:
    """Whether this is a web address rather than a file."""
    return path.lower().startswith(("http://", "https://"))


@contextmanager
def entries(url: str, report: Report, *, api: bool, web: Web | None = None) -> Iterator[list[Entry]]:
    """The entries behind an address; with `api`, pages of an HSDS API are followed."""
    web = web or Web()
    with tempfile.TemporaryDirectory(prefix="trellis-import-") as folder:
        scratch = Path(folder)
        target = scratch / "download"
        try:
            kind = web.download(url, target).kind
        except Missing as missing:
            # An API may have nothing at its own address and everything below it.
            found = Api(url, scratch, report, web).crawl(None) if api else []
            if not found:
                raise missing
            yield found
            return
        start = start_of(target)
        if api and might_be_api(start, target):
            found = Api(url, scratch, report, web).crawl(target)
            if found:
                yield found
                return
        if is_html(start, kind):
            feed = "" if api else announced(target, url)
            if not feed:
                raise Unusable(url, _("A web page came back where data was expected."))
            report.note(_("The feed was read from %(address)s.") % {"address": feed})
            kind = web.download(feed, target).kind
            if is_html(start_of(target), kind):
                raise Unusable(feed, _("A web page came back where data was expected."))
        yield entries_of_file(target, Path(urlsplit(url).path).name or urlsplit(url).hostname or url)


def announced(page: Path, url: str) -> str:
    """The address of the meetings feed that a page names in its head, "" when it names none."""
    head = page.read_bytes()[:LARGEST_HEAD].decode("utf-8", "replace")
    for link in re.findall(r"<link\b[^>]*>", head, re.IGNORECASE):
        named = {name.lower(): html.unescape(value) for name, value in re.findall(r"""([\w-]+)\s*=\s*["']([^"']*)["']""", link)}
        if named.get("type") == "application/json" and "meetings feed" in named.get("title", "").lower():
            address = urljoin(url, named.get("href", ""))
            return address if is_url(address) else ""
    return ""


def start_of(path: Path) -> bytes:
    """Enough of what arrived to see what it is."""
    with path.open("rb") as file:
        return file.read(512)


def is_html(start: bytes, kind: str) -> bool:
    """Whether a page for people came in the place of data."""
    low = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    return low.startswith((b"<!doctype html", b"<html", b"<head")) or ("html" in kind and not low.startswith((b"{", b"[", b"pk")))


def might_be_api(start: bytes, target: Path) -> bool:
    """Whether what arrived could be the front of an API, or one of its pages."""
    small = target.stat().st_size < LARGEST_PAGE
    return small and not start.startswith((b"PK", b"\x1f\x8b")) and _first_mark(start) in (b"{", b"<", b"")


def _first_mark(start: bytes) -> bytes:
    return start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]


def _download(web: Web, url: str, target: Path, *, tries: int, largest: int, known: Answer | None) -> Answer:
    headers = {"User-Agent": _AGENT, "Accept": "application/json, text/csv, application/zip, */*"}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    request = urllib.request.Request(url, headers=headers)
    for left in range(tries - 1, -1, -1):
        web.check(url)
        try:
            with web.opener.open(request, timeout=web.seconds) as answer, target.open("wb") as file:
                _write(answer, file, url, web, largest)
                told = answer.headers
                kind = (told.get_content_type() or "").lower()
                return Answer(kind, (told.get("ETag") or "")[:300], (told.get("Last-Modified") or "")[:60])
        except urllib.error.HTTPError as error:
            if error.code == 304 and known:
                return Answer(etag=known.etag, last_modified=known.last_modified, unchanged=True)
            if 300 <= error.code < 400:
                raise Unusable(url, _("It leads on to something that can't be followed.")) from error
            if error.code in (404, 410):
                raise Missing(url, _("The server answered %(code)s.") % {"code": error.code}) from error
            if error.code < 500 and error.code != 429 or not left:
                raise Unusable(url, _("The server answered %(code)s.") % {"code": error.code}) from error
        except (OSError, HTTPException, ValueError) as error:
            if not left:
                reason = getattr(error, "reason", None) or error
                raise Unusable(url, _("It can't be reached: %(reason)s.") % {"reason": reason}) from error
        time.sleep(PAUSE)
    raise AssertionError("the last try returns or raises")


def _write(answer: Any, file: Any, url: str, web: Web, largest: int) -> None:
    size = 0
    while piece := answer.read1(1 << 16):  # what is there, so that a slow drip is seen as one
        size += len(piece)
        web.count(url, len(piece))
        if size > largest:
            raise Unusable(url, _("It is larger than can be taken."))
        file.write(piece)
        web.check(url)


class Api:
    """Walks through the pages of an API and keeps each as a file."""

    def __init__(self, url: str, scratch: Path, report: Report, web: Web) -> None:
        self.web = web
        parts = urlsplit(url)
        path = parts.path.rstrip("/")
        self.services = path if path.endswith("/services") else f"{path}/services"
        self.parts = parts
        self.asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.scratch = scratch
        self.report = report
        self.found: list[Entry] = []

    def crawl(self, landing: Path | None) -> list[Entry]:
        """Entries of every page; nothing when this is no API but a file."""
        first = _json_of(landing) if landing else None
        is_page = isinstance(first, dict) and any(isinstance(first.get(name), list) for name in _LISTS)
        is_root = isinstance(first, dict) and bool({"version", "openapi_url", "profile"} & first.keys())
        if is_page and not self.parts.path.rstrip("/").endswith("/services"):
            return []
        if not is_page and not is_root and first is not None:
            return []
        if is_root and landing:
            self._keep("api_details.json", landing.read_bytes())
        try:
            self._pages()
        except Unusable as broken:
            if not any(entry.name.startswith("services") for entry in self.found):
                if first is None:
                    return []
                raise
            self.report.incomplete = True
            self.report.broken = f"{broken.name}: {broken.reason}"
            self.report.refuse(broken.name, 0, "", broken.reason)
        return self.found

    def _pages(self) -> None:
        number, total, before = 0, None, None
        seen: set[str] = set()
        while number < MOST_PAGES:
            number += 1
            name = f"services-{number:05}.json"
            target = self.scratch / name
            self.web.download(self._page(number), target, largest=LARGEST_PAGE)
            page = _json_of(target)
            if page is None and number == 1 and _first_mark(start_of(target)) == b"<":
                raise Unusable(self._page(number), _("A web page came back where data was expected."))
            self._keep(name, None)
            items = _items_of(page)
            if items is None:
                return
            ids = [item.get("id") for item in items if isinstance(item, dict)]
            seen |= {str(key) for key in ids if key}
            if number == 1 and items and _is_second(page):
                seen |= self._page_nought()
            if not items or ids == before:
                self._compare(page, len(seen))
                return
            before = ids
            self._details(items, number)
            total = _total_of(page) if _total_of(page) is not None else total
            if page.get("last_page") is True or page.get("last") is True or (total and number >= total):
                self._compare(page, len(seen))
                return
            if total is None and not page.get("next") and len(items) < PAGE_SIZE:
                self._compare(page, len(seen))
                return
        self.report.incomplete = True
        self.report.note(_("The API has more pages than can be taken."))

    def _page_nought(self) -> set[str]:
        """The page before the one that was taken for the first, of an API that counts from nought."""
        name = "services-00000.json"
        target = self.scratch / name
        self.web.download(self._page(0), target, largest=LARGEST_PAGE)
        items = _items_of(_json_of(target)) or []
        self._keep(name, None)
        self._details(items, 0)
        return {str(item["id"]) for item in items if isinstance(item, dict) and item.get("id")}

    def _compare(self, page: dict[str, Any], read: int) -> None:
        """Says so when the API speaks of more services than it gave."""
        told = next((page[name] for name in ("total_items", "totalElements") if isinstance(page.get(name), int)), read)
        if told > read:
            self.report.incomplete = True
            self.report.note(_("The API speaks of %(told)s services and gave %(read)s.") % {"told": told, "read": read})

    def _details(self, items: list[Any], page: int) -> None:
        """Lists may hold short forms only; then each service is asked for by its id."""
        wanted = [
            str(item["id"]) for item in items
            if isinstance(item, dict) and item.get("id") and not _is_full(item)
        ]  # fmt: skip
        target = self.scratch / "one"
        whole = []
        for key in wanted:
            try:
                self.web.download(self._address(f"{self.services}/{key}"), target, tries=2, largest=LARGEST_PAGE)
            except Unusable as missing:
                self.report.note(_("Some services could only be read in their short form: %(reason)s") % {"reason": missing.reason})
                break
            item = _json_of(target)
            if isinstance(item, dict) and item.get("id"):
                whole.append(item)
        if whole:
            self._keep(f"services_full-{page:05}.json", json.dumps(whole).encode())

    def first_page(self) -> str:
        """The address of the first page."""
        return self._page(1)

    def _page(self, number: int) -> str:
        asked = {"per_page": PAGE_SIZE} | self.asked | {"page": number}
        return self._address(self.services, urlencode(asked))

    def _address(self, path: str, query: str = "") -> str:
        return urlunsplit((self.parts.scheme, self.parts.netloc, urljoin("/", path), query, ""))

    def _keep(self, name: str, content: bytes | None) -> None:
        path = self.scratch / name
        if content is not None:
            path.write_bytes(content)
        self.found += entries_of_file(path, name)


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None


def _items_of(page: Any) -> list[Any] | None:
    """The items of a page; None for a whole list or lines of JSON, which have no further pages."""
    if not isinstance(page, dict):
        return None
    return next((page[name] for name in _LISTS if isinstance(page.get(name), list)), None)


def _total_of(page: dict[str, Any]) -> int | None:
    for name in ("total_pages", "totalPages", "pages"):
        if isinstance(page.get(name), int):
            return page[name]
    return None


def _is_second(page: dict[str, Any]) -> bool:
    """Whether what was asked for as page 1 says that another one stands before it."""
    return page.get("first") is False or page.get("first_page") is False


def _is_full(item: dict[str, Any]) -> bool:
    return any(name in item for name in ("service_at_locations", "schedules", "regular_schedules", "contacts"))
