"""Our count of one election file, in a process of its own: reading and counting, processor and wall seconds, memory.

    python -m making.tally_run FILE [--explain]

One pass over the approvals, the lower bound of any count, is timed beside it: reading them once and adding each to its project.
"""

import json
import resource
import sys
import time

import numpy as np

from trellis.core.console import open_input
from trellis.kernels.tally import read_pabulib, tally
from trellis.kernels.tally.explanation import explain

KIB_IN_MIB = 1024
PASSES = 20


def main() -> None:
    path, explained = sys.argv[1], "--explain" in sys.argv
    started, started_cpu = time.perf_counter(), time.process_time()
    with open_input(path) as stream:
        election = read_pabulib(stream)
    read, read_cpu = time.perf_counter(), time.process_time()
    outcome = tally(election)
    counted, counted_cpu = time.perf_counter(), time.process_time()
    report = {
        "voters": election.n_voters,
        "projects": len(election.projects),
        "approvals": int(election.votes().sum()),
        "read_seconds": read - started,
        "read_cpu_seconds": read_cpu - started_cpu,
        "count_seconds": counted - read,
        "count_cpu_seconds": counted_cpu - read_cpu,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
        "increments": outcome.increments,
        "runs": outcome.runs,
        "winners": list(outcome.winners),
        "unsupported": list(outcome.unsupported),
        "one_pass_seconds": one_pass(
            np.repeat(election.ballots.projects, np.repeat(election.ballots.weights, np.diff(election.ballots.starts)))
        ),
    }
    if explained:
        started_cpu = time.process_time()
        explain(election, outcome)
        report["explain_cpu_seconds"] = time.process_time() - started_cpu
    print(json.dumps(report))


def one_pass(approvals: np.ndarray) -> float:
    started = time.process_time()
    for _ in range(PASSES):
        np.bincount(approvals)
    return (time.process_time() - started) / PASSES


if __name__ == "__main__":
    main()
