"""Joining a group, leaving it, and going by another name there."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.models.names import usable_name
from trellis.core.actions import Done, action
from trellis.core.people.models import Person
from trellis.core.references import Ref


@action("people.membership.join", subject=Person, label=_("Join"), allow=rules.is_themselves, event=events.GroupJoined)
def join_group(person: Person, *, group: Ref, display_name: str, now: datetime) -> Done:
    """Belong to a group under this name. Joining again changes nothing but the name.

    Whether a group can be joined is for the part of the house that holds the group to say, before it calls this.
    """
    display_name = usable_name(display_name)
    membership, is_new = Membership.objects.get_or_create(
        person=person,
        group_index=group_index(group),
        defaults={"group_ref": str(group), "display_name": display_name, "joined_on": now.date()},
    )
    if not is_new and membership.display_name != display_name:
        membership.display_name = display_name
        membership.save(update_fields=["display_name"])
    return Done(membership)


@action("people.membership.leave", subject=Membership, label=_("Leave"), allow=rules.is_own_membership, event=events.GroupLeft)
def leave_group(membership: Membership, *, now: datetime) -> None:
    """No longer belong to the group. Nobody is told."""
    membership.delete()


@action("people.membership.rename", subject=Membership, label=_("Save"), allow=rules.is_own_membership, event=events.GroupNameChanged)
def rename_in_group(membership: Membership, *, display_name: str, now: datetime) -> None:
    """Go by another name in this group."""
    membership.display_name = usable_name(display_name)
    membership.save(update_fields=["display_name"])
