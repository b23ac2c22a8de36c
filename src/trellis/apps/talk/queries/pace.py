"""How much somebody may write in an hour: few at first, one when a moderator slowed them down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Membership
from trellis.apps.talk.models import Comment, Decision

HOUR = timedelta(hours=1)
NEW_DAYS = 7
MOST_WHEN_NEW = 5
MOST_LATER = 60
MOST_WHEN_SLOWED = 1

SLOWED = _("A moderator has asked you to slow down: one comment an hour. What you wrote is still in the box below. Send it later.")
NEW_HERE = _("You are new here, so you can write a few comments an hour at first. What you wrote is still in the box below. Send it later.")
TOO_FAST = _("That is a lot in one hour. What you wrote is still in the box below. Send it later.")


def standing_limit(person, now: datetime) -> Decision | None:
    """The decision that slows this person down now, if there is one."""
    limits = Decision.objects.filter(person=person, what=Decision.What.LIMIT, until__gt=now, reversed_by=None)
    return limits.order_by("-until").first()


def why_wait(membership: Membership, now: datetime):
    """Why this member cannot write just now, as a sentence; "" when they can."""
    n_lately = Comment.objects.filter(person=membership.person_id, written_at__gt=now - HOUR, written_at__lte=now).count()
    if n_lately >= MOST_WHEN_SLOWED and standing_limit(membership.person_id, now) is not None:
        return SLOWED
    if n_lately >= MOST_WHEN_NEW and (now.date() - membership.joined_on).days < NEW_DAYS:
        return NEW_HERE
    return TOO_FAST if n_lately >= MOST_LATER else ""
