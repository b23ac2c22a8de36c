"""Writes that happen once however often a form is sent: a key per form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from trellis.core.register import Keep, describe


class FormKey(models.Model):
    """A form that was sent: its key and what came of it."""

    key = models.UUIDField(primary_key=True)
    scope = models.CharField(max_length=200)
    result = models.JSONField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.scope


describe(FormKey, personal={}, plain=["scope", "result"], keep=(Keep(days=30, since="used_at"),), traces=("scope", "result"))


def once(key: uuid.UUID, *, scope: str, now: datetime, do: Callable[[], Any]) -> tuple[Any, bool]:
    """Do it, or give back what it gave the first time; True when it was done just now.

    `scope` names the action and the person, so that a key found by somebody else is of no use.
    What `do` gives back must be JSON (an id, usually). A failure keeps the key free.
    """
    with transaction.atomic():
        row, fresh = FormKey.objects.get_or_create(key=uuid.uuid5(key, scope), defaults={"scope": scope, "used_at": now})
        if not fresh:
            return row.result, False
        row.result = do()
        row.save(update_fields=["result"])
        return row.result, True
