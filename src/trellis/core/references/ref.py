"""The value, the kinds, and turning many references into rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

SEPARATOR = "/"

_kinds: dict[str, type[models.Model]] = {}


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Points at a row of any kind. Written as `kind/id`."""

    kind: str
    id: str

    def __post_init__(self) -> None:
        if not self.kind or not self.id or SEPARATOR in self.kind:
            raise ValueError(f"{self.kind!r} and {self.id!r} are no reference")

    def __str__(self) -> str:
        return f"{self.kind}{SEPARATOR}{self.id}"

    @classmethod
    def to(cls, row: models.Model) -> Ref:
        """The reference to this row, which need not be saved yet if its id is known."""
        if row.pk is None:
            raise ValueError(f"a {row._meta.model_name} without an id cannot be referred to")
        return cls(_kind_of(row.__class__), str(row.pk))  # not type(): the person of a request is a lazy object

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that was written as this text; ValueError when it is none."""
        kind, _, id = text.partition(SEPARATOR)
        return cls(kind, id)


def register_kind(kind: str, model: type[models.Model]) -> None:
    """Keep a kind's name for a model that was renamed, so that stored references still find it.

    Every other model's kind is its label, such as `directory.service`.
    """
    if _kinds.get(kind, model) is not model:
        raise TypeError(f"two models are the kind {kind}")
    _kinds[kind] = model


def model_of(kind: str) -> type[models.Model] | None:
    """The model of this kind, or None when no installed app has it."""
    if kind in _kinds:
        return _kinds[kind]
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def resolve(refs: Iterable[Ref | None]) -> dict[Ref, models.Model]:
    """The rows that these references point at, with one query for each kind."""
    ids: dict[str, set[str]] = {}
    for ref in refs:
        if ref is not None:
            ids.setdefault(ref.kind, set()).add(ref.id)
    found = {}
    for kind, wanted in ids.items():
        model = model_of(kind)
        if model is None:
            continue
        possible = [pk for pk in (_pk_or_none(model, id) for id in wanted) if pk is not None]
        for row in model._default_manager.filter(pk__in=possible):
            found[Ref(kind, str(row.pk))] = row
    return found


def _kind_of(model: type[models.Model]) -> str:
    concrete = model._meta.concrete_model
    return next((kind for kind, known in _kinds.items() if known is concrete), concrete._meta.label_lower)


def _pk_or_none(model: type[models.Model], text: str) -> object:
    try:
        return model._meta.pk.to_python(text)
    except ValidationError:
        return None
