"""Making the words of a letter, in the reader's language."""

import re
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import Promise

SUBJECT_LENGTH = 200
NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class SubjectTells(TypeError):
    """A subject may hold something of a person. Subjects show on locked phones: they name nobody, no group, no condition."""


def usable_language(language: str) -> str:
    """This language if the place speaks it, else the place's own."""
    try:
        return translation.get_supported_language_variant(language or "")
    except LookupError:
        return settings.LANGUAGE_CODE


def words(*, subject: Any, template: str, context: dict[str, Any], language: str) -> tuple[str, str]:
    """Subject and body in this language. The body is plain text, so nothing is escaped in it.

    The subject must be a lazy translation as it stands in the code: filling something in makes it a
    plain string, which is refused.
    """
    if not isinstance(subject, Promise):
        raise SubjectTells(f"The subject {subject!r} must be gettext_lazy text with nothing filled in.")
    with translation.override(language):
        heading = " ".join(str(subject).split())[:SUBJECT_LENGTH]
        body = get_template(template).template.render(Context(context, autoescape=False))
    return heading, NOT_PRINTABLE.sub("", body.replace("\r\n", "\n")).strip()
