"""Counting how often records are shown: in memory while pages are read, written down now and then by a thread of its own.

A count says which record, in which week, opened or listed; never who, from where, or at what time. Not a declared action: it is no
deed of anybody's, and one entry in the log for each page read would be a log of reading. What was not written when a server stops
is lost, at most a few minutes' worth.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from trellis.apps.directory.models import RecordSeen
from trellis.core.ui.words import here

WRITTEN_EVERY = 300
_ROBOTS = re.compile(r"bot|crawl|spider|preview|monitor|curl|wget|python", re.IGNORECASE)
_logger = logging.getLogger(__name__)
_lock = threading.Lock()
_opened: Counter[tuple[str, UUID]] = Counter()
_listed: Counter[tuple[str, UUID]] = Counter()
_writer: list[threading.Thread] = []


def note_opened(request: Any, kind: str, record_id: UUID) -> None:
    """A reader opened a record's page. Programs that say so are not counted; what they say of themselves is not kept."""
    if request.method == "GET" and not _ROBOTS.search(request.headers.get("User-Agent", "")):
        with _lock:
            _opened[kind, record_id] += 1
        _begin_writing()


def note_listed(request: Any, records: Iterable[tuple[str, UUID]]) -> None:
    """Records stood in the results of a search."""
    if request.method == "GET" and not _ROBOTS.search(request.headers.get("User-Agent", "")):
        with _lock:
            _listed.update(records)
        _begin_writing()


def write_down(*, now: datetime) -> int:
    """Add what was counted to the counts of this week; of how many records."""
    with _lock:
        opened, listed = dict(_opened), dict(_listed)
        _opened.clear()
        _listed.clear()
    today = here(now).date()
    week = today - timedelta(days=today.weekday())
    try:
        with transaction.atomic():
            for kind, record_id in opened.keys() | listed.keys():
                _add(kind, record_id, week, opened.get((kind, record_id), 0), listed.get((kind, record_id), 0))
    except DatabaseError:
        with _lock:
            _opened.update(opened)
            _listed.update(listed)
        raise
    return len(opened.keys() | listed.keys())


def _add(kind: str, record_id: UUID, week: Any, n_opened: int, n_listed: int) -> None:
    row, _new = RecordSeen.objects.get_or_create(kind=kind, record_id=record_id, week=week)
    RecordSeen.objects.filter(pk=row.pk).update(opened=F("opened") + n_opened, listed=F("listed") + n_listed)


def _begin_writing() -> None:
    """Start the thread that writes, once in each process of the web server."""
    seconds = getattr(settings, "COUNTS_WRITTEN_EVERY", WRITTEN_EVERY)
    if not seconds or _writer:
        return
    with _lock:
        if not _writer:
            _writer.append(threading.Thread(target=_write_now_and_then, args=(seconds,), name="counts", daemon=True))
            _writer[0].start()


def _write_now_and_then(seconds: float) -> None:
    while True:
        time.sleep(seconds)
        try:
            write_down(now=timezone.now())
        except DatabaseError as error:
            _logger.warning("counts of what is read could not be written, and are kept for later: %s", type(error).__name__)
        finally:
            connection.close()
