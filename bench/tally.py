"""Counting elections: add-one with filling up on every shared file, or made-up ones of their sizes, against pabutools.

    script/bench tally [--files FOLDER] [--no-peer] [--peer-seconds S] [--only NAME] [--quick]

Each file is read and counted in a process of its own on one thread; pabutools (exact fractions, equal ballots grouped, its own
add-one) does the same in the same run. Ratios are of processor seconds of counting alone, because the machine may be busy and
reading stands beside it; they are taken where pabutools needs more than a second. Where it is stopped after --peer-seconds (of its
processor), those count, which makes the ratio a lower bound; what is stored with the expected outcomes stands beside it.
Targets: every file within 5 s and 300 MiB with reading; a geometric mean of ratios of at least 100; the same winners, but for
projects that nobody supports; reading 90,000 ballots under 1 s; elections up to 5,000 voters under 100 ms, unless they have a
long chain of add-one. The lower bound is one pass over the approvals.
TRELLIS_SHARED_DATA says where the shared data is.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import geometric_mean
from tempfile import TemporaryDirectory

from making.elections import SIZES, SMALL, write_election
from making.peers import ask_peer

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA", HERE.parents[1] / "shared/data"))
MOST_SECONDS, MOST_MIB, TIMES_FASTER = 5, 300, 100
MOST_READING_SECONDS, BALLOTS_READ = 1, 90_000
SMALL_VOTERS, SMALL_SECONDS, LONG_CHAIN = 5_000, 0.1, 500
WORTH_COMPARING = 1
STOPPED = 600
WALL_TIMES = 6
"""On a busy machine processor seconds take longer; this many times as long ends a run for good."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench tally", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, default=SHARED / "pabulib", help="a folder of .pb files (default: the shared one)")
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True, help="ask pabutools, too")
    parser.add_argument("--peer-seconds", type=float, default=60, help="processor seconds pabutools may take for a file (default: 60)")
    parser.add_argument("--only", default="", help="only files with this in their name")
    parser.add_argument("--quick", action="store_true", help="small made-up elections only: does it run at all?")
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(HERE)}
    with TemporaryDirectory() as folder:
        files = (
            sorted(options.files.glob("*.pb*")) if options.files.is_dir() and not options.quick else made_up(Path(folder), options.quick)
        )
        rows = [row(path, options) for path in files if options.only in path.name]
        ballots = write_election(Path(folder) / "ballots.pb", voters=BALLOTS_READ, projects=160, most=5, part=0.2)
        reading = ours(ballots) if not options.quick else None
    report: dict = {"files": rows, **compared(rows)}
    if reading:
        report["reading_90000_ballots"] = {key: round(reading[key], 3) for key in ("read_seconds", "read_cpu_seconds")}
    report["targets_missed"] = missed(report)
    print(json.dumps(report, indent=2))
    return 1 if report["targets_missed"] else 0


def made_up(folder: Path, quick: bool) -> list[Path]:
    sizes = SMALL if quick else SMALL | SIZES
    return [
        write_election(folder / f"{name}.pb", voters=voters, projects=projects, most=most, part=part)
        for name, (voters, projects, most, part) in sizes.items()
    ]


def row(path: Path, options: argparse.Namespace) -> dict:
    """One file: our figures, the lower bound, the peer's figures and the ratio."""
    print(path.name, file=sys.stderr)
    found = ours(path)
    seconds = found["read_cpu_seconds"] + found["count_cpu_seconds"]
    report = {
        "file": path.name,
        "voters": found["voters"],
        "projects": found["projects"],
        "approvals": found["approvals"],
        "read_cpu_seconds": round(found["read_cpu_seconds"], 4),
        "count_cpu_seconds": round(found["count_cpu_seconds"], 4),
        "cpu_seconds": round(seconds, 4),
        "wall_seconds": round(found["read_seconds"] + found["count_seconds"], 4),
        "explain_cpu_seconds": round(found["explain_cpu_seconds"], 3),
        "peak_mib": found["peak_mib"],
        "increments": found["increments"],
        "runs": found["runs"],
        "one_pass_seconds": round(found["one_pass_seconds"], 6),
        "times_one_pass": round(found["count_cpu_seconds"] / found["one_pass_seconds"]),
        "expected_winners": agrees(found, stored(path).get("winners")),
    }
    if options.peer:
        report["peer"] = peer(path, found, options.peer_seconds)
    return report


def ours(path: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "making.tally_run", str(path), "--explain"], stdout=subprocess.PIPE, timeout=STOPPED, check=True
    )
    return json.loads(done.stdout)


def peer(path: Path, found: dict, seconds: float) -> dict:
    """pabutools on the same file, and how many times longer it counts."""
    before = stored(path).get("pabutools", {})
    report = {"stored_cpu_seconds": before.get("cpu_s"), "stored_peak_mib": before.get("peak_mib")}
    limit = round(seconds)
    answer = ask_peer(HERE / "making/peer_tally.py", str(path), str(limit), seconds=limit * WALL_TIMES)
    if answer is None:
        return report | {"finished": False}
    if not answer["finished"]:
        return report | {
            "finished": False,
            "count_cpu_seconds": round(answer["count_cpu_seconds"], 1),
            "times_longer_at_least": round(answer["count_cpu_seconds"] / found["count_cpu_seconds"], 1),
            "times_longer_by_stored_seconds": round(before["cpu_s"] / found["count_cpu_seconds"], 1) if before.get("cpu_s") else None,
        }
    return report | {
        "finished": True,
        "read_cpu_seconds": round(answer["read_cpu_seconds"], 3),
        "count_cpu_seconds": round(answer["count_cpu_seconds"], 3),
        "peak_mib": answer["peak_mib"],
        "same_winners": agrees(found, answer["winners"]),
        "times_longer": round(answer["count_cpu_seconds"] / found["count_cpu_seconds"], 1),
    }


def stored(path: Path) -> dict:
    """What is stored of this rule on this file, if anything."""
    expected = path.parent.parent / "pabulib_expected" / f"{path.name.removesuffix('.gz').removesuffix('.pb')}.json"
    return json.loads(expected.read_text())["rules"].get("mes_cost_add1u", {}) if expected.exists() else {}


def agrees(found: dict, winners: list[str] | None) -> bool | None:
    """Whether the winners are these in this order, but for projects that nobody supports, which we never fund."""
    if winners is None:
        return None
    return found["winners"] == [winner for winner in winners if winner not in found["unsupported"]]


def compared(rows: list[dict]) -> dict:
    """The geometric mean of the ratios, where the peer needs more than a second; stopped ones at what they were allowed."""
    peers = [each["peer"] for each in rows if "count_cpu_seconds" in each.get("peer", {})]
    slow = [each for each in peers if each["count_cpu_seconds"] > WORTH_COMPARING]
    ratios = [each.get("times_longer", each.get("times_longer_at_least")) for each in slow]
    if not ratios:
        return {}
    stored = [each.get("times_longer") or each["times_longer_by_stored_seconds"] or each["times_longer_at_least"] for each in slow]
    return {
        "times_faster_than_pabutools": round(geometric_mean(ratios), 1),
        "over_files": len(ratios),
        "of_them_stopped": sum(not each["finished"] for each in slow),
        "times_faster_with_stored_seconds_for_those": round(geometric_mean(stored), 1),
    }


def missed(report: dict) -> list[str]:
    found = []
    for each in report["files"]:
        if each["cpu_seconds"] > MOST_SECONDS:
            found.append(f"{each['file']}: {each['cpu_seconds']} s")
        if each["peak_mib"] > MOST_MIB:
            found.append(f"{each['file']}: {each['peak_mib']} MiB")
        if each["expected_winners"] is False or each.get("peer", {}).get("same_winners") is False:
            found.append(f"{each['file']}: other winners")
        if each["voters"] <= SMALL_VOTERS and each["increments"] < LONG_CHAIN and each["cpu_seconds"] > SMALL_SECONDS:
            found.append(f"{each['file']}: {each['cpu_seconds']} s with {each['voters']} voters")
    if report.get("times_faster_than_pabutools", TIMES_FASTER) < TIMES_FASTER:
        found.append(f"{report['times_faster_than_pabutools']} times faster than pabutools")
    if report.get("reading_90000_ballots", {}).get("read_cpu_seconds", 0) > MOST_READING_SECONDS:
        found.append("reading 90,000 ballots")
    return found


if __name__ == "__main__":
    sys.exit(main())
