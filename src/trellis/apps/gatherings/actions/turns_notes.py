"""Handover notes, and what a group has seen of somebody."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import CapabilityReminder, Gathering, HandoverNote, Series
from trellis.apps.gatherings.models.turns_more import NOTE_LASTS
from trellis.apps.gatherings.queries.turns_notes import runs_out_soon
from trellis.apps.gatherings.rules import may_hand_over, may_organize_series, may_settle_note
from trellis.apps.people.actions import note_capability
from trellis.apps.people.models import Capability, Membership
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job

MOST_NOTES = 30


@action("gatherings.handover_note.write", subject=Gathering, label=_("Leave it"), allow=may_hand_over, event=events.HandoverWritten)
def write_note(
    gathering: Gathering, *, words: str, role: str = "", due_at: datetime | None = None, language: str = "en", now: datetime
) -> Done:
    """Leave a task for the next shift. It is gone 48 hours later, whatever happens."""
    if HandoverNote.objects.filter(gathering=gathering, expires_at__gt=now).count() >= MOST_NOTES:
        raise WrongState(_("There are thirty notes already. Take out what is done."))
    if now < gathering.starts_at - NOTE_LASTS or now > gathering.ends_at + NOTE_LASTS:
        raise WrongState(_("Notes are left around the time of the shift."))
    note = HandoverNote.objects.create(
        gathering=gathering, words=words, role=role, due_at=due_at, language=language, person=current_person(), written_at=now,
        expires_at=now + NOTE_LASTS,
    )  # fmt: skip
    return Done(str(note.pk), subject=note)


@action("gatherings.handover_note.settle", subject=HandoverNote, label=_("Done"), allow=may_settle_note, event=events.HandoverDone)
def settle_note(note: HandoverNote, *, now: datetime) -> None:
    """It is done, or taken back: the words are gone at once."""
    note.delete()


def delete_expired_notes(*, now: datetime) -> int:
    """Really deleted, each hour, and by the nightly purge as well."""
    return HandoverNote.objects.filter(expires_at__lte=now).delete()[0]


@every("hour")
@job()
def delete_expired_notes_now() -> int:
    """Each hour."""
    return delete_expired_notes(now=timezone.now())


@action("gatherings.capability.see", subject=Series, label=_("Note it"), allow=may_organize_series, event=events.CapabilitySeen)
def see_capability(series: Series, *, membership: Membership, kind: str, until_on: date | None = None, now: datetime) -> Done:
    """Note that somebody of the group was checked, trained or shown: yes, and until when. The paper itself stays with them."""
    if membership.group != series.group:
        raise WrongState(_("Only members of the group can be asked."))
    if membership.person_id == getattr(current_person(), "pk", None):
        raise WrongState(_("Somebody else who organizes has to note this for you."))
    seen_on = now.astimezone(series.zone).date()
    if until_on is not None and until_on < seen_on:
        raise WrongState(_("That day is over already."))
    seen = note_capability(person=membership.person, group=series.group, kind=kind, seen_on=seen_on, until_on=until_on, now=now)
    return Done(seen, subject=seen)


@action("gatherings.capability.remind", label=_("Remind"), allow=only_by_trellis, event=events.CapabilityRunsOut)
def remind_of_capability(*, capability: Capability, now: datetime) -> Done:
    """A month ahead, once for each date."""
    CapabilityReminder.objects.update_or_create(capability=capability, defaults={"for_on": capability.until_on, "told_at": now})
    return Done(None, subject=capability)


def remind_of_capabilities(*, now: datetime) -> int:
    """All that run out within a month and of which the person has not heard."""
    due = list(runs_out_soon(now.date())[:500])
    with as_program("job"):
        for each in due:
            remind_of_capability(capability=each, now=now)
    return len(due)


@every("day at 07:20")
@job()
def remind_of_capabilities_now() -> int:
    """In the morning."""
    return remind_of_capabilities(now=timezone.now())
