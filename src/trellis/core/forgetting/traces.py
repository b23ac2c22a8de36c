"""What the program itself wrote down about a person: sessions, keys of forms and jobs, the cache, references."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Cast

from trellis.core.references import Ref, RefField, model_of

from .identity import Identity
from .owned import installed_descriptions


def forget_traces(them: Identity) -> Counter[str]:
    """Delete all of it. Returns how many rows of each kind."""
    counts: Counter[str] = Counter()
    counts["sessions.Session"] = _end_sessions(them)
    counts["cache"] = _forget_cached(them)
    for description in installed_descriptions():
        for name in description.traces:
            mentions = Q()
            for trace in them.traces:
                mentions |= Q(as_text__icontains=trace)
            rows = description.model._base_manager.annotate(as_text=Cast(name, models.TextField())).filter(mentions)
            counts[description.model._meta.label] += rows.delete()[0]
    counts += _cut_references(them)
    return +counts


def _end_sessions(them: Identity) -> int:
    """Sessions of the person, and those in which somebody began to sign in with their address."""
    ending = []
    for session in Session.objects.iterator(chunk_size=500):
        content = json.dumps(session.get_decoded(), default=str, ensure_ascii=False).casefold()
        if any(trace in content for trace in them.traces):
            ending.append(session.pk)
    return _delete_by_id(Session, ending)


def _forget_cached(them: Identity) -> int:
    """Cached values that hold the person's id or address, and counts kept under a digest of them."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        cache.clear()
        return 0
    table = connection.ops.quote_name(cache._table)
    wanted = [*them.traces, *(hashlib.sha256(each.encode()).hexdigest() for each in them.traces)]
    going = []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # noqa: S608 (the table's own name)
        for key, value in cursor.fetchall():
            kept = base64.b64decode(value).decode("utf-8", "replace").casefold() if isinstance(value, str) else ""
            if any(each in key.casefold() or each in kept for each in wanted):
                going.append((key,))
        cursor.executemany(f"DELETE FROM {table} WHERE cache_key = %s", going)  # noqa: S608
    return len(going)


def _cut_references(them: Identity) -> Counter[str]:
    """Rows of any kind that refer to the person's own row: the reference goes, and where it can't be empty, the row."""
    counts: Counter[str] = Counter()
    if them.person_id is None:
        return counts
    ref = Ref("core.person", str(them.person_id))
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if not isinstance(field, RefField):
                continue
            rows = model._base_manager.filter(**{field.name: ref})
            if model._meta.label == "core.StoredFile":
                continue  # the files of the person go with their bytes
            counts[model._meta.label] += rows.update(**{field.name: None}) if field.null else rows.delete()[0]
    return counts


def refers_to_nothing(refs: Iterable[Ref]) -> set[Ref]:
    """Those of the references whose row is gone, for kinds that are installed; one query for each kind."""
    by_kind: dict[str, set[str]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, set()).add(ref.id)
    gone = set()
    for kind, ids in by_kind.items():
        model = model_of(kind)
        if model is not None:
            there = {str(pk) for pk in model._base_manager.filter(pk__in=ids).values_list("pk", flat=True)}
            gone |= {Ref(kind, each) for each in ids - there}
    return gone


def _delete_by_id(model: type[models.Model], ids: list) -> int:
    n = 0
    for start in range(0, len(ids), 500):
        n += model._base_manager.filter(pk__in=ids[start : start + 500]).delete()[0]
    return n
