"""Groups as their members see them: the group, who may come in, how many they are in coarse words, who lets themselves be listed."""

from __future__ import annotations

import uuid

from django.db import models

from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.groups import Joining, JoinRequest, JoinState, ListedMember, OrganizationGroup, requests_for
from trellis.apps.directory.models.interests import Circle, CircleState
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.people.models.membership import Membership, group_index
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import members_of, membership_of
from trellis.core.actions import current_helper
from trellis.core.references import Ref

FEWEST_COUNTED = 10
"""Of a group of up to ten nobody learns how many they are."""


def group_with_id(group_id: uuid.UUID) -> Organization | Circle | None:
    """The group of this id: a circle, else an organization. A circle that is listed has both; its members stay the circle's."""
    circle = Circle.objects.filter(pk=group_id, state=CircleState.STARTED).first()
    return circle or Organization.objects.filter(pk=group_id).first()


def group_of(organization: Organization) -> Ref:
    """The group whose members belong to this organization: its own, or the circle that it grew out of."""
    circle = Circle.objects.filter(pk=organization.pk).only("pk").first()
    return Ref.to(circle or organization)


def joining_of(organization: Organization) -> str:
    """How one joins it; what has ended can't be joined."""
    if organization.status != Status.ACTIVE:
        return Joining.CLOSED
    group = OrganizationGroup.objects.filter(organization=organization).first()
    return group.joinable if group else Joining.CLOSED


def line_of(organization: Organization, person) -> str:
    """The way into its group that a page shows: "open", "ask", "member" for who is in, "" for none. Expects `group` to be joined.

    Somebody who types for a person is not shown where that person belongs.
    """
    if current_helper() is None and person is not None and membership_of(person, group_of(organization)) is not None:
        return "member"
    try:
        joinable = organization.group.joinable
    except OrganizationGroup.DoesNotExist:
        return ""
    return joinable if organization.status == Status.ACTIVE and joinable != Joining.CLOSED else ""


def members_are_listed(group: Organization | Circle) -> bool:
    """Whether members who want to may be listed to each other."""
    if isinstance(group, Circle):
        return group.members_listed
    return OrganizationGroup.objects.filter(organization=group, members_listed=True).exists()


def listed_names(group: Organization | Circle, *, reader) -> list[str]:
    """The names of the members who let themselves be listed, without those whom the reader blocked or who blocked the reader.

    By the alphabet, so that the order does not tell who came first.
    """
    listed = ListedMember.objects.filter(membership__group_index=group_index(Ref.to(group))).select_related("membership")
    listed = listed.exclude(membership__person__in=hides(reader))
    return sorted((each.membership.display_name for each in listed), key=str.casefold)


def is_listed(membership: Membership) -> bool:
    """Whether this member lets themselves be listed."""
    return ListedMember.objects.filter(membership=membership).exists()


def is_more_than_ten(group: Organization | Circle) -> bool:
    """All that is ever said of how many members there are."""
    return members_of(group).count() > FEWEST_COUNTED


def is_sensitive(group: Organization | Circle) -> bool:
    """Whether reading about it may put somebody at risk."""
    return isinstance(group, Circle) or group.services.filter(sensitive=True).exists()


def own_request(person, organization: Organization) -> JoinRequest | None:
    """What this person asked of the group."""
    return requests_for(group_of(organization)).filter(person=person).first() if person is not None else None


def waiting_requests(organization: Organization) -> models.QuerySet[JoinRequest]:
    """What waits for the organizers of a group, the oldest first. Show the chosen name and the day, nothing else."""
    return requests_for(group_of(organization)).filter(state=JoinState.ASKED)
