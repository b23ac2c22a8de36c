"""The safeguarding queue: what guardians do about a worry, by the clock, and closed by two of them.

A case goes open, taken, closing, closed. It exists for guardians only, and not for one whom it is about.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

KEPT_DAYS = 365
"""A closed case stays a year: long enough to see that a worry comes back, not longer."""


class Urgency(models.TextChoices):
    """How soon somebody must look."""

    NOW = "now", _("Now")
    TODAY = "today", _("Today")
    WEEK = "week", _("This week")


class CaseState(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("Nobody has looked yet")
    TAKEN = "taken", _("Somebody sees to it")
    CLOSING = "closing", _("Waits for a second guardian to close it")
    CLOSED = "closed", _("Closed")


class Cases(models.QuerySet):
    """Cases, as one guardian may see them."""

    def visible_to(self, person) -> "Cases":
        """All but those that the guardian has to stay out of; none for anybody else."""
        if person is None or not person.holds("guardian"):
            return self.none()
        return self.exclude(conflicts__person=person)

    def running(self) -> "Cases":
        return self.exclude(state=CaseState.CLOSED)


class Case(models.Model):
    """What is done about one worry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    urgency = models.CharField(max_length=10, choices=Urgency)
    opened_at = models.DateTimeField()
    look_by = models.DateTimeField()
    close_by = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    closing_reason = EncryptedTextField(default="")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    n_reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    objects = Cases.as_manager()

    class Meta:
        app_label = "people"
        constraints = [
            models.CheckConstraint(
                name="case_closed_by_two",
                condition=models.Q(closed_by=None) | models.Q(proposed_by=None) | ~models.Q(closed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="case_closed_has_its_time",
                condition=models.Q(state="closed", closed_at__isnull=False, proposed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["state", "look_by"], name="case_queue")]

    def __str__(self) -> str:
        return f"{self.state} {self.urgency}"

    @property
    def due_at(self):
        """When the next step must be done: the first look, then the closing. None when closed."""
        if self.state == CaseState.CLOSED:
            return None
        return self.look_by if self.state == CaseState.OPEN else self.close_by

    def is_overdue(self, now) -> bool:
        return self.due_at is not None and self.due_at <= now

    def is_visible_to(self, person) -> bool:
        """Guardians, except those who have to stay out of it."""
        if person is None or not person.holds("guardian"):
            return False
        return not self.conflicts.filter(person=person).exists()


class Conflict(models.Model):
    """A person for whom this case does not exist: it is about them, they wrote what it is about, or they stood aside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        app_label = "people"
        constraints = [models.UniqueConstraint("case", "person", name="conflict_once")]

    def __str__(self) -> str:
        return str(self.pk)


class CaseNote(models.Model):
    """One entry in a case: for guardians only, to the person who was worried, or from that person."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note for guardians")
        ANSWER = "answer", _("To the person who wrote")
        WORDS = "words", _("From the person who wrote")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    text = EncryptedTextField()
    language = models.CharField(max_length=16, default=written_in)
    signposts = models.JSONField(default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["case", "written_at"], name="case_note_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Confidence(models.Model):
    """The decision to tell somebody outside what was told in confidence: whom, why, by one guardian and a second."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second guardian")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Not agreed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="confidences")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    told_whom = EncryptedTextField()
    reason = EncryptedTextField()
    life_in_danger = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = EncryptedTextField(default="")

    class Meta:
        app_label = "people"
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="confidence_decided_by_a_second",
                condition=models.Q(decided_by=None) | models.Q(asked_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    def is_visible_to(self, person) -> bool:
        return self.case.is_visible_to(person)


_CASE = {
    "basis": "vital interests, and the public interest in keeping people safe",
    "retention": f"{KEPT_DAYS} days after the case is closed",
    "readers": "guardians who have nothing to do with what the case is about",
}
_GUARDIAN = Personal(purpose="Know which guardian did what, so that two of them answer for it", kind="personal", **_CASE)
_TOLD = Personal(purpose="Keep somebody safe, and be able to say later what was done and why", kind="special", **_CASE)
_UNLINK = Theirs(on_erasure="unlink", takeout=False)

describe(
    Case,
    personal={"taken_by": _GUARDIAN, "proposed_by": _GUARDIAN, "closed_by": _GUARDIAN, "closing_reason": _TOLD},
    plain=["state", "urgency"],
    people={"taken_by": _UNLINK, "proposed_by": _UNLINK, "closed_by": _UNLINK},
    keep=(Keep(days=KEPT_DAYS, since="closed_at", only={"state": "closed"}),),
)
describe(
    Conflict,
    personal={"person": Personal(purpose="Keep somebody out of a case that concerns them", kind="personal", **_CASE)},
    plain=[],
    people={"person": Theirs(on_erasure="delete", takeout=False)},
)
describe(
    CaseNote,
    personal={
        "text": _TOLD,
        "author": _GUARDIAN,
    },
    plain=["kind", "signposts", "language"],
    people={"author": _UNLINK},
    stays="it goes with its case",
)
describe(
    Confidence,
    personal={"told_whom": _TOLD, "reason": _TOLD, "decision_reason": _TOLD, "asked_by": _GUARDIAN, "decided_by": _GUARDIAN},
    plain=["state"],
    people={"asked_by": _UNLINK, "decided_by": _UNLINK},
    stays="it goes with its case",
)
