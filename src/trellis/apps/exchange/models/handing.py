"""Handovers: when and where the two meet, and whether it happened."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models.matching import Match, Side
from trellis.apps.exchange.models.terms import KEPT_DAYS
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in


class HandoverState(models.TextChoices):
    """What became of it."""

    PROPOSED = "proposed", _("Suggested")
    AGREED = "agreed", _("Agreed")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Did not happen")
    CALLED_OFF = "called_off", _("Called off")
    UNKNOWN = "unknown", _("We don’t know")


COMING = (HandoverState.PROPOSED, HandoverState.AGREED)
MOST_ASKED = 2
"""How often the two are asked whether it happened, before it is closed as "we don't know"."""


class Handover(models.Model):
    """One time at which one helps the other. `where` is for the two of them only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="handovers")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = EncryptedTextField(default="", blank=True)
    by_side = models.CharField(max_length=6, choices=Side)
    """Who suggested it; the other one agrees."""
    repeats = models.BooleanField(default=False)
    """Whether the same holds for the weeks that follow, until one of the two says otherwise."""
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.PROPOSED)
    n_asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=6, choices=Side, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long it took, in groups that count hours."""
    thanks = EncryptedTextField(default="", blank=True)
    thanked_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=35, default=written_in)

    class Meta:
        app_label = "exchange"
        ordering = ["begins_at", "id"]
        constraints = [
            models.UniqueConstraint("match", "begins_at", name="handover_once", condition=Q(state__in=["proposed", "agreed"])),
            models.CheckConstraint(name="handover_lasts", condition=Q(ends_at__gt=F("begins_at"))),
            models.CheckConstraint(
                name="handover_settled_whole",
                condition=Q(state__in=["proposed", "agreed"], settled_at=None)
                | (~Q(state__in=["proposed", "agreed"]) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="handover_asked_at_most_twice", condition=Q(n_asked__lte=MOST_ASKED)),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="handover_due")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """The two of them."""
        return self.match.is_visible_to(person)


_AGREED = {
    "basis": "explicit consent, given by agreeing",
    "retention": f"{KEPT_DAYS} days after it was settled",
    "readers": "the two who agreed on it",
}
describe(
    Handover,
    personal={
        "where": Personal(purpose="Find each other", kind="special", **_AGREED),
        "thanks": Personal(purpose="Thank whoever helped", kind="special", **_AGREED),
    },
    plain=["language", "by_side", "settled_by", "state"],
    people={
        "match__need__person": Theirs(on_erasure="delete", takeout=False),
        "match__offer__person": Theirs(on_erasure="delete", takeout=False),
    },
    keep=(Keep(days=KEPT_DAYS, since="settled_at"),),
)
