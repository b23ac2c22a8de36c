"""Interest networks: groups that agreed to be found by groups like them, groups elsewhere, and first words between them.

Only groups are listed, never a person.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.following import Following
from trellis.apps.directory.models.organization import Organization
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, describe
from trellis.core.texts import written_in


class Findable(models.Model):
    """A group whose editors agreed that groups elsewhere may find it under these topics."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, models.CASCADE, related_name="findable")
    topics = models.JSONField(default=list)
    agreed_at = models.DateTimeField()

    class Meta:
        app_label = "directory"
        verbose_name = _("agreement to be found")

    def __str__(self) -> str:
        return str(self.organization_id)


class GroupElsewhere(models.Model):
    """A group in a followed place that agreed to be found, under one topic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    following = models.ForeignKey(Following, models.CASCADE, related_name="groups")
    topic = models.CharField(max_length=60)
    origin_id = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    place_name = models.CharField(max_length=120)
    page = models.TextField()
    hello = models.TextField()

    class Meta:
        app_label = "directory"
        verbose_name = _("group elsewhere")
        ordering = ["place_name", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["following", "topic", "origin_id"], name="group_elsewhere_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Hello(models.Model):
    """First words from outside to the editors of a group that agreed to be found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="hellos")
    from_group = EncryptedTextField()
    words = EncryptedTextField()
    reply_to = EncryptedTextField(blank=True)
    language = models.CharField(max_length=16, default=written_in)
    sent_at = models.DateTimeField()

    class Meta:
        app_label = "directory"
        verbose_name = _("hello")
        ordering = ["-sent_at", "id"]
        indexes = [models.Index(fields=["organization", "sent_at"], name="hello_of_group")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Editors of the group it was sent to; for others it does not exist."""
        return person is not None and person.holds("editor", self.organization)


describe(Findable, personal={}, plain=["topics"])
describe(GroupElsewhere, personal={}, plain=["topic", "origin_id", "name", "place_name", "page", "hello"])

_HELLO = {
    "kind": "special",
    "basis": "consent of whoever wrote, given by sending it",
    "retention": "90 days",
    "readers": "editors of the group it was sent to",
}

describe(
    Hello,
    personal={
        "from_group": Personal(purpose="Say who writes; the name of a group", **_HELLO),
        "words": Personal(purpose="Let two groups of the same interest meet", **_HELLO),
        "reply_to": Personal(purpose="Let the group answer, if the sender wants that", **_HELLO),
    },
    plain=["language"],
    keep=(Keep(days=90, since="sent_at"),),
)
