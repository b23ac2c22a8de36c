"""Rotas: the shared one and made-up ones, loose and tight, small and large, against their bounds and against first come.

    script/bench rota [--quick] [--seeds N]

Each rota is made by `trellis rota` in a process of its own, on one thread, and judged by all of its processor time, imports and
reading included. Goals for each: at most 10 processor seconds; an objective of at most 1.05 times the bound (its own, and the stated
one for the shared rota); no place, rest, week or capacity breach, counted again here from the document alone. What first come, first
served would have given stands beside it, and the rota in plain Python that a page would show.
TRELLIS_SHARED_DATA says where the shared rota is; without it that part is left out.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from trellis.kernels.rota import propose, recount, rota_of
from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.tests.made import made

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA", HERE.parents[1] / "shared/data")) / "matching/rota_synth/v200_s500_tight.json"
STATED_BOUND, STATED_BEST = 7_543, 7_697
MOST_SECONDS, MOST_TIMES_BOUND = 10, 1.05
FORMS = {
    "as the shared one": {},
    "fewer people": {"volunteers": 150},
    "far too few people": {"volunteers": 110},
    "more people": {"volunteers": 300},
    "can seldom": {"availability": 0.03},
    "can often": {"availability": 0.2},
    "few leads": {"leads": 0.12},
    "hardly any capacity": {"capacity": 0.6},
    "much capacity": {"capacity": 2.0},
    "two weeks": {"days": 14},
    "small": {"volunteers": 30, "shifts": 60, "availability": 0.3},
    "large": {"volunteers": 500, "shifts": 1_200, "availability": 0.05},
    "very large": {"volunteers": 1_000, "shifts": 2_000, "availability": 0.03},
}
QUICK = ("as the shared one", "small")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench rota", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two made-up rotas only: does it run at all?")
    parser.add_argument("--seeds", type=int, default=1, help="how many rotas of each form (default: 1)")
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    rows = {}
    if SHARED.exists() and not options.quick:
        rows["the shared one"] = row(json.loads(SHARED.read_text()), bound=STATED_BOUND)
    for name, form in FORMS.items():
        for seed in range(options.seeds):
            if not options.quick or name in QUICK:
                rows[f"{name}, {seed}"] = row(made(**form, seed=seed))
    missed = [f"{name}: {goal}" for name, found in rows.items() for goal in found["missed"]]
    print(json.dumps({"rotas": rows, "targets_missed": missed}, indent=2))
    return 1 if missed else 0


def row(document: dict, *, bound: int | None = None) -> dict:
    """One rota: what the program gave and took, and what others would have given."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rota.json"
        path.write_text(json.dumps(document))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-m", "trellis.config.console", "rota", path, "--json"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rota = rota_of(document)
    count = recount(rota, [tuple(turn) for turn in found["turns"]])
    started = time.process_time()
    page = propose(rota).count.objective
    page_seconds = time.process_time() - started
    bound = min(bound or found["bound"], found["bound"])
    missed = [] if cpu <= MOST_SECONDS else ["time"]
    missed += [] if count.objective <= MOST_TIMES_BOUND * bound or count.objective <= bound else ["objective"]
    missed += [] if not count.breaches and count.objective == found["objective"] else ["rules"]
    return {
        "people": len(rota.volunteers),
        "shifts": len(rota.shifts),
        "objective": count.objective,
        "bound": bound,
        "times_bound": round(count.objective / bound, 4) if bound > 0 else None,
        "proved_best": found["optimal"],
        "unfilled": count.unfilled,
        "without_lead": count.without_lead,
        "breaches": len(count.breaches),
        "gini": found["gini"],
        "cpu_seconds": round(cpu, 2),
        "plain_python": {"objective": page, "cpu_seconds": round(page_seconds, 2)},
        "first_come": first_come(rota),
        "missed": missed,
    }


def first_come(rota) -> int:
    """Everybody in turn takes all they can of what is still free, what they like best first."""
    plan = Plan(rota)
    for person, likes in enumerate(plan.like):
        for shift in sorted(likes, key=lambda each: -likes[each]):
            if plan.may(person, shift):
                plan.objective += plan.add(person, shift)
    return plan.objective


if __name__ == "__main__":
    sys.exit(main())
