"""Ways to the exchange from pages of the directory: what a group lends, the food it fetches, the help among its members."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.exchange.models import Item, PickupRound
from trellis.apps.exchange.queries.items import items_for
from trellis.core.beside import Way


def beside_organization(organization, person, *, now: datetime) -> Iterator[Way]:
    """For everybody: that it lends things, as far as the reader may see them. One query."""
    lent: Item | None = items_for(person).filter(organization=organization).first()
    if lent is not None:
        yield Way(label=_("Things to borrow"), url=f"{reverse('lend-things')}?{urlencode({'of': organization.pk})}")


def beside_group(group, person, *, now: datetime) -> Iterator[Way]:
    """For its members: asking and offering among them, and the pickups of food. One query."""
    yield Way(label=_("Ask and offer"), url=reverse("exchange"))
    if PickupRound.objects.filter(hub=group.pk).exists():
        yield Way(label=_("Pickups of food"), url=reverse("pickups-mine"))
