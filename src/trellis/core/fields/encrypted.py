"""Model fields that are encrypted in the database and plain on the instance.

Decryption is lazy: a row brings a `Sealed` value, opened when the attribute is first read. A list of a
thousand rows that never shows the field pays nothing.
"""

import json
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.lookups import Exact, IsNull
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from .sealing import NoPlace, seal, unseal


class Sealed:
    """An encrypted value as the database holds it. Printing it shows nothing."""

    __slots__ = ("token",)

    def __init__(self, token: str):
        self.token = token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    def __repr__(self) -> str:
        return "<Sealed>"


class OpenedOnAccess(DeferredAttribute):
    """Opens a sealed value when it is read. Defining `__set__` lets it come before the instance's dict."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            super().__get__(instance, cls)
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = self.field.opened(value, instance.pk)
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedExact(Exact):
    """Equality of stored tokens: what rotation needs to change a value only if nobody else did."""

    def get_prep_lookup(self) -> Any:
        if self.rhs is not None and not isinstance(self.rhs, Sealed):
            raise _unsearchable(self.lhs.output_field)
        return super().get_prep_lookup()


def _unsearchable(field: models.Field) -> FieldError:
    return FieldError(f"{field} is encrypted and cannot be searched. Keep a blind_index beside it.")


class EncryptedTextField(models.TextField):
    """Text encrypted for its record and field.

    `bound_as="app.model.field"` keeps the first name after the model or field is renamed: the name is
    part of every stored value. The record needs an id before it is saved (a uuid default).
    """

    descriptor_class = OpenedOnAccess

    def __init__(self, *args: Any, bound_as: str = "", **kwargs: Any):
        for option in ("unique", "db_index", "primary_key", "unique_for_date"):
            if kwargs.get(option):
                raise TypeError(f"An encrypted field cannot be {option}. Keep a blind_index beside it.")
        self.bound_as = bound_as
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        if self.bound_as:
            kwargs["bound_as"] = self.bound_as
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list:
        found = super().check(**kwargs)
        if isinstance(self.model._meta.pk, models.AutoField):
            hint = "Give the model a UUIDField primary key with default=uuid.uuid4."
            message = "An encrypted field needs a record id that is known before saving."
            found.append(checks.Error(message, hint=hint, obj=self, id="trellis.E001"))
        return found

    # Where a value belongs

    def place_of(self, pk: Any) -> str:
        """The name of this field of the record with this id."""
        if pk is None:
            raise NoPlace(f"{self} cannot be encrypted: the record has no id yet.")
        bound_as = self.bound_as or f"{self.model._meta.label_lower}.{self.name}"
        return f"{bound_as}:{self.model._meta.pk.to_python(pk)}"

    def opened(self, sealed: Sealed, pk: Any) -> Any:
        """The plain value of a sealed one, as `values()` gives it, for the record with this id."""
        return self.from_text(unseal(sealed.token, self.place_of(pk)))

    def sealed(self, value: Any, pk: Any) -> Sealed:
        """A plain value encrypted for the record with this id."""
        return Sealed(seal(self.to_text(value), self.place_of(pk)))

    # What is inside

    def to_text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{self} holds text, not {type(value).__name__}.")
        return value

    def from_text(self, text: str) -> Any:
        return text

    # In and out of the database

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            self.opened(value, instance.pk)  # a copied record must not carry a value of the original
            return value
        value = getattr(instance, self.attname)
        return None if value is None else self.sealed(value, instance.pk)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:
        if value is None or isinstance(value, Sealed):
            return value.token if value else None
        raise FieldError(f"{self} is encrypted for one record. Set it on the instance and save() that.")

    def get_db_prep_save(self, value: Any, connection: Any) -> str | None:
        return self.get_db_prep_value(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        if lookup_name == "exact":
            return SealedExact
        raise _unsearchable(self)

    def get_transform(self, lookup_name: str) -> Any:
        raise _unsearchable(self)

    def value_to_string(self, obj: models.Model) -> str:
        """For dumpdata: the stored form, never the plain one."""
        sealed = self.pre_save(obj, add=False)
        return "" if sealed is None else sealed.token


class EncryptedJSONField(EncryptedTextField):
    """Any JSON value, encrypted as one text."""

    default_error_messages = {"invalid": _("This value cannot be kept as JSON.")}

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        return json.loads(text)

    def to_python(self, value: Any) -> Any:
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            self.to_text(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def formfield(self, **kwargs: Any) -> forms.Field:
        return models.Field.formfield(self, **{"form_class": forms.JSONField, **kwargs})
