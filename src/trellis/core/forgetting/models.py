"""What forgetting keeps of itself: how far the list of erasures is applied, and what the last purges did."""

import uuid

from django.db import models

from trellis.core.register import Keep, describe


class ErasuresApplied(models.Model):
    """How many entries of the list of erasures this database has followed: one row.

    An older database put back in place knows fewer than the list holds, and follows the rest before it serves.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "core"
        constraints = [models.CheckConstraint(name="one_erasures_applied", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"erasures up to {self.number}"


class PurgeRun(models.Model):
    """One purge: when, and how many rows of which kind had had their time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        app_label = "core"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"purge of {self.started_at:%Y-%m-%d}"

    @property
    def total(self) -> int:
        """How many rows and files went."""
        return sum(self.counts.values())


describe(ErasuresApplied, personal={}, plain=["digest"])
describe(PurgeRun, personal={}, plain=["counts"], keep=(Keep(days=90, since="started_at"),))
