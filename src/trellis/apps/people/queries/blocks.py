"""Who does not see whose words. Asked by whatever shows what people write; answered the same way to both sides."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.db.models import QuerySet

from trellis.apps.people.models.blocks import Block, blocked_index
from trellis.apps.people.models.membership import Membership

SALT = "people.block"


def hides(person) -> set[UUID]:
    """Ids of the people whose words are not shown to this person, and who are not shown this person's. Two queries, blocks or none."""
    if person is None or not getattr(person, "pk", None):
        return set()
    asked = {UUID(each.blocked_person) for each in Block.objects.filter(blocker=person)}
    return asked | set(Block.objects.filter(blocked_index=blocked_index(person.pk)).values_list("blocker_id", flat=True))


def hide_each_other(one, other) -> bool:
    """Whether either of the two asked not to meet the other."""
    return other is not None and getattr(other, "pk", None) in hides(one)


def blocks_of(person) -> QuerySet[Block]:
    """Whom a person blocked, newest first; for the person only."""
    return Block.objects.filter(blocker=person).order_by("-made_at", "id")


def token_for(person, membership: Membership) -> str:
    """What stands in the address of the page that asks "Block them?": of use to this reader only, and telling nothing."""
    return signing.dumps({"by": str(person.pk), "of": str(membership.pk)}, salt=SALT, compress=True)


def membership_in(token: str, person) -> Membership | None:
    """The membership a token stands for, if the token was made for this person."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if told.get("by") != str(person.pk):
        return None
    return Membership.objects.filter(pk=told.get("of")).select_related("person").first()
