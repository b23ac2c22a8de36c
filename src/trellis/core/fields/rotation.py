"""Rotation: a new key, every encrypted value written again under it, then the old keys forgotten.

It can be killed at any moment and started again: values say which key they need, a value is replaced
only if nobody changed it meanwhile, and a row remembers where the walk was. The old keys go last, after
a pause in which transactions that began with the old key have ended, and only if no value needs them.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.db import models

from .encrypted import EncryptedTextField
from .keys import add_key, drop_keys, key_ring
from .models import KeyRotation
from .sealing import key_label, reseal

BATCH = 500
SETTLE_SECONDS = 60
"""Longer than any transaction of this program may take."""


class SealedStore(Protocol):
    """Sealed values that are not in a field, such as files."""

    def n_records(self) -> int:
        """How many `rewrite` will look at."""

    def rewrite(self) -> Iterator[int]:
        """Write again under the newest key what needs an older one; yield for each how many that were."""

    def labels(self) -> set[str]:
        """The labels of all keys that are needed."""


_stores: list[SealedStore] = []


def register_store(store: SealedStore) -> None:
    """Let rotation reach these values too."""
    _stores.append(store)


Watch = Callable[[Iterator[int]], Iterable[int]]


def encrypted_fields() -> list[tuple[type[models.Model], list[str]]]:
    """Every model that has encrypted fields, with the names of those fields."""
    found = []
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label_lower):
        names = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        if names and model._meta.managed and not model._meta.proxy:
            found.append((model, names))
    return found


def begin(now: datetime) -> KeyRotation:
    """The unfinished rotation, or a new one with a new key."""
    ring = key_ring()
    unfinished = KeyRotation.objects.filter(key_label=ring.newest, finished_at=None).first()
    if unfinished:
        return unfinished
    if len(ring.keys) == 1 or KeyRotation.objects.filter(key_label=ring.newest).exists():
        ring = add_key()
    return KeyRotation.objects.create(key_label=ring.newest, started_at=now)


def n_records() -> int:
    """How many records `rewrite` will look at from the start."""
    in_fields = sum(model._base_manager.count() for model, _ in encrypted_fields())
    return in_fields + sum(store.n_records() for store in _stores)


def rewrite(rotation: KeyRotation) -> Iterator[int]:
    """Write every value again that needs an older key; for each record, yield how many that were."""
    for model, names in encrypted_fields():
        label = model._meta.label_lower
        if label < rotation.model:
            continue
        start = rotation.last_id if label == rotation.model else ""
        for rows in _batches(model, names, after=start):
            for row in rows:
                n = _rewrite_row(model, names, row)
                rotation.n_values += n
                yield n
            rotation.model, rotation.last_id = label, str(rows[-1][0])
            rotation.save(update_fields=["model", "last_id", "n_values"])
    for store in _stores:
        for n in store.rewrite():
            rotation.n_values += n
            yield n
    rotation.save(update_fields=["n_values"])


def labels_in_use() -> set[str]:
    """The labels of all keys that some value needs."""
    found = set().union(*(store.labels() for store in _stores))
    for model, names in encrypted_fields():
        for rows in _batches(model, names):
            found.update(key_label(value.token) for row in rows for value in row[1:] if value is not None)
    return found


def finish(rotation: KeyRotation, now: datetime) -> set[str]:
    """Forget the old keys that nothing needs. Returns the labels of old keys that are still needed."""
    old = set(key_ring().labels) - {rotation.key_label}
    needed = labels_in_use() & old
    drop_keys(old - needed)
    if not needed:
        rotation.finished_at = now
        rotation.save(update_fields=["finished_at"])
    return needed


def rotate(*, now: Callable[[], datetime], watch: Watch = iter, settle: float = SETTLE_SECONDS) -> KeyRotation:
    """The whole rotation, from wherever an earlier one stopped. `watch` may show the progress."""
    rotation = begin(now())
    exhaust(watch(rewrite(rotation)))
    time.sleep(settle)
    while finish(rotation, now()):  # something was written under the old key while we walked
        rotation.model = rotation.last_id = ""
        exhaust(watch(rewrite(rotation)))
    return rotation


def exhaust(steps: Iterable[int]) -> None:
    """Go through all steps."""
    for _ in steps:
        pass


def _batches(model: type[models.Model], names: list[str], after: str = "") -> Iterator[list[tuple]]:
    rows = model._base_manager.order_by("pk").values_list("pk", *names)
    last = after
    while found := list((rows.filter(pk__gt=last) if last else rows)[:BATCH]):
        yield found
        last = found[-1][0]


def _rewrite_row(model: type[models.Model], names: list[str], row: tuple) -> int:
    newest, n = key_ring().newest, 0
    for name, value in zip(names, row[1:], strict=True):
        if value is not None and key_label(value.token) != newest:
            sealed = type(value)(reseal(value.token))
            n += model._base_manager.filter(pk=row[0], **{name: value}).update(**{name: sealed})
    return n
