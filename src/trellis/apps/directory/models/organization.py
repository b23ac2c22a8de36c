"""Organizations of every kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.source import (
    LISTED_PERSONAL,
    LISTED_PLAIN,
    LISTED_STAYS,
    Listed,
    one_source_key,
)
from trellis.apps.directory.models.taxonomy import TaxonomyTerm
from trellis.apps.directory.models.vocabulary import LedBy, OrganizationKind, Status
from trellis.core.register import describe


class Organization(Listed):
    """Anyone who offers something or is responsible for something in the place."""

    name = models.CharField(_("name"), max_length=255)
    alternate_name = models.CharField(_("also known as"), max_length=255, blank=True)
    description = models.TextField(_("what it does"), blank=True)
    kind = models.CharField(max_length=20, choices=OrganizationKind, default=OrganizationKind.OTHER)
    led_by = models.CharField(_("who leads it"), max_length=20, choices=LedBy, blank=True)
    approach = models.TextField(_("its approach, said plainly"), blank=True)
    website = models.TextField(_("website"), blank=True)
    email = models.CharField(_("public e-mail address"), max_length=254, blank=True)
    legal_status = models.CharField(max_length=255, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    terms = models.ManyToManyField(TaxonomyTerm, blank=True, related_name="organizations")

    class Meta:
        app_label = "directory"
        verbose_name = _("organization")
        ordering = ["name", "id"]
        constraints = [
            one_source_key("organization"),
            models.CheckConstraint(name="organization_kind_known", condition=models.Q(kind__in=OrganizationKind.values)),
            models.CheckConstraint(
                name="organization_status_known",
                condition=models.Q(status__in=[Status.ACTIVE, Status.INACTIVE]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


describe(
    Organization,
    personal=LISTED_PERSONAL,
    stays=LISTED_STAYS,
    plain=[
        *LISTED_PLAIN, "name", "alternate_name", "description", "kind", "led_by", "approach",
        "website", "email", "legal_status", "status",
    ],
)  # fmt: skip
