"""The warmline "Night Light" with its evenings, steps and contacts; and a night patrol with its log. All invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.actions import safety, warmline, warmline_care
from trellis.apps.gatherings.actions.times import add_gathering
from trellis.apps.gatherings.actions.turns import add_shift, take_turn
from trellis.apps.gatherings.models import Gathering, GatheringKind, PatrolArea, Repeats, SafetyEntry, Series, Shift, Warmline
from trellis.apps.gatherings.models.warmline import ContactType
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref

LISTENERS = (("marsh.line", "Marsh"), ("tide.line", "Tide"), ("lark.line", "Lark"))
WALKERS = (("bram.patrol", "Bram"), ("nell.patrol", "Nell"))
STEPS = (
    {"words": "Stay calm and stay on. Ask straight: “Are you thinking of suicide?”", "number": "", "told": "nobody"},
    {"words": "Ask who is near them, and whether they would go there now.", "number": "", "told": "nobody"},
    {"words": "Ring NHS 111 and choose the mental health option.", "number": "111", "told": "crisis_team", "shown_to_callers": True},
    {"words": "If a life is in danger now, ring 999. Tell them that you do.", "number": "999", "told": "emergency"},
    {"words": "Tell the coordinator that you used the steps.", "number": "", "told": "coordinator"},
)
SEEN = (
    ("light", "Seafront", ["council"], "The lamp by the shelter is out."),
    ("litter", "Around the station", ["cleared"], "Broken glass on the steps. Swept up."),
    ("quiet", "Seafront", ["nothing"], ""),
)


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Made once; a second run changes nothing."""
    coast, patrol = _host("The Lighthouse Keepers"), _host("The Night Shepherds")
    if coast is not None and not Warmline.objects.filter(organization=coast).exists():
        _line(coast, now)
    if patrol is not None and not PatrolArea.objects.filter(organization=patrol).exists():
        _patrol(patrol, now)
    return {"lines to ring": Warmline.objects.count(), "entries of patrols": SafetyEntry.objects.count()}


def _host(name: str) -> Organization | None:
    return Organization.objects.filter(name=name).first()


def _line(coast: Organization, now: datetime) -> None:
    editor, people = _editor("ada.line", coast, now), [_member(*each, coast, now) for each in LISTENERS]
    told = {
        "name": "Night Light", "number": "01632 960 222", "text_number": "", "web_address": "", "calls_a_day": 3,
        "about": "People from the coast who have been there themselves answer. We listen. We are no emergency line.",
    }  # fmt: skip
    with acting(editor, channel="demo"):
        line = Warmline.objects.get(pk=warmline.make_line(coast, told=told, now=now - timedelta(days=60)))
        for step in STEPS:
            asks = step["told"] == "crisis_team"
            warmline_care.write_step(line, told={"asks_consent": asks, "shown_to_callers": False} | step, now=now)
    series = _series(coast, GatheringKind.WARMLINE, "Night Light", now, days_before=20)
    draw, today = Random("Night Light"), now.date()
    for number, before in enumerate((20, 13, 6)):
        shift, person = _shift(series, today - timedelta(days=before), time(19), 2, "Listening", now), people[number]
        with acting(person, channel="demo"):
            take_turn(shift, now=shift.starts_at - timedelta(days=3))
            watch = warmline.begin_watch(line, now=shift.starts_at)
            for minute in range(0, 120, 20):
                _contact(line, draw, shift.starts_at + timedelta(minutes=minute))
            warmline.end_watch(line.warmlinewatchs.get(pk=watch), now=shift.ends_at)
    for ahead in range(1, 8):
        for hour in (19, 21):
            shift = _shift(series, today + timedelta(days=ahead), time(hour), 2, "Listening", now)
            if not (hour == 21 and ahead % 3 == 1):
                with acting(people[(ahead + hour) % 3], channel="demo"):
                    take_turn(shift, now=now)
    with acting(people[0], channel="demo"):
        warmline_care.agree_to_listen(line, now=now)
    warmline.count_all(now)


def _contact(line: Warmline, draw: Random, at: datetime) -> None:
    told = {
        "started_at": at, "minutes": draw.choice((5, 8, 10, 12)), "medium": "phone",
        "type": draw.choice([ContactType.LONELY, ContactType.LONELY, ContactType.LOW, ContactType.LOW, ContactType.REGULAR]),
        "protocol_used": False, "referral_offered": draw.random() < 0.4, "needs_debrief": False,
    }  # fmt: skip
    warmline.note_contact(line, told=told, now=at + timedelta(minutes=12))


def _patrol(host: Organization, now: datetime) -> None:
    editor, people = _editor("ravi.patrol", host, now), [_member(*each, host, now) for each in WALKERS]
    with acting(editor, channel="demo"):
        areas = {name: safety.add_area(host=host, name=name, now=now) for name in ("Seafront", "Around the station", "Town centre")}
    series = _series(host, GatheringKind.PATROL, "Night patrol", now, days_before=2)
    today = now.date()
    shift = _shift(series, today - timedelta(days=2), time(20), 3, "Walking", now)
    for person in people:
        with acting(person, channel="demo"):
            take_turn(shift, now=shift.starts_at - timedelta(days=3))
    with acting(people[0], channel="demo"):
        for kind, area, done, words in SEEN:
            told = {"kind": kind, "done": done, "words": words, "seen_at": shift.starts_at + timedelta(hours=1), "language": "en"}
            safety.write_entry(PatrolArea.objects.get(pk=areas[area]), told=told, gathering=shift.gathering, now=shift.ends_at)
        safety.say_back(shift.gathering, turns=[turn.pk for turn in shift.turns.all()], now=shift.ends_at)
    for ahead in (1, 4, 8):
        coming = _shift(series, today + timedelta(days=ahead), time(20), 3, "Walking", now)
        with acting(people[ahead % 2], channel="demo"):
            take_turn(coming, now=now)
    safety.count_all(now)


def _series(host: Organization, kind: str, title: str, now: datetime, *, days_before: int) -> Series:
    told = {
        "organization": host,
        "kind": kind,
        "title": title,
        "repeats": Repeats.LISTED,
        "first_on": now.date() - timedelta(days=days_before),
        "begins": time(19),
        "minutes": 120,
        "time_zone": settings.PLACE_TIME_ZONE,
        "sensitive": kind == GatheringKind.WARMLINE,
    }
    return Series.objects.create(**told, made_at=now, changed_at=now)


def _shift(series: Series, on: date, begins: time, hours: int, role: str, now: datetime) -> Shift:
    starts_at = datetime.combine(on, begins, series.zone).astimezone(UTC)
    early = min(now, starts_at - timedelta(days=4))
    with as_program("demo"):
        made = add_gathering(series, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), now=early)
        return add_shift(Gathering.objects.get(pk=made), role=role, wanted=2, now=now)


def _editor(mailbox: str, host: Organization, now: datetime) -> Person:
    person = _person(mailbox)
    with as_program("demo"):
        give_role(person, role="editor", organization=host, now=now)
    return person


def _member(mailbox: str, name: str, host: Organization, now: datetime) -> Person:
    person = _person(mailbox)
    with acting(person, channel="demo"):
        join_group(person, group=Ref.to(host), display_name=name, now=now - timedelta(days=90))
    return person


def _person(mailbox: str) -> Person:
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
