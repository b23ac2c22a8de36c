"""Who watches over what people are worried about, and when."""

import uuid

from django.conf import settings
from django.db import models

from trellis.core.register import Keep, Personal, Theirs, describe


class OnCallTurn(models.Model):
    """A guardian watches from one moment to another. Between turns nobody does, and the pages say so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="on_call_turns")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="turn_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.UniqueConstraint("person", "starts_at", name="turn_once"),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="turn_by_time")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} to {self.ends_at:%Y-%m-%d %H:%M}"

    def is_visible_to(self, person) -> bool:
        """The rota is for guardians; for everybody else a turn does not exist."""
        return person is not None and person.holds("guardian")


describe(
    OnCallTurn,
    personal={
        "person": Personal(
            purpose="Know whom to tell of a worry, and whether anybody is watching",
            kind="personal",
            basis="consent, given by taking the turn",
            retention="90 days after the turn",
            readers="guardians",
        )
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=90, since="ends_at"),),
)
