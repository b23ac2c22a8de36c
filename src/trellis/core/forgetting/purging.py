"""Deleting, or emptying, what is older than its model says it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from trellis.core.jobs import every, job
from trellis.core.register.declarations import Description, Keep
from trellis.core.search.forgetting import forget_unused_words

from .applying import blank_row
from .letters import mail_folder
from .models import PurgeRun
from .owned import installed_descriptions
from .stored_files import discard_ownerless
from .sweeping import sweep_or_later

BATCH = 200
MAIL_FILES_KEPT = timedelta(days=7)
Counts = Counter[str]


def purge(now: datetime, *, dry_run: bool = False, watch: Callable[[int], None] = lambda _n: None) -> Counts:
    """Let go of what has had its time; returns how many rows of each kind. A dry run only counts.

    Each batch is a transaction of its own: nobody waits long for the database, and a purge that was cut short goes
    on where it stopped when it is started again.
    """
    counts: Counts = Counter()
    run = None if dry_run else PurgeRun.objects.create(started_at=now)
    for done, (description, keep) in enumerate(declared(), 1):
        counts[description.model._meta.label] += _due(description, keep, now, dry_run=dry_run)
        watch(done)
    counts["mail files"] += _mail_files(now, dry_run=dry_run)
    counts["cache"] += _cached(now, dry_run=dry_run)
    if not dry_run:
        counts["core.StoredFile"] += _files_without_owner()
        counts["words of the search"] += forget_unused_words()
    counts = +counts
    if run is not None:
        PurgeRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), counts=dict(counts))
        if counts and not transaction.get_connection().in_atomic_block:
            sweep_or_later([label for label in counts if "." in label])
    return counts


def declared() -> list[tuple[Description, Keep]]:
    """Every time that any model says its rows are kept for."""
    return [(description, keep) for description in installed_descriptions() for keep in description.keep]


@every("day at 03:30")
@job(limit_seconds=900, attempts=3)
def purge_nightly() -> dict[str, int]:
    """The nightly purge."""
    return dict(purge(timezone.now()))


def _due(description: Description, keep: Keep, now: datetime, *, dry_run: bool) -> int:
    rows = _older(description.model, keep, now)
    if keep.then == "blank":
        return _empty(description, rows, dry_run=dry_run)
    if dry_run:
        return rows.count()
    return _delete(rows)


def _older(model: type[models.Model], keep: Keep, now: datetime) -> models.QuerySet:
    since = model._meta.get_field(keep.since)
    before = now - timedelta(days=keep.days)
    at = before if isinstance(since, models.DateTimeField) else before.date()
    return model._base_manager.filter(**keep.only, **{f"{keep.since}__lt": at}).order_by("pk")


def _delete(rows: models.QuerySet) -> int:
    """Delete them batch by batch. What something else still needs stays for another night."""
    n, after = 0, None
    while ids := list((rows.filter(pk__gt=after) if after is not None else rows).values_list("pk", flat=True)[:BATCH]):
        after = ids[-1]
        try:
            with transaction.atomic():
                rows.model._base_manager.filter(pk__in=ids).delete()
        except (ProtectedError, RestrictedError):
            n += sum(map(_delete_one, rows.model._base_manager.filter(pk__in=ids)))
        else:
            n += len(ids)
    return n


def _delete_one(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True


def _empty(description: Description, rows: models.QuerySet, *, dry_run: bool) -> int:
    """Empty their personal fields. Those that are empty already are passed over."""
    n = 0
    for ids in _batches(rows):
        with transaction.atomic():
            for row in description.model._base_manager.filter(pk__in=ids):
                n += blank_row(description, row, people_too=True, dry_run=dry_run)
    return n


def _batches(rows: models.QuerySet) -> Iterator[list]:
    after = None
    while ids := list((rows.filter(pk__gt=after) if after is not None else rows).values_list("pk", flat=True)[:BATCH]):
        yield ids
        after = ids[-1]


def _mail_files(now: datetime, *, dry_run: bool) -> int:
    """E-mails that were written to files, where no mail server is named."""
    folder = mail_folder()
    if folder is None or not folder.is_dir():
        return 0
    old: list[Path] = [each for each in folder.iterdir() if each.is_file() and each.stat().st_mtime < (now - MAIL_FILES_KEPT).timestamp()]
    if not dry_run:
        for path in old:
            path.unlink(missing_ok=True)
    return len(old)


def _cached(now: datetime, *, dry_run: bool) -> int:
    """Cached values whose time is over, which nobody may ask for again."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    table = connection.ops.quote_name(cache._table)
    over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE expires < %s", [over])  # noqa: S608 (the table's own name)
        n = cursor.fetchone()[0]
        if n and not dry_run:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [over])  # noqa: S608
    return n


def _files_without_owner() -> int:
    with transaction.atomic():
        return discard_ownerless()
