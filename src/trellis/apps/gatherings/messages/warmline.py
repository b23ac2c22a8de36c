"""What is told about lines. No subject and no letter says what line it is: that somebody listens on one is theirs to tell."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import warmline as events
from trellis.apps.gatherings.models.warmline import WarmlineWatch
from trellis.apps.gatherings.models.warmline_care import Debrief
from trellis.apps.gatherings.queries import warmline_care as care
from trellis.core.letters import letter, tells
from trellis.core.people.models import Person

ENDS_SOON = _("Your turn ends soon")
NOBODY_COMES = _("Nobody has taken the next turn")
TALK = _("Somebody would like to talk")
ABOUT_TALK = _("There is news about a talk")


def organizers_of(organization_id) -> QuerySet[Person]:
    """Those who organize for an organization."""
    return Person.objects.filter(grants__role="editor", grants__scope_id=str(organization_id), is_active=True).distinct()


@tells(events.NobodyFollows)
def who_is_on_and_the_organizers_hear_ahead(fact, event) -> None:
    """An hour before the change."""
    watch = WarmlineWatch.objects.select_related("line", "person").filter(pk=event.subject_id).first()
    if watch is not None:
        _about_the_change(fact, watch, "ahead")


@tells(events.NobodyFollowed)
def who_was_on_and_the_organizers_hear_at_the_change(fact, event) -> None:
    """At the change: the public page says already that nobody is on."""
    watch = WarmlineWatch.objects.select_related("line", "person").filter(pk=event.subject_id).first()
    if watch is not None:
        _about_the_change(fact, watch, "now")


@tells(events.DebriefAsked)
def listeners_hear_that_somebody_would_like_to_talk(fact, event) -> None:
    """All who agreed to listen. Where nobody did, the organizers hear that a listener is needed, and not who asks."""
    debrief = Debrief.objects.select_related("line__organization", "person").filter(pk=event.subject_id).first()
    if debrief is None or not care.is_open(debrief):
        return
    found = care.listeners(debrief.line, but=debrief.person)
    for handler in found:
        path = reverse("warmline-talk", args=[debrief.pk])
        letter(fact, to=handler.person, subject=TALK, template="gatherings/warmline/letters/talk_asked.txt", path=path)
    if not found:
        path = reverse("warmline-talks", args=[debrief.line_id])
        for organizer in organizers_of(debrief.line.organization_id).exclude(pk=debrief.person_id):
            letter(fact, to=organizer, subject=TALK, template="gatherings/warmline/letters/listener_needed.txt", path=path)


@tells(events.DebriefOffered)
def who_asked_hears_of_the_time(fact, event) -> None:
    """A listener offers a time."""
    _about_talk(fact, event, "offered")


@tells(events.DebriefAgreed)
def the_listener_hears_that_it_suits(fact, event) -> None:
    """The two talk then."""
    _about_talk(fact, event, "agreed")


@tells(events.DebriefDeclined)
def who_asked_hears_that_it_waits_again(fact, event) -> None:
    """It waits for a listener again; the listeners hear of it."""
    listeners_hear_that_somebody_would_like_to_talk(fact, event)


def _about_the_change(fact, watch: WarmlineWatch, what: str) -> None:
    template, ends_at = "gatherings/warmline/letters/change.txt", watch.ends_at
    path = reverse("warmline-desk", args=[watch.line_id])
    letter(fact, to=watch.person, subject=ENDS_SOON, template=template, context={"what": what, "ends_at": ends_at, "own": True}, path=path)
    for organizer in organizers_of(watch.line.organization_id).exclude(pk=watch.person_id):
        told = {"what": what, "ends_at": ends_at, "own": False}
        letter(fact, to=organizer, subject=NOBODY_COMES, template=template, context=told, path=path)


def _about_talk(fact, event, what: str) -> None:
    debrief = Debrief.objects.select_related("person", "listener").filter(pk=event.subject_id).first()
    to = None if debrief is None else debrief.person if what == "offered" else debrief.listener
    if to is not None:
        path = reverse("warmline-talk", args=[debrief.pk])
        letter(fact, to=to, subject=ABOUT_TALK, template="gatherings/warmline/letters/talk.txt", context={"what": what}, path=path)
