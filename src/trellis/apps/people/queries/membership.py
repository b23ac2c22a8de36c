"""Who belongs to a group, and under which name. For other parts of the house; never shown as a list."""

from django.db import models

from trellis.apps.people.models.membership import Membership, Memberships
from trellis.core.references import Ref


def as_ref(group: Ref | models.Model) -> Ref:
    """A reference to the group, given the row or the reference."""
    return group if isinstance(group, Ref) else Ref.to(group)


def members_of(group: Ref | models.Model) -> Memberships:
    """The memberships of a group, people with them."""
    return Membership.objects.of_group(as_ref(group)).select_related("person")


def membership_of(person, group: Ref | models.Model) -> Membership | None:
    """The person's membership of the group, or None; also for somebody who is not signed in."""
    if person is None or not getattr(person, "pk", None):
        return None
    return Membership.objects.of_group(as_ref(group)).filter(person=person).first()


def is_member(person, group: Ref | models.Model) -> bool:
    """Whether the person belongs to the group."""
    if person is None or not getattr(person, "pk", None):
        return False
    return Membership.objects.of_group(as_ref(group)).filter(person=person).exists()


def memberships_of(person) -> Memberships:
    """The groups a person belongs to; for the person only."""
    return Membership.objects.filter(person=person)
