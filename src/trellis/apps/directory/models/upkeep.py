"""What upkeep knows of each record: which part was last right when, and how often it was looked at."""

import uuid

from django.db import models

from trellis.apps.directory.models.revision import RecordKind
from trellis.apps.directory.models.vocabulary import FieldClass
from trellis.core.register import Keep, describe


class AboutRecord(models.Model):
    """Something about one record of the directory, whichever of the four kinds it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    record_id = models.UUIDField()

    class Meta:
        abstract = True


class ClassAssured(AboutRecord):
    """A part of a record was right on a day, because somebody who may changed just that part.

    A confirmation of the whole record stands in the record itself (`assured_on`) and counts for every part.
    """

    field_class = models.CharField(max_length=8, choices=FieldClass)
    assured_on = models.DateField()

    class Meta:
        app_label = "directory"
        constraints = [models.UniqueConstraint(fields=["kind", "record_id", "field_class"], name="class_assured_once")]

    def __str__(self) -> str:
        return f"{self.field_class} of {self.kind} {self.record_id}"


class RecordSeen(AboutRecord):
    """How often a record was shown in one week. It says nothing of who looked."""

    week = models.DateField()
    opened = models.PositiveIntegerField(default=0)
    listed = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "directory"
        constraints = [models.UniqueConstraint(fields=["kind", "record_id", "week"], name="record_seen_once_a_week")]
        indexes = [models.Index(fields=["week"], name="record_seen_week")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} in the week of {self.week}"


describe(ClassAssured, personal={}, plain=["kind", "field_class"])
describe(RecordSeen, personal={}, plain=["kind"], keep=(Keep(days=760, since="week"),))
