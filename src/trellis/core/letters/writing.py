"""Making the words of a letter, in the reader's language."""

import re
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

SUBJECT_LENGTH = 200
SHORTEST_TELLING = 3
NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class SubjectTells(ValueError):
    """A subject holds something of the letter's context. Subjects show on locked phones and name nothing."""


def usable_language(language: str) -> str:
    """This language if the place speaks it, else the place's own."""
    try:
        return translation.get_supported_language_variant(language or "")
    except LookupError:
        return settings.LANGUAGE_CODE


def words(*, subject: Any, template: str, context: dict[str, Any], language: str) -> tuple[str, str]:
    """Subject and body in this language. The body is plain text, so nothing is escaped in it."""
    with translation.override(language):
        heading = " ".join(str(subject).split())[:SUBJECT_LENGTH]
        _refuse_if_it_tells(heading, context)
        body = get_template(template).template.render(Context(context, autoescape=False))
    return heading, NOT_PRINTABLE.sub("", body.replace("\r\n", "\n")).strip()


def _refuse_if_it_tells(subject: str, context: dict[str, Any]) -> None:
    for name, value in context.items():
        text = str(value).strip()
        if len(text) >= SHORTEST_TELLING and text.casefold() in subject.casefold():
            raise SubjectTells(f"The subject of a letter holds its {name}. Subjects name nobody, no group and no condition.")
