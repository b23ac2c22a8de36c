"""What organizations are called, for parts of the house that know them by a reference only."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.urls import reverse

from trellis.apps.directory.models import Circle, CircleState, Organization
from trellis.apps.people.queries.naming import Named


def organizations_named(ids: set[str]) -> dict[str, Named]:
    """Names and pages of these organizations; those that ended are named too, because people still belong to them."""
    try:
        found = Organization.objects.filter(pk__in=ids).only("id", "name", "language")
        return {str(each.pk): Named(each.name, reverse("directory-organization", args=[each.pk]), each.language) for each in found}
    except ValidationError:
        return {}


def circles_named(ids: set[str]) -> dict[str, Named]:
    """Names and pages of these circles. Ask for members only, about circles that they belong to."""
    try:
        found = Circle.objects.filter(pk__in=ids)
        urls = {each.pk: reverse("directory-group", args=[each.pk]) for each in found if each.state == CircleState.STARTED}
        return {str(each.pk): Named(each.name, urls.get(each.pk, "")) for each in found}
    except ValidationError:
        return {}
