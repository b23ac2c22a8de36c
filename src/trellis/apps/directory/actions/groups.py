"""Groups: who may join, asking to be let in, letting in, coming in, and being listed to the other members."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.groups import Joining, JoinRequest, JoinState, ListedMember, OrganizationGroup
from trellis.apps.directory.queries.groups import group_of, joining_of
from trellis.apps.people.actions import join_group
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.models.names import usable_name
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.people.actions import is_themselves
from trellis.core.people.models import Person
from trellis.core.references import Ref


@action(
    "directory.group.set",
    subject=Organization,
    label=_("Save"),
    allow=rules.may_speak_for,
    event=events.GroupSet,
)
def set_joining(organization: Organization, *, joinable: str, members_listed: bool, now: datetime) -> Done:
    """Say who may join, and whether members who want to may be listed to each other. When not, nobody stays listed."""
    OrganizationGroup.objects.update_or_create(
        organization=organization, defaults={"joinable": Joining(joinable), "members_listed": members_listed}
    )
    if not members_listed:
        ListedMember.objects.filter(membership__group_index=group_index(group_of(organization))).delete()
    return Done(None, {"joinable": str(joinable)})


def join_openly(person: Person, *, organization: Organization, display_name: str, now: datetime) -> Membership:
    """Join a group that anybody may join. It is `join_group`; this only says when a group is open."""
    if joining_of(organization) != Joining.OPEN:
        raise WrongState(_("This group is not open to everybody now."))
    return join_group(person, group=group_of(organization), display_name=display_name, now=now)


@action(
    "directory.joining.ask",
    subject=Person,
    label=_("Ask to be let in"),
    allow=is_themselves,
    event=events.JoiningAsked,
)
def ask_to_join(person: Person, *, organization: Organization, display_name: str, now: datetime) -> Done:
    """Ask the organizers of a group to be let in, under a name. Asking again changes the name and nothing else."""
    if joining_of(organization) != Joining.ASK or is_member(person, group_of(organization)):
        raise WrongState(_("This group can’t be asked now."))
    group, display_name = group_of(organization), usable_name(display_name)
    request, is_new = JoinRequest.objects.get_or_create(
        person=person,
        group_index=group_index(group),
        defaults={"group_ref": str(group), "display_name": display_name, "asked_on": now.date()},
    )
    if not is_new and request.state == JoinState.ASKED:
        request.display_name = display_name
        request.save(update_fields=["display_name"])
    return Done(request, subject=request)


@action(
    "directory.joining.let_in",
    subject=JoinRequest,
    label=_("Let them in"),
    allow=rules.may_let_in,
    moves=("state", (JoinState.ASKED,), JoinState.LET_IN),
    event=events.JoiningAnswered,
)
def let_in(request: JoinRequest, *, now: datetime) -> None:
    """Let somebody in. They hear of it and come in themselves, so that the log never says who came into which group."""


@action(
    "directory.joining.decline",
    subject=JoinRequest,
    label=_("Do not let them in"),
    allow=rules.may_let_in,
    moves=("state", (JoinState.ASKED,), JoinState.DECLINED),
    event=events.JoiningAnswered,
)
def decline(request: JoinRequest, *, now: datetime) -> None:
    """Do not let somebody in. They hear a kind sentence without a reason."""


@action(
    "directory.joining.come_in",
    subject=JoinRequest,
    label=_("Come in"),
    allow=rules.is_own_row,
    moves=("state", (JoinState.LET_IN,), None),
    event=events.JoiningUsed,
)
def come_in(request: JoinRequest, *, now: datetime) -> Done:
    """Become a member after being let in; the request is forgotten."""
    membership = join_group(current_person(), group=Ref.parse(request.group_ref), display_name=request.display_name, now=now)
    JoinRequest.objects.filter(pk=request.pk).delete()
    return Done(membership)


@action(
    "directory.joining.withdraw",
    subject=JoinRequest,
    label=_("Do not ask any more"),
    allow=rules.is_own_row,
    event=events.JoiningUsed,
)
def withdraw_request(request: JoinRequest, *, now: datetime) -> None:
    """No longer ask; nobody is told."""
    JoinRequest.objects.filter(pk=request.pk).delete()


@action(
    "directory.membership.list",
    subject=Membership,
    label=_("Save"),
    allow=rules.is_own_row,
    event=events.ListingChosen,
)
def choose_listing(membership: Membership, *, listed: bool, now: datetime) -> None:
    """Let the other members read one's name in the group's list, or no longer."""
    if listed:
        ListedMember.objects.get_or_create(membership=membership)
    else:
        ListedMember.objects.filter(membership=membership).delete()
