"""One process of `script/bench booking`: makes the place, books for some of its people at a moment, or counts what is left."""

import json
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

THREADS = 5


def main() -> None:
    kind, *told = sys.argv[1:]
    if kind == "make":
        return make(int(told[0]))
    import django

    django.setup()
    return count(*told) if kind == "count" else book(kind, told[0], int(told[1]), int(told[2]), float(told[3]))


def make(people: int) -> None:
    from trellis.config.console import main as console

    console(["manage", "migrate", "-v0"])
    from trellis.apps.directory.actions import set_space_terms
    from trellis.apps.directory.models import Location, Space
    from trellis.core.actions import as_program
    from trellis.core.people.models import Person

    now = datetime.now(UTC)
    for number in range(people):
        Person.objects.create_user(email=f"{number}@example.org")
    space = Space.objects.create(location=Location.objects.create(name="Hall"), name="Hall")
    with as_program():
        set_space_terms(space, terms={"private_use": True, "days_ahead": 400, "clearing_minutes": 0}, now=now)
    print(space.pk)


def hours(kind: str, number: int) -> tuple[datetime, datetime]:
    """The hour that this person wants."""
    day = (datetime.now(UTC) + timedelta(days={"same": 10, "overlapping": 20, "apart": 40}[kind])).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    begin = {"same": day, "overlapping": day + timedelta(minutes=45 * number), "apart": day + timedelta(hours=number)}[kind]
    return begin, begin + timedelta(hours=1)


def book(kind: str, space_id: str, first: int, number: int, at: float) -> None:
    from django.db import connection

    from trellis.apps.directory.actions import NotFree, book_space
    from trellis.apps.directory.models import Space
    from trellis.core.actions import acting
    from trellis.core.people.models import Person

    space = Space.objects.select_related("location").get(pk=space_id)
    people = [Person.objects.get(email=f"{each}@example.org") for each in range(first, first + number)]
    answers: list[str] = []

    def some(part: int) -> None:
        connection.ensure_connection()
        time.sleep(max(0, at - time.time()))
        for place, person in list(enumerate(people, first))[part::THREADS]:
            begin, end = hours(kind, place)
            try:
                with acting(person):
                    book_space(space, starts_at=begin, ends_at=end, now=datetime.now(UTC))
                answers.append("booked")
            except NotFree:
                answers.append("taken")
            except Exception as error:
                answers.append(f"{type(error).__name__}: {error}"[:200])
        connection.close()

    threads = [threading.Thread(target=some, args=(part,)) for part in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"answers": answers, "seconds": time.time() - at}))


def count(space_id: str, kind: str) -> None:
    from trellis.apps.directory.models import Booking, HeldQuarter

    first, last = hours(kind, 0)[0], hours(kind, 1000)[1] if kind != "same" else hours(kind, 0)[1]
    if kind == "overlapping":
        last = first + timedelta(days=18)
    found = list(Booking.objects.filter(space_id=space_id, starts_at__gte=first, starts_at__lt=last))
    quarters = Counter(HeldQuarter.objects.filter(booking__in=found).values_list("quarter", flat=True))
    print(
        json.dumps(
            {
                "bookings": len(found),
                "held": sum(quarters.values()),
                "held_twice": sum(number > 1 for number in quarters.values()),
                "should_be_held": 4 * len(found),
            }
        )
    )


if __name__ == "__main__":
    main()
