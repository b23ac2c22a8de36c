"""Asking whether a record is still right: the round of questions, whom we write to, and each question's link."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.upkeep import AboutRecord
from trellis.apps.directory.models.vocabulary import FieldClass
from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe


def address_index(address: str) -> str:
    """The keyed digest by which an address is found again."""
    return blind_index(address.strip().casefold(), "directory.correspondent")


class Correspondent(models.Model):
    """Somebody we ask: a person who keeps a record, or a record's own contact address.

    It remembers when we last wrote, so that nobody gets more than one letter in two weeks, and whether they said stop.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = EncryptedTextField(null=True)
    address_index = models.CharField(max_length=64, null=True, unique=True)
    language = models.CharField(max_length=35, default="en")
    last_letter_on = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "directory"
        constraints = [
            models.CheckConstraint(
                name="correspondent_is_one",
                condition=Q(person__isnull=False, address__isnull=True, address_index__isnull=True)
                | Q(person__isnull=True, address__isnull=False, address_index__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"correspondent {self.pk}"

    @property
    def stop_token(self) -> str:
        """What the stop link carries; made anew each time from the key, and kept nowhere."""
        return blind_index(str(self.pk), "directory.correspondent.stop")[:32]


class AskingRound(AboutRecord):
    """One round of asking about one record, from the first letter to an answer or to being left out of search."""

    class Step(models.TextChoices):
        ASKED = "asked", _("Asked")
        REMINDED = "reminded", _("Asked again")
        SECOND = "second", _("A second person asked")
        MARKED = "marked", _("Marked as not confirmed")
        HIDDEN = "hidden", _("Left out of search")

    class End(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        CHANGED = "changed", _("A change was sent")
        STOPPED = "stopped", _("It has stopped")
        PUT_BACK = "put_back", _("Put back by a keeper")

    field_class = models.CharField(max_length=8, choices=FieldClass)
    step = models.CharField(max_length=8, choices=Step, default=Step.ASKED)
    step_on = models.DateField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        app_label = "directory"
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], condition=Q(ended_on__isnull=True), name="one_open_round_per_record"),
            models.CheckConstraint(
                name="round_ended_or_open", condition=Q(ended_on__isnull=True, end="") | (Q(ended_on__isnull=False) & ~Q(end=""))
            ),
        ]
        indexes = [models.Index(fields=["ended_on", "step_on"], name="round_open")]

    def __str__(self) -> str:
        return f"round about {self.kind} {self.record_id}"


class ConfirmRequest(AboutRecord):
    """One question "still right?" to one correspondent, answered by a link that works once."""

    class Answer(models.TextChoices):
        RIGHT = "right", _("All of it is right")
        CHANGED = "changed", _("Something has changed")
        STOPPED = "stopped", _("It has stopped")

    to = models.ForeignKey(Correspondent, models.CASCADE, related_name="requests")
    round = models.ForeignKey(AskingRound, models.CASCADE, null=True, related_name="requests")
    field_class = models.CharField(max_length=8, choices=FieldClass)
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)

    class Meta:
        app_label = "directory"
        constraints = [
            models.CheckConstraint(
                name="request_used_with_an_answer",
                condition=Q(used_at__isnull=True, answer="") | (Q(used_at__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="request_of_record")]

    def __str__(self) -> str:
        return f"question about {self.kind} {self.record_id}"

    @property
    def token(self) -> str:
        """What the link carries. Made from the row's id and the place's key, so that only its digest is kept."""
        return blind_index(str(self.pk), "directory.confirm_request")[:32]

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


_ASKING = {
    "basis": "legitimate interest in a true directory; each letter has a link to stop",
    "retention": "400 days after the last question",
}
describe(
    Correspondent,
    personal={
        "person": Personal(purpose="Ask the person who keeps a record", kind="personal", readers="the program", **_ASKING),
        "address": Personal(purpose="Write to a record's own contact", kind="special", readers="the program when it writes", **_ASKING),
        "address_index": Personal(purpose="Write to one address only once in two weeks", kind="personal", readers="nobody", **_ASKING),
    },
    plain=["language"],
    people={"person": Theirs(on_erasure="delete", takeout=False)},
)
describe(AskingRound, personal={}, plain=["kind", "field_class", "step", "end"])
describe(
    ConfirmRequest,
    personal={},
    plain=["kind", "field_class", "token_digest", "answer"],
    people={"to__person": Theirs(on_erasure="delete", takeout=False)},
    keep=(Keep(days=400, since="asked_at"),),
)
