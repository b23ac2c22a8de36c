"""What the register still lacks: fields nobody described, secrets in plain text, references where none belong."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from trellis.core.fields import EncryptedTextField
from trellis.core.references import RefField

from .declarations import Description, described
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
    "commitments.Commitment": "what was promised is told by a row of an app above",
    "directory.Booking": "a space is booked for a row of an app above, such as a gathering",
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
            found += _of_people(model)
            found += _of_retention(model)
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


def _of_people(model: type[models.Model]) -> list[str]:
    """Each way from the model to a person says what erasing that person does, and can do it."""
    description = described(model) or Description(model)
    name_of = model._meta.label
    found = [
        f"{name_of}.{field.name} points at a person, and `people` does not say what erasing them does to the row"
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model is get_user_model() and field.name not in description.people and not model._meta.auto_created
    ]
    for path, theirs in description.people.items():
        wrong = _wrong_with_path(model, path, theirs.on_erasure)
        if wrong:
            found.append(f'{name_of} says "{path}" in `people`, {wrong}')
    return found


def _wrong_with_path(model: type[models.Model], path: str, on_erasure: str) -> str:
    if not path:
        return "" if model is get_user_model() else "which only a person's own row may"
    target, first = model, None
    for step in path.split("__"):
        try:
            field = target._meta.get_field(step)
        except FieldDoesNotExist:
            return f"but has no {step}"
        first = first or field
        target = field.related_model
    if target is not get_user_model():
        return "which does not end at a person"
    can_be_cut = first.many_to_many or getattr(first, "null", False)
    return "" if on_erasure == "delete" or can_be_cut else f"but {first.name} cannot be emptied"


def _of_retention(model: type[models.Model]) -> list[str]:
    """Where rows with something of a person outlive that person, something says how long they stay, or why they may."""
    description = described(model)
    if description is None or not set(description.personal) - set(description.people):
        return []
    goes_with_them = any(theirs.on_erasure != "unlink" for theirs in description.people.values())
    if goes_with_them or description.keep or description.stays:
        return []
    return [f"{model._meta.label} holds something of people that erasing them leaves: say `keep`, or in `stays` why not"]


def _of_references(model: type[models.Model]) -> list[str]:
    names = {field.name for field in model._meta.local_fields}
    refers = any(isinstance(field, RefField) for field in model._meta.local_fields)
    refers |= any(name.endswith("_kind") and f"{name.removesuffix('_kind')}_id" in names for name in names)
    if refers and model._meta.label not in REF_HOLDERS:
        return [f"{model._meta.label} may not point at anything: use a foreign key, or say in REF_HOLDERS why not"]
    return []
