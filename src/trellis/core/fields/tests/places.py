"""A model with encrypted fields, only for the tests of this folder; its app is not installed."""

import uuid

from django.db import models

from trellis.core.fields import EncryptedJSONField, EncryptedTextField


class Note(models.Model):
    """A confidential note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=50, default="")
    body = EncryptedTextField(null=True)
    answer = EncryptedTextField(default="")
    details = EncryptedJSONField(null=True)

    class Meta:
        app_label = "fields_tests"

    def __str__(self) -> str:
        return self.title
