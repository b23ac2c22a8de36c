"""What the directory's pages say of a line, and of patrols."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Circle, Organization, Service
from trellis.apps.gatherings.models.warmline import Warmline
from trellis.apps.gatherings.queries.safety import patrols_of, reads_log
from trellis.apps.gatherings.queries.warmline import line_of, staffed
from trellis.apps.gatherings.queries.warmline_words import staffed_words
from trellis.core.beside import Way


def beside_organization(organization: Organization, person, *, now: datetime) -> Iterator[Way]:
    """Whether somebody is on the line of an organization, at this second."""
    line = line_of(organization.pk)
    if line is not None:
        yield _way(line, now)
    if line is None and _organizes(person, organization.pk):
        yield Way(label=_("Set up a line"), url=reverse("warmline-new", args=[organization.pk]))


def beside_service(service: Service, person, *, now: datetime) -> Iterator[Way]:
    """The same on the page of what the organization offers, where it is a line to ring."""
    line = line_of(service.organization_id)
    if line is not None:
        yield _way(line, now)


def beside_group(group: Organization | Circle, person, *, now: datetime) -> Iterator[Way]:
    """For members: the line they work on, and the log of their patrols."""
    line = line_of(group.pk) if isinstance(group, Organization) else None
    if line is not None:
        yield Way(label=_("I work on the line"), url=reverse("warmline-desk", args=[line.pk]))
    if patrols_of(group).exists() and reads_log(person, group):
        yield Way(label=_("Patrols"), url=reverse("safety-log", args=[group.pk]))


def _way(line: Warmline, now: datetime) -> Way:
    words = staffed_words(staffed(line, now))
    return Way(label=line.name, url=reverse("warmline", args=[line.pk]), note=" ".join(words))


def _organizes(person, organization_id) -> bool:
    return person is not None and str(organization_id) in person.scopes_of("editor")
