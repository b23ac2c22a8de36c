"""Search over 50,000 and 1,000,000 made-up services, against an empty page of the same server.

    script/bench search [--size 50000 --size 1000000] [--database sqlite|postgres] [--quick] [--keep FOLDER] [--query-only]

For each size it builds an index through the product's own indexing, starts the real server and asks, one client, in turn: an empty
page (same layout, same middleware), and the page of results for words, near, and open now, with rare and common words in dense and
sparse places. Targets: the 95th percentile of the search under 25 times that of the empty page, and at 1,000,000 at most 3 times that at
50,000. --keep builds each index once and uses it again. PostgreSQL wants BENCH_DATABASE_URL, postgres://user@host:port/ of a server on
which databases may be made.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
SIZES = (50_000, 1_000_000)
MOST_TIMES_EMPTY = 25
MOST_TIMES_SMALL = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="services in the index; may be given more than once")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--quick", action="store_true", help="5,000 and 20,000 services and fewer requests: does it run at all?")
    parser.add_argument("--keep", type=Path, help="a folder for the indexes, to use again")
    parser.add_argument("--query-only", action="store_true", help="ask the search itself, without the web server")
    options = parser.parse_args()
    sizes = options.size or ([5_000, 20_000] if options.quick else list(SIZES))
    if options.database == "postgres" and not os.environ.get("BENCH_DATABASE_URL"):
        parser.error("set BENCH_DATABASE_URL to postgres://user@host:port/")
    with TemporaryDirectory() as scratch:
        found = {size: measure(size, options, options.keep or Path(scratch)) for size in sizes}
    report = {"database": options.database, "sizes": found}
    kind = "query" if options.query_only else "page"
    if len(sizes) > 1:
        report["largest_to_smallest"] = round(found[sizes[-1]][kind]["p95_ms"] / found[sizes[0]][kind]["p95_ms"], 2)
    print(json.dumps(report, indent=2))
    times_empty = max((each.get("times_empty", 0) for each in found.values()), default=0)
    return 0 if times_empty < MOST_TIMES_EMPTY and report.get("largest_to_smallest", 0) <= MOST_TIMES_SMALL else 1


def measure(size: int, options: argparse.Namespace, folder: Path) -> dict:
    """Build the index of this size, if it is not there, and measure on it; each in a process of its own."""
    data = folder / f"search-{options.database}-{size}"
    data.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "TRELLIS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "trellis.config.settings", "PYTHONPATH": str(HERE)}
    environment.pop("DATABASE_URL", None)
    if options.database == "postgres":
        environment["DATABASE_URL"] = f"{os.environ['BENCH_DATABASE_URL'].rstrip('/')}/trellis_bench_{size}"
    report: dict = {}
    built = data / "built.json"
    if not built.exists():
        print(f"building {size:,} services on {options.database}", file=sys.stderr)
        built.write_text(run("making.index", environment, str(size)))
    report["build"] = json.loads(built.read_text())
    requests = "60" if options.quick else "300"
    report["query"] = json.loads(run("making.asking", environment, "query", requests))
    if not options.query_only:
        report |= json.loads(run("making.asking", environment, "page", requests))
    return report


def run(module: str, environment: dict[str, str], *arguments: str) -> str:
    """The standard output of a module of this folder."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} failed")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
