"""The demo place has a month of gatherings: support groups, recovery meetings, workshops, work days, a festival, a board. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.models import Location, Organization, Service
from trellis.apps.gatherings.actions.series import Details, make_series
from trellis.apps.gatherings.actions.times import add_gathering, call_off_gathering, count_heads, move_gathering
from trellis.apps.gatherings.models import Gathering, Repeats, Series
from trellis.apps.gatherings.queries.recurring import Pattern, moments
from trellis.core.actions import as_program
from trellis.core.ui.words import here


@dataclass(frozen=True, slots=True)
class Plan:
    """One series: whose, what, where, when and how often. `first` is in days from today."""

    group: str
    title: str
    kind: str
    begins: time
    minutes: int
    repeats: str = "WEEKLY"
    byday: str = ""
    interval: int = 1
    first: int = -42
    where: str = ""
    about: str = ""
    service: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, Any] = field(default_factory=dict)


HEADS = {"head_count_only": True}
SERIES = (
    Plan(
        "Both Tides", "Both Tides, second Tuesday", "support_group", time(19), 90, "MONTHLY", "2TU", where="The Barn at Great Clacton",
        about="A circle of chairs and a long silence if you need one. You can just listen.",
        more=HEADS | {"who_for": "Anybody who lives with bipolar, and whoever loves them", "ask_for": "Whoever wears the yellow scarf"},
    ),
    Plan(
        "The Empty Chair", "After Suicide: an evening to sit together", "support_group", time(18, 30), 90, "MONTHLY", "1TH",
        where="Friends' House", about="For people who lost somebody to suicide. Nobody has to speak.",
        more=HEADS | {"sensitive": True, "ask_for": "The person at the tea urn"},
    ),
    Plan(
        "Long Haul", "Long Haul by video", "support_group", time(11), 60, byday="MO", interval=2,
        about="Cameras off is fine. Lie down if you want to.",
        more=HEADS | {"attendance": "online", "joining": "https://meet.example.org/long-haul", "who_for": "People who stay ill"},
    ),
    Plan(
        "Clean Harbour Meetings", "Clean Harbour, Dovercourt, by candlelight", "twelve_step", time(19, 30), 60, byday="TU",
        where="Lighthouse Hub", service="Clean Harbour Dovercourt", about="Open meeting. Newcomers sit anywhere.",
        more=HEADS | {"meeting_types": ["O", "CAN", "D"], "ask_for": "The greeter at the side door"},
    ),
    Plan(
        "Sunrise Coast Sobriety Meetings", "Steps on the Ropewalk", "twelve_step", time(12, 30), 60, byday="SU", where="The Ropewalk",
        more=HEADS | {"meeting_types": ["C", "ST"], "sensitive": True},
    ),
    Plan(
        "Second Life Repair Cafés", "Repair café, last Saturday", "workshop", time(10), 180, "MONTHLY", "-1SA", where="Acacia Rooms",
        about="Bring one broken thing and the patience to watch.", more={"ask_for": "The table with the soldering iron"},
    ),
    Plan(
        "Say It Again English Classes", "Chatterbox, in the room and on the screen", "workshop", time(10, 30), 90, byday="TH",
        where="Clacton Library and Reading Rooms", about="Talk about anything but grammar.",
        more={"attendance": "hybrid", "joining": "https://meet.example.org/chatterbox", "who_for": "Learners", "places": 14},
        left_out={"term_time_only": True},
    ),
    Plan(
        "The Boathouse: help for groups", "Write a bid on one page", "workshop", time(18), 120, "ONCE", first=9,
        where="Weeley Village Rooms",
        about="Bring an idea. Leave with a page.",
        more={"attendance": "hybrid", "joining": "https://meet.example.org/one-page", "places": 24},
    ),
    Plan(
        "Sunspot Tool Library", "Drill for beginners", "workshop", time(9, 30), 120, byday="SA", where="Sunspot Yard, workshop 3",
        more={"places": 6, "who_for": "People who have never held one"}, left_out={"term_time_only": True},
    ),
    Plan(
        "Friends of Holland Marsh", "Marsh work party", "work_day", time(10), 180, byday="SU", interval=4, first=-28,
        where="Holland Marsh bird hide", about="Gloves and soup are there. Wellingtons are yours.",
    ),
    Plan(
        "Tideline Beach Cleaners", "Beach clean, first Sunday", "work_day", time(9), 120, "MONTHLY", "1SU", where="Beach hut 44",
        about="As far as the second breakwater and back.",
    ),
    Plan(
        "Rough Edges Community Choir", "Rough Edges lunchtime sing", "activity", time(12, 15), 60, byday="WE",
        where="The Old Telephone Exchange", more={"who_for": "Voices of every sort"}, left_out={"closed_on_holidays": True},
    ),
    Plan(
        "Heybridge Together", "Heybridge open evening", "activity", time(19), 120, "MONTHLY", "3TH", where="Plantation Hall",
        left_out={"closed_on_holidays": True},
    ),
    Plan(
        "Bay Lights Festival Committee", "Committee evening", "board", time(19, 30), 90, "MONTHLY", "1WE", where="Lighthouse Hub",
        about="Money, lanterns, the road closure.", more={"seen_by": "members"},
    ),
    Plan(
        "Bay Lights Festival Committee", "Bay Lights", "festival", time(15), 360, "LISTED", first=26, where="Cliff Park bandstand",
        about="Two evenings of lanterns, brass and chips at the edge of the sea.",
    ),
)  # fmt: skip
PARTS = (
    (0, time(15), 60, "Lantern making for small hands", "Lighthouse Hub, ground floor"),
    (0, time(15), 45, "Clacton Silver Band", "Bandstand"),
    (0, time(16, 30), 40, "Shanties from the Long Loft", "Bandstand"),
    (0, time(17, 30), 60, "The lantern parade", "From the Hub along the lower prom. Wheelchairs lead."),
    (0, time(19), 90, "Ceilidh in coats", "Cliff Park"),
    (1, time(14), 120, "Quiet hour: the lanterns without the noise", "Cliff Park"),
    (1, time(14), 90, "Poems on the quay", "Harbour steps"),
    (1, time(16, 30), 45, "Community choir", "Bandstand"),
    (1, time(18), 30, "Lights out, all together", "Wherever you are"),
)
MOVED = ("Both Tides, second Tuesday", timedelta(days=7), "The hall is needed that evening, so we meet a week later")
CALLED_OFF = ("Beach clean, first Sunday", "Gale warning. Stay in and get warm.")


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Make them, unless they are there."""
    today = here(now).date()
    groups = {each.name: each for each in Organization.objects.filter(name__in={plan.group for plan in SERIES})}
    there = set(Series.objects.filter(organization__in=groups.values()).values_list("organization__name", "title"))
    with as_program("demo"):
        for plan in SERIES:
            if plan.group in groups and (plan.group, plan.title) not in there:
                _make(plan, groups[plan.group], today, now)
    return {"series": Series.objects.count(), "gatherings": Gathering.objects.count()}


def _make(plan: Plan, group: Organization, today: date, now: datetime) -> None:
    first = today + timedelta(days=plan.first)
    if plan.kind == "festival":
        first += timedelta(days=(5 - first.weekday()) % 7)
    pattern = Pattern(
        repeats=plan.repeats, first_on=first, begins=plan.begins, minutes=plan.minutes, time_zone=settings.PLACE_TIME_ZONE,
        interval=plan.interval, byday=plan.byday, **plan.left_out,
    )  # fmt: skip
    details = Details(
        title=plan.title, kind=plan.kind, description=plan.about, **plan.more,
        location=Location.objects.filter(name=plan.where).first() if plan.where else None,
        service=Service.objects.filter(organization=group, name=plan.service).first() if plan.service else None,
    )  # fmt: skip
    series = Series.objects.get(pk=make_series(group, details=details, pattern=pattern, now=now))
    if plan.repeats == Repeats.LISTED:
        for days, begins, minutes, title, note in PARTS:
            starts_at, ends_at = moments(first + timedelta(days=days), begins, minutes, series.zone)
            add_gathering(series, starts_at=starts_at, ends_at=ends_at, title=title, note=note, now=now)
    coming = series.gatherings.filter(starts_at__gt=now).order_by("starts_at")
    if plan.title == MOVED[0]:
        one = coming.first()
        move_gathering(one, starts_at=one.starts_at + MOVED[1], ends_at=one.ends_at + MOVED[1], note=MOVED[2], now=now)
    if plan.title == CALLED_OFF[0]:
        call_off_gathering(coming.first(), note=CALLED_OFF[1], now=now)
    if details.head_count_only:
        for number, past in enumerate(series.gatherings.filter(ends_at__lt=now).order_by("starts_at")):
            count_heads(past, number=5 + number * 4 % 7, now=now)
