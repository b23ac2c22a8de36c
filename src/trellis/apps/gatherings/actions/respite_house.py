"""What hosts do about their house and its beds."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import places_waiting as line
from trellis.apps.gatherings.actions.respite import Beds, hold_bed
from trellis.apps.gatherings.events import respite as events
from trellis.apps.gatherings.models import Bed, RespiteHouse, Stay
from trellis.core.access import anyone
from trellis.core.actions import Done, NotFound, action, current_person

MOST_BEDS = 12


@action("gatherings.house.add", subject=Organization, label=_("Add a respite house"), allow=rules.may_organize, event=events.HouseAdded)
def add_house(organization: Organization, *, told: dict, beds: list[str], now: datetime) -> Done:
    """A house with its beds. `told` holds its fields."""
    house = RespiteHouse.objects.create(organization=organization, made_at=now, **told)
    Bed.objects.bulk_create([Bed(house=house, name=name) for name in beds[:MOST_BEDS]])
    return Done(str(house.pk), subject=house)


@action("gatherings.house.change", subject=RespiteHouse, label=_("Save"), allow=rules.may_host, event=events.HouseChanged)
def change_house(house: RespiteHouse, *, told: dict, beds: list[str], now: datetime) -> None:
    """What the house says, and which beds are in use. A bed that is no longer named keeps the guests it has and gets no more."""
    for name, value in told.items():
        setattr(house, name, value)
    house.save(update_fields=list(told))
    known = {each.name: each for each in house.beds.all()}
    for name in dict.fromkeys(beds[:MOST_BEDS]):
        if name not in known:
            Bed.objects.create(house=house, name=name)
    Bed.objects.filter(house=house, name__in=beds).update(in_use=True)
    Bed.objects.filter(house=house).exclude(name__in=beds).update(in_use=False)
    line.hand_on(Beds(house), now=now, hold_one=hold_bed)


@action("gatherings.stay.call_off", label=_("We can’t take them"), allow=anyone, event=events.StayCalledOff)
def call_stay_off(*, stay: uuid.UUID | str, now: datetime) -> Done:
    """The hosts can't take a guest after all. The guest hears of it; nobody has to say why. For others the stay does not exist."""
    row = Stay.objects.select_for_update(of=("self",)).filter(pk=stay).first()
    if row is None or not rules.may_host(current_person(), row.house):
        raise NotFound("gatherings.stay.call_off")
    line.let_go(row, Beds(row.house), now=now, hold_one=hold_bed)
    row.words = row.emergency_contact = row.sealed_plan = ""
    row.save(update_fields=["words", "emergency_contact", "sealed_plan"])
    return Done(None, subject=row)
