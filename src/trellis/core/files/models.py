"""The files of a place. The bytes lie in TRELLIS_DATA/files, under the digest of what lies there."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedTextField
from trellis.core.references import RefField
from trellis.core.register import Personal, Theirs, describe


class StoredFile(models.Model):
    """One uploaded file. Equal public files share their bytes on disk; any other is encrypted for its row."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("anyone")
        BY_RULE = "by_rule", _("those whom the rules of its owner let in")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    n_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    name = EncryptedTextField(default="")
    owner = RefField(db_index=True)
    visibility = models.CharField(max_length=10, choices=Visibility)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = [models.CheckConstraint(name="file_has_content", condition=models.Q(n_bytes__gt=0))]

    def __str__(self) -> str:
        return f"{self.media_type} {self.id}"

    @property
    def path(self) -> Path:
        """Where its bytes are."""
        return path_of(self.sha256)

    @property
    def place(self) -> str:
        """What its bytes are bound to when they are encrypted."""
        return f"core.storedfile.content:{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC


def files_folder() -> Path:
    return Path(settings.MEDIA_ROOT)


def path_of(sha256: str) -> Path:
    """Where bytes with this digest are: in 65,536 folders, so that none grows large."""
    return files_folder() / sha256[:2] / sha256[2:4] / sha256


describe(
    StoredFile,
    personal={
        "name": Personal(
            purpose="give the file back under the name it came with",
            kind="special",
            basis="contract: the person uploaded it",
            retention="as long as the file",
            readers="those who may see the file",
        ),
        "uploaded_by": Personal(
            purpose="ask the person about the file",
            kind="personal",
            basis="legitimate interest in accountable content",
            retention="until the person is erased",
            readers="keepers",
        ),
    },
    plain=["sha256", "media_type", "owner", "visibility"],
    people={"uploaded_by": Theirs(on_erasure="blank")},
)
