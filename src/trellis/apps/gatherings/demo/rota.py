"""A published rota of a community group, for which its members said when they can. All invented."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.actions import rota as acts
from trellis.apps.gatherings.actions.times import add_gathering
from trellis.apps.gatherings.actions.turns import add_shift
from trellis.apps.gatherings.models import Gathering, GatheringKind, Repeats, RotaPlan, SeenBy, Series
from trellis.apps.gatherings.queries.rota import shifts_of
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref

HOST, TITLE = "Second Life Repair Cafés", "Repair café, front desk"
MEMBERS = (("ines.rota", "Ines"), ("tolu.rota", "Tolu"), ("gwen.rota", "Gwen"), ("femi.rota", "Femi"), ("pat.rota", "Pat"))


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Made once; a second run changes nothing."""
    host = Organization.objects.filter(name=HOST).first()
    if host is not None and not Series.objects.filter(title=TITLE).exists():
        _make(host, now)
    return {"rotas": RotaPlan.objects.count()}


def _make(host: Organization, now: datetime) -> None:
    zone = settings.PLACE_TIME_ZONE
    first_on = now.date() + timedelta(days=(5 - now.weekday()) % 7 + 7)
    with as_program("demo"):
        series = Series.objects.create(
            organization=host, kind=GatheringKind.SHIFT, title=TITLE, seen_by=SeenBy.MEMBERS, repeats=Repeats.LISTED, first_on=first_on,
            begins=time(10), minutes=180, time_zone=zone, made_at=now, changed_at=now,
        )  # fmt: skip
        for number in range(8):
            starts_at = datetime.combine(first_on + timedelta(days=7 * (number // 2) + number % 2 * 4), time(10), series.zone).astimezone(
                UTC
            )
            made = add_gathering(series, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), now=now)
            add_shift(Gathering.objects.get(pk=made), role="front desk", wanted=2, now=now)
        weeks = {"first_on": first_on, "last_on": first_on + timedelta(days=27), "answer_by_on": first_on - timedelta(days=2)}
        rota = RotaPlan.objects.get(pk=acts.ask_for_rota(series, now=now, **weeks))
    draw = Random(TITLE)
    for mailbox, name in MEMBERS:
        email = f"{mailbox}@example.org"
        person = Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
        with acting(person, channel="demo"):
            join_group(person, group=Ref.to(host), display_name=name, now=now - timedelta(days=90))
            wishes = {str(shift.pk): draw.choice(("yes", "yes", "rather_not", "no")) for shift in shifts_of(rota)}
            acts.answer_rota(rota, capacity=draw.choice((3, 4, 5)), per_week=2, wishes=wishes, now=now)
    with as_program("demo"):
        acts.propose_rota(rota, now=now)
        rota.refresh_from_db()
        acts.publish_rota(rota, now=now)
