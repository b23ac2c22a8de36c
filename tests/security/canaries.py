"""One row of every kind that the register says may be a person's, each personal field with a word found nowhere else.

Made from the register alone, so that a new model is in it the moment it exists. A model whose row can't be made from
its fields alone (a condition in the database asks for more) gets a line in RECIPES, or the test fails and names it.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from trellis.core.fields import EncryptedJSONField, EncryptedTextField
from trellis.core.files.storage import lay_down
from trellis.core.forgetting.owned import installed_descriptions
from trellis.core.log import chain
from trellis.core.log.models import LogEntry
from trellis.core.references import Ref, RefField
from trellis.core.register.declarations import Description, Theirs

NOW = timezone.now()
RECIPES: dict[str, dict[str, Any]] = {
    "core.Letter": {"state": "queued", "address": None},
    "core.StoredFile": {"sha256": lambda maker: lay_down(secrets.token_bytes(64)), "n_bytes": 64, "visibility": "public"},
    "directory.Booking": {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1), "state": "booked", "for_what": None},
    "directory.Correspondent": {"address": None, "address_index": None},
    "directory.NotTheSame": {"first_id": uuid.UUID(int=1), "second_id": uuid.UUID(int=2)},
    "directory.Revision": {"state": "approved", "decided_at": NOW},
    "exchange.Handover": {"begins_at": NOW, "ends_at": NOW + timedelta(hours=1)},
    "exchange.Item": {"owner": lambda maker: maker.somebody},
    "exchange.Loan": {"state": "waiting"},
    "exchange.Need": {"receipt": None},
    "exchange.PickupRound": {"van_grams": 100_000, "time_zone": "Europe/London"},
    "gatherings.Gathering": {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)},
    "gatherings.Series": {
        "organization": lambda maker: maker.organization(),
        "kind": "workshop",
        "minutes": 60,
        "time_zone": "Europe/London",
        "seen_by": "everybody",
    },
    "gatherings.HandoverNote": {"written_at": NOW, "expires_at": NOW + timedelta(hours=48)},
    "gatherings.Shift": {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)},
    "gatherings.Turn": {"state": "standby"},
    "gatherings.PatrolArea": {"organization": lambda maker: maker.organization()},
    "gatherings.SafetyEntry": {"organization": lambda maker: maker.organization()},
    "gatherings.Warmline": {"number": "0300 123 4567"},
    "people.ContactWay": {"channel": "post", "may_say": "anything", "safe_times": {}},
    "people.Worry": {"reply": "here", "receipt": None},
}
"""Fields that a condition in the database wants so. A value that can be called is given the maker."""


@dataclass
class Planted:
    """A row that is theirs through one path, and the words in it."""

    description: Description
    path: str
    theirs: Theirs
    pk: Any
    plain: dict[str, str] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.description.model._meta.label} through “{self.path}”"


@dataclass
class Maker:
    """Makes rows for one person; other people who must stand in them are somebody else."""

    person: Any
    somebody: Any

    def planted(self) -> Iterator[Planted | str]:
        """A row for each path of each model; a sentence in the place of one that could not be made."""
        said = [(each, path, theirs) for each in installed_descriptions() for path, theirs in each.people.items() if path]
        for description, path, theirs in sorted(said, key=lambda each: each[1].count("__")):
            try:
                with transaction.atomic():
                    yield self._plant(description, path, theirs)
            except (DatabaseError, ValidationError, ValueError, TypeError, AttributeError) as error:
                yield f"{description.model._meta.label} through “{path}”: {type(error).__name__}: {error}"

    def organization(self) -> models.Model:
        """Any organization, for rows that must have one."""
        return self._made(apps.get_model("directory", "Organization"))

    def _plant(self, description: Description, path: str, theirs: Theirs) -> Planted:
        planted = Planted(description, path, theirs, None)
        goes = theirs.on_erasure in ("delete", "blank")
        first, _dots, rest = path.partition("__")
        row = self._made(description.model, through=first, rest=rest, planted=planted if goes else None)
        planted.pk = row.pk
        return planted

    def _made(self, model: type[models.Model], *, through: str = "", rest: str = "", planted: Planted | None = None) -> models.Model:
        given: dict[str, Any] = {}
        recipe = RECIPES.get(model._meta.label, {})
        for each in model._meta.concrete_fields:
            if each.name == through:
                given[each.name] = self._between(each.related_model, rest) if rest else self.person
            elif each.name in recipe:
                wanted = recipe[each.name]
                given[each.name] = wanted(self) if callable(wanted) else wanted
            elif (value := self._value(each, planted)) is not models.NOT_PROVIDED:
                given[each.name] = value
        many = through if through and model._meta.get_field(through).many_to_many else ""
        row = model._base_manager.create(**given)
        if many:
            getattr(row, many).add(self.person)
        return row

    def _between(self, model: type[models.Model], path: str) -> models.Model:
        """The person's row on the way to one that is theirs through it: one that is there, or a new one."""
        first, _dots, rest = path.partition("__")
        return model._base_manager.filter(**{path: self.person}).first() or self._made(model, through=first, rest=rest)

    def _value(self, each: models.Field, planted: Planted | None) -> Any:
        personal = planted is not None and each.name in planted.description.personal
        if each.is_relation:
            return self._related(each)
        if personal and isinstance(each, EncryptedTextField | models.CharField | models.TextField | models.JSONField) and not each.choices:
            return self._word(each, planted)
        if isinstance(each, RefField):
            return None if each.null else Ref("core.person", str(self.somebody.pk))
        left_alone = each.null or each.has_default() or (each.blank and each.empty_strings_allowed)
        if left_alone or isinstance(each, models.AutoField | models.BigAutoField):
            return models.NOT_PROVIDED
        return _anything(each)

    def _related(self, each: models.Field) -> Any:
        if each.null:
            return models.NOT_PROVIDED
        if each.related_model is get_user_model():
            return self.somebody
        if each.related_model is LogEntry:
            with transaction.atomic():
                return chain.append(deed=uuid.uuid4(), at=NOW, action="people.membership.join", channel="web")
        return self._made(each.related_model)

    def _word(self, each: models.Field, planted: Planted) -> Any:
        word = canary()
        (planted.sealed if isinstance(each, EncryptedTextField) else planted.plain)[each.name] = word
        if isinstance(each, models.EmailField):
            return f"{word}@example.org"
        if isinstance(each, EncryptedJSONField | models.JSONField):
            like = each.get_default()
            return [word] if isinstance(like, list) else word if isinstance(like, str) else {"text": word}
        return word[: each.max_length or None]


def canary() -> str:
    """A word that stands nowhere by chance, short enough for the shortest text field."""
    return f"kanari{secrets.token_hex(6)}"


def _anything(each: models.Field) -> Any:
    if each.choices:
        return each.flatchoices[0][0]
    if isinstance(each, models.UUIDField):
        return uuid.uuid4()
    if isinstance(each, models.DateTimeField):
        return NOW + timedelta(days=1) if each.name.endswith(("until", "expires_at", "ends_at", "expire_date")) else NOW
    if isinstance(each, models.DateField):
        return NOW.date()
    if isinstance(each, models.TimeField):
        return NOW.time()
    if isinstance(each, models.BooleanField):
        return False
    if isinstance(each, models.DurationField):
        return timedelta(hours=1)
    if isinstance(each, models.JSONField):
        return {}
    if isinstance(each, models.IntegerField | models.FloatField | models.DecimalField):
        return 1
    return secrets.token_hex(4)[: each.max_length or None]
