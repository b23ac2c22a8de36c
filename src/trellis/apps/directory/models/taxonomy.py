"""Taxonomy terms: what a service is about, in the words of a published list."""

import uuid

from django.db import models

from trellis.core.register import describe


class TaxonomyTerm(models.Model):
    """A term of a taxonomy, with the words people use for it and our own plain categories."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    taxonomy = models.CharField(max_length=80)
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    synonyms = models.JSONField(default=list, blank=True)
    categories = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        app_label = "directory"
        ordering = ["taxonomy", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["taxonomy", "code"], name="term_once_per_taxonomy")]

    def __str__(self) -> str:
        return self.name


describe(
    TaxonomyTerm,
    personal={},
    plain=["taxonomy", "code", "name", "description", "synonyms", "categories", "translations"],
)
