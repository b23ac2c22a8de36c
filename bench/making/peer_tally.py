"""What pabutools needs for an election file: equal shares with cost utility, add-one by a unit and greedy. Runs among the peers.

It stops itself after the given processor seconds and says how many of them went into counting.
"""

import gzip
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import lexico_tie_breaking

KIB_IN_MIB = 1024


def main() -> None:
    path, allowed = Path(sys.argv[1]), int(sys.argv[2])
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "election.pb"
        data = path.read_bytes()
        plain.write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
        started, started_cpu = time.perf_counter(), time.process_time()
        instance, profile = parse_pabulib(str(plain))
    profile = profile.as_multiprofile()
    read, read_cpu = time.perf_counter(), time.process_time()
    stop_after(allowed, read_cpu)
    winners = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1, tie_breaking=lexico_tie_breaking)
    winners = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, initial_budget_allocation=winners, tie_breaking=lexico_tie_breaking
    )
    report = {
        "finished": True,
        "read_seconds": read - started,
        "read_cpu_seconds": read_cpu - started_cpu,
        "count_seconds": time.perf_counter() - read,
        "count_cpu_seconds": time.process_time() - read_cpu,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
        "winners": [project.name for project in winners],
    }
    print(json.dumps(report))


def stop_after(seconds: int, read_cpu: float) -> None:
    def stop(*_: object) -> None:
        print(json.dumps({"finished": False, "count_cpu_seconds": time.process_time() - read_cpu}), flush=True)
        os._exit(0)

    signal.signal(signal.SIGXCPU, stop)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 60))


main()
