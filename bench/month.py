"""A month out of 10,000 gatherings, against an empty page in the same run.

    script/bench month [--gatherings 10000] [--days 31] [--rounds 30] [--json]

Makes a place of its own with 400 groups and halls in twelve towns and that many gatherings within so many days, the hardest case being
all of them in the one month that is shown. Then it asks in turn, round by round: an empty page (the frame of every page with nothing in
it, through all middleware, in this process), the month, the month of one town, of one kind, the fullest day, the month for somebody who
has it already (304), and the calendar that programs subscribe to. The goal is for the months and the day. Ratios are of medians of
processor seconds. Exits 1 when a goal is missed.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

MOST_TIMES = 25
SERIES = 400
FIRST = date(2027, 3, 1)
MONTH = "/calendar?month=2027-03"


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench month", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gatherings", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=31, help="over how many days they are spread (default: 31, all in the month)")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder:
        os.environ |= {"TRELLIS_DATA": folder, "DJANGO_SETTINGS_MODULE": "making.proposals_settings"}
        report = measured(options)
    print(json.dumps(report, indent=2) if options.json else in_words(report))
    return 1 if report["targets_missed"] else 0


def measured(options: argparse.Namespace) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    fullest = fill(options, random.Random(options.seed))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    asked = {
        "month": MONTH, "month_of_a_town": f"{MONTH}&town=Town+3", "month_of_a_kind": f"{MONTH}&kind=workshop",
        "fullest_day": f"/calendar/day/{fullest}",
    }  # fmt: skip
    etag = client.get(MONTH)["ETag"]
    seconds: dict[str, list[float]] = {name: [] for name in ("empty", *asked, "unchanged", "subscribed")}
    sizes = {}
    for number in range(options.rounds + 3):
        told = {"empty": timed(lambda: client.get("/bench/empty"))}
        for name, url in asked.items():
            told[name] = timed(lambda url=url: client.get(url))
        told["unchanged"] = timed(lambda: client.get(MONTH, headers={"If-None-Match": etag}), wanted=304)
        if number == 3:
            told["subscribed"] = timed(lambda: client.get("/gatherings.ics"))
        if number >= 3:
            for name, (spent, size) in told.items():
                seconds[name].append(spent)
                sizes[name] = size
    middle = {name: statistics.median(each) for name, each in seconds.items()}
    times = {name: round(each / middle["empty"], 2) for name, each in middle.items()}
    return {
        "gatherings": options.gatherings,
        "days": options.days,
        "rounds": options.rounds,
        "database": connection.vendor,
        "milliseconds": {name: round(each * 1000, 2) for name, each in middle.items()},
        "times_an_empty_page": times,
        "bytes": sizes,
        "targets_missed": [name for name in asked if times[name] > MOST_TIMES],
    }


def fill(options: argparse.Namespace, chance: random.Random) -> date:
    """Groups, halls, series, and their gatherings; the day on which most begin."""
    from trellis.apps.directory.models import Location, Organization
    from trellis.apps.gatherings.models import Gathering, GatheringKind, Series

    now = datetime(2026, 11, 23, tzinfo=UTC)
    groups = Organization.objects.bulk_create([Organization(name=f"Group {number}") for number in range(SERIES)])
    halls = Location.objects.bulk_create([Location(name=f"Hall {number}", city=f"Town {number % 12}") for number in range(SERIES)])
    kinds = [GatheringKind.WORKSHOP, GatheringKind.SUPPORT_GROUP, GatheringKind.WORK_DAY, GatheringKind.ACTIVITY]
    told = {"repeats": "LISTED", "first_on": FIRST, "begins": clock(19), "minutes": 60, "time_zone": "Europe/London", "made_at": now}
    rows = [
        Series(organization=group, location=hall, kind=chance.choice(kinds), title=f"Evening {n} for everybody", changed_at=now, **told)
        for n, (group, hall) in enumerate(zip(groups, halls, strict=True))
    ]
    series = Series.objects.bulk_create(rows)
    made, counted = [], {}
    for number in range(options.gatherings):
        each = series[number % SERIES]
        on = FIRST + timedelta(days=chance.randrange(options.days))
        counted[on] = counted.get(on, 0) + 1
        starts_at = datetime.combine(on, clock(chance.randrange(7, 22), chance.choice((0, 15, 30))), UTC)
        made.append(Gathering(
            series=each, organization=each.organization, original_on=on, part=number, starts_at=starts_at, title=each.title, kind=each.kind,
            ends_at=starts_at + timedelta(hours=1), location=each.location, changed_at=now,
        ))  # fmt: skip
    Gathering.objects.bulk_create(made, batch_size=2000)
    return max(counted, key=counted.get)


def timed(ask, *, wanted: int = 200) -> tuple[float, int]:
    """Processor seconds and bytes of an answer, to its last byte."""
    before = time.process_time()
    answer = ask()
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    spent = time.process_time() - before
    if answer.status_code != wanted:
        raise SystemExit(f"answered {answer.status_code}, not {wanted}")
    return spent, len(body)


def in_words(report: dict) -> str:
    lines = [f"{report['gatherings']:,} gatherings over {report['days']} days on {report['database']}"]
    for name, times in report["times_an_empty_page"].items():
        lines.append(f"{name:>16}: {report['milliseconds'][name]:>8} ms  {times:>7} times an empty page  {report['bytes'][name]:>9,} bytes")
    lines.append(f"goal: at most {MOST_TIMES} times; missed: {', '.join(report['targets_missed']) or 'none'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
