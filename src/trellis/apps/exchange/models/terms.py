"""What needs and offers have in common: of what kind, when, where about, and the limits that must be kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.days import parse_byday
from trellis.core.fields import EncryptedTextField
from trellis.kernels.geo import distance
from trellis.kernels.hours import Rule, occurrences

KEPT_DAYS = 180
"""How long what is over is kept."""

CELL_DECIMALS = 2
"""Positions are rounded to hundredths of a degree, about a kilometre: a cell, never an address."""

TILE_HEIGHT, TILE_WIDTH = 0.05, 0.08
"""Degrees of latitude and longitude: squares of about five and a half kilometres here, by which offers are found."""

TILES_ACROSS = 10_000
PARTS_OF_DAY = 4
ALL_SLOTS = (1 << 7 * PARTS_OF_DAY) - 1


class Kind(models.TextChoices):
    """What is asked for and given. The same words on both sides."""

    FOOD = "food", _("Food")
    LIFT = "lift", _("A lift")
    CHILDCARE = "childcare", _("Looking after children")
    EQUIPMENT = "equipment", _("Something to use or borrow")
    SKILL = "skill", _("A skill or a hand with something")
    COMPANY = "company", _("Company")
    SPACE = "space", _("A room or a space")
    EXPERT = "expert", _("An hour with somebody who knows")


class Limit(models.TextChoices):
    """What must be so, or it will not do. A need's limits are met by what the offerer said, CHECKED by what groups have seen."""

    STEP_FREE = "step_free", _("No steps, or room for a wheelchair")
    NO_DOGS = "no_dogs", _("No dogs")
    NO_SMOKE = "no_smoke", _("No smoking")
    WOMEN_ONLY = "women_only", _("Only a woman")
    CHILD_SEAT = "child_seat", _("A child seat")
    CHECKED = "checked", _("Somebody whose background check has been seen")


MEETABLE = (Limit.STEP_FREE, Limit.NO_DOGS, Limit.NO_SMOKE, Limit.WOMEN_ONLY, Limit.CHILD_SEAT)
"""Limits that an offerer can say they meet; their place here is their bit in `Offer.meets`."""

MEETS_WORDS = {
    Limit.STEP_FREE: _("I can manage with a wheelchair, or there are no steps"),
    Limit.NO_DOGS: _("No dog comes along"),
    Limit.NO_SMOKE: _("Nobody smokes"),
    Limit.WOMEN_ONLY: _("I am a woman"),
    Limit.CHILD_SEAT: _("I have a child seat"),
}


def mask_of(limits) -> int:
    """The limits as bits, CHECKED left out: what an offerer says of themselves cannot meet it."""
    return sum(1 << place for place, limit in enumerate(MEETABLE) if limit in set(limits))


def limits_in(mask: int) -> list[str]:
    """The limits whose bits are set."""
    return [str(limit) for place, limit in enumerate(MEETABLE) if mask >> place & 1]


class Repeats(models.TextChoices):
    """How often."""

    ONCE = "once", _("Once, on a day I name")
    WEEKLY = "weekly", _("Every week")
    ANYTIME = "anytime", _("Any time will do")


def cell_of(latitude: float, longitude: float) -> tuple[float, float]:
    """The middle of the square kilometre or so around a position."""
    return round(latitude, CELL_DECIMALS), round(longitude, CELL_DECIMALS)


def tile_of(latitude: float, longitude: float) -> int:
    """The square by which offers are indexed."""
    return int((latitude + 90) / TILE_HEIGHT) * TILES_ACROSS + int((longitude + 180) / TILE_WIDTH)


class WhenAndWhere(models.Model):
    """When, as people say it, and where about. Abstract."""

    repeats = models.CharField(max_length=10, choices=Repeats, default=Repeats.ANYTIME)
    on = models.DateField(null=True, blank=True)
    weekdays = models.CharField(max_length=30, blank=True)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    slots = models.PositiveIntegerField(default=ALL_SLOTS)
    """Which quarters of which days of the week it touches, as bits: a first sieve that the database can use."""

    area = EncryptedTextField(default="", blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    tile = models.PositiveIntegerField()
    reach_km = models.PositiveSmallIntegerField(default=10)

    class Meta:
        abstract = True

    def put(self, latitude: float, longitude: float) -> None:
        """Keep the square kilometre, and not the point."""
        self.latitude, self.longitude = cell_of(latitude, longitude)
        self.tile = tile_of(self.latitude, self.longitude)

    def km_to(self, other: WhenAndWhere) -> float:
        """How far apart the two squares are, in kilometres."""
        return distance(self.latitude, self.longitude, other.latitude, other.longitude) / 1000

    @property
    def days(self) -> list[int]:
        """The weekdays of a weekly one, 0 for Monday."""
        return parse_byday(self.weekdays)[0]

    @property
    def rule(self) -> Rule | None:
        """When, for the arithmetic of opening hours; None when any time will do."""
        if self.repeats == Repeats.ANYTIME:
            return None
        opens = _minutes(self.begins) if self.begins else 0
        closes = _minutes(self.ends) if self.ends else (None if self.begins else 1440)
        if self.repeats == Repeats.ONCE:
            return Rule(freq="ONCE", starts_on=self.on, opens=opens, closes=closes)
        return Rule(weekdays=tuple(self.days), opens=opens, closes=closes, until=self.until_on)

    def set_slots(self) -> None:
        """Fill in the first sieve."""
        self.slots = slots_of(self.rule)

    def times(self, *, since: datetime, until: datetime, calendar) -> list[tuple[datetime, datetime]]:
        """When it is held between two moments, in local time without a zone. Nothing for one at any time."""
        rule = self.rule
        return [(each.start, each.end) for each in occurrences([rule], calendar, since, until)] if rule is not None else []


def slots_of(rule: Rule | None) -> int:
    """Bits of the quarters of days in which the rule has time; all of them where any time will do."""
    if rule is None:
        return ALL_SLOTS
    days = rule.weekdays or ((rule.starts_on.weekday(),) if rule.starts_on else tuple(range(7)))
    quarter = 1440 // PARTS_OF_DAY
    bits = []
    for day in days:
        first, last = rule.opens // quarter, (rule.opens + rule.minutes - 1) // quarter
        bits += [1 << (day * PARTS_OF_DAY + part) % (7 * PARTS_OF_DAY) for part in range(first, last + 1)]
    return reduce(int.__or__, bits, 0)


def _minutes(clock) -> int:
    return clock.hour * 60 + clock.minute


def place_zone() -> ZoneInfo:
    return ZoneInfo(settings.PLACE_TIME_ZONE)


def local(moment: datetime) -> datetime:
    """The moment on the clocks of the place, without a zone, as the kernel of hours wants it."""
    return moment.astimezone(place_zone()).replace(tzinfo=None)


def instant(moment: datetime) -> datetime:
    """A local time of the place as an instant."""
    return moment.replace(tzinfo=place_zone())


def day_after(moment: datetime, days: int) -> date:
    return (local(moment) + timedelta(days=days)).date()


def sane_when(prefix: str) -> list[models.BaseConstraint]:
    """What the database holds of when and where."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_when_whole",
            condition=Q(repeats="once", on__isnull=False) | (Q(repeats="weekly") & ~Q(weekdays="")) | Q(repeats="anytime"),
        ),
        models.CheckConstraint(
            name=f"{prefix}_on_earth", condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180), reach_km__lte=200)
        ),
    ]
