"""Corrections: what this place says differently from the owner of a record, one field each, kept beside the owner's words."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.revision import RecordKind
from trellis.core.fields import EncryptedJSONField
from trellis.core.register import Personal, Theirs, describe


class Correction(models.Model):
    """One field of a record from elsewhere, as it is shown here.

    `theirs` is what the owner says today; `owner_changed_at` is set when that is no longer what it was when it was
    corrected, until a keeper has looked. Values are plain forms of the record (models/records.py), ids of rows as keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    record_id = models.UUIDField()
    field = models.CharField(max_length=40)
    value = EncryptedJSONField(null=True)
    theirs = EncryptedJSONField(null=True)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    owner_changed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("correction")
        ordering = ["corrected_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id", "field"], name="correction_once_per_field"),
        ]
        indexes = [models.Index(fields=["owner_changed_at"], name="correction_to_look_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.field}"

    def is_visible_to(self, person) -> bool:
        """Keepers; for others it does not exist."""
        return person is not None and person.holds("keeper")


_WORDS = {
    "kind": "secret",
    "basis": "legitimate interest in a true directory",
    "retention": "as long as the correction stands",
    "readers": "everybody where the field is public; keepers otherwise",
}

describe(
    Correction,
    personal={
        "value": Personal(purpose="Show what this place knows better than the owner's list", **_WORDS),
        "theirs": Personal(purpose="Show the owner's words beside ours", **_WORDS),
        "corrected_by": Personal(
            purpose="Ask whoever corrected it",
            kind="personal",
            basis="legitimate interest in a true directory",
            retention="until the person is erased",
            readers="keepers",
        ),
    },
    plain=["kind", "field"],
    stays="what a place knows of a record is the record's; who wrote it down is forgotten",
    people={"corrected_by": Theirs(on_erasure="unlink", takeout=True)},
)
