"""The log's entries and its head."""

from django.db import models

from trellis.core.register import Personal, describe


class LogEntry(models.Model):
    """One fact. Its digest covers the digest before it, so that no entry can be changed,
    removed or put elsewhere without every later one showing it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    deed = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=100)
    event = models.CharField(max_length=100, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    actor_id = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "core"
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "number"], name="log_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class LogHead(models.Model):
    """The last entry's number and digest: one row, locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "core"
        constraints = [models.CheckConstraint(name="one_log_head", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"head at {self.number}"


class PublishedHead(models.Model):
    """A head that was told to the world on a day; the log must still contain it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"head published at {self.number}"


describe(
    LogEntry,
    personal={
        "actor_id": Personal(
            purpose="Say who did something, by a random id that means nothing once erased",
            kind="personal",
            basis="legitimate interest in accountable changes",
            retention="for ever, as a random id; erasing the person destroys what it stands for",
            readers="keepers",
        )
    },
    plain=["action", "event", "subject_kind", "subject_id", "channel", "facts", "digest"],
    stays="each entry vouches for the one before it; whom a random id stood for is known only while the person's row is there",
)
describe(LogHead, personal={}, plain=["digest"])
describe(PublishedHead, personal={}, plain=["digest"])
