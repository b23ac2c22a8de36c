"""Locations, and the spaces in them that others may use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.organization import Organization
from trellis.apps.directory.models.source import (
    LISTED_PERSONAL,
    LISTED_PLAIN,
    LISTED_STAYS,
    Listed,
    one_source_key,
)
from trellis.apps.directory.models.vocabulary import Access, Cost, LocationType, Status
from trellis.core.fields import EncryptedJSONField
from trellis.core.register import Personal, describe


class Location(Listed):
    """A place where something happens.

    A confidential location (a refuge, a group that must not be found) keeps its address and
    position encrypted in `private`; a constraint holds the readable fields empty, so no page,
    feed, map, index or export can show what is not there.
    """

    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="locations")
    name = models.CharField(_("name"), max_length=255, blank=True)
    alternate_name = models.CharField(_("also known as"), max_length=255, blank=True)
    description = models.TextField(blank=True)
    location_type = models.CharField(max_length=10, choices=LocationType, default=LocationType.PHYSICAL)
    address_1 = models.CharField(_("address line 1"), max_length=255, blank=True)
    address_2 = models.CharField(_("address line 2"), max_length=255, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    state_province = models.CharField(_("county"), max_length=120, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    approximate = models.BooleanField(default=False)
    transportation = models.TextField(_("how to get there"), blank=True)
    step_free = models.CharField(_("step-free"), max_length=6, choices=Access, blank=True)
    accessible_toilet = models.CharField(max_length=6, choices=Access, blank=True)
    hearing_loop = models.CharField(max_length=6, choices=Access, blank=True)
    parking = models.TextField(blank=True)
    accessibility_note = models.TextField(blank=True)
    confidential = models.BooleanField(_("the address must stay secret"), default=False)
    public_area = models.CharField(_("what may be said of where it is"), max_length=255, blank=True)
    private = EncryptedJSONField(default=dict, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)

    SECRET = (
        "name", "alternate_name", "description", "address_1", "address_2", "city", "postal_code",
        "latitude", "longitude", "transportation", "parking", "accessibility_note",
    )  # fmt: skip

    class Meta:
        app_label = "directory"
        verbose_name = _("location")
        ordering = ["name", "id"]
        constraints = [
            one_source_key("location"),
            models.CheckConstraint(
                name="confidential_location_says_nothing",
                condition=Q(confidential=False)
                | Q(
                    name="", alternate_name="", description="", address_1="", address_2="", city="",
                    postal_code="", latitude__isnull=True, longitude__isnull=True,
                    transportation="", parking="", accessibility_note="",
                ),
            ),
            models.CheckConstraint(
                name="location_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["postal_code"], name="location_postcode")]

    def __str__(self) -> str:
        return self.public_area if self.confidential else self.name or self.address_1

    def is_visible_to(self, person) -> bool:
        """A confidential place exists only for keepers and for its organization's editors."""
        if not self.confidential:
            return True
        return person is not None and (person.holds("keeper") or str(self.organization_id) in person.scopes_of("editor"))

    @property
    def address_lines(self) -> list[str]:
        """The address as it may be shown, a line each; only the area when confidential."""
        if self.confidential:
            return [self.public_area] if self.public_area else []
        named = [self.name, self.address_1, self.address_2, self.city, self.postal_code]
        lines: list[str] = []
        for line in named:
            if line and line not in lines:
                lines.append(line)
        return lines


describe(
    Location,
    stays=LISTED_STAYS,
    personal=LISTED_PERSONAL
    | {
        "private": Personal(
            purpose="Tell those who must know where a confidential place is",
            kind="secret",
            basis="vital interest of those who must not be found",
            retention="as long as the record",
            readers="the directory's keepers and the organization's editors",
        ),
    },
    plain=[
        *LISTED_PLAIN, "name", "alternate_name", "description", "location_type", "address_1",
        "address_2", "city", "region", "state_province", "postal_code", "country",
        "transportation", "step_free", "accessible_toilet", "hearing_loop", "parking",
        "accessibility_note", "public_area", "time_zone", "status",
    ],
)  # fmt: skip


class Space(Listed):
    """A room, hall, garden or kitchen that others may use."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="spaces")
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="spaces")
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(_("how many people fit"), null=True, blank=True)
    features = models.JSONField(default=list, blank=True)
    cost = models.CharField(max_length=10, choices=Cost, blank=True)
    fees_description = models.TextField(blank=True)
    how_to_book = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)

    class Meta:
        app_label = "directory"
        verbose_name = _("space")
        ordering = ["name", "id"]
        constraints = [one_source_key("space")]

    def __str__(self) -> str:
        return self.name


describe(
    Space,
    stays=LISTED_STAYS,
    personal=LISTED_PERSONAL,
    plain=[
        *LISTED_PLAIN, "name", "description", "features", "cost", "fees_description",
        "how_to_book", "status",
    ],
)  # fmt: skip
