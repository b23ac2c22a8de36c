"""Maps of opinions: the shared conversations, and made-up ones of up to 100,000 people, against red-dwarf.

    script/bench opinions [--quick] [--no-peer] [--peer-seconds S]

Each conversation is mapped in a process of its own, on one thread, and judged by its processor time, because the machine may be busy.
The shared ones are compared with the stored best of 100 k-means starts (same or lower inertia is right). The made-up ones have three true
groups and 40 to 60 votes a person: targets with reading are 1.5 s for 2,000 people by 900 statements, 10 s and 1 GiB for 33,547 by 800,
60 s and 3 GiB for 100,000 by 1,000. On the middle one red-dwarf is asked too, in the same run and for at most --peer-seconds: target, at
least 5 times faster than it.
TRELLIS_SHARED_DATA says where the shared conversations are; without them that part is left out.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

from making.conversation import made_up, write_matrix, write_votes
from making.peers import ask_peer

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA", HERE.parents[1] / "shared/data")) / "polis"
COMPARED = (33_547, 800)
TARGETS = {(2_000, 900): (1.5, 1024), COMPARED: (10, 1024), (100_000, 1_000): (60, 3 * 1024)}
"""Seconds with reading, and MiB, by people and statements."""
QUICK = {(300, 60): (1.5, 1024), (2_000, 200): (5, 1024)}
TIMES_FASTER = 5
AS_GOOD = 1 + 1e-5
"""Inertia, ours to theirs. The reference's second component is right to about four digits, which moves its inertia by up to 3e-6."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="script/bench opinions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small made-up conversations only: does it run at all?")
    parser.add_argument("--no-peer", action="store_true", help="do not ask red-dwarf")
    parser.add_argument("--peer-seconds", type=float, default=600, help="how long red-dwarf may take (default: 600)")
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    report: dict = {"shared": {} if options.quick else shared_conversations(), "made_up": {}}
    sizes = QUICK if options.quick else TARGETS
    compared = None if options.no_peer else (2_000, 200) if options.quick else COMPARED
    with TemporaryDirectory() as folder:
        for size, (seconds, mebibytes) in sizes.items():
            found = made_up_conversation(Path(folder), size, peer_seconds=options.peer_seconds if size == compared else 0)
            found["in_time"], found["in_memory"] = found["cpu_seconds"] <= seconds, found["peak_mib"] <= mebibytes
            report["made_up"][f"{size[0]:,} by {size[1]:,}"] = found
    print(json.dumps(report, indent=2))
    return 0 if all(good(each) for part in report.values() for each in part.values()) else 1


def good(found: dict) -> bool:
    kept = ("as_good_as_best_of_100", "in_time", "in_memory")
    return all(found.get(each, True) for each in kept) and found.get("times_faster_than_red_dwarf", TIMES_FASTER) >= TIMES_FASTER


def shared_conversations() -> dict:
    """Each shared conversation, and whether no cut of it is worse than the best of 100 starts of the reference."""
    if not SHARED.is_dir():
        print("the shared conversations are not on this machine", file=sys.stderr)
        return {}
    found = {}
    for folder in sorted(each for each in SHARED.iterdir() if (each / "reference.json.gz").exists()):
        reference = json.loads(gzip.decompress((folder / "reference.json.gz").read_bytes()))
        with TemporaryDirectory() as scratch:
            mapped = map_in_a_child(folder / "participants-votes.csv.gz", folder / "comments.csv.gz", Path(scratch) / "groups.json")
        best = {k: each["inertia"] for k, each in reference["best_of_100_kmeans"].items()}
        mapped["inertia_to_best_of_100"] = {k: round(mapped["inertia"][k] / best[k], 6) for k in best if k in mapped["inertia"]}
        mapped["as_good_as_best_of_100"] = all(ratio <= AS_GOOD for ratio in mapped["inertia_to_best_of_100"].values())
        found[folder.name] = mapped
    return found


def made_up_conversation(folder: Path, size: tuple[int, int], *, peer_seconds: float) -> dict:
    """A made-up conversation of this size: from its matrix, and, where the peer is asked, from its list of votes."""
    print(f"making {size[0]:,} people by {size[1]:,} statements", file=sys.stderr)
    made = made_up(*size)
    matrix, votes, groups = folder / "participants-votes.csv", folder / "votes.csv", folder / "groups.json"
    write_matrix(made, matrix, statements=size[1])
    found = map_in_a_child(matrix, None, groups)
    found["agreement_with_true_groups"] = agreement(json.loads(groups.read_text()), made.group)
    if peer_seconds:
        write_votes(made, votes)
        found["from_list_of_votes"] = ours = map_in_a_child(votes, None, groups)
        before = processor_seconds_of_children()
        peer = ask_peer(HERE / "making/peer_opinions.py", str(votes), str(groups), seconds=peer_seconds)
        # Not done in time: what it has used until then is less than it needs.
        used = peer["map_cpu_seconds"] if peer else processor_seconds_of_children() - before
        found["red_dwarf"] = peer or f"not done in {peer_seconds:.0f} s, of which it had {used:.0f} s of the processor"
        found["times_faster_than_red_dwarf"] = round(used / ours["map_cpu_seconds"], 2)
        if peer:
            found["times_faster_by_the_clock"] = round(peer["map_seconds"] / ours["map_seconds"], 2)
            found["times_faster_with_reading"] = round(peer["seconds"] / ours["seconds"], 2)
            peer["agreement_with_true_groups"] = agreement(json.loads(groups.read_text()), made.group)
    return found


def map_in_a_child(votes: Path, comments: Path | None, groups: Path) -> dict:
    arguments = [str(votes), str(comments or ""), str(groups)]
    done = subprocess.run([sys.executable, HERE / "making/mapping.py", *arguments], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def processor_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def agreement(found: dict[str, int], true: "list[int]") -> float | None:
    """The adjusted Rand index of the groups found and the true ones, over who was grouped: 1 the same, 0 chance."""
    pairs: dict[tuple[int, int], int] = {}
    for who, group in found.items():
        pair = group, int(true[int(who)])
        pairs[pair] = pairs.get(pair, 0) + 1
    if not pairs:
        return None
    sides: list[dict[int, int]] = [{}, {}]
    for pair, count in pairs.items():
        for side, label in zip(sides, pair, strict=True):
            side[label] = side.get(label, 0) + count
    together = sum(comb(count, 2) for count in pairs.values())
    first, second = (sum(comb(count, 2) for count in side.values()) for side in sides)
    expected = first * second / comb(len(found), 2)
    most = (first + second) / 2
    return round((together - expected) / (most - expected), 4) if most != expected else 1.0


if __name__ == "__main__":
    sys.exit(main())
