"""How open data is answered: for everybody and every origin, only when it changed, a line at a time when there is much of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import wraps
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

FORM = 1
"""Grows when the same records are written differently, so that readers ask again."""
LINES_AT_ONCE = 100
SECONDS = 300
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
_FREE_TO_ASK = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Accept",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponse]
Edition = Callable[[], tuple[int, datetime]]
Doc = dict[str, Any]


def open_data(edition: Edition, *, daily: bool = False) -> Callable[[View], View]:
    """A view of open data: GET only, any origin, no cookie, the place's own language, and 304 while nothing changed.

    `edition` tells from one row, before any record is read, in which edition the data is and since when. What also hangs
    on the day (a calendar begins today) is `daily`; the rest changes by itself once a month, when what ended leaves the lists.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return _opened(HttpResponse(status=204, headers=_FREE_TO_ASK))
            head = request.method == "HEAD"
            if not head and request.method != "GET":
                return _opened(HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"]))
            if head:
                request.method = "GET"
            number, turned_at = edition()
            today = timezone.localdate()
            begins = today if daily else today.replace(day=1)
            etag = _tag(request, number, begins)
            changed_at = int(max(turned_at, _midnight(begins)).timestamp())
            with translation.override(settings.LANGUAGE_CODE):
                response = get_conditional_response(request, etag=etag, last_modified=changed_at)
                if response is None:
                    response = view(request, *args, **kwargs)
            if response.status_code in (200, 304):
                response["ETag"] = etag
                response["Last-Modified"] = http_date(changed_at)
                response["Cache-Control"] = f"public, max-age={SECONDS}, must-revalidate"
            return _opened(_without_body(response) if head else response)

        return answer

    return declare


def _tag(request: HttpRequest, number: int, begins: date) -> str:
    """The mark of an answer: the edition, how this version writes it, the day it counts from, and what was asked for."""
    asked = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    parts = f"{number}|{FORM}|{begins}|{settings.TRELLIS_URL}|{asked}"
    return f'"{blake2b(parts.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day))  # noqa: DTZ001 (the place's own zone is put on)


def json_answer(document: Any, *, status: int = 200) -> HttpResponse:
    """One JSON document."""
    return HttpResponse(dumped(document), status=status, content_type="application/json")


def lines_answer(documents: Iterable[Doc]) -> StreamingHttpResponse:
    """One JSON document a line, sent while they are read."""
    return StreamingHttpResponse(_lines(documents), content_type="application/x-ndjson")


def array_answer(
    documents: Iterable[Doc], *, before: str = "[", after: str = "]", content_type: str = "application/json"
) -> StreamingHttpResponse:
    """One JSON array, or an object around one, sent while its members are read."""
    return StreamingHttpResponse(_array(documents, before, after), content_type=content_type)


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SURROGATE = re.compile("[\ud800-\udfff]")


def dumped(document: Any) -> str:
    """JSON without spaces. A lone surrogate, which UTF-8 can't hold, is written as an escape."""
    text = _encoder.encode(document)
    return text if text.isascii() or _SURROGATE.search(text) is None else json.dumps(document, separators=(",", ":"))


def _lines(documents: Iterable[Doc]) -> Iterator[bytes]:
    waiting = iter(documents)
    while True:
        with translation.override(settings.LANGUAGE_CODE):
            part = [dumped(each) for each in islice(waiting, LINES_AT_ONCE)]
        if not part:
            return
        yield ("\n".join(part) + "\n").encode()


def _array(documents: Iterable[Doc], before: str, after: str) -> Iterator[bytes]:
    yield before.encode()
    between = b""
    for lines in _lines(documents):
        yield between + lines.rstrip(b"\n").replace(b"\n", b",\n")
        between = b",\n"
    yield after.encode()


def _opened(response: HttpResponse) -> HttpResponse:
    for name, value in OPEN.items():
        response[name] = value
    return response


def _without_body(response: HttpResponse) -> HttpResponse:
    response.close()
    return HttpResponse(status=response.status_code, headers=dict(response.items()))
