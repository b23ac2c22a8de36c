"""A takeout that somebody asked for: made by a job, fetched once, gone after a day."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.register import Keep, Personal, Theirs, describe


class Takeout(models.Model):
    """Everything of a person in one file. What lies on the disk is encrypted for this row."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting")
        READY = "ready", _("ready to download")
        FETCHED = "fetched", _("downloaded")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="takeouts")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    n_done = models.PositiveIntegerField(default=0)
    n_total = models.PositiveIntegerField(default=0)
    n_bytes = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint("person", name="takeout_one_at_a_time"),
            models.CheckConstraint(
                name="takeout_ready_has_its_time", condition=~models.Q(state="ready") | models.Q(ready_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"takeout {self.pk} {self.state}"

    @property
    def path(self) -> Path:
        """Where its sealed bytes lie."""
        return takeout_folder() / str(self.pk)

    @property
    def place(self) -> str:
        """What its bytes are bound to."""
        return f"people.takeout.content:{self.pk}"

    def is_visible_to(self, person) -> bool:
        """A takeout exists for nobody but the person whose it is."""
        return person is not None and person.pk == self.person_id


def takeout_folder() -> Path:
    return Path(settings.TRELLIS_DATA) / "takeouts"


describe(
    Takeout,
    personal={
        "person": Personal(
            purpose="Give a takeout to nobody but the person whose it is",
            kind="personal",
            basis="legal duty: a person may take their data with them",
            retention="one day, or until it was downloaded",
            readers="the person",
        )
    },
    plain=["state"],
    people={"person": Theirs(on_erasure="delete", takeout=False)},
    keep=(Keep(days=1, since="asked_at"),),
)
