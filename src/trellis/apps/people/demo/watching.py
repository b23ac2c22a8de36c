"""Three guardians, their rota with a gap every night and all Sunday, and one worry that two of them saw to. All invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from trellis.apps.people import actions
from trellis.apps.people.models import Case, OnCallTurn
from trellis.core.actions import acting
from trellis.core.people.models import Grant, Person

GUARDIANS = (("maureen", "Maureen"), ("tunde", "Tunde"), ("iris", "Iris"))
BEGINS, ENDS = time(9), time(21)
SUNDAY = 6
DAYS_AHEAD = 14
RECEIPT = "1234567812345678"
"""The number with which anybody can read the answer in the demo place."""


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh them; a second run the same day changes nothing."""
    guardians = [_guardian(*each, now=now) for each in GUARDIANS]
    _rota(guardians, now)
    if not Case.objects.exists():
        _a_worry_that_was_seen_to(*guardians[:2], now=now - timedelta(days=9))
    return {"guardians": len(guardians), "turns on call": OnCallTurn.objects.filter(ends_at__gt=now).count()}


def _guardian(mailbox: str, name: str, *, now: datetime) -> Person:
    email = f"{mailbox}.guardian@example.org"
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=name)
    Grant.objects.get_or_create(person=person, role="guardian", scope_id="", defaults={"granted_at": now})
    return person


def _rota(guardians: list[Person], now: datetime) -> None:
    """One guardian a day in turn, from nine to nine; nobody at night and on Sundays."""
    zone = ZoneInfo(settings.PLACE_TIME_ZONE)
    today = now.astimezone(zone).date()
    planned = set(OnCallTurn.objects.filter(ends_at__gt=now - timedelta(days=1)).values_list("starts_at", flat=True))
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        starts, ends = (datetime.combine(day, clock, zone) for clock in (BEGINS, ENDS))
        if day.weekday() == SUNDAY or starts in planned:
            continue
        person = guardians[day.toordinal() % len(guardians)]
        with acting(person, channel="demo"):
            actions.add_turn(person=person, starts_at=starts, ends_at=ends, now=now)


def _a_worry_that_was_seen_to(first: Person, second: Person, *, now: datetime) -> None:
    with acting(None, channel="demo"):
        pk = actions.report_worry(
            words=(
                "My neighbour is eighty-four and her new lodger answers the door every time now. "
                "He says she is resting. I have not seen her since the Tuesday lunch three weeks ago."
            ),
            danger="unsure",
            reply="receipt",
            receipt=RECEIPT,
            now=now,
        )
    case = Case.objects.get(pk=pk)
    hour = timedelta(hours=1)
    with acting(first, channel="demo"):
        actions.take_case(case, now=now + hour)
        actions.note_case(case, text="Rang the lunch club. They miss her too, and have rung twice.", now=now + 2 * hour)
        actions.answer_case(
            case,
            text="Thank you for telling us. You did right. We have asked the council's adult care team to visit her this week.",
            signposts=["Police, not an emergency"],
            now=now + 3 * hour,
        )
        asked = actions.ask_confidence(
            case,
            told_whom="The council's adult care team",
            reason="She may be kept from her friends in her own home. We cannot ask her, because we do not reach her.",
            now=now + 3 * hour,
        )
    with acting(second, channel="demo"):
        confidence = case.confidences.get(pk=asked)
        actions.decide_confidence(confidence, agree=True, reason="I would have asked the same.", now=now + 4 * hour)
    with acting(first, channel="demo"):
        actions.note_case(case, text="The council has been. The lodger has moved out; she was at lunch on Tuesday.", now=now + 90 * hour)
        actions.propose_closing(case, reason="She is safe and among friends. The council visits again next month.", now=now + 91 * hour)
    with acting(second, channel="demo"):
        actions.close_case(case, now=now + 100 * hour)
