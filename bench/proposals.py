"""Proposing matches for one new need among 100,000 open offers, against an empty page in the same run.

    script/bench proposals [--offers 100000] [--rounds 40] [--data FOLDER] [--json]

Makes a place of its own with people and offers of eight kinds around twelve towns; half of the offers are by the week, a third
meet limits, words are encrypted. Then it asks in turn, round by round: an empty page (the frame of every page with nothing in it,
through all middleware, in this process), and a proposal for a need that was never seen (no two alike: kind, place, time, limits).
The goal is for proposing: finding and ranking whom to ask, with the sentence why. Beside it stands the whole deed: keeping the
need, asking three, their letters and the log. Ratios are of medians of processor seconds. Exits 1 when a goal is missed.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import datetime, timedelta
from datetime import time as clock

MOST_TIMES = 20
TOWNS = (
    (51.79, 1.155), (51.83, 1.245), (51.93, 1.26), (51.86, 1.0), (51.73, 0.68), (51.89, 0.9),
    (51.8, 0.64), (51.88, 0.55), (51.73, 0.47), (52.06, 1.15), (51.54, 0.71), (51.95, 1.05),
)  # fmt: skip
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="script/bench proposals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", help="a folder in which the place stays, to measure again without making it anew")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder:
        os.environ |= {"TRELLIS_DATA": options.data or folder, "DJANGO_SETTINGS_MODULE": "making.proposals_settings"}
        report = measured(options)
    print(json.dumps(report, indent=2) if options.json else in_words(report))
    return 1 if report["times_an_empty_page"] > MOST_TIMES else 0


def measured(options: argparse.Namespace) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from trellis.apps.exchange.models import Offer

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    chance = random.Random(options.seed)
    now = timezone.now()
    if not Offer.objects.exists():
        fill(options.offers, chance, now)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    asker = people(1)[0]
    page, health, proposing, deed, found = [], [], [], [], []
    for number in range(options.rounds + 5):
        figures = one_round(client, asker, chance, now)
        if number >= 5:
            for kept, each in zip((page, health, proposing, deed, found), figures, strict=True):
                kept.append(each)
    middle = statistics.median
    return {
        "offers": options.offers,
        "rounds": options.rounds,
        "database": connection.vendor,
        "empty_page_ms": round(middle(page) * 1000, 3),
        "health_ms": round(middle(health) * 1000, 3),
        "proposing_ms": round(middle(proposing) * 1000, 3),
        "proposing_p95_ms": round(sorted(proposing)[int(len(proposing) * 0.95)] * 1000, 3),
        "whole_deed_ms": round(middle(deed) * 1000, 3),
        "found": middle(found),
        "times_an_empty_page": round(middle(proposing) / middle(page), 2),
        "times_health": round(middle(proposing) / middle(health), 2),
        "whole_deed_times_an_empty_page": round(middle(deed) / middle(page), 2),
    }


def one_round(client, asker, chance: random.Random, now: datetime) -> tuple[float, float, float, float, int]:
    from trellis.apps.exchange.actions import ask_need
    from trellis.apps.exchange.models import Match, Need
    from trellis.apps.exchange.queries.proposing import proposals_for
    from trellis.apps.exchange.queries.why import why_you
    from trellis.core.actions import acting

    empty, _status = timed(lambda: client.get("/bench/empty"))
    health, _status = timed(lambda: client.get("/health"))
    told = a_need(chance, now)
    need = unsaved(told, asker, now)

    def propose() -> int:
        proposals = proposals_for(need, now=now, most=3)
        for each in proposals:
            why_you(Match(need=need, offer=need_offer(need), why=each.why))
        return len(proposals)

    proposing, n_found = timed(propose)

    def ask() -> None:
        with acting(asker):
            ask_need(**told, now=now)

    deed, _none = timed(ask)
    Need.objects.all().delete()
    return empty, health, proposing, deed, n_found


def need_offer(need):
    from trellis.apps.exchange.models import Offer

    return Offer(kind=need.kind)


def unsaved(told: dict, asker, now: datetime):
    """The need as `ask_need` makes it, not kept."""
    from trellis.apps.exchange.models import Need

    need = Need(person=asker, kind=told["kind"], words="x", limits=list(told["limits"]), asked_at=now, **told["when"])
    need.put(told["where"]["latitude"], told["where"]["longitude"])
    need.reach_km = told["where"]["reach_km"]
    need.set_slots()
    return need


def a_need(chance: random.Random, now: datetime) -> dict:
    from trellis.apps.exchange.models import Kind

    latitude, longitude = near(chance)
    when = chance.choice(
        (
            {"repeats": "anytime"},
            {
                "repeats": "weekly",
                "weekdays": chance.choice(WEEKDAYS),
                "begins": clock(chance.randrange(8, 18)),
                "ends": clock(chance.randrange(19, 22)),
            },
            {"repeats": "once", "on": (now + timedelta(days=chance.randrange(2, 20))).date(), "begins": clock(chance.randrange(8, 18))},
        )
    )
    limits = chance.choice(((), (), ("step_free",), ("no_dogs", "no_smoke"), ("women_only",)))
    return {
        "kind": chance.choice(Kind.values),
        "words": "Could somebody help me with this, please?",
        "where": {"latitude": latitude, "longitude": longitude, "area": "A town", "reach_km": chance.choice((0, 1, 3, 8))},
        "when": when,
        "limits": limits,
    }


def near(chance: random.Random) -> tuple[float, float]:
    latitude, longitude = chance.choice(TOWNS)
    return chance.gauss(latitude, 0.02), chance.gauss(longitude, 0.03)


def people(n: int) -> list:
    from trellis.core.people.models import Person

    made = [Person(email=f"{uuid.uuid4().hex}@example.org", password="!") for _ in range(n)]
    return Person.objects.bulk_create(made, batch_size=5_000)


def fill(n: int, chance: random.Random, now: datetime) -> None:
    """People with two offers each, some asked lately."""
    from trellis.apps.exchange.models import Kind, Offer
    from trellis.apps.exchange.models.asking import NEVER

    made = []
    for person in people(n // 2):
        latitude, longitude = near(chance)
        asked_at = NEVER if chance.random() < 0.5 else now - timedelta(hours=chance.randrange(1, 24 * 90))
        for kind in chance.sample(Kind.values, 2):
            offer = Offer(person=person, kind=kind, words="I can do this, just ask me.", asked_at=asked_at, offered_at=now)
            if chance.random() < 0.5:
                days = ",".join(sorted(chance.sample(WEEKDAYS, chance.randrange(1, 5)), key=WEEKDAYS.index))
                offer.repeats, offer.weekdays = "weekly", days
                offer.begins, offer.ends = clock(chance.randrange(6, 12)), clock(chance.randrange(13, 23))
            offer.meets = chance.choice((0, 0, 0b1, 0b110, 0b1111))
            offer.put(latitude, longitude)
            offer.reach_km = chance.choice((1, 3, 8, 16, 30))
            offer.set_slots()
            made.append(offer)
    Offer.objects.bulk_create(made[:n], batch_size=5_000)


def timed(do) -> tuple[float, object]:
    begun = time.process_time()
    answer = do()
    return time.process_time() - begun, answer


def in_words(report: dict) -> str:
    return "\n".join(f"{name.replace('_', ' '):>34}: {value}" for name, value in report.items())


if __name__ == "__main__":
    sys.exit(main())
