"""Lists: a page in the standard's envelope, or everything as lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from trellis.apps.directory.queries.edition import current_edition
from trellis.apps.directory.queries.published import in_chunks
from trellis.core.opendata import json_answer, lines_answer
from trellis.interfaces.api.parameters import Paging
from trellis.interfaces.api.values import Doc

KEPT_SECONDS = 3600
Read = Callable[[Collection[UUID]], list[Doc]]


def listed(rows: QuerySet[Any], asked: Paging, read: Read) -> HttpResponse:
    """The page of rows that is asked for, or all of them as lines; `read` makes documents of ids, in their order."""
    if asked.format == "ndjson":
        return lines_answer(_all(rows, read))
    total = counted(rows, asked)
    start = (asked.page - 1) * asked.per_page
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[start : start + asked.per_page]) if start < total else []
    return json_answer(envelope(read(ids) if ids else [], total, asked))


def counted(rows: QuerySet[Any], asked: Paging) -> int:
    """How many there are, counted once an edition for each question: a reader who pages through asks hundreds of times."""
    number, turned_at = current_edition()
    told = asked.model_dump(exclude={"page", "per_page", "format", "full"}, exclude_defaults=True)
    question = f"{rows.model.__name__}|{type(asked).__name__}|{sorted(told.items())!r}|{number}|{turned_at}|{timezone.localdate()}"
    key = f"open-data-{blake2b(question.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
    total = cache.get(key)
    if total is None:
        total = rows.order_by().count()
        cache.set(key, total, KEPT_SECONDS)
    return total


def listed_plain(documents: list[Doc], asked: Paging) -> HttpResponse:
    """The same for a short list that is at hand already."""
    if asked.format == "ndjson":
        return lines_answer(documents)
    start = (asked.page - 1) * asked.per_page
    return json_answer(envelope(documents[start : start + asked.per_page], len(documents), asked))


def envelope(contents: list[Doc], total: int, asked: Paging) -> Doc:
    """HSDS's page."""
    pages = max(1, -(-total // asked.per_page))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _all(rows: QuerySet[Any], read: Read) -> Iterator[Doc]:
    for ids in in_chunks(rows):
        yield from read(ids)
