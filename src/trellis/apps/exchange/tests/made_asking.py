"""People who ask and people who offer, for the tests of this app."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any

from trellis.apps.exchange import actions
from trellis.apps.exchange.actions import ask_need, make_offer
from trellis.apps.exchange.models import Handover, Match, Need, Offer
from trellis.apps.people.actions import block_met
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday, noon in winter: the clocks of the place show the same."""

THURSDAYS = {"repeats": "weekly", "weekdays": "TH", "begins": time(9), "ends": time(12)}
CLACTON = {"latitude": 51.7896, "longitude": 1.1551, "area": "Clacton-on-Sea", "reach_km": 3}
FRINTON = {"latitude": 51.8296, "longitude": 1.2451, "area": "Frinton-on-Sea", "reach_km": 16}
COLCHESTER = {"latitude": 51.8892, "longitude": 0.9042, "area": "Colchester", "reach_km": 8}
NUMBER = "1234567812345678"
DAY = timedelta(days=1)
THURSDAY_NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def person(name: str) -> Person:
    return Person.objects.create_user(email=f"{name.lower()}@example.org", display_name=name)


def offered(by: Person, *, now: datetime = NOW, **told: Any) -> Offer:
    """An offer of lifts near Clacton, at any time."""
    given = {"kind": "lift", "words": "I have a car", "where": FRINTON, **told}
    with acting(by):
        return Offer.objects.get(pk=make_offer(**given, now=now))


def asked(by: Person | None, *, now: datetime = NOW, **told: Any) -> Need:
    """A need of a lift on Thursdays in Clacton; without a person it is known by NUMBER."""
    given = {"kind": "lift", "words": "A lift to the hospital and back", "where": CLACTON, "when": THURSDAYS, **told}
    if by is None:
        given.setdefault("receipt", NUMBER)
    with acting(by):
        return Need.objects.get(pk=ask_need(**given, now=now))


def match_of(need: Need, helper: Person) -> Match:
    return Match.objects.get(need=need, offer__person=helper)


def helpers_of(need: Need) -> set[str]:
    return set(need.matches.values_list("offer__person__display_name", flat=True))


def said_yes(need: Need, helper, *, now=NOW) -> Match:
    match = match_of(need, helper)
    with acting(helper):
        actions.accept_match(match, now=now)
    match.refresh_from_db()
    return match


def arranged(asker, helper, **told) -> Match:
    """A need of the asker's for which the helper was chosen."""
    need = asked(asker, **told)
    match = said_yes(need, helper)
    with acting(asker):
        actions.choose_helper(match, now=NOW)
    return Match.objects.get(pk=match.pk)


def agreed(match: Match, *, begins_at=THURSDAY_NINE, repeats=False) -> Handover:
    with acting(match.need.person):
        made = actions.suggest_handover(match, begins_at=begins_at, where="At the blue door", repeats=repeats, now=NOW)
    handover = Handover.objects.get(pk=made)
    with acting(match.offer.person):
        actions.agree_handover(handover, now=NOW)
    handover.refresh_from_db()
    return handover


def block(one, other) -> None:
    with as_program():
        block_met(one, other=other, name="Somebody", where=Ref("exchange.match", str(uuid.uuid4())), now=NOW)
