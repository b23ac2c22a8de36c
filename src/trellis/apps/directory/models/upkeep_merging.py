"""Two records of the same thing: the proposal to make them one, and the word that they are not the same."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.revision import RecordKind
from trellis.core.fields import EncryptedJSONField, EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe


class MergeProposal(models.Model):
    """Keep one record, drop another; for each field that differs, whose word counts. Decided by somebody else, undoable."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for review")
        MERGED = "merged", _("Made one")
        REJECTED = "rejected", _("Not made one")
        UNDONE = "undone", _("Parted again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    keep_id = models.UUIDField()
    drop_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    from_dropped = models.JSONField(default=list)
    reason = EncryptedTextField()
    channel = models.CharField(max_length=20, default="web")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = EncryptedTextField(blank=True, default="")
    before = EncryptedJSONField(default=dict)
    moved = models.JSONField(default=dict)

    class Meta:
        app_label = "directory"
        ordering = ["-proposed_at", "id"]
        indexes = [models.Index(fields=["drop_id", "state"], name="merge_of_dropped")]
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(keep_id=F("drop_id"))),
            models.UniqueConstraint(fields=["drop_id"], condition=Q(state__in=["proposed", "merged"]), name="dropped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.drop_id} into {self.keep_id}"

    def is_visible_to(self, person) -> bool:
        """Keepers, and whoever proposed it."""
        return person is not None and (person.holds("keeper") or self.proposed_by_id == person.pk)


class NotTheSame(models.Model):
    """Somebody looked at two records that seem alike and said that they are two things."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        app_label = "directory"
        constraints = [
            models.UniqueConstraint(fields=["first_id", "second_id"], name="not_the_same_once"),
            models.CheckConstraint(name="not_the_same_in_order", condition=Q(first_id__lt=F("second_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


_WHO = {
    "purpose": "Show who joined or parted two records, so that it can be asked about",
    "kind": "personal",
    "basis": "legitimate interest in a true directory",
    "retention": "until the person is erased",
    "readers": "keepers",
}
_WHAT = {
    "purpose": "Say why two records are one, and bring both back if that was wrong",
    "kind": "secret",
    "basis": "legitimate interest in a true directory",
    "retention": "as long as the record",
    "readers": "keepers and whoever proposed it",
}
_TWO = {"proposed_by": Theirs(on_erasure="unlink"), "decided_by": Theirs(on_erasure="unlink")}
describe(
    MergeProposal,
    personal={
        "proposed_by": Personal(**_WHO), "decided_by": Personal(**_WHO), "reason": Personal(**_WHAT),
        "decision_reason": Personal(**_WHAT), "before": Personal(**_WHAT),
    },
    plain=["kind", "from_dropped", "channel", "state", "moved"],
    people=_TWO,
    keep=(
        Keep(days=365, since="decided_at", only={"state": "rejected"}),
        Keep(days=365, since="decided_at", only={"state": "undone"}),
    ),
    stays="While two records are one it is what leads from the old address to the new and brings both back; it names records, not people",
)  # fmt: skip
describe(NotTheSame, personal={"said_by": Personal(**_WHO)}, plain=["kind"], people={"said_by": Theirs(on_erasure="unlink")})
