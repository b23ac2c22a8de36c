"""What belongs to turns: a companion in the first ones, that somebody was not there, and the notes from one shift to the next."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.gatherings.models.series import Series
from trellis.apps.gatherings.models.turns import Turn
from trellis.apps.people.models import Capability
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

ABSENCE_DAYS = 183
NOTE_LASTS = timedelta(hours=48)


class GuideState(models.TextChoices):
    """What somebody answered who was asked to show a newcomer the way."""

    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Not this time")


class Guide(models.Model):
    """Somebody on the same gathering shows a newcomer the way in their first turns. They were asked and said yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="guides")
    """The newcomer's."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guiding")
    state = models.CharField(max_length=10, choices=GuideState, default=GuideState.ASKED)
    asked_at = models.DateTimeField()
    over_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint("turn", "person", name="guide_asked_once"),
            models.UniqueConstraint("turn", name="guide_one_at_a_time", condition=Q(state__in=["asked", "agreed"])),
            models.CheckConstraint(name="guide_state_known", condition=Q(state__in=GuideState.values)),
        ]
        indexes = [models.Index(fields=["person", "state"], name="guide_of_person")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever was asked; the newcomer once there was a yes."""
        if person is None:
            return False
        return person.pk == self.person_id or (self.state == GuideState.AGREED and person.pk == self.turn.person_id)


class Absence(models.Model):
    """Somebody who had a turn was not there. Only where the group turned it on for that role; gone after six months."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="absences")
    role = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()
    excused = models.BooleanField(default=False)
    """Set by the person or by whoever organizes, without a reason."""
    noted_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["-on", "id"]
        constraints = [models.UniqueConstraint("series", "role", "person", "on", name="absence_once")]

    def __str__(self) -> str:
        return str(self.on)

    def is_visible_to(self, person) -> bool:
        """The person, and whoever organizes."""
        from trellis.apps.gatherings.rules import may_organize_series

        return person is not None and (person.pk == self.person_id or bool(may_organize_series(person, self.series)))


class HandoverNote(models.Model):
    """What is still to be done, from one shift to the next. Says nothing of anybody, and is gone after two days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="handover_notes")
    role = models.CharField(max_length=80, blank=True)
    """For whom on the next shift; "" for all."""
    words = EncryptedTextField()
    language = models.CharField(max_length=35, default=written_in)
    due_at = models.DateTimeField(null=True, blank=True)
    """When it is to be done: "expect a call-back at 21:00"."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["due_at", "written_at", "id"]
        constraints = [models.CheckConstraint(name="handover_note_expires", condition=Q(expires_at__gt=models.F("written_at")))]
        indexes = [models.Index(fields=["expires_at"], name="handover_note_expiry")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Those on this shift or on the next one."""
        from trellis.apps.gatherings.queries.turns_notes import is_on_or_next

        return is_on_or_next(person, self.gathering)


class CapabilityReminder(models.Model):
    """That somebody was told that what a group has seen of them runs out."""

    capability = models.OneToOneField(Capability, models.CASCADE, primary_key=True, related_name="reminder")
    for_on = models.DateField()
    """The day on which it runs out; with a later day there is a reminder again."""
    told_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"

    def __str__(self) -> str:
        return str(self.for_on)


_ABSENT = {
    "basis": "legitimate interest in a rota that holds, where the group turned it on and said so",
    "retention": "six months",
    "readers": "the person, and whoever organizes",
}
_GUIDED = {
    "basis": "explicit consent, given by saying yes",
    "retention": "two weeks after the shift",
    "readers": "the two, and whoever organizes",
}
_NOTED = {"basis": "legitimate interest in a safe handover", "retention": "48 hours", "readers": "those on this shift and the next"}
describe(
    Guide,
    personal={"person": Personal(purpose="Show a newcomer the way", kind="personal", **_GUIDED)},
    plain=["state"],
    people={"person": Theirs(on_erasure="delete"), "turn__person": Theirs(on_erasure="delete", takeout=False)},
    keep=(Keep(days=14, since="over_at"),),
)
describe(
    Absence,
    personal={"person": Personal(purpose="See whether a role is too much for somebody", kind="personal", **_ABSENT)},
    plain=["role"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=ABSENCE_DAYS, since="on"),),
)
describe(
    HandoverNote,
    personal={
        "words": Personal(purpose="Say what is still to be done", kind="special", **_NOTED),
        "person": Personal(purpose="Let whoever wrote it take it back", kind="personal", **_NOTED),
    },
    plain=["role", "language"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=0, since="expires_at"),),
)
describe(CapabilityReminder, personal={}, plain=[])
