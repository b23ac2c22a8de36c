"""Which fact of the directory is told to whom, in which words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events
from trellis.apps.directory.actions.following import TELL_AFTER
from trellis.apps.directory.messages import bookings, upkeep  # noqa: F401  they tell what booking spaces and keeping records true need told
from trellis.apps.directory.models import AskState, CircleAsk, JoinRequest, JoinState, Revision
from trellis.apps.people.queries.membership import members_of
from trellis.core.letters import letter, tells
from trellis.core.log.people import person_of
from trellis.core.people.models import Person
from trellis.core.references import Ref


@tells(events.ChangeProposed)
def keepers_hear_what_waits(fact, event) -> None:
    """Each keeper but the one who proposed it."""
    keepers = Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct()
    proposer = person_of(fact)
    for keeper in keepers.exclude(pk=proposer.pk) if proposer else keepers:
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/change_proposed.txt",
            path=reverse("directory-keep-revision", args=[event.revision]),
        )


@tells(events.ChangeApproved, events.ChangeRejected)
def the_proposer_hears_what_became_of_it(fact, event) -> None:
    """Whoever proposed the change."""
    revision = Revision.objects.select_related("proposed_by").get(pk=event.subject_id)
    if revision.proposed_by is None:
        return
    letter(
        fact,
        to=revision.proposed_by,
        subject=_("Something you sent has been looked at"),
        template="directory/letters/change_decided.txt",
        context={"published": isinstance(event, events.ChangeApproved), "reason": revision.decision_reason},
        path=reverse("directory-keep-revision", args=[revision.pk]),
    )


@tells(events.FeedHeld)
def keepers_hear_of_an_odd_list(fact, event) -> None:
    """Each keeper: nothing was taken, and somebody should look."""
    for keeper in Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct():
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/feed_held.txt",
            path=reverse("following-source", args=[event.subject_id]),
        )


@tells(events.FeedFailed)
def keepers_hear_of_a_list_that_can_not_be_read(fact, event) -> None:
    """Each keeper, once a list could not be read several times in a row."""
    if event.in_a_row != TELL_AFTER:
        return
    for keeper in Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct():
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/feed_failed.txt",
            path=reverse("following-source", args=[event.subject_id]),
        )


@tells(events.HelloSaid)
def editors_hear_of_a_hello(fact, event) -> None:
    """The editors of the group; what was written stays on a page that only they can open."""
    editors = Person.objects.filter(grants__role="editor", grants__scope_id=event.subject_id, is_active=True).distinct()
    for editor in editors:
        letter(
            fact,
            to=editor,
            subject=_("Somebody wrote to a group you look after"),
            template="directory/letters/hello.txt",
            path=reverse("networks-group", args=[event.subject_id]),
        )


def _editors_of(organization_id) -> list[Person]:
    editors = Person.objects.filter(grants__role="editor", grants__scope_id=str(organization_id), is_active=True)
    return list(editors.distinct().order_by("pk"))


@tells(events.LeadershipAsked)
def editors_are_asked_who_leads(fact, event) -> None:
    """The editors of the organization."""
    for editor in _editors_of(event.subject_id):
        letter(
            fact,
            to=editor,
            subject=_("Four short questions for you"),
            template="directory/letters/leadership_asked.txt",
            path=reverse("directory-leads-ask", args=[event.subject_id]),
        )


@tells(events.LeadershipAnswered)
def a_named_service_may_say_how_it_sees_it(fact, event) -> None:
    """The editors of the service that an initiative newly names."""
    for editor in _editors_of(event.supporter) if event.supporter else ():
        letter(
            fact,
            to=editor,
            subject=_("You may say how you see something"),
            template="directory/letters/leadership_named.txt",
            path=reverse("directory-leads", args=[event.subject_id]),
        )


@tells(events.LeadershipContested)
def editors_hear_what_members_see_differently(fact, event) -> None:
    """The editors of the organization, when several members see a question differently that they did not before."""
    for editor in _editors_of(event.subject_id) if event.newly else ():
        letter(
            fact,
            to=editor,
            subject=_("Something you said is seen differently"),
            template="directory/letters/leadership_contested.txt",
            path=reverse("directory-leads", args=[event.subject_id]),
        )


@tells(events.JoiningAsked)
def organizers_hear_that_somebody_asks(fact, event) -> None:
    """The editors of the group."""
    request = JoinRequest.objects.filter(pk=event.subject_id).first()
    for editor in _editors_of(request.organization_id) if request else ():
        letter(
            fact,
            to=editor,
            subject=_("Somebody waits for your answer"),
            template="directory/letters/joining_asked.txt",
            path=reverse("directory-group-asking", args=[request.organization_id]),
        )


@tells(events.JoiningAnswered)
def whoever_asked_hears_the_answer(fact, event) -> None:
    """Whoever asked to be let in."""
    request = JoinRequest.objects.select_related("person").filter(pk=event.subject_id).first()
    if request is None:
        return
    letter(
        fact,
        to=request.person,
        subject=_("There is an answer for you"),
        template="directory/letters/joining_answered.txt",
        context={"let_in": request.state == JoinState.LET_IN},
        path=reverse("directory-group-join", args=[request.organization_id]),
    )


@tells(events.CircleAsked)
def people_with_something_in_common_are_asked(fact, event) -> None:
    """Everybody who was newly asked about the circle. The letter says neither what it is about nor how many they are."""
    asks = CircleAsk.objects.filter(circle=event.subject_id, state=AskState.ASKED, asked_on=fact.at.date())
    for ask in asks.select_related("interest__person"):
        letter(
            fact,
            to=ask.interest.person,
            subject=_("There is a question for you"),
            template="directory/letters/circle_asked.txt",
            path=reverse("directory-alike"),
        )


@tells(events.CircleStarted)
def those_who_said_yes_hear_that_it_has_begun(fact, event) -> None:
    """The members of the circle."""
    for membership in members_of(Ref("directory.circle", event.subject_id)):
        letter(
            fact,
            to=membership.person,
            subject=_("Something you said yes to has begun"),
            template="directory/letters/circle_started.txt",
            path=reverse("directory-alike"),
        )


@tells(events.AgencyLinked)
def an_agency_hears_that_a_circle_would_like_support(fact, event) -> None:
    """The editors of the organization that a circle chose; not which circle, not what it is about."""
    for editor in _editors_of(event.subject_id):
        letter(
            fact,
            to=editor,
            subject=_("A group of people would like your support"),
            template="directory/letters/agency_linked.txt",
            path=reverse("directory-organization", args=[event.subject_id]),
        )
