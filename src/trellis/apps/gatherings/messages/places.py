"""What is told about places: a held one, a day ahead, moved, called off. Of a sensitive gathering no letter says what it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import calendar
from trellis.apps.gatherings.events import places as events
from trellis.apps.gatherings.messages.places_waiting import tell
from trellis.apps.gatherings.models import Gathering, Place
from trellis.apps.gatherings.models.places_waiting import LIVE
from trellis.core.letters import tells

PAGES = ("places-mine", "places-link")


def _tell(fact, place: Place, *, subject, what: str, with_link: bool = False) -> None:
    gathering = place.gathering
    title = "" if gathering.sensitive else gathering.title
    context = {"title": title, "starts_at": gathering.starts_at, "note": "" if gathering.sensitive else gathering.note, "what": what}
    tell(fact, place, subject=subject, template="gatherings/places/letters/place.txt", pages=PAGES, with_link=with_link, **context)


def _place(event) -> Place | None:
    return Place.objects.select_related("gathering", "person").filter(pk=event.subject_id).first()


@tells(events.PlaceHeld)
def the_next_hears_that_a_place_is_held(fact, event) -> None:
    """With one link to take it or to pass it on."""
    if (place := _place(event)) is not None:
        _tell(fact, place, subject=_("Something is held for you"), what="held", with_link=True)


@tells(events.PlacePassedOn)
def who_did_not_answer_hears_that_it_went_on(fact, event) -> None:
    """So that nobody comes for a place that is somebody else's."""
    if (place := _place(event)) is not None:
        _tell(fact, place, subject=_("What was held for you went on"), what="passed_on")


@tells(events.PlaceReminded)
def who_has_a_place_hears_a_day_ahead(fact, event) -> None:
    """With a way to say that one can't be there."""
    if (place := _place(event)) is not None:
        _tell(fact, place, subject=_("Tomorrow: something you said you come to"), what="reminded")


@tells(calendar.GatheringMoved, calendar.GatheringCalledOff, calendar.GatheringBackOn)
def who_has_or_waits_for_a_place_hears_of_a_change(fact, event) -> None:
    """All who said that they come, and all who wait."""
    gathering = Gathering.objects.filter(pk=event.subject_id).first()
    if gathering is None or gathering.starts_at <= fact.at:
        return
    what, subject = {
        calendar.GatheringMoved: ("moved", _("Another time")),
        calendar.GatheringCalledOff: ("called_off", _("Something is called off")),
        calendar.GatheringBackOn: ("back_on", _("It takes place after all")),
    }[type(event)]
    for place in Place.objects.filter(gathering=gathering, state__in=LIVE).select_related("person"):
        place.gathering = gathering
        _tell(fact, place, subject=subject, what=what)
