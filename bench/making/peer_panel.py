"""What sortition-algorithms with HiGHS needs for a pool; runs among the peers and prints its times and the smallest chance."""

import json
import os
import resource
import sys
import time
from pathlib import Path

from sortition_algorithms import adapters, settings
from sortition_algorithms.committee_generation import find_distribution_maximin, find_distribution_nash

OBJECTIVES = {"maximin": find_distribution_maximin, "nash": find_distribution_nash}
KIB_IN_MIB = 1024


def main() -> None:
    pool, quotas, objective, size = sys.argv[1:]
    # The solver writes to standard output past Python; only the report may go there.
    report_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    start, start_cpu = time.perf_counter(), time.process_time()
    data = adapters.SelectionData(adapters.CSVStringDataSource(Path(quotas).read_text(), Path(pool).read_text()))
    features, _ = data.load_features(int(size))
    wanted = settings.Settings(id_column="id", columns_to_keep=[], check_same_address=False, check_same_address_columns=[])
    people, _ = data.load_people(wanted, features)
    panels, weights, _ = OBJECTIVES[objective](features, people, int(size), [], "highspy")
    chances = dict.fromkeys(people, 0.0)
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] += weight
    report = {
        "seconds": round(time.perf_counter() - start, 3),
        "cpu_seconds": round(time.process_time() - start_cpu, 3),
        "minimum": min(chances.values()),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
    }
    print(json.dumps(report), file=report_to, flush=True)


main()
