"""Writes a directory of so many services straight into the tables: python -m making.directory N."""

import random
import sys
from datetime import time

import django


def main(number: int) -> None:
    django.setup()
    from django.utils import timezone

    from making.services import services
    from trellis.apps.directory.models import Edition, Location, Organization, Schedule, Service, ServiceAtLocation
    from trellis.apps.directory.models.parts import Contact
    from trellis.core.actions import as_program  # noqa: F401  (the apps are loaded)

    chance = random.Random(3)
    organizations = [
        Organization(name=f"Community Trust {n}", description="People of the street.", kind="initiative") for n in range(number // 4)
    ]
    Organization.objects.bulk_create(organizations, batch_size=500)
    made = services(number)
    while part := [each for _n, each in zip(range(1000), made, strict=False)]:
        rows, places, at, schedules, contacts = [], [], [], [], []
        for document in part:
            row = Service(
                organization=chance.choice(organizations), name=document.name[:255], description=document.text,
                kind=document.facets["kind"][0],
                categories=document.facets["category"], cost=(document.facets["cost"] or [""])[0], attendance=document.facets["attendance"],
                languages=document.facets["language"], referral=document.facets["referral"][0], assured_on=document.confirmed_on,
                what_to_expect="Somebody meets you at the door and shows you round.",
            )  # fmt: skip
            rows.append(row)
            contacts.append(Contact(service=row, visibility="public", phone="01632 960000"))
            if document.latitude is None:
                schedules.append(Schedule(service=row, byday="MO,WE", opens_at=time(10), closes_at=time(12)))
                continue
            place = Location(
                name="Hall", address_1=f"{chance.randrange(200)} High Street", city=document.card["locality"], postal_code="CO1 1AA",
                country="GB", latitude=document.latitude, longitude=document.longitude, step_free="yes",
            )  # fmt: skip
            places.append(place)
            at.append(ServiceAtLocation(service=row, location=place))
            schedules.append(Schedule(at_location=at[-1], byday="TU,TH", opens_at=time(18, 30), closes_at=time(20)))
        for model, made_rows in ((Service, rows), (Location, places), (ServiceAtLocation, at), (Schedule, schedules), (Contact, contacts)):
            model.objects.bulk_create(made_rows, batch_size=500)
    Edition.objects.update_or_create(pk=1, defaults={"number": 1, "turned_at": timezone.now()})


if __name__ == "__main__":
    main(int(sys.argv[1]))
