"""The shape of translations, checked where they come in."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from .localized import MACHINE

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


@deconstructible
class translations_validator:  # noqa: N801 (used like a function)
    """Accepts {language: {field: text}} for these fields, and "machine": true or false beside the texts."""

    def __init__(self, *fields: str):
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, translations_validator) and other.fields == self.fields

    def __hash__(self) -> int:
        return hash(self.fields)

    def __call__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise ValidationError(_("Translations must be given for each language."), code="shape")
        for language, texts in value.items():
            if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
                raise ValidationError(_("“%(language)s” is not a language code."), code="language", params={"language": language})
            if not isinstance(texts, dict):
                raise ValidationError(_("The translation into “%(language)s” has no fields."), code="shape", params={"language": language})
            for name, text in texts.items():
                self._check(language, name, text)

    def _check(self, language: str, name: Any, text: Any) -> None:
        if name == MACHINE and isinstance(text, bool):
            return
        if name not in self.fields:
            params = {"name": name, "language": language}
            raise ValidationError(_("“%(name)s” in “%(language)s” is not a field that can be translated."), code="field", params=params)
        if not isinstance(text, str):
            params = {"name": name, "language": language}
            raise ValidationError(_("“%(name)s” in “%(language)s” must be text."), code="text", params=params)
