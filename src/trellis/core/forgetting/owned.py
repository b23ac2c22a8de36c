"""Which rows are a person's, by the register alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from trellis.core.register.declarations import Description, Theirs, all_descriptions
from trellis.core.register.third_party import describe_third_party


@dataclass(frozen=True)
class Owned:
    """Rows of one model that one path joins to the person, and what was said of that path."""

    description: Description
    path: str
    theirs: Theirs
    ids: tuple[Any, ...]

    @property
    def model(self) -> type[models.Model]:
        return self.description.model

    @property
    def rows(self) -> models.QuerySet:
        return self.model._base_manager.filter(pk__in=self.ids)


def installed_descriptions() -> list[Description]:
    """What each installed model said, third-party ones too."""
    describe_third_party()
    installed = set(apps.get_models())
    return [each for each in all_descriptions() if each.model in installed]


def owned_by(person_id) -> Iterator[Owned]:
    """The person's rows, path by path, where there are any."""
    for description in installed_descriptions():
        for path, theirs in description.people.items():
            found = description.model._base_manager.filter(**{path or "pk": person_id})
            ids = tuple(found.order_by("pk").values_list("pk", flat=True).distinct())
            if ids:
                yield Owned(description, path, theirs, ids)
