"""Needs as something to talk about in a group: by those who may read the need, where it was asked within a group."""

from __future__ import annotations

from django.urls import reverse

from trellis.apps.exchange.models import Need
from trellis.apps.people.queries.naming import Named
from trellis.core.references import Ref

KIND = "exchange.need"


def group_of_need(about: Ref) -> Ref | None:
    """The group within which it was asked; None where it was asked of everybody, or is gone."""
    found = Need.objects.filter(pk=about.id).first()
    return found.group if found is not None else None


def may_read_need(person, about: Ref) -> bool:
    """Those who may read the need itself: whoever asked, and those who are asked or help."""
    found = Need.objects.filter(pk=about.id).first()
    return found is not None and found.is_visible_to(person)


def name_needs(ids: set[str]) -> dict[str, Named]:
    """What these needs are called: their kind, never their words."""
    return {str(each.pk): Named(str(each), reverse("exchange-need", args=[each.pk])) for each in Need.objects.filter(pk__in=ids)}
