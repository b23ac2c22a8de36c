"""What is told about plots and harvests."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import gardens as events
from trellis.apps.gatherings.messages.places_waiting import tell
from trellis.apps.gatherings.models import AskState, Garden, Harvest, Tenancy
from trellis.core.letters import letter, tells

PAGES = ("gardens-plot", "gardens-link")
TEMPLATE = "gatherings/gardens/letters/plot.txt"


def _tell(fact, event, *, subject, what: str, with_link: bool = False) -> None:
    tenancy = Tenancy.objects.select_related("garden", "plot", "person").filter(pk=event.subject_id).first()
    if tenancy is not None:
        tell(fact, tenancy, subject=subject, template=TEMPLATE, pages=PAGES, with_link=with_link, what=what, garden=tenancy.garden)


@tells(events.PlotHeld)
def the_next_hears_that_a_plot_is_held(fact, event) -> None:
    """With one link to take it or to pass it on."""
    _tell(fact, event, subject=_("Something is held for you"), what="held", with_link=True)


@tells(events.PlotPassedOn)
def who_did_not_answer_hears_that_it_went_on(fact, event) -> None:
    """They can ask again."""
    _tell(fact, event, subject=_("What was held for you went on"), what="passed_on")


@tells(events.PlotOver)
def who_did_not_keep_it_hears_that_it_went_on(fact, event) -> None:
    """The season was over, and a fortnight more."""
    _tell(fact, event, subject=_("A season is over"), what="over")


@tells(events.SeasonSet)
def who_has_a_plot_hears_that_they_may_keep_it_on(fact, event) -> None:
    """All of a garden, one letter each."""
    garden = Garden.objects.get(pk=event.subject_id)
    for tenancy in Tenancy.objects.filter(garden=garden, state=AskState.TAKEN, until_on__lt=garden.season_ends_on).select_related("person"):
        tell(fact, tenancy, subject=_("A new season"), template=TEMPLATE, pages=PAGES, with_link=True, what="season", garden=garden)


@tells(events.HarvestSharedOut)
def who_wished_for_some_hears_what_became_of_it(fact, event) -> None:
    """With the reason: how many they had had before."""
    harvest = Harvest.objects.select_related("garden").get(pk=event.subject_id)
    for share in harvest.shares.select_related("person"):
        letter(
            fact,
            to=share.person,
            subject=_("What was picked is shared out"),
            template="gatherings/gardens/letters/shared.txt",
            context={"share": share, "harvest": harvest},
            path=reverse("gardens-harvest", args=[harvest.pk]),
        )
