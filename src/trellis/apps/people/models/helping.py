"""Helping: an organizer types for a person at a table or on the phone, for a reason, for half an hour at most."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import acting_as_program
from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.kernels.text.codes import read_code

SESSION_TIME = timedelta(minutes=30)
CODE_TIME = timedelta(minutes=15)
PAPER_CODE_TIME = timedelta(days=90)


class Why(models.TextChoices):
    """Why somebody types for somebody else."""

    NO_EMAIL = "no-email", _("They have no e-mail or no phone of their own")
    NO_DEVICE = "no-device", _("They can’t use this kind of page today")
    READING = "reading", _("Reading or typing is hard for them")
    LANGUAGE = "language", _("They speak another language than this page")
    OTHER = "other", _("Another reason")


class How(models.TextChoices):
    """Where the two meet."""

    TABLE = "table", _("Sitting with me, at a table")
    PHONE = "phone", _("On the phone")


class HelpingSession(models.Model):
    """One person helped by one helper, once. It is over at `ends_at` at the latest, whatever anybody does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_new_person = models.BooleanField()
    reason = models.CharField(max_length=20, choices=Why)
    note = EncryptedTextField(default="")
    channel = models.CharField(max_length=10, choices=How)
    consent = models.ForeignKey("people.Consent", models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        constraints = [
            models.CheckConstraint(name="nobody_helps_themselves", condition=~Q(helper=F("person"))),
            models.CheckConstraint(name="helping_has_an_end", condition=Q(ends_at__gt=F("started_at"))),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """For the two of them, and for the program that ends it."""
        return acting_as_program() or person is not None and person.pk in (self.helper_id, self.person_id)

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at


class HelpedDeed(models.Model):
    """Something that was done in a session: the action's name and what it was done to, for the copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(HelpingSession, models.CASCADE, related_name="deeds")
    action = models.CharField(max_length=100)
    about = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        ordering = ["done_at", "id"]

    def __str__(self) -> str:
        return self.action


def code_index(code: str) -> str:
    """The keyed digest by which a typed code is found, however it was spaced."""
    return blind_index(read_code(code), "people.code")


class PersonalCode(models.Model):
    """A code that stands for a person: shown on their own page or sent to them (minutes), or printed for them (weeks).

    One that was asked for with an address nobody has stands for nobody, so that asking takes the same work and tells nothing.
    """

    class Use(models.TextChoices):
        SHOWN = "shown", _("shown on their own page")
        SENT = "sent", _("sent to them")
        PAPER = "paper", _("printed for them")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    use = models.CharField(max_length=10, choices=Use)
    code = EncryptedTextField()
    code_index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return str(self.pk)


_HELP = {"basis": "explicit consent, read aloud and said yes to", "retention": "two years, or until the person is erased"}
_DOOR = {"basis": "explicit consent, given by asking for help", "retention": "a day after it expires"}
describe(
    HelpingSession,
    personal={
        "helper": Personal(purpose="Say who helped", kind="personal", readers="the person", **_HELP),
        "person": Personal(purpose="Say who was helped", kind="personal", readers="the helper, while helping", **_HELP),
        "note": Personal(purpose="Say why in the helper’s words", kind="special", readers="the two of them", **_HELP),
    },
    plain=["reason", "channel"],
    people={"person": Theirs(on_erasure="delete"), "helper": Theirs(on_erasure="unlink", takeout=False)},
    keep=(Keep(days=730, since="ends_at"),),
)
describe(
    HelpedDeed,
    personal={"about": Personal(purpose="Say what was done, by a random id", kind="personal", readers="the two of them", **_HELP)},
    plain=["action"],
    people={"session__person": Theirs(on_erasure="delete")},
    keep=(Keep(days=730, since="done_at"),),
)
describe(
    PersonalCode,
    personal={
        "person": Personal(purpose="Know whom the code stands for", kind="personal", readers="nobody", **_DOOR),
        "asked_by": Personal(purpose="Say which helper asked for it", kind="personal", readers="the person", **_DOOR),
        "code": Personal(purpose="Show, send or print it", kind="secret", readers="the person", **_DOOR),
        "code_index": Personal(purpose="Find it when it is typed; a keyed digest", kind="personal", readers="nobody", **_DOOR),
    },
    plain=["use"],
    people={"person": Theirs(on_erasure="delete", takeout=False), "asked_by": Theirs(on_erasure="unlink", takeout=False)},
    keep=(Keep(days=1, since="expires_at"),),
)
