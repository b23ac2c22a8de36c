"""What is coming up of asking and helping: what is agreed, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.exchange.models import HandoverState, Side
from trellis.apps.exchange.queries.handing import asked_of, coming_handovers
from trellis.core.agenda import Line

MOST_ASKS_SHOWN = 10


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """Handovers between the two moments, and asks that wait for an answer."""
    neutral = _("Something you agreed on")
    for each, side in coming_handovers(person, since=since, until=until):
        kind = each.match.need.get_kind_display()
        title = _("You get help: %(kind)s") if side == Side.ASKER else _("You help: %(kind)s")
        yield Line(
            at=each.begins_at,
            until=each.ends_at,
            title=title % {"kind": kind.lower()},
            neutral_title=neutral,
            url=reverse("exchange-match", args=[each.match_id]),
            uid=f"handover-{each.pk}",
            asks=each.state == HandoverState.PROPOSED and each.by_side != side,
        )
    for match in asked_of(person)[:MOST_ASKS_SHOWN]:
        if since <= match.need.open_until < until:
            yield Line(
                at=match.need.open_until,
                title=_("You are asked: %(kind)s") % {"kind": match.need.get_kind_display().lower()},
                neutral_title=_("There is a question for you"),
                url=reverse("exchange-asked", args=[match.pk]),
                uid=f"asked-{match.pk}",
                asks=True,
            )
