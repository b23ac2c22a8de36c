"""The letters of a place."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedTextField
from trellis.core.references import RefField
from trellis.core.register import Keep, Personal, Theirs, describe


class Letter(models.Model):
    """One fact told to one reader through one channel."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        READ = "read", _("read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fact = models.ForeignKey("core.LogEntry", models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters")
    address = EncryptedTextField(null=True)
    reader_key = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=35)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    path = models.CharField(max_length=300, blank=True)
    about = RefField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    failure = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint("fact", "reader_key", "channel", name="letter_once"),
            models.CheckConstraint(
                name="letter_has_one_reader",
                condition=models.Q(recipient=None, address__isnull=False) | models.Q(recipient__isnull=False, address=None),
            ),
            models.CheckConstraint(
                name="letter_state_has_its_time",
                condition=models.Q(state="queued", sent_at=None)
                | models.Q(state="failed", sent_at=None)
                | models.Q(state="sent", sent_at__isnull=False)
                | models.Q(state="read", read_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["recipient", "channel", "-queued_at"], name="letter_inbox")]

    def __str__(self) -> str:
        return self.subject

    @property
    def url(self) -> str:
        """The whole address of the page this letter is about, or "" when there is none."""
        return f"{settings.TRELLIS_URL}{self.path}" if self.path else ""


_CONTACT = {"basis": "contract: the person takes part and asked to be told", "retention": "180 days"}
describe(
    Letter,
    personal={
        "recipient": Personal(purpose="deliver the letter", kind="personal", readers="the person", **_CONTACT),
        "address": Personal(purpose="reach a person without an account", kind="special", readers="nobody; the sending job", **_CONTACT),
        "reader_key": Personal(
            purpose="send each fact once; a keyed digest or the person's id", kind="personal", readers="nobody", **_CONTACT
        ),
        "body": Personal(purpose="tell the person what happened", kind="special", readers="the person", **_CONTACT),
    },
    plain=["channel", "language", "subject", "path", "about", "state", "failure"],
    people={"recipient": Theirs(on_erasure="delete")},
    keep=(Keep(days=180, since="queued_at"),),
)
