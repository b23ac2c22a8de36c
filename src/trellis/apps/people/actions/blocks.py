"""No longer wanting to meet somebody, and taking that back. Nobody else hears of either."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Block, Membership
from trellis.apps.people.models.blocks import blocked_index
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, NotFound, action
from trellis.core.people.models import Person
from trellis.core.references import Ref


@action("people.block.make", subject=Person, label=_("Block"), allow=rules.is_themselves, event=events.PersonBlocked)
def block_person(person: Person, *, membership: Membership, now: datetime) -> Done:
    """The two no longer see each other's words in any group.

    Whom one blocks is known by a membership of a group that both belong to; any other is as if it were not there.
    """
    met = Membership.objects.of_group(membership.group).filter(person=person).exists()
    if not met or membership.person_id == person.pk:
        raise NotFound("people.block.make")
    return _blocked(person, membership.person_id, name=membership.display_name, where=membership.group, now=now)


@action("people.block.make_met", subject=Person, label=_("Block"), allow=only_by_trellis, event=events.PersonBlocked)
def block_met(person: Person, *, other: Person, name: str, where: Ref, now: datetime) -> Done:
    """Block somebody met elsewhere than in a group. Called inside the actions of parts that have seen that the two did meet."""
    if other.pk == person.pk:
        raise NotFound("people.block.make_met")
    return _blocked(person, other.pk, name=name, where=where, now=now)


def _blocked(person: Person, other_id, *, name: str, where: Ref, now: datetime) -> Done:
    index = blocked_index(other_id)
    block = Block.objects.filter(blocker=person, blocked_index=index).first()
    if block is None:
        block = Block(
            blocker=person,
            blocked_index=index,
            blocked_person=str(other_id),
            name=name,
            group_ref=str(where),
            made_at=now,
        )
        block.save(force_insert=True)
    return Done(block, subject=block)


@action("people.block.take_back", subject=Block, label=_("Take it back"), allow=rules.is_own, event=events.BlockTakenBack)
def take_block_back(block: Block, *, now: datetime) -> None:
    """The two see each other's words again, those of the meantime too."""
    Block.objects.filter(pk=block.pk).delete()
