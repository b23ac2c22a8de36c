"""What is told about stays. No letter says what it is about, where it is, or that there is a house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import respite as events
from trellis.apps.gatherings.messages.places_waiting import tell
from trellis.apps.gatherings.models import Stay
from trellis.core.letters import tells

PAGES = ("respite-stay", "respite-link")


def _tell(fact, event, *, subject, what: str, with_link: bool = False) -> None:
    stay = Stay.objects.select_related("person").filter(pk=event.subject_id).first()
    if stay is not None:
        template = "gatherings/respite/letters/stay.txt"
        tell(fact, stay, subject=subject, template=template, pages=PAGES, with_link=with_link, what=what)


@tells(events.StayAsked)
def who_is_offered_a_bed_at_once_can_come_back_by_letter(fact, event) -> None:
    """The same words as when one had to wait."""
    if event.state == "held":
        _tell(fact, event, subject=_("Something is held for you"), what="held", with_link=True)


@tells(events.StayHeld)
def the_next_hears_that_a_bed_is_held(fact, event) -> None:
    """With one link to take it or to pass it on."""
    _tell(fact, event, subject=_("Something is held for you"), what="held", with_link=True)


@tells(events.StayPassedOn)
def who_did_not_answer_hears_that_it_went_on(fact, event) -> None:
    """They can ask again."""
    _tell(fact, event, subject=_("What was held for you went on"), what="passed_on")


@tells(events.StayCalledOff)
def the_guest_hears_that_it_is_called_off(fact, event) -> None:
    """Hosts could not take them."""
    _tell(fact, event, subject=_("Something is called off"), what="called_off")


@tells(events.StayNears)
def the_guest_hears_that_the_way_can_be_read(fact, event) -> None:
    """The way itself stands on the page, never in a letter."""
    _tell(fact, event, subject=_("Soon: something you said you come to"), what="nears")


@tells(events.StayOver)
def who_waited_in_vain_hears_of_it(fact, event) -> None:
    """Nobody is left waiting without a word."""
    if not event.stayed:
        _tell(fact, event, subject=_("Nothing came free in time"), what="nothing")
