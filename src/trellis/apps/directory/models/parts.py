"""Schedules and contacts: parts that belong to one record."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.apps.directory.models.location import Location, Space
from trellis.apps.directory.models.organization import Organization
from trellis.apps.directory.models.service import Service, ServiceAtLocation
from trellis.apps.directory.models.vocabulary import Frequency, Visibility
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Personal, describe


def exactly_one_of(*names: str) -> Q:
    """The condition that one of these foreign keys is set and the others are not."""
    condition = Q()
    for name in names:
        condition |= Q(**{f"{other}__isnull": other != name for other in names})
    return condition


class Schedule(models.Model):
    """One opening rule in local time, in HSDS's fields (RFC 5545's names) and a few of ours.

    `closes_at` at or before `opens_at` is past midnight; empty, the end is unknown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="schedules")
    at_location = models.ForeignKey(ServiceAtLocation, models.CASCADE, null=True, related_name="schedules")
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="schedules")
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="schedules")
    position = models.PositiveSmallIntegerField(default=0)
    freq = models.CharField(max_length=7, choices=Frequency, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=120, blank=True)
    bymonthday = models.CharField(max_length=120, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    term_time_only = models.BooleanField(default=False)
    closed_on_holidays = models.BooleanField(default=False)
    except_dates = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    by_appointment = models.BooleanField(default=False)
    description = models.TextField(blank=True)

    class Meta:
        app_label = "directory"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="schedule_has_one_owner",
                condition=exactly_one_of("service", "at_location", "location", "space"),
            ),
            models.CheckConstraint(
                name="schedule_valid_in_order",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(name="schedule_interval", condition=Q(interval__range=(1, 52))),
        ]

    def __str__(self) -> str:
        return f"{self.freq} {self.byday} {self.opens_at}"


describe(
    Schedule,
    personal={},
    plain=["freq", "byday", "bymonthday", "except_dates", "time_zone", "description"],
)

_REACH = {
    "purpose": "Let those who may read it reach the person or desk",
    "kind": "personal",
    "basis": "consent of the person named, recorded by the organization",
    "retention": "as long as the record it belongs to",
    "readers": "as its visibility says: everybody, people who signed in, or keepers",
}


class Contact(models.Model):
    """A way to reach a person or a desk; encrypted, since many name a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="contacts")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="contacts")
    at_location = models.ForeignKey(ServiceAtLocation, models.CASCADE, null=True, related_name="contacts")
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="contacts")
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.KEEPERS)
    name = EncryptedTextField(blank=True, default="")
    title = EncryptedTextField(blank=True, default="")
    email = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField(blank=True, default="")
    extension = models.CharField(max_length=20, blank=True)
    phone_type = models.CharField(max_length=20, blank=True)
    languages = models.JSONField(default=list, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        app_label = "directory"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="contact_has_one_owner",
                condition=exactly_one_of("organization", "service", "at_location", "location", "space"),
            ),
            models.CheckConstraint(name="contact_visibility_known", condition=Q(visibility__in=Visibility.values)),
        ]

    def __str__(self) -> str:
        return f"contact {self.id}"


describe(
    Contact,
    personal={name: Personal(**_REACH) for name in ("name", "title", "email", "phone")},
    plain=["visibility", "extension", "phone_type", "languages", "description"],
    stays="an organization says whom to reach; whoever stands there with their own address is taken out when they are erased",
)
