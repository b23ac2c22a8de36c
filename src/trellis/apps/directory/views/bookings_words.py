"""Bookings in words: times, terms, whom the keepers of a space have to do with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.directory.forms.bookings import PRIVATE, BookForm
from trellis.apps.directory.models import Booking, BookingState, Circle, Service
from trellis.apps.directory.models.bookings import SpaceTerms
from trellis.apps.directory.queries.bookings import Day
from trellis.apps.people.queries.naming import named
from trellis.core.references import Ref
from trellis.core.ui.parts import Answer
from trellis.core.ui.words import clock, here, money, when

KEYS_BEFORE, KEYS_AFTER = timedelta(hours=24), timedelta(hours=6)
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class SpanShown:
    """A line of a day: "09:00 to 13:00", free or booked, and where to book it."""

    hours: str
    free: bool
    url: str


@dataclass(frozen=True)
class DayShown:
    """A day with its lines."""

    name: str
    on: str
    spans: list[SpanShown]


@dataclass(frozen=True)
class Row:
    """A booking in a list."""

    booking: Booking
    time: str
    who: str


def stretch(starts_at: datetime, ends_at: datetime, *, now: datetime) -> str:
    """ "Tue 1 Dec, 18:00 to 20:00"; with the second day when it ends on another."""
    end = clock(ends_at) if here(ends_at).date() == here(starts_at).date() else when(ends_at, now=now)
    return _("%(begin)s to %(end)s") % {"begin": when(starts_at, now=now), "end": end}


def days(shown: list[Day], *, new: str, zone: ZoneInfo, today: date) -> list[DayShown]:
    """The days of a space's page."""
    found = []
    for day in shown:
        spans = []
        for span in day.spans:
            begin, end = (f"{each.astimezone(zone):%H:%M}" for each in (span.starts_at, span.ends_at))
            proposed = min(span.ends_at, span.starts_at + timedelta(hours=1))
            url = f"{new}?{as_query(span.starts_at, proposed)}" if span.free else ""
            spans.append(SpanShown(_("%(begin)s to %(end)s") % {"begin": begin, "end": "24:00" if end == "00:00" else end}, span.free, url))
        name = _("Today") if day.on == today else date_format(day.on, "l j F")
        found.append(DayShown(name, day.on.isoformat(), spans))
    return found


def as_value(starts_at: datetime, ends_at: datetime) -> str:
    """A stretch of time in one text."""
    return f"{starts_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}/{ends_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def as_query(starts_at: datetime, ends_at: datetime) -> str:
    return urlencode({"at": as_value(starts_at, ends_at)})


def from_value(text: str) -> tuple[datetime, datetime] | None:
    """The stretch of time in such a text; None when it is none."""
    begin, _slash, end = text.partition("/")
    try:
        first, last = (datetime.strptime(each, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) for each in (begin, end))
    except ValueError:
        return None
    return (first, last) if first < last and first.year < 2200 else None


def terms_answers(terms: SpaceTerms) -> list[Answer]:
    """What somebody should know before they book."""
    found = []
    if terms.customary_minor:
        cost = _("%(amount)s an hour is customary. Give what you can; nothing is paid here.") % {
            "amount": money(terms.customary_minor, terms.currency)
        }
    else:
        cost = _("Free")
    found.append(Answer(label=_("What it costs"), value=cost))
    if terms.prime_hours is not None:
        share = ngettext(
            "Between %(from)s and %(to)s each group can have %(n)d hour a month. What is still free two days before, anybody can have.",
            "Between %(from)s and %(to)s each group can have %(n)d hours a month. What is still free two days before, anybody can have.",
            terms.prime_hours,
        )  # fmt: skip
        words = {"from": f"{terms.prime_from:%H:%M}", "to": f"{terms.prime_to:%H:%M}", "n": terms.prime_hours}
        found.append(Answer(label=_("So that all get a turn"), value=share % words))
    if not terms.private_use:
        found.append(Answer(label=_("For whom"), value=_("For groups")))
    if terms.asks_first:
        found.append(
            Answer(label=_("Who decides"), value=_("The keepers of the space look at each booking. The time is held for you meanwhile."))
        )
    ahead = ngettext("%(n)d day at most", "%(n)d days at most", terms.days_ahead) % {"n": terms.days_ahead}
    found.append(Answer(label=_("How far ahead"), value=ahead))
    return found


def carried(form: BookForm) -> list[tuple[str, str]]:
    """Every answer, to be sent along."""
    names = ["begins", "ends", "party", "display_name", "what", "form_key"]
    names += [f"{name}_{part}" for name in ("on", "until") for part in range(3)]
    return [(name, form.data.get(name, "")) for name in names]


def booking_answers(form: BookForm, terms: SpaceTerms, zone: ZoneInfo, *, now: datetime) -> list[Answer]:
    """What is about to be booked."""
    told = form.cleaned_data
    whom = dict(form.fields["party"].choices)[told["party"]]
    found = [
        Answer(label=_("When"), value=stretch(told["starts_at"], told["ends_at"], now=now)),
        Answer(label=_("For whom"), value=str(whom) if told["party"] == PRIVATE else whom),
        Answer(label=_("Your name there"), value=told["display_name"]),
    ]
    if told["until"]:
        found.insert(1, Answer(label=_("Every week until"), value=when(told["until"], now=now)))
    if told["what"]:
        found.append(Answer(label=_("What it is for"), value=told["what"]))
    if terms.customary_minor and not told["until"]:
        hours = (told["ends_at"] - told["starts_at"]).total_seconds() / 3600
        amount = money(round(terms.customary_minor * hours), terms.currency)
        found.append(Answer(label=_("Customary"), value=_("%(amount)s, if you can. Nothing is paid here.") % {"amount": amount}))
    return found


def who(bookings: Iterable[Booking]) -> dict:
    """For each booking whom it is for, as the keepers of the space may read it. Three queries, however many."""
    several = list(bookings)
    groups = {each.pk: each.group for each in several}
    organizations = {group.id for group in groups.values() if group is not None and group.kind == "directory.organization"}
    secret = set(map(str, Circle.objects.filter(pk__in=organizations).values_list("pk", flat=True)))
    secret |= set(
        map(str, Service.objects.filter(organization_id__in=organizations, sensitive=True).values_list("organization_id", flat=True))
    )
    open_ones = [Ref("directory.organization", id) for id in sorted(organizations - secret)]
    names = named(open_ones)
    found = {}
    for each in several:
        group = groups[each.pk]
        person = each.display_name or _("Somebody")
        if group is None:
            found[each.pk] = person
        elif group in names:
            found[each.pk] = _("%(person)s, for %(group)s") % {"person": person, "group": names[group].name}
        else:
            found[each.pk] = _("%(person)s, for a group") % {"person": person}
    return found


def rows(bookings: Iterable[Booking], *, now: datetime) -> list[Row]:
    """Bookings of a list, with their words."""
    several = list(bookings)
    names = who(several)
    return [Row(each, stretch(each.starts_at, each.ends_at, now=now), names[each.pk]) for each in several]


def title(booking: Booking, *, now: datetime) -> str:
    return stretch(booking.starts_at, booking.ends_at, now=now)


def answers(booking: Booking, *, now: datetime) -> list[Answer]:
    """One booking for those who may see it."""
    found = [
        Answer(label=_("What became of it"), value=str(BookingState(booking.state).label)),
        Answer(label=_("For whom"), value=who([booking])[booking.pk]),
    ]
    if booking.what:
        found.append(Answer(label=_("What it is for"), value=booking.what, language=booking.language))
    if booking.reason:
        found.append(Answer(label=_("Why it was declined"), value=booking.reason))
    return found


def keys_from(booking: Booking) -> datetime:
    """From when on it is shown how to get in."""
    return booking.starts_at - KEYS_BEFORE


def keys_for(booking: Booking, person, *, now: datetime) -> str:
    """How to get in: for whoever booked, from the day before until it is over; for everybody else and at other times nothing."""
    if person is None or booking.person_id != person.pk or booking.state != BookingState.BOOKED:
        return ""
    if not keys_from(booking) <= now <= booking.ends_at + KEYS_AFTER:
        return ""
    terms = SpaceTerms.objects.filter(space_id=booking.space_id).first()
    return terms.keys_note if terms else ""
