"""Who is helped by whom, what was done, and the codes that stand for people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.apps.people.models.helping import HelpingSession, PersonalCode, code_index
from trellis.core.people.models import Person
from trellis.kernels.text.codes import code_is_valid


def open_session(session_id: str, *, now: datetime) -> HelpingSession | None:
    """The session of this id while it runs and its helper still may; else None. Who was given a role meanwhile types for themselves."""
    found = (
        HelpingSession.objects.filter(pk=session_id, ended_at=None, ends_at__gt=now, helper__is_active=True, person__is_active=True)
        .select_related("helper", "person")
        .first()
    )
    return found if found is not None and found.helper.holds("organizer") and not found.person.grants.exists() else None


def session_between(helper, person) -> HelpingSession | None:
    """The session in which this helper helps this person, if one runs."""
    return HelpingSession.objects.filter(helper=helper, person=person, ended_at=None).first()


def sessions_about(person) -> QuerySet[HelpingSession]:
    """When a person was helped, newest first; for the person only."""
    return HelpingSession.objects.filter(person=person).select_related("helper").prefetch_related("deeds").order_by("-started_at")


def overdue(now: datetime) -> QuerySet[HelpingSession]:
    """Sessions whose time is over and which nobody ended."""
    return HelpingSession.objects.filter(ended_at=None, ends_at__lte=now)


def usable_code(typed: str, *, now: datetime) -> PersonalCode | None:
    """The code that was typed, if it stands for somebody and can still be used. One query, whatever was typed."""
    found = PersonalCode.objects.filter(code_index=code_index(typed), used_at=None, expires_at__gt=now, person__is_active=True)
    row = found.select_related("person").first()
    return row if row is not None and code_is_valid(typed) else None


def paper_code(person_id: UUID, *, now: datetime) -> PersonalCode | None:
    """The code on the newest sheet that was printed for a person."""
    return PersonalCode.objects.filter(person_id=person_id, use=PersonalCode.Use.PAPER, used_at=None, expires_at__gt=now).first()


def person_with_email(address: str) -> Person | None:
    """The person with exactly this address. One query, whether or not there is one; never shown to whoever asks."""
    return Person.objects.filter(email__iexact=address, is_active=True).first()
