"""Our lottery for a pool, in a process of its own: times with reading, memory, and whether every panel keeps every quota."""

import json
import resource
import sys
import time
from pathlib import Path

from trellis.kernels.sortition.lottery import select
from trellis.kernels.sortition.publication import check_lottery
from trellis.kernels.sortition.reading import read_pool, read_quotas

KIB_IN_MIB = 1024


def main() -> None:
    pool_path, quotas_path, objective, size = sys.argv[1:]
    start, start_cpu = time.perf_counter(), time.process_time()
    quotas = read_quotas(Path(quotas_path).read_bytes()).quotas
    pool = read_pool(Path(pool_path).read_bytes(), quotas).pool
    lottery = select(pool, quotas, size=int(size), objective=objective)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - start_cpu
    check_lottery(lottery, pool, quotas)
    report = {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3),
        "minimum": lottery.minimum,
        "maximum": lottery.maximum,
        "bound": lottery.exact.certificate.bound,
        "gap": lottery.exact.certificate.gap,
        "panels": len(lottery.panels),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
    }
    print(json.dumps(report))


main()
