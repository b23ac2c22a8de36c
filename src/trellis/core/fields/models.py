"""How far the rotation of keys has come."""

import uuid

from django.db import models

from trellis.core.register import describe


class KeyRotation(models.Model):
    """One rotation. It goes on from `model` and `last_id` after an interruption."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_label = models.CharField(max_length=16, unique=True)
    model = models.CharField(max_length=100, blank=True)
    last_id = models.CharField(max_length=64, blank=True)
    n_values = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.key_label} {self.model}".strip()


describe(KeyRotation, personal={}, plain=["key_label", "model", "last_id"])
