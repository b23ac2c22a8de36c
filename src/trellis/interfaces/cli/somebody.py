"""Whom a command is about: by e-mail address or by id."""

from uuid import UUID

from trellis.core.fields import blind_index
from trellis.core.letters.models import Letter
from trellis.core.people.models import Person


def person_named(text: str) -> Person | None:
    """The person with this e-mail address or id, or None."""
    text = text.strip()
    try:
        return Person.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return Person.objects.filter(email__iexact=text).first() if text else None


def address_is_known(text: str) -> bool:
    """Whether letters went to this address of somebody without an account."""
    return "@" in text and Letter.objects.filter(recipient=None, reader_key=blind_index(text.strip().casefold(), "letter")).exists()
