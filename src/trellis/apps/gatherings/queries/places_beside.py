"""What an organization's page says of its houses and gardens: one query for each kind, and nothing that is not public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models import Garden, RespiteHouse
from trellis.core.beside import Way


def beside_organization(organization, person, *, now: datetime) -> Iterator[Way]:
    """A respite house and a garden, by the names they have."""
    for house in RespiteHouse.objects.filter(organization=organization).only("pk", "name"):
        yield Way(label=_("A few nights among peers"), url=reverse("respite-house", args=[house.pk]), note=house.name)
    for garden in Garden.objects.filter(organization=organization).only("pk", "name"):
        yield Way(label=_("Garden plots"), url=reverse("garden", args=[garden.pk]), note=garden.name)
