"""What red-dwarf needs for a list of votes; runs among the peers and prints its times, its memory and the group of each participant."""

import csv
import json
import resource
import sys
import time
from pathlib import Path

started = time.perf_counter()
from reddwarf.implementations.base import run_pipeline  # noqa: E402

KIB_IN_MIB = 1024


def main() -> None:
    path, groups_path = map(Path, sys.argv[1:])
    loaded = time.perf_counter()
    with path.open() as file:
        votes = [
            {
                "participant_id": int(row["voter-id"]),
                "statement_id": int(row["comment-id"]),
                "vote": int(row["vote"]),
                "modified": int(row["timestamp"]),
            }
            for row in csv.DictReader(file)
        ]
    read, read_cpu = time.perf_counter(), time.process_time()
    result = run_pipeline(votes=votes, reducer="pca", clusterer="kmeans", random_state=42)
    done, done_cpu = time.perf_counter(), time.process_time()
    groups_path.write_text(json.dumps({str(who): int(group) for who, group in result.participants_df["cluster_id"].dropna().items()}))
    report = {
        "import_seconds": round(loaded - started, 3),
        "read_seconds": round(read - loaded, 3),
        "map_seconds": round(done - read, 3),
        "map_cpu_seconds": round(done_cpu - read_cpu, 3),
        "seconds": round(done - loaded, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
    }
    print(json.dumps(report))


main()
