"""Typing for somebody else: codes by which they are found, the beginning, the end, and their own way in afterwards."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.actions.consent import give_consent
from trellis.apps.people.models import Consent, HelpedDeed, HelpingSession, PersonalCode
from trellis.apps.people.models.helping import CODE_TIME, PAPER_CODE_TIME, SESSION_TIME, code_index
from trellis.apps.people.models.purposes import BEING_HELPED
from trellis.apps.people.queries import helping
from trellis.core.access import anyone, holder_of, only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.people.models import Person
from trellis.core.references import Ref
from trellis.kernels.text.codes import ALPHABET, human_code

LENGTHS = {PersonalCode.Use.SHOWN: 7, PersonalCode.Use.SENT: 7, PersonalCode.Use.PAPER: 11}
LASTS = {PersonalCode.Use.SHOWN: CODE_TIME, PersonalCode.Use.SENT: CODE_TIME, PersonalCode.Use.PAPER: PAPER_CODE_TIME}


def make_code(person: Person | None, use: str, *, asked_by: Person | None = None, now: datetime) -> PersonalCode:
    """A new code; an older one of the same person for the same use no longer works."""
    PersonalCode.objects.filter(person=person, use=use, used_at=None, person__isnull=False).update(used_at=now)
    code = human_code(secrets.randbelow(len(ALPHABET) ** LENGTHS[use]), length=LENGTHS[use])
    row = PersonalCode(
        person=person, asked_by=asked_by, use=use, code=code, code_index=code_index(code), made_at=now, expires_at=now + LASTS[use]
    )
    row.save(force_insert=True)
    return row


@action("people.code.show", subject=Person, label=_("Show me a code"), allow=rules.is_themselves, event=events.CodeShown)
def show_code(person: Person, *, now: datetime) -> Done:
    """A code that the person shows to whoever helps them; it works for a quarter of an hour, once."""
    return Done(make_code(person, PersonalCode.Use.SHOWN, now=now))


@action("people.code.ask_for", label=_("Send a code to them"), allow=holder_of("organizer"), event=events.CodeAskedFor)
def ask_for_code(*, email: str, now: datetime) -> None:
    """Send a code to whoever has this address. The same is done, and the same takes as long, when nobody has."""
    code = make_code(helping.person_with_email(email), PersonalCode.Use.SENT, asked_by=current_person(), now=now)
    send_code.enqueue(str(code.pk))


@job()
def send_code(code_id: str) -> None:
    """Tell the person their code, if it stands for anybody."""
    code = PersonalCode.objects.filter(pk=code_id, used_at=None, person__isnull=False).first()
    if code is not None:
        with as_program():
            tell_code(code, now=timezone.now())


@action("people.code.send", subject=PersonalCode, label=_("Send"), allow=only_by_trellis, event=events.CodeSent)
def tell_code(code: PersonalCode, *, now: datetime) -> None:
    """The letter with the code goes out (messages.py)."""


@action("people.helping.begin", label=_("Begin"), allow=holder_of("organizer"), event=events.HelpingBegan)
def begin_helping(*, reason: str, channel: str, note: str = "", name: str = "", code: PersonalCode | None = None, now: datetime) -> Done:
    """Type for somebody from now on: a new person, or the one a code stands for. They have said yes to the words read to them.

    People with a role here are not helped in this way: whoever typed for them could use it.
    """
    helper = current_person()
    person = Person.objects.create_user(display_name=name, language=helper.language) if code is None else code.person
    if person.pk == helper.pk or person.grants.exists():
        raise WrongState(_("This person can’t be helped here. They sign in themselves."))
    if code is not None and code.use != PersonalCode.Use.PAPER:
        PersonalCode.objects.filter(pk=code.pk).update(used_at=now)
    _end_others(helper, now=now)
    ends_at = now + SESSION_TIME
    consent = give_consent(
        person,
        purpose=BEING_HELPED.code,
        recipient=Ref.to(helper),
        recipient_name=str(helper),
        channel=channel,
        helper=helper,
        expires_at=ends_at,
        now=now,
    )
    session = HelpingSession(
        helper=helper,
        person=person,
        is_new_person=code is None,
        reason=reason,
        note=note,
        channel=channel,
        consent=consent,
        started_at=now,
        ends_at=ends_at,
    )
    session.save(force_insert=True)
    return Done(session, {"helped_person": str(person.pk), "reason": reason, "how": channel}, session)


def _end_others(helper: Person, *, now: datetime) -> None:
    for earlier in HelpingSession.objects.filter(helper=helper, ended_at=None):
        finish_helping(earlier, now=now)


@action("people.helping.finish", subject=HelpingSession, label=_("Finish and clear"), allow=rules.is_its_helper, event=events.HelpingEnded)
def finish_helping(session: HelpingSession, *, now: datetime) -> Done:
    """Nobody types for the person any more; a letter with a copy goes to them. Ending twice changes nothing.

    Somebody without an e-mail address gets a code on their sheet, by which they can sign in later, or be found at the next table.
    """
    if session.ended_at is None:
        session.ended_at = now
        session.save(update_fields=["ended_at"])
        Consent.objects.filter(pk=session.consent_id, expires_at__gt=now).update(expires_at=now)
        if not session.person.email:
            make_code(session.person, PersonalCode.Use.PAPER, asked_by=session.helper, now=now)
    return Done(session, {"helped_person": str(session.person_id)})


def note_deed(session: HelpingSession, name: str, row, *, now: datetime) -> None:
    """Keep that something was done in this session, for the copy."""
    HelpedDeed(session=session, action=name, about=str(row.pk) if row is not None and row.pk else "", done_at=now).save()


@every("minute")
@job()
def end_overdue_helping() -> None:
    """End what nobody ended within its half hour, so that the person gets their copy."""
    now = timezone.now()
    with as_program():
        for session in helping.overdue(now):
            finish_helping(session, now=now)


@action("people.account.claim", subject=PersonalCode, label=_("This is mine"), allow=anyone, event=events.AccountClaimed)
def claim_account(code: PersonalCode, *, now: datetime) -> Done:
    """Whoever holds the sheet is the person on it: the code works once, and only until the person has an address or a role of their own.

    The helper who printed it has seen it too, which must not open what a role opens.
    """
    person = code.person
    works = code.use == PersonalCode.Use.PAPER and not code.used_at and code.expires_at > now and person is not None
    if not works or person.email or person.grants.exists():
        raise WrongState(_("This code does not work, or does not work any more. Ask an organizer for a new sheet."))
    code.used_at = now
    code.save(update_fields=["used_at"])
    return Done(person, {"claiming_person": str(person.pk)})
