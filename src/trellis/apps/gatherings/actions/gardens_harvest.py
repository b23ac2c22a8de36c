"""What was picked in a garden, and sharing it: those who had least come first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.events import gardens as events
from trellis.apps.gatherings.models import Garden, Harvest, HarvestShare, Measure
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.ui.words import here
from trellis.kernels.matching import least_served_first

COUNTED = timedelta(days=365)


@action("gatherings.harvest.note", subject=Garden, label=_("Note it"), allow=rules.may_garden, event=events.HarvestNoted)
def note_harvest(
    garden: Garden, *, what: str, amount: int, measure: str, picked_on: date, n_shares: int = 0, language: str = "en", now: datetime
) -> Done:
    """What was picked; with shares, whoever is of the garden may say that they would like some."""
    if picked_on > here(now).date():
        raise WrongState(_("This day is still to come."))
    harvest = Harvest.objects.create(
        garden=garden, what=what, amount=amount, measure=Measure(measure), picked_on=picked_on, n_shares=n_shares, language=language,
        person=current_person(), noted_at=now,
    )  # fmt: skip
    return Done(str(harvest.pk), subject=harvest)


@action("gatherings.harvest.wish", subject=Harvest, label=_("I would like some"), allow=rules.may_wish, event=events.HarvestWished)
def wish_share(harvest: Harvest, *, wish: bool = True, now: datetime) -> None:
    """Say that one would like some, or no longer."""
    if not harvest.is_open:
        raise WrongState(_("It has been shared out already."))
    person = current_person()
    if wish:
        HarvestShare.objects.get_or_create(harvest=harvest, person=person, defaults={"wished_at": now})
    else:
        HarvestShare.objects.filter(harvest=harvest, person=person).delete()


@action("gatherings.harvest.share_out", subject=Harvest, label=_("Share it out"), allow=rules.may_share_out, event=events.HarvestSharedOut)
def share_out(harvest: Harvest, *, now: datetime) -> Done:
    """Give the shares to those who had the fewest in this garden over a year; equals by a draw that anybody can repeat."""
    if not harvest.is_open:
        raise WrongState(_("It has been shared out already."))
    wishes = {each.person_id: each for each in harvest.shares.all()}
    had = dict(
        HarvestShare.objects.filter(harvest__garden=harvest.garden, got=True, person__in=wishes, harvest__shared_at__gt=now - COUNTED)
        .values_list("person")
        .annotate(n=Count("pk"))
    )
    order = least_served_first(wishes, had, seed=str(harvest.pk))
    for number, each in enumerate(order):
        wish = wishes[each.id]
        wish.got, wish.had_before = number < harvest.n_shares, int(each.times)
    HarvestShare.objects.bulk_update(wishes.values(), ["got", "had_before"])
    harvest.shared_at = now
    harvest.save(update_fields=["shared_at"])
    return Done(None, {"n": min(len(order), harvest.n_shares)})
