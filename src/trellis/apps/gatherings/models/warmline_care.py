"""What a line does when it is hard: the steps the group wrote for a crisis, a talk afterwards, supervision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.warmline import CONTACTS_KEPT_DAYS, OfALine
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in


class Told(models.TextChoices):
    """Who is told at a step: a role, never a name."""

    NOBODY = "nobody", _("Nobody")
    COORDINATOR = "coordinator", _("The coordinator of the line")
    STAND_BY = "stand_by", _("Somebody standing by")
    CRISIS_TEAM = "crisis_team", _("The crisis team")
    EMERGENCY = "emergency", _("The emergency services")
    SAFEGUARDING = "safeguarding", _("The safeguarding lead")
    OTHER = "other", _("Somebody else")


class StepConsent(models.TextChoices):
    """Whether the caller agreed that somebody is told."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("There was no way to ask")


class EscalationStep(OfALine):
    """One step of the group's own way through a crisis, in its own words, with a number to ring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    language = models.CharField(max_length=35, default=written_in)
    number = EncryptedTextField(default="", blank=True)
    told = models.CharField(max_length=14, choices=Told, default=Told.NOBODY)
    asks_consent = models.BooleanField(default=False)
    shown_to_callers = models.BooleanField(default=False)
    """Whether the public page shows it when nobody is on."""
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("line", "position", name="step_position_once", condition=Q(retired_at=None)),
            models.CheckConstraint(name="step_told_known", condition=Q(told__in=Told.values)),
        ]

    def __str__(self) -> str:
        return str(self.position)


class StepTaken(OfALine):
    """A step was taken: which, when, which role was told, consent, when it is looked at again.

    Not about whom, by whom, or what was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    walk = models.UUIDField()
    """The steps of one crisis have the same."""
    step = models.ForeignKey(EscalationStep, models.SET_NULL, null=True, related_name="taken")
    position = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=14, choices=Told, default=Told.NOBODY)
    consent = models.CharField(max_length=10, choices=StepConsent, blank=True)
    at = models.DateTimeField()
    review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["at", "position"]
        constraints = [models.UniqueConstraint("walk", "position", name="step_taken_once")]
        indexes = [models.Index(fields=["line", "-at"], name="steps_of_line")]

    def __str__(self) -> str:
        return str(self.position)


class DebriefState(models.TextChoices):
    """How far a talk afterwards is."""

    ASKED = "asked", _("Asked for")
    OFFERED = "offered", _("A time is offered")
    AGREED = "agreed", _("Agreed")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("No longer wanted")


class Debrief(OfALine):
    """Somebody of the line would like to talk after a contact. Which contact it was is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    listener = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=DebriefState, default=DebriefState.ASKED)
    meet_at = models.DateTimeField(null=True, blank=True)
    words = EncryptedTextField(default="", blank=True)
    language = models.CharField(max_length=35, default=written_in)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint("line", "person", name="debrief_once", condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="debrief_closed_whole",
                condition=Q(state__in=["done", "withdrawn"], closed_at__isnull=False)
                | Q(state__in=["asked", "offered", "agreed"], closed_at=None),
            ),
            models.CheckConstraint(name="debrief_with_somebody_else", condition=Q(listener=None) | ~Q(listener=models.F("person"))),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever asked; and those of the line who agreed to listen, while nobody has taken it, or who took it."""
        if person is None:
            return False
        if person.pk in (self.person_id, self.listener_id):
            return True
        from trellis.apps.gatherings.queries.warmline_care import listens

        return self.state == DebriefState.ASKED and listens(person, self.line, to=self.person_id)


class SupervisionTopic(models.TextChoices):
    """What supervision was about: from this list, nothing about anybody else."""

    HARD_CONTACTS = "hard_contacts", _("Hard contacts")
    LIMITS = "limits", _("Limits and ending calls")
    STEPS = "steps", _("The steps for a crisis")
    OWN_HEALTH = "own_health", _("How you are")
    TURNS = "turns", _("How many turns you take")
    SKILLS = "skills", _("Skills and training")


class SupervisionAgreed(models.TextChoices):
    """What was agreed at the end of supervision."""

    GO_ON = "go_on", _("Go on as now")
    FEWER = "fewer", _("Fewer turns for a while")
    PAUSE = "pause", _("A pause")
    TRAINING = "training", _("Training")
    SOON = "soon", _("Talk again soon")


class Supervision(OfALine):
    """Supervision took place: the day, how long, topics from a list, what was agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    topics = models.JSONField(default=list)
    agreed = models.CharField(max_length=10, choices=SupervisionAgreed)
    noted_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["-on", "id"]
        constraints = [
            models.CheckConstraint(name="supervision_minutes", condition=Q(minutes__gte=1, minutes__lte=480)),
            models.UniqueConstraint("line", "person", "on", name="supervision_once_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.on)

    def is_visible_to(self, person) -> bool:
        """The person, and whoever organizes the line."""
        return person is not None and (person.pk == self.person_id or self.line.is_organized_by(person))


_TALK = {
    "basis": "explicit consent, given by asking for it",
    "retention": "30 days after it was done, 60 days after it was asked",
    "readers": "the two who talk",
}
_SUPERVISED = {
    "basis": "explicit consent, given by noting it",
    "retention": "a year",
    "readers": "the person, and whoever organizes the line",
}
describe(
    EscalationStep,
    personal={
        "number": Personal(
            purpose="Let a handler ring for help at once",
            kind="special",
            basis="legitimate interest in the safety of whoever rings",
            retention="as long as the line has this step",
            readers="people of the line; everybody where the group says so",
        )
    },
    plain=["words", "language", "told"],
    stays="a group's own words; a number in them is the group's to change",
)
describe(StepTaken, personal={}, plain=["told", "consent"], keep=(Keep(days=CONTACTS_KEPT_DAYS, since="at"),))
describe(
    Debrief,
    personal={
        "person": Personal(purpose="Know who would like to talk", kind="personal", **_TALK),
        "listener": Personal(purpose="Know who listens", kind="personal", **_TALK),
        "words": Personal(purpose="Arrange when and where the two talk", kind="special", **_TALK),
    },
    plain=["state", "language"],
    people={"person": Theirs(on_erasure="delete"), "listener": Theirs(on_erasure="blank", takeout=False)},
    keep=(Keep(days=30, since="closed_at"), Keep(days=60, since="asked_at")),
)
describe(
    Supervision,
    personal={
        "person": Personal(purpose="See when supervision is due", kind="personal", **_SUPERVISED),
        "topics": Personal(purpose="See what supervision is about over time", kind="personal", **_SUPERVISED),
        "agreed": Personal(purpose="Keep what was agreed", kind="personal", **_SUPERVISED),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=365, since="on"),),
)
