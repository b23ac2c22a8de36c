"""Groups that agree to be found by groups like them elsewhere, and first words between groups."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.models import Findable, Hello, Organization
from trellis.apps.directory.models.vocabulary import CATEGORIES, Status
from trellis.core.access import anyone
from trellis.core.actions import Done, NotFound, WrongState, action

MOST_A_DAY = 5
"""First words that one group gets in a day; more is a flood and not a greeting."""
MOST_AN_HOUR = 60
"""First words that the whole place gets in an hour."""


@action(
    "directory.group.set_findable",
    subject=Organization,
    label=_("Let groups like ours find us"),
    allow=rules.may_edit,
    event=events.FindableSet,
)
def set_findable(organization: Organization, *, topics: list[str], now: datetime) -> Done:
    """List the group under these topics for groups in places that follow this one; no topic: list it no longer."""
    known = [topic for topic in dict.fromkeys(topics) if topic in CATEGORIES]
    if known:
        Findable.objects.update_or_create(organization=organization, defaults={"topics": known, "agreed_at": now})
    else:
        Findable.objects.filter(organization=organization).delete()
    return Done(facts={"agreed": bool(known)})


@action(
    "directory.group.say_hello",
    subject=Organization,
    label=_("Send it"),
    allow=anyone,
    event=events.HelloSaid,
)
def say_hello(organization: Organization, *, from_group: str, words: str, reply_to: str = "", now: datetime) -> Done:
    """Pass first words on to the editors of a group that agreed to be found; nobody needs an account for it."""
    if organization.status != Status.ACTIVE or not Findable.objects.filter(organization=organization).exists():
        raise NotFound("directory.group.say_hello")
    day, hour = now - timedelta(days=1), now - timedelta(hours=1)
    here = Hello.objects.filter(organization=organization, sent_at__gt=day).count()
    if here >= MOST_A_DAY or Hello.objects.filter(sent_at__gt=hour).count() >= MOST_AN_HOUR:
        raise WrongState(_("This group has had many messages today. Please try again tomorrow."))
    hello = Hello.objects.create(organization=organization, from_group=from_group, words=words, reply_to=reply_to, sent_at=now)
    return Done(hello, {"hello": str(hello.pk)})
