"""A small conversation with two groups that nobody could overlook, as the files that Polis exports; and the command to run on them."""

import csv
import gzip
from argparse import ArgumentParser
from pathlib import Path

from trellis.interfaces.cli import opinions

STATEMENTS = 16
PER_GROUP = 90
ALL_AGREE = 3
"""On the first statements everybody agrees, and on the others the two groups say opposite things."""
TEXTS = [f"Statement number {statement} is about the harbour" for statement in range(STATEMENTS)]


def vote(person: int, statement: int) -> int | None:
    """What somebody says, None for not seen: now and then somebody passes, says the contrary of their group, or was not asked."""
    dice = (person * 7919 + statement * 104_729 + person * statement * 31) % 97
    if dice < 25:
        return None
    if dice < 30:
        return 0
    own = 1 if statement < ALL_AGREE or (person < PER_GROUP) == (statement % 2 == 0) else -1
    return -own if dice < 35 and statement >= ALL_AGREE else own


def write_matrix(folder: Path, *, groups: dict[int, int] | None = None, people: int = 2 * PER_GROUP) -> Path:
    path = folder / "participants-votes.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["participant", "group-id", *range(STATEMENTS)])
        for person in range(people):
            votes = [vote(person, statement) for statement in range(STATEMENTS)]
            rows.writerow([person, (groups or {}).get(person, ""), *("" if each is None else each for each in votes)])
    return path


def write_list(folder: Path, *, people: int = 2 * PER_GROUP) -> Path:
    path = folder / "votes.csv.gz"
    lines = ["timestamp,datetime,comment-id,voter-id,vote"]
    for person in range(people):
        for statement in range(STATEMENTS):
            said = vote(person, statement)
            if said is not None:
                lines.append(f"{1_600_000_000_000 + len(lines)},Sun Sep 13 12:26:40 UTC 2020,{statement},{person},{said}")
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return path


def write_comments(folder: Path, *, rejected: int | None = None, texts: list[str] = TEXTS) -> Path:
    path = folder / "comments.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"])
        rows.writerows([1, number, 0, 0, 0, -1 if number == rejected else 1, text] for number, text in enumerate(texts))
    return path


def run(*arguments: object) -> int:
    """`trellis opinions` with these arguments."""
    parser = ArgumentParser()
    opinions.add_arguments(parser)
    return opinions.run(parser.parse_args([str(each) for each in arguments]))
