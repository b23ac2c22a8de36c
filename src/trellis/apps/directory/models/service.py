"""Services in the widest sense, and where each of them is given."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.location import Location
from trellis.apps.directory.models.organization import Organization
from trellis.apps.directory.models.source import (
    LISTED_PERSONAL,
    LISTED_PLAIN,
    LISTED_STAYS,
    Listed,
    one_source_key,
)
from trellis.apps.directory.models.taxonomy import TaxonomyTerm
from trellis.apps.directory.models.vocabulary import Cost, Referral, ServiceKind, Status
from trellis.core.register import describe


class Service(Listed):
    """Something a person can go to, join or ask for: a service, a meeting, an activity, or what
    an office is responsible for."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="services")
    kind = models.CharField(max_length=20, choices=ServiceKind, default=ServiceKind.SERVICE)
    name = models.CharField(_("name"), max_length=255)
    alternate_name = models.CharField(_("also known as"), max_length=255, blank=True)
    group_name = models.CharField(_("group"), max_length=255, blank=True)
    description = models.TextField(_("what it is"), blank=True)
    what_to_expect = models.TextField(_("what to expect, and whom"), blank=True)
    website = models.TextField(_("website"), blank=True)
    email = models.CharField(_("public e-mail address"), max_length=254, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    closed_until = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=255, blank=True)
    application_process = models.TextField(_("how to start"), blank=True)
    required_documents = models.TextField(_("what you need"), blank=True)
    promised_days = models.PositiveIntegerField(_("promised time in days"), null=True, blank=True)
    wait_time = models.CharField(_("how long people wait"), max_length=255, blank=True)
    cost = models.CharField(max_length=10, choices=Cost, blank=True)
    fees_description = models.TextField(_("what it costs"), blank=True)
    eligibility_description = models.TextField(_("who it is for"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    referral = models.CharField(max_length=10, choices=Referral, blank=True)
    attendance = models.JSONField(default=list, blank=True)
    online_url = models.TextField(blank=True)
    online_notes = models.TextField(blank=True)
    phone_notes = models.TextField(blank=True)
    languages = models.JSONField(default=list, blank=True)
    languages_note = models.TextField(blank=True)
    accessibility_note = models.TextField(blank=True)
    accreditations = models.TextField(blank=True)
    licenses = models.TextField(blank=True)
    sensitive = models.BooleanField(_("looking at it may put a person at risk"), default=False)
    categories = models.JSONField(default=list, blank=True)
    terms = models.ManyToManyField(TaxonomyTerm, blank=True, related_name="services")
    locations = models.ManyToManyField(Location, through="ServiceAtLocation", related_name="services")

    class Meta:
        app_label = "directory"
        verbose_name = _("service")
        ordering = ["name", "id"]
        # What the feeds page through, so that a page far inside the list is found without reading the records before it.
        indexes = [models.Index(fields=["id", "status", "marked", "organization", "updated_at"], name="service_published")]
        constraints = [
            one_source_key("service"),
            models.CheckConstraint(name="service_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="service_kind_known", condition=Q(kind__in=ServiceKind.values)),
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=Q(minimum_age__isnull=True) | Q(maximum_age__isnull=True) | Q(minimum_age__lte=F("maximum_age")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


describe(
    Service,
    personal=LISTED_PERSONAL,
    stays=LISTED_STAYS,
    plain=[
        *LISTED_PLAIN, "kind", "name", "alternate_name", "group_name", "description",
        "what_to_expect", "website", "email", "status", "closed_reason", "application_process",
        "required_documents", "wait_time", "cost", "fees_description", "eligibility_description",
        "referral", "attendance", "online_url", "online_notes", "phone_notes", "languages",
        "languages_note", "accessibility_note", "accreditations", "licenses", "categories",
    ],
)  # fmt: skip


class ServiceAtLocation(models.Model):
    """A service given at a location."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.CASCADE, related_name="at_services")
    description = models.TextField(blank=True)

    class Meta:
        app_label = "directory"
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


describe(ServiceAtLocation, personal={}, plain=["description"])


class TimeTaken(models.Model):
    """How many days something that was promised really took, as told by somebody it concerned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="times_taken")
    days = models.PositiveIntegerField()
    month = models.DateField()

    class Meta:
        app_label = "directory"
        constraints = [
            models.CheckConstraint(name="time_taken_sane", condition=Q(days__lte=3650)),
            models.CheckConstraint(name="time_taken_month_only", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.days} days"


describe(TimeTaken, personal={}, plain=[])
