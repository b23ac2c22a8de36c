"""Spaces of the demo place that can be booked, and groups that booked them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from trellis.apps.directory.actions import NotFree, NotOnTheseTerms, book_space, book_weekly, set_space_terms
from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Booking, Organization, Space, SpaceTerms
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries import bookings as free
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.references import Ref

EVENINGS = {"prime_from": time(17), "prime_to": time(22), "prime_hours": 16}
TERMS: dict[str, dict] = {
    "Lantern Hall, main hall": {
        **EVENINGS, "setup_minutes": 15, "clearing_minutes": 30, "customary_minor": 1200, "currency": "GBP",
        "keys_note": "Ring the bell of the flat above; the caretaker hands you the key. Chairs live under the stage.",
    },
    "The Switchroom": {
        **EVENINGS, "setup_minutes": 15, "clearing_minutes": 15, "private_use": True,
        "keys_note": "The key is in the grey box left of the door; the number is on the back of the kettle. Heating: the left switch, up.",
    },
    "The Booth": {"private_use": True, "longest_minutes": 120, "clearing_minutes": 0, "days_ahead": 30},
    "The Reading Room": {"asks_first": True, "days_ahead": 42, "keys_note": "The caretaker meets you at the side door."},
    "Mission kitchen": {"customary_minor": 800, "currency": "GBP", "setup_minutes": 30, "clearing_minutes": 30, "private_use": False},
}  # fmt: skip
GROUPS = (
    ("The Switchroom", "The Long Table", 1, 18, 2, "Supper and talk"),
    ("The Switchroom", "Hour for Hour", 3, 10, 2, "Swapping hours over tea"),
    ("Mission kitchen", "The Long Table", 4, 14, 4, "Cooking for the freezer"),
)


def load(*, now: datetime) -> dict[str, int]:
    """Say on which terms, and book some weeks; a second run changes nothing."""
    spaces = {each.name: each for each in Space.objects.filter(name__in=TERMS, status=Status.ACTIVE).select_related("location")}
    with as_program("demo"):
        for name, terms in TERMS.items():
            if name in spaces and not SpaceTerms.objects.filter(space=spaces[name]).exists():
                set_space_terms(spaces[name], terms=terms, now=now)
    if not Booking.objects.exists():
        _book(spaces, now)
    return {"bookable spaces": SpaceTerms.objects.count(), "bookings of spaces": Booking.objects.count()}


def _book(spaces: dict[str, Space], now: datetime) -> None:
    zone = free.default_zone()
    groups = {each.name: each for each in Organization.objects.filter(name__in={name for _space, name, *_rest in GROUPS})}
    monday = now.astimezone(zone).date() + timedelta(days=7 - now.astimezone(zone).weekday())
    for space, group, weekday, hour, hours, what in GROUPS:
        if space not in spaces or group not in groups:
            continue
        person = _editor(groups[group], now)
        start = _at(monday + timedelta(days=weekday), hour, zone)
        times = free.weekly(start, start + timedelta(hours=hours), until=start.date() + timedelta(weeks=5), zone=zone, most=6)
        with acting(person, channel="demo"):
            try:
                book_weekly(
                    spaces[space], times=times, leave_out_clashes=True, group=Ref.to(groups[group]), display_name="Marlow",
                    what=what, now=now,
                )  # fmt: skip
            except (NotFree, NotOnTheseTerms):
                continue
    if "The Reading Room" in spaces and "Hour for Hour" in groups:
        start = _at(monday + timedelta(days=2), 15, zone)
        with acting(_editor(groups["Hour for Hour"], now), channel="demo"):
            try:
                book_space(
                    spaces["The Reading Room"], starts_at=start, ends_at=start + timedelta(hours=2), group=Ref.to(groups["Hour for Hour"]),
                    display_name="Marlow", what="Reading aloud", now=now,
                )  # fmt: skip
            except (NotFree, NotOnTheseTerms):
                return


def _at(day: date, hour: int, zone) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(free.UTC)


def _editor(organization: Organization, now: datetime) -> Person:
    email = f"keys-{str(organization.pk)[:8]}@demo.example"
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
    with as_program("demo"):
        if str(organization.pk) not in person.scopes_of("editor"):
            give_role(person, role="editor", organization=organization, now=now)
    return Person.objects.get(pk=person.pk)
