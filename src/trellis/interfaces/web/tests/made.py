"""A few records made by hand, and an index of them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from trellis.apps.directory.models import Location, Organization, Place, Schedule, Service, ServiceAtLocation, Space, TimeTaken
from trellis.apps.directory.models.gazetteer import name_key
from trellis.core.search.indexing import reindex

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=LONDON)
"""A Tuesday evening."""

CLACTON, MALDON = (51.789, 1.153), (51.731, 0.675)


def town(name: str, position: tuple[float, float], *, population: int = 10_000, key: str = "", **more: Any) -> Place:
    """A settlement of the gazetteer."""
    return Place.objects.create(
        kind="town",
        name=name,
        folded=name_key(name),
        slug=(key or name).lower().replace(" ", "-"),
        latitude=position[0],
        longitude=position[1],
        population=population,
        country="GB",
        source="test",
        source_key=f"test:{key or name}",
        **more,
    )


def organization(name: str = "Clacton Peer Support", **more: Any) -> Organization:
    return Organization.objects.create(
        **{"name": name, "kind": "peer_group", "led_by": "lived_experience", "assured_on": date(2026, 11, 1)} | more
    )


def location(name: str = "Lantern Hall", position: tuple[float, float] = CLACTON, **more: Any) -> Location:
    facts = {"address_1": "22 Lantern Row", "city": "Clacton-on-Sea", "postal_code": "CO15 1KC", "country": "GB", "step_free": "yes"}
    return Location.objects.create(**{"name": name, "latitude": position[0], "longitude": position[1]} | facts | more)


def secret_location(area: str, **secret: Any) -> Location:
    """A place that must not be found."""
    return Location.objects.create(confidential=True, public_area=area, private=secret)


def service(
    name: str, *, at: Location | None = None, by: Organization | None = None, hours: Iterable[tuple[str, str, str]] = (), **more: Any
) -> Service:
    """A service; `hours` are (weekdays, opens, closes), such as ("TU,TH", "19:00", "20:30")."""
    facts = {
        "kind": "meeting",
        "cost": "free",
        "referral": "none",
        "attendance": ["in_person"],
        "languages": ["en"],
        "categories": ["company"],
    }
    made = Service.objects.create(**{"name": name, "organization": by or organization(), "assured_on": date(2026, 11, 1)} | facts | more)
    owner: dict[str, Any] = {"service": made}
    if at is not None:
        owner = {"at_location": ServiceAtLocation.objects.create(service=made, location=at)}
    for days, opens, closes in hours:
        Schedule.objects.create(
            **owner, freq="WEEKLY", byday=days, opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes)
        )
    return made


def many(n: int, *, at: Location | None = None) -> list[Service]:
    """So many evening groups in one hall, every day."""
    hall, owner = at or location(), organization()
    every_day = [("MO,TU,WE,TH,FR,SA,SU", "17:00", "21:00")]
    return [
        service(f"Evening group {number}", at=hall, by=owner, hours=every_day, description="A quiet group.") for number in range(1, n + 1)
    ]


def space(name: str = "The Long Room", *, at: Location | None = None, **more: Any) -> Space:
    return Space.objects.create(
        **{"name": name, "location": at or location(), "capacity": 30, "cost": "free", "assured_on": date(2026, 11, 1)} | more
    )


def duty(name: str = "Mend a street light", *, days: Iterable[int] = (), **more: Any) -> Service:
    """Something that an office is responsible for, and the days it really took."""
    facts = {
        "kind": "responsibility",
        "application_process": "Tell us the number on the post.",
        "promised_days": 10,
        "attendance": ["online"],
    }
    made = service(name, **facts | more)
    TimeTaken.objects.bulk_create([TimeTaken(service=made, days=n, month=date(2026, 10, 1)) for n in days])
    return made


def found_by_search() -> None:
    """Puts all of it into the index."""
    reindex()
