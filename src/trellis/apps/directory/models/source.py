"""Where a record came from, and what every listed record has."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.vocabulary import Mark
from trellis.core.register import Personal, describe


class Source(models.Model):
    """A file or feed that records are read from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=30)
    url = models.TextField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.TextField(blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return self.name


describe(Source, plain=["code", "name", "kind", "url", "licence", "attribution", "time_zone"], personal={})


class Listed(models.Model):
    """What every record of the directory carries: its language, freshness and origin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=35, default="en")
    translations = models.JSONField(default=dict, blank=True)
    assured_on = models.DateField(_("last confirmed"), null=True, blank=True)
    assured_by = models.CharField(_("confirmed by"), max_length=255, blank=True)
    marked = models.CharField(max_length=12, choices=Mark, default=Mark.NONE, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    source_key = models.CharField(max_length=255, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


LISTED_PLAIN = [
    "language",
    "translations",
    "marked",
    "source_key",
    "source_digest",
    "last_modified",
]

LISTED_PERSONAL = {
    "assured_by": Personal(
        purpose="Tell readers who last confirmed a record; a role or a group, by choice a name",
        kind="public",
        basis="consent of the person who confirms",
        retention="until the next confirmation",
        readers="everybody",
    ),
    "extra": Personal(
        purpose="Keep what a source says and Trellis has no place for, so that nothing is lost",
        kind="personal",
        basis="legitimate interest in a true directory",
        retention="as long as the record",
        readers="keepers; never published",
    ),
}


LISTED_STAYS = "a record belongs to the organization; whoever stands in it by name is taken out when they are erased"


def one_source_key(name: str) -> models.UniqueConstraint:
    """The constraint that makes an import repeatable: one record for a source's own key."""
    return models.UniqueConstraint(
        fields=["source", "source_key"],
        name=f"{name}_once_per_source",
        condition=models.Q(source__isnull=False),
    )
