"""People who ask and people who offer, for the tests of this app."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from trellis.apps.exchange.actions import ask_need, make_offer
from trellis.apps.exchange.models import Match, Need, Offer
from trellis.core.actions import acting
from trellis.core.people.models import Person

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday, noon in winter: the clocks of the place show the same."""

THURSDAYS = {"repeats": "weekly", "weekdays": "TH", "begins": time(9), "ends": time(12)}
CLACTON = {"latitude": 51.7896, "longitude": 1.1551, "area": "Clacton-on-Sea", "reach_km": 3}
FRINTON = {"latitude": 51.8296, "longitude": 1.2451, "area": "Frinton-on-Sea", "reach_km": 16}
COLCHESTER = {"latitude": 51.8892, "longitude": 0.9042, "area": "Colchester", "reach_km": 8}
NUMBER = "1234567812345678"
FRIDAY = date(2026, 11, 27)


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
