"""Map one conversation in a process of its own and print its times, its memory and what was found."""

import json
import resource
import sys
import time
from pathlib import Path

started = time.perf_counter()
from trellis.core.console import open_input  # noqa: E402
from trellis.kernels.opinions import opinion_map  # noqa: E402
from trellis.kernels.opinions.reading import conversation_of, read_comments, read_votes  # noqa: E402

KIB_IN_MIB = 1024


def main() -> None:
    votes_path, comments_path, groups_path = sys.argv[1:]
    loaded, loaded_cpu = time.perf_counter(), time.process_time()
    with open_input(votes_path) as stream:
        votes = read_votes(stream)
    comments = ()
    if comments_path:
        with open_input(comments_path) as stream:
            comments = read_comments(stream)
    conversation = conversation_of(votes, comments)
    read, read_cpu = time.perf_counter(), time.process_time()
    made = opinion_map(conversation)
    done, done_cpu = time.perf_counter(), time.process_time()
    group_of = {name: int(group) for name, group in zip(made.participants, made.group_of.tolist(), strict=True) if group >= 0}
    Path(groups_path).write_text(json.dumps(group_of))
    report = {
        "people": len(made.participants),
        "statements": len(made.statements),
        "votes": made.n_votes,
        "import_seconds": round(loaded - started, 3),
        "read_seconds": round(read - loaded, 3),
        "read_cpu_seconds": round(read_cpu - loaded_cpu, 3),
        "map_seconds": round(done - read, 3),
        "map_cpu_seconds": round(done_cpu - read_cpu, 3),
        "seconds": round(done - loaded, 3),
        "cpu_seconds": round(done_cpu - loaded_cpu, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB),
        "groups": [group.size for group in made.groups],
        "why_no_groups": made.why_no_groups,
        "stability": made.stability,
        "inertia": {str(each.k): each.inertia for each in made.partitions},
    }
    print(json.dumps(report))


main()
