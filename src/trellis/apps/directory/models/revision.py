"""Revisions: what somebody wanted a record to say, and what became of that.

The live tables always hold the last approved version; a waiting change lives only here. The
approved revisions of a record are its history.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedJSONField
from trellis.core.register import Keep, Personal, Theirs, describe


class RecordKind(models.TextChoices):
    """Which kind of record a revision is about."""

    ORGANIZATION = "organization", _("Organization")
    SERVICE = "service", _("Service")
    LOCATION = "location", _("Location")
    SPACE = "space", _("Space")


class RevisionState(models.TextChoices):
    """What became of a revision."""

    PROPOSED = "proposed", _("Waiting for review")
    APPROVED = "approved", _("Published")
    REJECTED = "rejected", _("Not published")
    WITHDRAWN = "withdrawn", _("Taken back")


class Revision(models.Model):
    """A whole version of one record, as proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    record_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    is_new = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.PROPOSED)
    content = EncryptedJSONField(default=dict)
    before = EncryptedJSONField(default=dict)
    changed = models.JSONField(default=list)
    note = EncryptedJSONField(default=str, blank=True)
    channel = models.CharField(max_length=20, default="web")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("revision")
        ordering = ["-proposed_at", "id"]
        indexes = [
            models.Index(fields=["kind", "record_id", "proposed_at"], name="revision_of_record"),
            models.Index(fields=["state", "proposed_at"], name="revision_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="revision_decided_or_waiting",
                condition=models.Q(state="proposed", decided_at__isnull=True)
                | (~models.Q(state="proposed") & models.Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.state}"

    def is_visible_to(self, person) -> bool:
        """Keepers, whoever proposed it, and the organization's editors; for others it does not exist."""
        if person is None:
            return False
        mine = self.proposed_by_id == person.pk or str(self.organization_id) in person.scopes_of("editor")
        return mine or person.holds("keeper")


_WHO = {
    "purpose": "Show who changed a record, so that changes can be asked about",
    "kind": "personal",
    "basis": "legitimate interest in a true directory",
    "retention": "until the person is erased",
    "readers": "keepers and the organization's editors",
}
_WHAT = {
    "purpose": "Keep the history of a record and the changes that wait for review",
    "kind": "secret",
    "basis": "legitimate interest in a true directory",
    "retention": "as long as the record; refused changes 90 days",
    "readers": "keepers and the organization's editors",
}

describe(
    Revision,
    personal={
        "proposed_by": Personal(**_WHO),
        "decided_by": Personal(**_WHO),
        "content": Personal(**_WHAT),
        "before": Personal(**_WHAT),
        "note": Personal(**_WHAT),
    },
    plain=["kind", "state", "changed", "channel", "decision_reason"],
    people={"proposed_by": Theirs(on_erasure="unlink"), "decided_by": Theirs(on_erasure="unlink", takeout=False)},
    keep=(
        Keep(days=90, since="decided_at", only={"state": RevisionState.REJECTED}),
        Keep(days=90, since="decided_at", only={"state": RevisionState.WITHDRAWN}),
    ),
    stays="what was published is the record's history; who proposed it is forgotten, and whoever stands in it by name",
)
