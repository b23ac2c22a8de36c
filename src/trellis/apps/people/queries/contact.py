"""How a person may be reached: for their own page, and for the letters that go to them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from trellis.apps.people.models.contact import Channel, ContactWay, MaySay
from trellis.core.letters import Reach
from trellis.core.letters.channels import EMAIL
from trellis.core.letters.reaching import ANYTHING, NOTHING, PLACE

_SAID = {MaySay.ANYTHING: ANYTHING, MaySay.PLACE: PLACE, MaySay.NOTHING: NOTHING}


def ways_of(person) -> QuerySet[ContactWay]:
    """The ways a person told; for the person only."""
    return ContactWay.objects.filter(person=person).order_by("channel")


def way_of(person, channel: str) -> ContactWay | None:
    return ContactWay.objects.filter(person=person, channel=channel).first()


def email_reach(person, channel: str, now: datetime) -> Reach | None:
    """What the person said of e-mail; for core/letters. Somebody who only wants to read here gets no e-mail either."""
    if channel != EMAIL:
        return None
    ways = {each.channel: each for each in ContactWay.objects.filter(person=person, channel__in=(Channel.EMAIL, Channel.INSIDE))}
    way = ways.get(Channel.EMAIL)
    if way is None:
        only_here = Channel.INSIDE in ways and ways[Channel.INSIDE].is_safe
        return Reach(allowed=False) if only_here else None
    if not way.is_safe:
        return Reach(allowed=False)
    return Reach(said=_SAID[way.may_say], address=way.address, not_before=way.next_safe(now))
