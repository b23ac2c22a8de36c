"""Gatherings as something to talk about: in which group, for whom, and what they are called."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from trellis.apps.gatherings.models import Gathering
from trellis.apps.people.queries.naming import Named
from trellis.core.references import Ref

KIND = "gatherings.gathering"


def group_of_gathering(about: Ref) -> Ref | None:
    """The group that holds it, in which its talk takes place; None when it is gone."""
    found = Gathering.objects.filter(pk=about.id).select_related("series__organization", "series__circle").first()
    return found.series.group if found is not None else None


def name_gatherings(ids: set[str]) -> dict[str, Named]:
    """What these gatherings are called, and their pages. Ask for those who may see them only."""
    rows = Gathering.objects.filter(pk__in=ids).select_related("series")
    return {str(each.pk): Named(each.title, _page(each), each.series.language) for each in rows}


def _page(gathering: Gathering) -> str:
    try:
        return reverse("gatherings-gathering", args=[gathering.pk])
    except NoReverseMatch:
        return ""
