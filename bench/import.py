"""Import of HSDS services: seconds, memory as the file grows, and a second run that changes nothing."""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

MOST_SECONDS = 60
MOST_GROWTH = 1.5
TRELLIS = [sys.executable, "-m", "trellis.config.console"]
WORDS = (
    "food", "advice", "carers", "evening", "garden", "lunch", "family", "recovery", "housing", "debt", "walking",
    "music", "grief", "youth", "repair", "warm",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench import", description=__doc__)
    parser.add_argument("--services", type=int, default=4_000, help="size of the file (default: 4000)")
    parser.add_argument("--times", type=int, default=4, help="how many times larger the second file is (default: 4)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = measure(Path(folder, "small"), options.services)
        large = measure(Path(folder, "large"), options.services * options.times)
    found = {
        "services": options.services,
        "seconds": small["first"]["seconds"],
        "seconds_again": small["again"]["seconds"],
        "again_unchanged": small["again"]["unchanged"],
        "megabytes": small["first"]["megabytes"],
        "megabytes_when_larger": large["first"]["megabytes"],
        "times_larger": options.times,
        "seconds_when_larger": large["first"]["seconds"],
    }
    print(json.dumps(found, indent=2))
    flat = found["megabytes_when_larger"] <= found["megabytes"] * MOST_GROWTH
    return 0 if found["seconds"] < MOST_SECONDS and flat and found["again_unchanged"] == options.services else 1


def measure(folder: Path, services: int) -> dict:
    """Two imports of a made-up directory into an empty place."""
    folder.mkdir()
    package = folder / "directory.zip"
    write_package(package, services)
    environment = {**os.environ, "TRELLIS_DATA": str(folder / "data")}
    subprocess.run([*TRELLIS, "prepare"], env=environment, check=True, stdout=sys.stderr)
    return {"first": import_once(package, environment), "again": import_once(package, environment)}


def import_once(package: Path, environment: dict[str, str]) -> dict:
    """One run of the command; its own memory is told apart from that of runs before it."""
    started_at = time.monotonic()
    command = subprocess.Popen([*TRELLIS, "import", "hsds", str(package), "--json"], env=environment, stdout=subprocess.PIPE)
    output = command.stdout.read()
    _pid, status, used = os.wait4(command.pid, 0)
    if status:
        raise SystemExit(f"the import ended with {os.waitstatus_to_exitcode(status)}")
    report = json.loads(output)
    return {
        "seconds": round(time.monotonic() - started_at, 1),
        "megabytes": round(peak_kilobytes(used) / 1024, 1),
        "added": report["added"],
        "unchanged": report["unchanged"],
    }


def peak_kilobytes(used: resource.struct_rusage) -> int:
    return used.ru_maxrss // 1024 if sys.platform == "darwin" else used.ru_maxrss


def write_package(path: Path, services: int) -> None:
    """A believable HSDS 3.1 package: a service has a place, two openings and a number; an organization five services."""
    chance = random.Random(7)
    organizations = max(1, services // 5)
    locations = max(1, services // 2)
    tables = {
        "organizations.csv": (
            {"id": f"o{n}", "name": f"{word(chance).title()} Trust {n}", "description": sentence(chance, 30)}
            for n in range(organizations)
        ),
        "locations.csv": (
            {
                "id": f"l{n}", "location_type": "physical", "name": f"Hall {n}",
                "latitude": 51.6 + chance.random() / 2, "longitude": chance.random(),
            }
            for n in range(locations)
        ),
        "addresses.csv": (
            {
                "id": f"a{n}", "location_id": f"l{n}", "address_1": f"{n} High Street", "city": "Colchester",
                "postal_code": "CO1 1AA", "country": "GB",
            }
            for n in range(locations)
        ),
        "services.csv": (
            {
                "id": f"s{n}", "organization_id": f"o{n % organizations}",
                "name": f"{word(chance).title()} {word(chance)} {n}", "description": sentence(chance, 60),
                "status": "active", "fees_description": chance.choice(["Free", "", "£3 a session"]),
            }
            for n in range(services)
        ),
        "service_at_location.csv": (
            {"id": f"x{n}", "service_id": f"s{n}", "location_id": f"l{n % locations}"} for n in range(services)
        ),
        "schedules.csv": (
            {
                "id": f"h{n}-{day}", "service_id": f"s{n}", "freq": "WEEKLY", "byday": DAYS[(n + day) % 7],
                "opens_at": "10:00", "closes_at": "12:30",
            }
            for n in range(services)
            for day in (0, 3)
        ),
        "phones.csv": (
            {"id": f"p{n}", "service_id": f"s{n}", "number": f"01632 96{n % 10_000:04}"} for n in range(services)
        ),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, rows in tables.items():
            with package.open(name, "w", force_zip64=True) as file:
                write_table(rows, TextIOWrapper(file, encoding="utf-8", newline=""))


def write_table(rows: Iterator[dict], file: TextIOWrapper) -> None:
    first = next(rows)
    writer = csv.DictWriter(file, first)
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(rows)
    file.flush()
    file.detach()


def word(chance: random.Random) -> str:
    return chance.choice(WORDS)


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(word(chance) for _each in range(length)).capitalize() + "."


if __name__ == "__main__":
    sys.exit(main())
