"""Doing to rows what the register says: cut, empty, delete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import ProtectedError, RestrictedError

from trellis.core.fields import EncryptedJSONField, KeyMissing
from trellis.core.register.declarations import Description

from .owned import Owned

BATCH = 500


def apply(owned: list[Owned], person_id) -> Counter[str]:
    """Follow the register for all of a person's rows. Returns how many rows of each model were touched.

    Their ids were all gathered before, because cutting one path hides what lies behind it. Of two paths to one
    row the sterner wins: a row that goes is not emptied first.
    """
    going = {(each.model, pk) for each in owned if each.theirs.on_erasure == "delete" for pk in each.ids}
    counts: Counter[str] = Counter()
    for each in owned:
        left = [pk for pk in each.ids if (each.model, pk) not in going]
        if each.theirs.on_erasure == "unlink":
            counts[each.model._meta.label] += unlink(each.model, each.path, left, person_id)
        elif each.theirs.on_erasure == "blank":
            counts[each.model._meta.label] += blank(each.description, left, path=each.path)
    # The rows farthest from the person first, and the person's own row last.
    leaving = sorted(
        (each for each in owned if each.theirs.on_erasure == "delete"), key=lambda each: (not each.path, -each.path.count("__"))
    )
    counts += _delete_all(leaving)
    return +counts


def unlink(model: type[models.Model], path: str, ids: Iterable[Any], person_id) -> int:
    """Cut the path where it leaves the row."""
    ids = list(ids)
    first = model._meta.get_field(path.partition("__")[0])
    if first.many_to_many:
        for row in model._base_manager.filter(pk__in=ids):
            getattr(row, first.name).remove(person_id)
        return len(ids)
    return model._base_manager.filter(pk__in=ids).update(**{first.name: None})


def blank(description: Description, ids: Iterable[Any], *, path: str = "") -> int:
    """Empty every personal field of these rows, and cut the path. Returns how many were not empty already."""
    changed = 0
    for row in description.model._base_manager.filter(pk__in=list(ids)).iterator(chunk_size=BATCH):
        changed += blank_row(description, row, path=path)
    return changed


def blank_row(description: Description, row: models.Model, *, path: str = "", people_too: bool = False, dry_run: bool = False) -> bool:
    """Empty one row; says whether there was anything to empty. Other people it points at stay, except with `people_too`."""
    names = []
    cut = path.partition("__")[0]
    for name in dict.fromkeys([*description.personal, *([cut] if cut else [])]):
        field = row._meta.get_field(name)
        somebody_else = field.related_model is get_user_model() and name != cut and not people_too
        if field.many_to_many or somebody_else:
            continue
        can_be_emptied, value = emptied(field)
        if can_be_emptied and not _holds_just(row, field, value):
            setattr(row, field.attname, value)
            names.append(name)
    if names and not dry_run:
        row.save(update_fields=names)
    return bool(names)


def _holds_just(row: models.Model, field: models.Field, value: Any) -> bool:
    try:
        return getattr(row, field.attname) == value
    except KeyMissing:
        return False  # Nobody can read it any more, but it is there.


def emptied(field: models.Field) -> tuple[bool, Any]:
    """What a field holds when it holds nothing; False when it cannot be emptied."""
    if field.null:
        return True, None
    if field.has_default():
        return True, field.get_default()
    if field.is_relation:
        return False, None
    if isinstance(field, models.JSONField | EncryptedJSONField):
        return True, {}
    return (True, "") if field.empty_strings_allowed else (False, None)


def _delete_all(leaving: list[Owned]) -> Counter[str]:
    """Delete them all; what another row still protects is tried again once that one is gone."""
    counts: Counter[str] = Counter()
    while leaving:
        waiting, refusal = [], None
        for each in leaving:
            try:
                _n, deleted = each.rows.delete()
            except (ProtectedError, RestrictedError) as error:
                waiting.append(each)
                refusal = error
            else:
                counts.update(deleted)
        if refusal is not None and len(waiting) == len(leaving):
            raise refusal
        leaving = waiting
    return counts
