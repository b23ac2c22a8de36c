"""Noting what a group has seen of somebody, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Capability
from trellis.apps.people.models.membership import group_index
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, action
from trellis.core.references import Ref


@action("people.capability.note", label=_("Note it"), allow=only_by_trellis, event=events.CapabilityNoted)
def note_capability(*, person, group: Ref, kind: str, seen_on: date, until_on: date | None = None, now: datetime) -> Done:
    """A group has seen it; again: with the new dates. Called by the action in which an organizer of the group says so."""
    noted, _is_new = Capability.objects.update_or_create(
        person=person,
        group_index=group_index(group),
        kind=kind,
        defaults={"group_ref": str(group), "seen_on": seen_on, "until_on": until_on},
    )
    return Done(noted, {"kind": kind}, subject=noted)


@action(
    "people.capability.drop", subject=Capability, label=_("Take it back"), allow=rules.may_drop_capability, event=events.CapabilityDropped
)
def drop_capability(capability: Capability, *, now: datetime) -> None:
    """It no longer holds. The person may say so as well as the group's organizers."""
    capability.delete()
