"""The field that holds a reference: one column of text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ref import Ref

MAX_LENGTH = 120


class RefField(models.CharField):
    """A `Ref`, or None when empty. Looked up by equality: `filter(about=Ref.to(service))`."""

    default_error_messages = {"invalid": _("This does not refer to anything.")}

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("max_length", MAX_LENGTH)
        if kwargs.get("blank"):
            kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Ref | None:
        return Ref.parse(value) if value else None

    def to_python(self, value: Any) -> Ref | None:
        if value is None or isinstance(value, Ref):
            return value
        if value == "":
            return None
        try:
            return Ref.parse(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        ref = self.to_python(value)
        return None if ref is None else str(ref)

    def run_validators(self, value: Ref | None) -> None:
        super().run_validators("" if value is None else str(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
