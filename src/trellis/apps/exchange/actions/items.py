"""Things to lend: add one, change it, its picture, put it to rest, take it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.actions.items_line import offer_to_next
from trellis.apps.exchange.events import items as events
from trellis.apps.exchange.models import Item
from trellis.apps.exchange.models.items import AWAY, HOLDING, ItemState
from trellis.apps.exchange.rules import items as rules
from trellis.core import files
from trellis.core.access import signed_in
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.files.models import StoredFile
from trellis.core.references import Ref

FIELDS = ("kind", "title", "description", "condition", "where", "most_days", "says_yes_by_itself", "seen_by")
MOST_OF_ONE_PERSON = 100


@action("exchange.item.add", label=_("Add it"), allow=signed_in, event=events.ItemAdded)
def add_item(*, now: datetime, **told) -> Done:
    """Offer something of one's own to borrow."""
    if Item.objects.filter(owner=current_person()).count() >= MOST_OF_ONE_PERSON:
        raise WrongState(_("You lend very many things already. Take one away first, or lend them through a group."))
    told |= {"says_yes_by_itself": False, "seen_by": "everybody"}
    item = Item.objects.create(owner=current_person(), added_at=now, **{name: told[name] for name in FIELDS if name in told})
    return Done(str(item.pk), subject=item)


@action("exchange.item.add_for", subject=Organization, label=_("Add it"), allow=rules.may_lend_for, event=events.ItemAdded)
def add_item_for(organization: Organization, *, now: datetime, **told) -> Done:
    """Offer something of an organization's to borrow."""
    item = Item.objects.create(organization=organization, added_at=now, **{name: told[name] for name in FIELDS if name in told})
    return Done(str(item.pk), subject=item)


@action("exchange.item.change", subject=Item, label=_("Save"), allow=rules.lends, event=events.ItemChanged)
def change_item(item: Item, *, now: datetime, **told) -> None:
    """Say something else about it. What goes on with it goes on as it was agreed."""
    if item.owner_id:
        told |= {"says_yes_by_itself": False, "seen_by": "everybody"}
    for name in FIELDS:
        if name in told:
            setattr(item, name, told[name])
    item.save()


@action("exchange.item.picture", subject=Item, label=_("Keep this picture"), allow=rules.lends, event=events.ItemChanged)
def keep_picture(item: Item, *, upload, now: datetime) -> None:
    """Its picture, in the place of the one before; what a camera writes into it is taken out. None takes it away."""
    before = list(StoredFile.objects.filter(owner=Ref.to(item)))
    if upload is not None:
        files.keep(upload, owner=Ref.to(item), visibility="by_rule", by=current_person(), now=now)
    for each in before:
        files.discard(each)


@action(
    "exchange.item.rest",
    subject=Item,
    label=_("Not for now"),
    allow=rules.lends,
    event=events.ItemSet,
    moves=("state", (ItemState.IN_USE,), None),
)
def rest_item(item: Item, *, state: str, now: datetime) -> Done:
    """Not lent for now, broken, or lost. Whoever has it keeps it until it is due."""
    if state not in (ItemState.RESTING, ItemState.BROKEN, ItemState.LOST):
        raise ValueError(state)
    item.state = state
    item.save(update_fields=["state"])
    return Done(None, {"state": str(state)})


@action(
    "exchange.item.wake",
    subject=Item,
    label=_("Lend it again"),
    allow=rules.lends,
    event=events.ItemSet,
    moves=("state", (ItemState.RESTING, ItemState.BROKEN, ItemState.LOST), None),
)
def wake_item(item: Item, *, now: datetime) -> Done:
    """It can be borrowed again; whoever is next in the line is asked."""
    item.state = ItemState.IN_USE
    item.save(update_fields=["state"])
    offer_to_next(item, now=now)
    return Done(None, {"state": str(item.state)})


@action("exchange.item.remove", subject=Item, label=_("Take it away"), allow=rules.lends, event=events.ItemRemoved)
def remove_item(item: Item, *, now: datetime) -> None:
    """Out of the list for good, with all that is known of its loans. Not while somebody has it."""
    if item.loans.filter(state__in=AWAY).exists():
        raise WrongState(_("Somebody has it. Say first that it is back."))
    if item.loans.filter(state__in=HOLDING).exists():
        raise WrongState(_("Somebody has asked for it. Answer them first."))
    with transaction.atomic():
        for each in StoredFile.objects.filter(owner=Ref.to(item)):
            files.discard(each)
        Item.objects.filter(pk=item.pk).delete()
