"""The table of commitments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.references import Ref, RefField
from trellis.core.register import Keep, Personal, Theirs, describe

KEPT_DAYS = 180


class State(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("Agreed")
    KEPT = "kept", _("Done")
    NOT_KEPT = "not_kept", _("Not done")
    RELEASED = "released", _("No longer needed")


class Commitments(models.QuerySet):
    """Commitments, as those concerned may see them."""

    def visible_to(self, person) -> "Commitments":
        """What the person promised and what was promised to them."""
        if person is None:
            return self.none()
        return self.filter(Q(promiser=person) | Q(promisee=person))

    def open(self) -> "Commitments":
        return self.filter(state=State.OPEN)

    def about(self, row: models.Model) -> "Commitments":
        """Those that stand behind one row of another app."""
        return self.filter(about=Ref.to(row))


class Commitment(models.Model):
    """Somebody promised something to somebody by a time. What it is, is told by the row that it is about.

    Either side may be nobody with an account: a group's own (`promisee` empty), or a person who asked without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="promised")
    promisee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="was_promised")
    about = RefField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = Commitments.as_manager()

    class Meta:
        app_label = "commitments"
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="commitment_settled_whole",
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
            ),
            models.UniqueConstraint("about", "promiser", name="commitment_once", condition=Q(state="open")),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="commitment_due"), models.Index(fields=["about"], name="commitment_about")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """The two sides of it."""
        return person is not None and person.pk in (self.promiser_id, self.promisee_id)


_PROMISED = {
    "basis": "explicit consent, given by agreeing",
    "retention": f"{KEPT_DAYS} days after it was settled",
    "readers": "the two sides of it",
}
describe(
    Commitment,
    personal={
        "promiser": Personal(purpose="Know who promised it", kind="personal", **_PROMISED),
        "promisee": Personal(purpose="Know to whom it was promised", kind="personal", **_PROMISED),
    },
    plain=["about", "state"],
    people={"promiser": Theirs(on_erasure="blank"), "promisee": Theirs(on_erasure="blank")},
    keep=(Keep(days=KEPT_DAYS, since="settled_at"),),
)
