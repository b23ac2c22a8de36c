"""Many people book one space at the same moment: exactly one has it, on each database."""

import os
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.db import connections

from trellis.apps.directory.actions import NotFree, book_space
from trellis.apps.directory.models import Booking, HeldQuarter
from trellis.apps.directory.tests.factories import NOW, make_person
from trellis.apps.directory.tests.test_bookings import EVENING, HOUR, make_hall
from trellis.core.actions import acting

PEOPLE = 20


def at_once(space, people) -> Counter:
    """What became of it for each."""
    ready, answers = threading.Barrier(len(people)), []

    def one(person) -> None:
        try:
            ready.wait(60)
            with acting(person):
                book_space(space, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)
            answers.append("has it")
        except NotFree:
            answers.append("was told")
        except Exception as error:
            answers.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return Counter(answers)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_has_it_and_the_others_are_told():
    hall, people = make_hall(clearing_minutes=0), [make_person() for _ in range(PEOPLE)]

    assert at_once(hall, people) == {"has it": 1, "was told": PEOPLE - 1}
    assert (Booking.objects.count(), HeldQuarter.objects.count()) == (1, 4)


SAME_ON_A_FILE = """
from trellis.apps.directory.models import Booking, HeldQuarter
from trellis.apps.directory.tests.factories import make_person
from trellis.apps.directory.tests.test_bookings import make_hall
from trellis.apps.directory.tests.test_bookings_at_once import at_once
hall, people = make_hall(clearing_minutes=0), [make_person() for _ in range(20)]
print(sorted(at_once(hall, people).items()), Booking.objects.count(), HeldQuarter.objects.count())
"""


@pytest.mark.slow
def test_one_has_it_and_the_others_are_told_with_sqlite_in_a_file(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    told = kept | {"TRELLIS_DATA": str(tmp_path)}
    trellis = [sys.executable, "-m", "trellis.config.console", "manage"]
    subprocess.run([*trellis, "migrate", "-v0"], env=told, check=True, timeout=120)

    done = subprocess.run([*trellis, "shell", "-v", "0", "-c", SAME_ON_A_FILE], env=told, capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines()[-1:] == ["[('has it', 1), ('was told', 19)] 1 4"], done.stderr
