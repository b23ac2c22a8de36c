"""Asking a few at a time: one need at once when it is told, all that wait together by the hour."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import Match, Need, NeedState, Offer
from trellis.apps.exchange.queries.proposing import Proposal, proposals_for
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, action

WAVES = (3, 5, 8)
"""How many are asked the first, the second, and every further time."""

PAUSE, SHORT_PAUSE = timedelta(hours=4), timedelta(hours=1)
SOON = timedelta(hours=24)
NOBODY_LEFT = timedelta(hours=12)


def wave_size(need: Need) -> int:
    """How many are asked next."""
    return WAVES[min(need.wave, len(WAVES) - 1)]


def pause_after_wave(need: Need, now: datetime) -> timedelta:
    """How long those who were asked have before others are."""
    return SHORT_PAUSE if need.open_until - now < SOON else PAUSE


@action(
    "exchange.need.ask_wave",
    subject=Need,
    label=_("Ask a few more"),
    allow=only_by_trellis,
    event=events.WaveAsked,
    moves=("state", (NeedState.OPEN,), None),
)
def ask_wave(need: Need, *, found: list[Proposal] | None = None, now: datetime) -> Done:
    """Ask the next few. `found` when they were worked out for all waiting needs at once."""
    asked = found if found is not None else proposals_for(need, now=now, most=wave_size(need))
    need.wave += 1
    need.next_wave_at = now + (pause_after_wave(need, now) if asked else NOBODY_LEFT)
    need.save(update_fields=["wave", "next_wave_at"])
    for each in sorted(asked, key=lambda proposal: proposal.person_id):
        ask_helper(need, offer_id=each.offer_id, why=each.why, now=now)
    return Done(len(asked), {"n_asked": len(asked)})


@action("exchange.match.ask", subject=Need, label=_("Ask"), allow=only_by_trellis, event=events.MatchAsked)
def ask_helper(need: Need, *, offer_id: uuid.UUID, why: Mapping[str, Any], now: datetime) -> Done:
    """Ask one. All offers of the same person count as asked, so that somebody else comes first next time."""
    match = Match.objects.create(need=need, offer_id=offer_id, why=dict(why), wave=need.wave, asked_at=now)
    Offer.objects.filter(person_id=match.offer.person_id).update(asked_at=now)
    return Done(match, subject=match)
