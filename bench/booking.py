"""A hundred people book one space for the same hour at once: how many have it, on SQLite and on PostgreSQL.

    script/bench booking [--people N] [--processes P] [--database-url URL]

A new place is made in a folder that goes away. Processes, each with several people, wait for one moment and then book: one hour that is
the same for all, and then hours that overlap by a quarter. Target: of every quarter of an hour exactly one booking, everybody else told
that somebody was quicker, no error of any other kind, and nothing left behind of those who did not get it. Figures: seconds until the
last had an answer, and the same number of bookings of hours that do not overlap, as a measure of what a booking costs here.
With --database-url the same on a PostgreSQL database that may be emptied; without it, on a private server started here if there is one.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
STOPPED = 300
AHEAD = 6
"""Seconds in which every process gets ready before the moment."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench booking", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--database-url", default="", help="a PostgreSQL database that may be emptied")
    options = parser.parse_args()
    report: dict = {}
    with TemporaryDirectory() as folder:
        report["sqlite"] = tried(Path(folder) / "sqlite", options, {})
    with TemporaryDirectory(dir="/tmp") as folder:
        url, stop = (options.database_url, lambda: None) if options.database_url else private_server(Path(folder))
        if url:
            try:
                report["postgresql"] = tried(Path(folder) / "place", options, {"DATABASE_URL": url})
            finally:
                stop()
        else:
            report["postgresql"] = "no server here"
    report["targets_missed"] = [
        f"{name}: {what}" for name, each in report.items() if isinstance(each, dict) for what in each["missed"]
    ]  # fmt: skip
    print(json.dumps(report, indent=2))
    return 1 if report["targets_missed"] else 0


def tried(folder: Path, options: argparse.Namespace, more: dict[str, str]) -> dict:
    """One database: the same hour, overlapping hours, and hours of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    told = kept | {"TRELLIS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "trellis.config.settings", "PYTHONPATH": str(HERE)} | more
    runner = [sys.executable, "-m", "making.booking_run"]
    space = subprocess.run([*runner, "make", str(options.people)], env=told, stdout=subprocess.PIPE, timeout=STOPPED, check=True).stdout
    report: dict = {"people": options.people, "processes": options.processes, "missed": []}
    for kind in ("same", "overlapping", "apart"):
        at = time.time() + AHEAD
        share = [options.people // options.processes + (n < options.people % options.processes) for n in range(options.processes)]
        first = [sum(share[:n]) for n in range(options.processes)]
        runs = [
            subprocess.Popen(
                [*runner, kind, space.decode().strip(), str(begin), str(number), str(at)], env=told, stdout=subprocess.PIPE
            )
            for begin, number in zip(first, share, strict=True)
        ]  # fmt: skip
        answers = [json.loads(run.communicate(timeout=STOPPED)[0]) for run in runs]
        counted = Counter(each for answer in answers for each in answer["answers"])
        left = json.loads(
            subprocess.run([*runner, "count", space.decode().strip(), kind], env=told, stdout=subprocess.PIPE, check=True).stdout
        )
        report[kind] = {"answers": dict(counted), "seconds": round(max(each["seconds"] for each in answers), 2), **left}
        report["missed"] += [f"{kind}: {what}" for what in missed(kind, counted, left, options.people)]
    return report


def missed(kind: str, counted: Counter, left: dict, people: int) -> list[str]:
    wanted = {"same": 1, "apart": people}.get(kind)
    found = []
    if wanted is not None and counted["booked"] != wanted:
        found.append(f"{counted['booked']} have it, not {wanted}")
    if set(counted) - {"booked", "taken"}:
        found.append(f"other answers: {dict(counted)}")
    if sum(counted.values()) != people:
        found.append(f"{sum(counted.values())} answers of {people}")
    if left["bookings"] != counted["booked"] or left["held_twice"] or left["held"] != left["should_be_held"]:
        found.append(f"what was left behind: {left}")
    return found


def private_server(folder: Path):
    """A PostgreSQL server of our own, reached through a socket in the folder; ("", ...) where there is none."""
    initdb, pg_ctl = (shutil.which(name) for name in ("initdb", "pg_ctl"))
    if not initdb or not pg_ctl:
        return "", lambda: None
    folder.chmod(0o755)
    data = folder / "pg"
    data.mkdir()
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(data, "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": STOPPED, "check": True}
    subprocess.run([*as_postgres, initdb, "-D", str(data), "-U", "trellis", "--auth=trust"], **quiet)
    started = [*as_postgres, pg_ctl, "-D", str(data), "-w", "-l", str(data / "log"), "-o", f"-k {data} -c listen_addresses=''", "start"]
    subprocess.run(started, **quiet)
    return f"postgres://trellis@/postgres?host={data}", lambda: subprocess.run(
        [*as_postgres, pg_ctl, "-D", str(data), "-m", "immediate", "stop"], **quiet
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
