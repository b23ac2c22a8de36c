"""What this place tells places that follow it: who it is, every public record signed, and the groups that wish to be found.

Open to anybody, and made to be asked often: an unchanged list costs one short answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries import telling
from trellis.apps.directory.queries.following import public_findable
from trellis.core import signing
from trellis.core.log.models import LogEntry, PublishedHead

FORM = 1
"""Changes when a follower would have to read differently."""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who this place is: its name, its key, its lists, and where its log stands. Signed as a whole."""
    head = PublishedHead.objects.order_by("-number").first()
    first = LogEntry.objects.order_by("number").values_list("at", flat=True).first()
    document = {
        "trellis": FORM,
        "name": settings.PLACE_NAME,
        "country": settings.PLACE_COUNTRY,
        "centre": [str(part) for part in settings.PLACE_CENTRE],
        "time_zone": settings.PLACE_TIME_ZONE,
        "home": settings.TRELLIS_URL,
        "feeds": {"records": _address("network-records"), "interests": _address("network-interests")},
        "log_head": {"number": head.number, "digest": head.digest} if head else None,
        "since": first.date().isoformat() if first else None,
    }
    return _open(JsonResponse(signing.signed(document)))


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Every public record, one on a line: what is said, as text, and its owner's signature of that text."""
    etag = quote_etag(f"{telling.version()}-{signing.public_key()[:8]}")
    if _knows(request, etag):
        response: HttpResponse | StreamingHttpResponse = HttpResponseNotModified()
    else:
        response = StreamingHttpResponse(_lines(), content_type="application/x-ndjson")
    response["ETag"] = etag
    return _open(response)


def _lines() -> Iterator[str]:
    home, place, key, n = settings.TRELLIS_URL, settings.PLACE_NAME, signing.public_key(), 0
    part: list[str] = []
    for each in telling.told(home=home, place=place):
        n += 1
        line = {"said": each.said, "key": each.key or key, "signature": each.signature or signing.sign(each.said)}
        part.append(json.dumps(line | ({"via": each.via} if each.via else {}), ensure_ascii=False))
        if len(part) == 200:
            yield "\n".join(part) + "\n"
            part = []
    # Whoever reads the last line has all the others: an answer that was cut off on its way shows.
    for told in ({"groups": _groups(), "home": home}, {"end": n, "home": home}):
        said = signing.canonical(told)
        part.append(json.dumps({"said": said, "key": key, "signature": signing.sign(said)}, ensure_ascii=False))
    yield "\n".join(part) + "\n"


@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Groups that agreed to be found by groups like them, by topic. No person, and no way to reach one but the group's page."""
    document = signing.signed({"trellis": FORM, "home": settings.TRELLIS_URL, "name": settings.PLACE_NAME, "groups": _groups()})
    etag = quote_etag(document["signature"][:40])
    response = HttpResponseNotModified() if _knows(request, etag) else JsonResponse(document)
    response["ETag"] = etag
    return _open(response)


def _groups() -> list[dict[str, Any]]:
    return [
        {
            "id": str(each.organization_id),
            "name": each.organization.name,
            "topics": [topic for topic in each.topics if topic in CATEGORIES],
            "page": _address("directory-organization", each.organization_id),
            "hello": _address("networks-hello", each.organization_id),
        }
        for each in public_findable()
    ]


def _address(name: str, *args) -> str:
    return settings.TRELLIS_URL + reverse(name, args=args)


def _knows(request: HttpRequest, etag: str) -> bool:
    known = [each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))]
    return etag in known or known == ["*"]


def _open(response):
    """Any site may read this, and a cache must ask before it answers for us."""
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, no_cache=True, public=True)
    return response
