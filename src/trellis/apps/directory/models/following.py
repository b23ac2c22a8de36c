"""Following: a source that is asked again and again, what came of it, and who signed what came from it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.revision import RecordKind
from trellis.apps.directory.models.source import Source
from trellis.core.actions import acting_as_program
from trellis.core.register import Personal, describe


class FeedKind(models.TextChoices):
    """In which form a followed list is written."""

    TRELLIS = "trellis", _("Another place that runs Trellis")
    HSDS = "hsds", _("A directory of services (HSDS or Open Referral UK)")
    MEETINGS = "meetings", _("A list of meetings")


class FollowState(models.TextChoices):
    """How following stands."""

    LOOKING = "looking", _("Being looked at for the first time")
    READY = "ready", _("Waits for you to start it")
    OK = "ok", _("Followed")
    HELD = "held", _("Held back: it looks odd")
    FAILING = "failing", _("Could not be read")
    STOPPED = "stopped", _("No longer followed")


class HowOften(models.TextChoices):
    """How often a list is asked for."""

    HOUR = "hour", _("Every hour")
    DAY = "day", _("Once a day")


class Following(models.Model):
    """A list that this place follows.

    `digest` is of the answer that was last looked at, taken in or not; `accepted` is the one answer that a keeper said yes
    to although it looked odd. `missing` holds ids of rows that the last reading did not list: the next one decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.OneToOneField(Source, models.PROTECT, related_name="following")
    kind = models.CharField(max_length=10, choices=FeedKind)
    url = models.TextField()
    feed_url = models.TextField(blank=True)
    every = models.CharField(max_length=10, choices=HowOften, default=HowOften.DAY)
    area = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=FollowState, default=FollowState.LOOKING)
    detected = models.CharField(max_length=60, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    accepted = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    missing = models.JSONField(default=list, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    n_failures = models.PositiveSmallIntegerField(default=0)
    home = models.TextField(blank=True)
    place_name = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=64, blank=True)
    offered_key = models.CharField(max_length=64, blank=True)
    interests_etag = models.CharField(max_length=300, blank=True)
    withdraw = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    last_checked_at = models.DateTimeField(null=True)
    last_changed_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("followed list")
        ordering = ["source__name", "id"]
        indexes = [models.Index(fields=["next_check_at"], name="following_due")]
        constraints = [
            models.CheckConstraint(name="following_kind_known", condition=models.Q(kind__in=FeedKind.values)),
            models.CheckConstraint(name="following_state_known", condition=models.Q(state__in=FollowState.values)),
        ]

    def __str__(self) -> str:
        return self.source.name

    def is_visible_to(self, person) -> bool:
        """Keepers and the program itself; for others it does not exist."""
        return acting_as_program() if person is None else person.holds("keeper")

    @property
    def is_running(self) -> bool:
        """Whether it is asked for by the clock."""
        return self.state in (FollowState.OK, FollowState.HELD, FollowState.FAILING)


class Origin(models.Model):
    """What another place said of one record and signed: `said` is the text as it was signed, to the letter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    following = models.ForeignKey(Following, models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=20, choices=RecordKind)
    record_id = models.UUIDField()
    origin_id = models.CharField(max_length=64)
    home = models.TextField()
    place_name = models.CharField(max_length=120)
    said = models.TextField()
    signature = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    via = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("origin")
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="origin_once_per_record"),
        ]
        indexes = [models.Index(fields=["kind", "origin_id"], name="origin_by_first_id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.place_name}"


describe(
    Following,
    personal={},
    plain=[
        "kind", "url", "feed_url", "every", "area", "state", "detected", "etag", "last_modified", "digest", "accepted",
        "findings", "counts", "missing", "failure", "home", "place_name", "key", "offered_key", "interests_etag",
    ],
)  # fmt: skip

describe(
    Origin,
    personal={
        "said": Personal(
            purpose="Show and pass on what another place published and signed, unchanged; it may name a public contact",
            kind="public",
            basis="legitimate interest in a true directory",
            retention="as long as the place lists the record",
            readers="everybody: it was published by its owner",
        ),
    },
    plain=["kind", "origin_id", "home", "place_name", "signature", "key", "via"],
    stays="its owner published it, and its owner takes it back; it is replaced at the next look",
)
