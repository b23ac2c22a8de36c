"""What the register still lacks: fields nobody described, secrets in plain text, references where none belong."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from trellis.core.fields import EncryptedTextField
from trellis.core.references import RefField

from .declarations import described
from .third_party import DESCRIPTIONS, describe_third_party

MUST_BE_NAMED = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.FilePathField,
    models.BinaryField,
    models.GenericIPAddressField,
)
"""Fields that can hold anything. Numbers, dates, booleans, uuids and keys to other tables are plain by themselves."""

REF_HOLDERS = {
    "core.Grant": "a role is held for a row of any kind",
    "core.LogEntry": "a fact is about a row of any kind",
    "core.Letter": "a letter is about a row of any kind",
    "core.StoredFile": "a file belongs to a row of any kind",
}
"""The models that may point at anything. All others use foreign keys, which the database checks."""


def shortcomings() -> list[str]:
    """Everything that is wrong, one sentence each; empty when the register is complete."""
    describe_third_party()
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            found += _of_fields(model)
            found += _of_references(model)
    return sorted(found)


def _of_fields(model: type[models.Model]) -> list[str]:
    description = described(model)
    personal = description.personal if description else {}
    plain = description.plain if description else frozenset()
    found = []
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        name = f"{model._meta.label}.{field.name}"
        points_at_person = field.related_model is get_user_model()
        if field.name in personal and field.name in plain:
            found.append(f"{name} is said to be both personal and plain")
        elif points_at_person and field.name not in personal:
            found.append(f"{name} points at a person and is not described as personal")
        elif isinstance(field, MUST_BE_NAMED) and field.name not in personal and field.name not in plain:
            found.append(f"{name} is not described")
        elif field.name in personal and personal[field.name].needs_encryption and not _is_safe(field, personal[field.name]):
            found.append(f"{name} is {personal[field.name].kind} and must be an encrypted field")
    return found


def _is_safe(field: models.Field, personal) -> bool:
    third_party = field.model._meta.label in DESCRIPTIONS
    return isinstance(field, EncryptedTextField) or (third_party and bool(personal.protected_by))


def _of_references(model: type[models.Model]) -> list[str]:
    names = {field.name for field in model._meta.local_fields}
    refers = any(isinstance(field, RefField) for field in model._meta.local_fields)
    refers |= any(name.endswith("_kind") and f"{name.removesuffix('_kind')}_id" in names for name in names)
    if refers and model._meta.label not in REF_HOLDERS:
        return [f"{model._meta.label} may not point at anything: use a foreign key, or say in REF_HOLDERS why not"]
    return []
