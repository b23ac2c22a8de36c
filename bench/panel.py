"""Fair panels: the shared pools, or made-up ones of the same shape, against sortition-algorithms with the same solver (HiGHS).

    script/bench panel [--quick] [--no-peer] [--peer-seconds S] [--pool NAME]

Each pool and objective is worked out in a process of its own on one thread, reading included, loading of libraries not; so is the
peer's, in the same run. Ratios are of processor times, because the machine may be busy; those of wall-clock times stand beside them.
A peer that is stopped after --peer-seconds counts with the time it had used by then, which makes the ratio a lower bound. The peer
has leximin only with a commercial solver and no goldilocks, so these are timed for us alone. Targets: the stored minimum within 1e-4,
2 s for 2,000 people and 200 seats, 30 s for 404 people, 5 s for the small pools, and a geometric mean of ratios of at least 10.
TRELLIS_SHARED_DATA says where the shared pools are; without them made-up ones of the same shape are taken.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import geometric_mean
from tempfile import TemporaryDirectory

from making.peers import ask_peer
from making.pools import write_skewed, write_two_features

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA", HERE.parents[1] / "shared/data")) / "sortition"
SECONDS = {"example_large_200": 2, "syn_404_40": 30}
OTHERS_SECONDS = 5
OBJECTIVES = ("maximin", "leximin", "nash", "goldilocks")
PEERS_OBJECTIVES = ("maximin", "nash")
NEAR = 1e-4
TIMES_FASTER = 10
MOST_SECONDS = 600


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench panel", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one small made-up pool only: does it run at all?")
    parser.add_argument("--no-peer", action="store_true", help="do not ask sortition-algorithms")
    parser.add_argument("--peer-seconds", type=float, default=180, help="how long each run of the peer may take (default: 180)")
    parser.add_argument("--pool", help="only the pool of this name")
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with TemporaryDirectory() as folder:
        pools = made_up_pools(Path(folder), quick=options.quick) if options.quick or not SHARED.is_dir() else shared_pools()
        rows = [
            row(path, size, optimum, objective, peer_seconds=0 if options.no_peer else options.peer_seconds)
            for path, (size, optimum) in pools.items()
            for objective in OBJECTIVES
            if options.pool in (None, path.name)
        ]
    report = {"rows": rows, **means(rows)}
    print(json.dumps(report, indent=2))
    enough = report.get("times_faster") is None or report["times_faster"] >= TIMES_FASTER
    return 0 if all(each["good"] for each in rows) and (options.quick or enough) else 1


def shared_pools() -> dict[Path, tuple[int, float | None]]:
    """Each shared pool, its seats and the best smallest chance there is."""
    found = {}
    for folder in sorted(each for each in SHARED.iterdir() if (each / "reference.json").exists()):
        reference = json.loads((folder / "reference.json").read_text())
        found[folder] = (reference["panel"], reference["optimum_maximin"])
    return found


def made_up_pools(folder: Path, *, quick: bool) -> dict[Path, tuple[int, float | None]]:
    small = folder / "two_features_20"
    found: dict[Path, tuple[int, float | None]] = {small: (write_two_features(small, people=200, seats=20), 0.1)}
    if not quick:
        large, middle = folder / "example_large_200", folder / "skewed_30"
        found[large] = (write_two_features(large, people=2_000, seats=200), 0.1)
        found[middle] = (write_skewed(middle, people=240, seats=30, values=(2, 4, 4, 6)), None)
    return found


def row(folder: Path, size: int, optimum: float | None, objective: str, *, peer_seconds: float) -> dict:
    """One pool and objective: our figures, the peer's, and the ratio."""
    given = [str(folder / "candidates.csv"), str(folder / "features.csv"), objective, str(size)]
    print(f"{folder.name} {objective}", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, HERE / "making/panel_run.py", *given], capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    found = {"pool": folder.name, "objective": objective, **(json.loads(done.stdout) if done.stdout else {"failed": done.stderr[-300:]})}
    found["good"] = "failed" not in found and found["cpu_seconds"] <= SECONDS.get(folder.name, OTHERS_SECONDS)
    if optimum is not None and objective in ("maximin", "leximin") and found["good"]:
        found["good"] = abs(found["minimum"] - optimum) <= NEAR
    if peer_seconds and objective in PEERS_OBJECTIVES and "failed" not in found:
        found |= beside_peer(given, found, seconds=peer_seconds)
    return found


def beside_peer(given: list[str], ours: dict, *, seconds: float) -> dict:
    """The peer's times for the same files, and the ratios to ours; if it is stopped, what it had used by then."""
    before = children_cpu()
    peer = ask_peer(HERE / "making/peer_panel.py", *given, seconds=seconds)
    reached = peer or {"seconds": seconds, "cpu_seconds": round(children_cpu() - before, 3), "finished": False}
    return {
        "peer": reached,
        "ratio": round(reached["cpu_seconds"] / max(ours["cpu_seconds"], 1e-3), 2),
        "wall_ratio": round(reached["seconds"] / max(ours["seconds"], 1e-3), 2),
        "ratio_is_lower_bound": peer is None,
    }


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def means(rows: list[dict]) -> dict:
    """Geometric means of the ratios of processor times and of wall-clock times."""
    compared = [each for each in rows if "ratio" in each]
    if not compared:
        return {"times_faster": None}
    return {
        "times_faster": round(geometric_mean(each["ratio"] for each in compared), 2),
        "times_faster_by_the_wall_clock": round(geometric_mean(each["wall_ratio"] for each in compared), 2),
        "times_faster_is_lower_bound": any(each["ratio_is_lower_bound"] for each in compared),
    }


if __name__ == "__main__":
    sys.exit(main())
