"""What is told about turns, and to whom. No letter names anybody, and of a sensitive gathering none says what it is."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import calendar
from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering, Guide
from trellis.apps.gatherings.models.turns import HOLDS, Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns import coordinators
from trellis.apps.people.models import Capability
from trellis.core.letters import letter, tells
from trellis.core.letters.channels import PAGE

TEMPLATE = "gatherings/turns/letters/turn.txt"


def _tell(fact, turn: Turn, *, subject, what: str, with_link: bool = False, channels=None) -> None:
    if turn.person is None:
        return
    gathering = turn.shift.gathering
    open_words = "" if gathering.sensitive else gathering.title
    link = f"{settings.TRELLIS_URL}{reverse('turns-link', args=[turn.pk, turn.link_token])}" if with_link else ""
    context = {
        "what": what,
        "title": open_words,
        "role": "" if gathering.sensitive else turn.shift.role,
        "shift": turn.shift,
        "turn": turn,
        "link": link,
    }
    path = reverse("turns-shift", args=[turn.shift_id])
    letter(fact, to=turn.person, subject=subject, template=TEMPLATE, context=context, path=path, channels=channels)


def _turn(event) -> Turn | None:
    return Turn.objects.select_related("person", "shift__gathering").filter(pk=event.subject_id).first()


@tells(events.TurnAsked)
def who_is_asked_hears_it(fact, event) -> None:
    """With one link to say yes or no. Who asked for it themselves needs no letter."""
    turn = _turn(event)
    if turn is not None and turn.state == TurnState.ASKED:
        _tell(fact, turn, subject=_("You are asked for something"), what="asked", with_link=True)


@tells(events.TurnAskedAgain)
def who_had_it_is_asked_again(fact, event) -> None:
    if (turn := _turn(event)) is not None:
        _tell(fact, turn, subject=_("Another time: does it suit you?"), what="moved", with_link=True)


@tells(events.StandByAsked)
def a_stand_by_is_asked(fact, event) -> None:
    if (turn := _turn(event)) is not None:
        _tell(fact, turn, subject=_("Can you step in?"), what="called", with_link=True)


@tells(events.TurnReminded)
def who_has_a_turn_is_reminded(fact, event) -> None:
    """The link opens the page with the one button "I can't be there"."""
    if (turn := _turn(event)) is not None:
        _tell(fact, turn, subject=_("Soon: something you said you do"), what="reminded", with_link=True)


@tells(events.TurnHandedOn)
def who_handed_on_hears_that_they_are_free(fact, event) -> None:
    if (turn := _turn(event)) is not None:
        _tell(fact, turn, subject=_("Somebody took it for you"), what="handed_on")


@tells(events.TurnLapsed)
def who_did_not_answer_hears_that_it_went_on(fact, event) -> None:
    """On the page only."""
    if (turn := _turn(event)) is not None:
        _tell(fact, turn, subject=_("What was kept for you went on"), what="lapsed", channels=[PAGE])


@tells(events.TurnGivenBack)
def who_organizes_hears_when_it_is_late(fact, event) -> None:
    """Not who it was: they see it on the page if they must."""
    turn = _turn(event)
    if turn is not None and event.late:
        _tell_coordinators(fact, turn.shift, what="given_back", but=turn.person_id)


@tells(events.ShiftShort)
def who_organizes_hears_that_people_are_missing(fact, event) -> None:
    shift = Shift.objects.select_related("gathering__series").filter(pk=event.subject_id).first()
    if shift is not None:
        _tell_coordinators(fact, shift, what="short")


def _tell_coordinators(fact, shift: Shift, *, what: str, but=None) -> None:
    gathering = shift.gathering
    context = {
        "what": what,
        "shift": shift,
        "title": "" if gathering.sensitive else gathering.title,
        "role": "" if gathering.sensitive else shift.role,
        "n_standbys": Turn.objects.filter(shift=shift, state__in=[TurnState.STANDBY, TurnState.CALLED]).count(),
        "n_missing": shift.wanted - Turn.objects.filter(shift=shift, state__in=HOLDS).count(),
    }
    path = reverse("turns-gathering", args=[gathering.pk])
    for person in coordinators(gathering.series):
        if person.pk != but:
            letter(
                fact, to=person, subject=_("Somebody is missing"), template="gatherings/turns/letters/short.txt", context=context, path=path
            )  # fmt: skip


@tells(calendar.GatheringCalledOff)
def who_has_a_turn_hears_that_it_is_called_off(fact, event) -> None:
    gathering = Gathering.objects.filter(pk=event.subject_id).first()
    if gathering is None or gathering.starts_at <= fact.at:
        return
    turns = Turn.objects.filter(shift__gathering=gathering, shift__dropped=False).holding()
    for turn in turns.select_related("person", "shift__gathering"):
        _tell(fact, turn, subject=_("Something is called off"), what="called_off")


@tells(events.ShiftDropped)
def who_has_a_turn_hears_that_it_is_not_needed(fact, event) -> None:
    for turn in Turn.objects.filter(shift=event.subject_id).holding().select_related("person", "shift__gathering"):
        _tell(fact, turn, subject=_("Something is called off"), what="called_off")


@tells(events.GuideAsked)
def who_knows_the_way_is_asked(fact, event) -> None:
    guide = Guide.objects.select_related("person", "turn__shift__gathering").filter(pk=event.subject_id).first()
    if guide is not None:
        _tell_about_guiding(fact, guide, guide.person, what="guide_asked", subject=_("Will you show somebody the way?"))


@tells(events.GuideAnswered)
def the_newcomer_hears_that_somebody_shows_them_the_way(fact, event) -> None:
    guide = Guide.objects.select_related("turn__person", "turn__shift__gathering").filter(pk=event.subject_id).first()
    if guide is not None and event.agreed:
        _tell_about_guiding(fact, guide, guide.turn.person, what="guide_agreed", subject=_("Somebody shows you the way"))


def _tell_about_guiding(fact, guide: Guide, person, *, what: str, subject) -> None:
    shift = guide.turn.shift
    sensitive = shift.gathering.sensitive
    context = {"what": what, "shift": shift, "title": "" if sensitive else shift.gathering.title, "role": "" if sensitive else shift.role}
    letter(fact, to=person, subject=subject, template=TEMPLATE, context=context, path=reverse("turns-shift", args=[shift.pk]))


@tells(events.CapabilitySeen)
def the_person_hears_what_was_noted(fact, event) -> None:
    """Nothing is noted of somebody without their knowing."""
    _tell_of_capability(fact, event, template="gatherings/turns/letters/seen.txt", subject=_("Something was noted about you"))


@tells(events.CapabilityRunsOut)
def the_person_hears_that_it_runs_out(fact, event) -> None:
    _tell_of_capability(fact, event, template="gatherings/turns/letters/runs_out.txt", subject=_("Something of yours runs out soon"))


def _tell_of_capability(fact, event, *, template: str, subject) -> None:
    seen = Capability.objects.select_related("person").filter(pk=event.subject_id).first()
    if seen is not None:
        letter(fact, to=seen.person, subject=subject, template=template, context={"seen": seen}, path=reverse("turns-checks"))
