"""A person's inbox."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from .channels import PAGE
from .models import Letter


def letters_for(person) -> QuerySet[Letter]:
    """The letters in a person's inbox, newest first. Nobody else's."""
    return Letter.objects.filter(recipient=person, channel=PAGE).order_by("-queued_at", "-fact_id")


def n_unread(person) -> int:
    return letters_for(person).filter(state=Letter.State.SENT).count()


def mark_read(person, letter_id: UUID, *, now: datetime) -> bool:
    """Note that the person has read a letter of theirs. Says whether it was unread. Not a fact for the log."""
    unread = letters_for(person).order_by().filter(pk=letter_id, state=Letter.State.SENT)
    return bool(unread.update(state=Letter.State.READ, read_at=now))
