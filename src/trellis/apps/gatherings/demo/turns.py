"""A community café that people run in turns: roles, a cook who is missing, stand-bys, a newcomer with a companion. All invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import actions
from trellis.apps.gatherings.actions.series import Details, make_series
from trellis.apps.gatherings.models import Gathering, Guide, Repeats, Series, Shift, Turn
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.apps.people.actions import join_group
from trellis.apps.people.models import Membership
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref
from trellis.core.ui.words import here

HOST, TITLE = "Seawick Hub, Jaywick", "Friday café, in turns"
CREW = ("Maud", "Idris", "Kezia", "Lorne", "Priti", "Old Tom")
NEW = "Sunny"
ROLES = (
    {"role": "Kitchen", "wanted": 2, "capability": "food_hygiene", "needs_lead": True, "to_do": "Soup, bread and whatever was given."},
    {"role": "Front of house", "wanted": 3, "for_newcomers": 1, "to_do": "Hello, tea, trays. Bring shoes that you can stand in."},
    {"role": "Washing up", "wanted": 1, "begins_after": 120, "to_do": "Gloves are there, and the radio."},
)
WEEKS_BACK = 3


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Made once; a second run changes nothing."""
    host = Organization.objects.filter(name=HOST).first()
    if host is not None and not Series.objects.filter(organization=host, title=TITLE).exists():
        _make(host, now)
    return {"shifts": Shift.objects.count(), "turns": Turn.objects.count()}


def _make(host: Organization, now: datetime) -> None:
    began = now - timedelta(days=7 * WEEKS_BACK)
    first_on = here(began).date() + timedelta(days=(4 - here(began).weekday()) % 7)
    with as_program("demo"):
        pattern = Pattern(
            repeats=Repeats.WEEKLY, first_on=first_on, begins=time(10), minutes=240, time_zone=settings.PLACE_TIME_ZONE,
            until_on=here(now).date() + timedelta(days=42),
        )  # fmt: skip
        details = Details(title=TITLE, kind="shift", description="We open at eleven. Everybody who serves also eats.", seen_by="members")
        series = Series.objects.get(pk=make_series(host, details=details, pattern=pattern, now=began))
        editor = _person("bernice.turns")
        give_role(editor, role="editor", organization=host, now=began)
        for each in ROLES:
            actions.add_pattern(series, now=began, **each)
    crew = [_member(name, host, began) for name in CREW]
    with acting(editor, channel="demo"):
        for number, member in enumerate(crew[:3]):
            kinds = ("food_hygiene", "lead") if number == 0 else ("food_hygiene",)
            for kind in kinds:
                actions.see_capability(
                    series, membership=member, kind=kind, until_on=(now + timedelta(days=200 + number)).date(), now=began
                )
    for at in series.gatherings.filter(starts_at__lt=now, starts_at__gt=began).order_by("starts_at"):
        _fill(at, crew, at.starts_at - timedelta(days=3))
    coming = list(series.gatherings.filter(starts_at__gt=now).order_by("starts_at")[:2])
    for number, at in enumerate(coming):
        _fill(at, crew[: 4 - number], now)
    _newcomer(coming[0], _member(NEW, host, now), now)


def _fill(at: Gathering, crew: list[Membership], when: datetime) -> None:
    """Who can cook, cooks; the others are at the front. Nobody stands by where somebody is missing."""
    kitchen, front, washing = (at.shifts.get(role=each["role"]) for each in ROLES)
    for number, member in enumerate(crew):
        shift = kitchen if number < 2 else front if number < 4 else washing
        with acting(member.person, channel="demo"):
            if number == 5:
                actions.stand_by(washing, now=when)
            else:
                actions.take_turn(shift, sure=True, now=when)


def _newcomer(at: Gathering, member: Membership, now: datetime) -> None:
    """Comes for the first time; somebody who knows the way said yes."""
    with acting(member.person, channel="demo"):
        actions.take_turn(at.shifts.get(role="Front of house"), sure=True, now=now)
    guide = Guide.objects.filter(turn__person=member.person).select_related("person").first()
    if guide is not None:
        with acting(guide.person, channel="demo"):
            actions.answer_guiding(guide, agreed=True, now=now)


def _member(name: str, host: Organization, when: datetime) -> Membership:
    person = _person(f"{name.lower().replace(' ', '.')}.turns")
    with acting(person, channel="demo"):
        return join_group(person, group=Ref.to(host), display_name=name, now=when)


def _person(mailbox: str) -> Person:
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
