"""From "I'd like to talk to others like me" to a circle: say it, be asked, say yes, begin, and choose what to become."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import check
from trellis.apps.directory.models import Organization, RecordKind, Revision
from trellis.apps.directory.models.groups import ListedMember
from trellis.apps.directory.models.interests import (
    INTEREST_DAYS,
    AskState,
    Circle,
    CircleAsk,
    CircleState,
    CircleWish,
    How,
    Interest,
    Path,
    topic_index,
)
from trellis.apps.directory.models.leadership import Experience
from trellis.apps.directory.models.records import OrganizationRecord, changed_fields, to_plain
from trellis.apps.directory.queries import interests
from trellis.apps.people.actions import join_group, leave_group
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.membership import is_member, members_of, membership_of
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, NotFound, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.people.actions import is_themselves
from trellis.core.people.models import Person
from trellis.core.references import Ref


@action("directory.interest.say", subject=Person, label=_("Look for others"), allow=is_themselves, event=events.InterestSaid)
def say_interest(person: Person, *, topic: str, how: Iterable[str] = (), now: datetime) -> Done:
    """Say that one would like to talk to others like oneself. Saying it again begins the 180 days anew."""
    topic = Experience(topic).value
    ways = [each for each in How.values if each in set(how)]
    interest = Interest.objects.filter(person=person, topic_index=topic_index(topic)).first()
    if interest is None:
        interest = Interest(person=person, topic=topic, topic_index=topic_index(topic))
    interest.how, interest.said_on = ways, now.date()
    interest.save()
    for ask in interest.asks.select_related("circle").exclude(state=AskState.ASKED):
        if not is_member(person, ask.circle):
            ask.delete()
    return Done(interest, subject=interest)


@action("directory.interest.take_back", subject=Interest, label=_("Stop looking"), allow=rules.is_own_row, event=events.InterestTakenBack)
def take_back_interest(interest: Interest, *, now: datetime) -> None:
    """Stop looking for others; a circle one already belongs to stays."""
    Interest.objects.filter(pk=interest.pk).delete()


@action("directory.circle.ask", label=_("Ask whether to start"), allow=only_by_trellis, event=events.CircleAsked)
def ask_about_circle(*, topic: str, now: datetime) -> Done:
    """Ask everybody who waits with this topic whether to start; newcomers too, until the circle begins.

    By the program, in a deed of its own: the log then does not say whose word was the third.
    """
    circle = interests.circle_for(topic)
    waiting = interests.who_may_meet(topic, circle, today=now.date())
    if not waiting or (circle is None and len(waiting) < interests.FEWEST):
        raise WrongState(_("There is nobody to ask."))
    if circle is None:
        name = str(Experience(topic).label)
        circle = Circle.objects.create(topic=topic, topic_index=topic_index(topic), name=name, made_on=now.date())
    CircleAsk.objects.bulk_create([CircleAsk(circle=circle, interest=each, asked_on=now.date()) for each in waiting])
    return Done(circle, subject=circle)


@action(
    "directory.circle.say_yes",
    subject=CircleAsk,
    label=_("Yes, I would like to"),
    allow=rules.was_asked,
    moves=("state", (AskState.ASKED, AskState.NO), AskState.YES),
    event=events.CircleAnswered,
)
def say_yes(ask: CircleAsk, *, display_name: str, now: datetime) -> Done:
    """Come into a circle under a name of one's choice. It begins when three have said yes."""
    membership = join_group(current_person(), group=Ref.to(ask.circle), display_name=display_name, now=now)
    return Done(membership)


@action(
    "directory.circle.say_no",
    subject=CircleAsk,
    label=_("Not this time"),
    allow=rules.was_asked,
    moves=("state", (AskState.ASKED,), AskState.NO),
    event=events.CircleAnswered,
)
def say_no(ask: CircleAsk, *, now: datetime) -> None:
    """Not this time. Nobody else is told."""


@action(
    "directory.circle.start",
    subject=Circle,
    label=_("Begin"),
    allow=only_by_trellis,
    moves=("state", (CircleState.FORMING,), CircleState.STARTED),
    event=events.CircleStarted,
)
def start_circle(circle: Circle, *, now: datetime) -> None:
    """Begin: by the program, once three people have said yes."""
    if not interests.has_enough(circle):
        raise WrongState(_("Too few have said yes."))


@action("directory.circle.fold", subject=Circle, label=_("Fold"), allow=only_by_trellis, event=events.CircleFolded)
def fold_circle(circle: Circle, *, now: datetime) -> Done:
    """End a circle that never began or is empty; whoever said yes to it waits for others again."""
    for membership in members_of(circle):
        leave_group(membership, now=now)
    gone = Circle(pk=circle.pk)
    Circle.objects.filter(pk=circle.pk).delete()
    return Done(None, subject=gone)


def match_topic(topic: str, *, now: datetime) -> None:
    """Ask those who wait with this topic, if there are enough of them or others are being asked already."""
    circle = interests.circle_for(topic)
    waiting = interests.who_may_meet(topic, circle, today=now.date())
    if waiting and (circle or len(waiting) >= interests.FEWEST):
        with as_program("job"):
            ask_about_circle(topic=topic, now=now)


def tend(*, now: datetime) -> None:
    """Ask, begin and fold what is due, each in a deed of its own."""
    for topic in Experience.values:
        match_topic(topic, now=now)
    with as_program("job"):
        for circle in Circle.objects.filter(state=CircleState.FORMING):
            if interests.has_enough(circle):
                start_circle(circle, now=now)
        for circle in interests.folded_by(now.date()):
            fold_circle(circle, now=now)
        Interest.objects.filter(said_on__lte=now.date() - timedelta(days=INTEREST_DAYS)).delete()


@every("hour")
@job()
def tend_circles() -> None:
    """Each hour, so that neither asking nor beginning can be laid to the person who was just here."""
    tend(now=timezone.now())


@action("directory.circle.name", subject=Circle, label=_("Save"), allow=rules.is_in_circle, event=events.CircleNamed)
def name_circle(circle: Circle, *, name: str, members_listed: bool, now: datetime) -> Done:
    """Call the circle something, and say whether members who want to may be listed to each other."""
    circle.name, circle.members_listed = name, members_listed
    circle.save(update_fields=["name", "members_listed"])
    if not members_listed:
        ListedMember.objects.filter(membership__group_index=group_index(Ref.to(circle))).delete()
    return Done(None, subject=membership_of(current_person(), circle))


@action("directory.circle.wish", subject=Membership, label=_("Save"), allow=rules.is_own_row, event=events.CircleWished)
def wish_for_circle(membership: Membership, *, path: str, agency: Organization | None = None, now: datetime) -> None:
    """Say what one would like one's circle to become."""
    if membership.group.kind != Circle._meta.label_lower:
        raise NotFound("directory.circle.wish")
    CircleWish.objects.update_or_create(
        membership=membership, defaults={"path": Path(path), "agency": agency if path == Path.AGENCY else None}
    )


@action("directory.circle.link", subject=Circle, label=_("Tell them"), allow=rules.is_in_circle, event=events.AgencyLinked)
def link_agency(circle: Circle, *, now: datetime) -> Done:
    """Be linked with the organization that most members chose; its editors hear that a circle would like support, and no more."""
    chosen = interests.chosen_path(circle)
    if chosen.path != Path.AGENCY or chosen.agency is None:
        raise WrongState(_("More than half of you must want this first."))
    if circle.agency_id == chosen.agency.pk:
        raise WrongState(_("You are linked already."))
    circle.agency = chosen.agency
    circle.save(update_fields=["agency"])
    return Done(None, subject=chosen.agency)


@action("directory.circle.list", subject=Circle, label=_("Send for review"), allow=rules.is_in_circle, event=events.ChangeProposed)
def propose_listing(circle: Circle, *, record: OrganizationRecord, now: datetime) -> Done:
    """Ask to be listed, through the review that every record goes through. Keepers don't learn which member sent it.

    The organization gets the circle's id, so that its members stay its members.
    """
    if interests.chosen_path(circle).path != Path.LISTED:
        raise WrongState(_("More than half of you must want this first."))
    if Organization.objects.filter(pk=circle.pk).exists() or Revision.objects.filter(record_id=circle.pk, state="proposed").exists():
        raise WrongState(_("You have sent this already."))
    check(record)
    content = to_plain(record)
    revision = Revision.objects.create(
        kind=RecordKind.ORGANIZATION,
        record_id=circle.pk,
        organization_id=circle.pk,
        content=content,
        before={},
        changed=changed_fields({}, content),
        is_new=True,
        channel="circle",
        proposed_at=now,
    )
    return Done(revision, {"revision": str(revision.pk)}, subject=revision)
