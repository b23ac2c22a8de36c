"""Open data: a list page of 50 HSDS services against an empty page, and streaming the whole set: rate and memory."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

MOST_TIMES = 25
LEAST_A_SECOND = 2_000
MOST_GROWTH_MB = 16
ROUNDS = 40
HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench hsds", description=__doc__)
    parser.add_argument("--services", type=int, default=50_000, help="how many services (default: 50000)")
    parser.add_argument("--data", default="", help="a folder in which the directory is kept for another run")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(options.data or folder)
        environment = {**os.environ, "TRELLIS_DATA": str(place), "PYTHONPATH": str(HERE), "DJANGO_SETTINGS_MODULE": "making.settings"}
        if not (place / "trellis.sqlite3").exists():
            place.mkdir(exist_ok=True)
            subprocess.run([sys.executable, "-m", "trellis.config.console", "prepare"], env=environment, check=True, stdout=sys.stderr)
            subprocess.run([sys.executable, "-m", "making.directory", str(options.services)], env=environment, check=True)
        return subprocess.run([sys.executable, __file__, "--measure"], env=environment, check=False).returncode


def measure() -> int:
    """In a process of its own, so that its memory is its own. Time is the processor's, since machines have other things to do."""
    import django

    django.setup()
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    found = {"empty_ms": page_ms(client, "/bench/empty"), "list_of_50_ms": page_ms(client, "/hsds/services?per_page=50")}
    found["full_list_of_50_ms"] = page_ms(client, "/hsds/services?per_page=50&full=true")
    found["middle_list_of_50_ms"] = page_ms(client, "/hsds/services?per_page=50&page=500")
    found["unchanged_ms"] = unchanged_ms(client)
    found["times_an_empty_page"] = round(found["list_of_50_ms"] / found["empty_ms"], 1)
    for name, address in (("streamed", "/hsds/services?format=ndjson"), ("streamed_full", "/hsds/services?format=ndjson&full=true")):
        found[name] = streamed(client, address)
    print(json.dumps(found, indent=2))
    streams = (found["streamed"], found["streamed_full"])
    fast = all(each["a_second"] > LEAST_A_SECOND for each in streams)
    flat = all(each["grown_mb"] < MOST_GROWTH_MB for each in streams)
    return 0 if found["times_an_empty_page"] < MOST_TIMES and fast and flat else 1


def page_ms(client, address: str) -> float:
    """Processor time of one answer, the median of many."""
    times = []
    for _round in range(ROUNDS):
        started_at = time.process_time()
        response = client.get(address)
        times.append(time.process_time() - started_at)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    return round(median(times) * 1000, 2)


def unchanged_ms(client) -> float:
    """Processor time of the answer to somebody who has this edition already."""
    address = "/hsds/services?format=ndjson&full=true"
    etag = client.head(address)["ETag"]
    times = []
    for _round in range(ROUNDS):
        started_at = time.process_time()
        status = client.get(address, headers={"if-none-match": etag}).status_code
        times.append(time.process_time() - started_at)
        if status != 304:
            raise SystemExit(f"expected 304, got {status}")
    return round(median(times) * 1000, 2)


def streamed(client, address: str) -> dict:
    """All of it, thrown away piece by piece: how many a second, and by how much memory grew after the first tenth."""
    response = client.get(address)
    started_at, began_at, services, size, before = time.process_time(), time.monotonic(), 0, 0, 0
    for piece in response.streaming_content:
        services += piece.count(b"\n")
        size += len(piece)
        if not before and services >= 5_000:
            before = peak_mb()
    seconds = time.process_time() - started_at
    return {
        "services": services,
        "megabytes": round(size / 1e6, 1),
        "a_second": round(services / seconds),
        "a_second_by_the_clock": round(services / (time.monotonic() - began_at)),
        "grown_mb": round(peak_mb() - before, 1),
        "peak_mb": round(peak_mb(), 1),
    }


def peak_mb() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024**2 if sys.platform == "darwin" else used / 1024


if __name__ == "__main__":
    sys.exit(main())
