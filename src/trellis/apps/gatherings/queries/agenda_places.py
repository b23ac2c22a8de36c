"""What is coming up of places, stays and plots, for "My week" and a person's own calendar. A stay is told as "Stay" and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models import GatheringState, Place, Stay, Tenancy
from trellis.apps.gatherings.models.places_waiting import HAS_IT, LIVE, AskState
from trellis.core.agenda import Line
from trellis.core.ui.words import here


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """Places one has, waits for or is offered; stays; and a plot that is held, on the day by which to answer."""
    yield from _places(person, since, until)
    yield from _stays(person, since, until)
    yield from _plots(person, since, until)


def _places(person, since: datetime, until: datetime) -> Iterator[Line]:
    places = Place.objects.filter(person=person, state__in=LIVE, gathering__starts_at__lt=until, gathering__ends_at__gt=since)
    for each in places.exclude(gathering__state=GatheringState.DROPPED).select_related("gathering__location"):
        gathering = each.gathering
        neutral = _("Something in your calendar")
        title = gathering.title if each.state != AskState.WAITING else _("In the queue: %(title)s") % {"title": gathering.title}
        yield Line(
            at=gathering.starts_at,
            until=gathering.ends_at,
            title=title,
            neutral_title=neutral if gathering.sensitive else gathering.title,
            url=reverse("places-mine", args=[each.pk]),
            uid=f"place-{each.pk}",
            where=gathering.location.name if gathering.location and not gathering.sensitive else "",
            asks=each.is_held,
            called_off=gathering.is_called_off,
        )


def _stays(person, since: datetime, until: datetime) -> Iterator[Line]:
    stays = Stay.objects.filter(person=person, state__in=HAS_IT, arrives_on__lte=until.date(), leaves_on__gte=since.date())
    for each in stays.defer("sealed_plan", "alias", "words", "emergency_contact"):
        zone = here(since).tzinfo
        yield Line(
            at=datetime.combine(each.arrives_on, time(15), tzinfo=zone),
            until=datetime.combine(each.leaves_on, time(11), tzinfo=zone),
            title=_("Stay"),
            neutral_title=_("Stay"),
            url=reverse("respite-stay", args=[each.pk]),
            uid=f"stay-{each.pk}",
            asks=each.is_held,
        )


def _plots(person, since: datetime, until: datetime) -> Iterator[Line]:
    held = Tenancy.objects.filter(person=person, state=AskState.HELD, held_until__gt=since, held_until__lt=until + timedelta(days=1))
    for each in held.select_related("garden"):
        yield Line(
            at=each.held_until,
            title=_("A plot is held for you: %(garden)s") % {"garden": each.garden.name},
            neutral_title=_("A plot is held for you"),
            url=reverse("gardens-plot", args=[each.pk]),
            uid=f"plot-{each.pk}",
            asks=True,
        )
