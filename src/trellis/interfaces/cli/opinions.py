"""`trellis opinions`: what the votes of a conversation say, from the files that Polis exports."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trellis.core.console import BadInput, open_input, print_json, result, say

if TYPE_CHECKING:
    from trellis.kernels.opinions import Conversation, OpinionMap
    from trellis.kernels.opinions.reading import Comment, VotesRead

VERSIONS = ("honest", "official")
STANDARD_INPUT = "-"
FEWEST_PUBLISHED = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("votes", metavar="VOTES.csv", help="a list or a matrix of votes, as Polis exports them; may be .gz, or - for standard input")
    add("--comments", metavar="FILE.csv", help="the statements: their words, which were rejected, which ask who somebody is")
    add(
        "--version", choices=VERSIONS, default="honest", help="honest shows only groups that hold; official follows Polis (default: honest)"
    )
    add("--seed", type=int, metavar="N", help="where the random starts begin; the same seed makes the same map")
    add("--previous", metavar="FILE", help="go on from a map saved before: who was grouped stays so, and the map keeps its direction")
    add("--save", metavar="FILE", help="write the map down for --previous; it says who is in which group, so keep it to yourself")
    add("--report", metavar="FILE.html", help="write a page with the map and its tables, for people to read")
    add("--explain", action="store_true", help="say how each thing was found, and count for each statement who voted how")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON document, with everybody's place and group")
    shape.add_argument("--published", action="store_true", help="print one JSON document without participants: what may be published")


def run(options: argparse.Namespace) -> int:
    # One thread: the number of threads would change the last bits of sums, and matrices this small gain nothing from more.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from trellis.interfaces.cli import opinions_document, opinions_words

    started = time.perf_counter()
    conversation, votes = read(options)
    if sys.stderr.isatty():
        say(f"Mapping {conversation.n_votes:,} votes of {conversation.n_participants:,} people …")
    made = map_of(options, conversation, votes)
    seconds = round(time.perf_counter() - started, 3)
    _say_what_was_unclear(votes)
    if options.save:
        from trellis.interfaces.cli import opinions_saved

        opinions_saved.save(Path(options.save), made)
    if options.report:
        from trellis.interfaces.cli import opinions_report

        opinions_report.write(Path(options.report), conversation, made)
    if options.json:
        print_json(opinions_document.document(conversation, made, seconds=seconds))
    elif options.published:
        _refuse_to_publish_few(made)
        print_json(opinions_document.published_document(conversation, made, seconds=seconds))
    else:
        for line in opinions_words.told(conversation, made, explain=options.explain):
            result(line)
    return 0


def read(options: argparse.Namespace) -> "tuple[Conversation, VotesRead]":
    """The conversation in the files. Raises BadInput with file, line and field."""
    from trellis.kernels.opinions.reading import conversation_of, read_comments, read_votes, refuse_what_says_nothing

    if options.votes == options.comments == STANDARD_INPUT:
        raise BadInput("only one of the two files can be standard input", field="--comments")
    votes: VotesRead = _opened(options.votes, read_votes)
    comments: tuple[Comment, ...] = _opened(options.comments, read_comments) if options.comments else ()
    _named(options.votes, lambda: refuse_what_says_nothing(votes))
    return _named(options.votes, lambda: conversation_of(votes, comments), beside=options.comments), votes


def map_of(options: argparse.Namespace, conversation: "Conversation", votes: "VotesRead") -> "OpinionMap":
    """The map of the conversation, going on from the one saved before if there is one.

    The official version goes on from the groups in the matrix, if it has any, as the engine that wrote them would.
    """
    from trellis.interfaces.cli import opinions_saved
    from trellis.kernels.opinions import SEED, opinion_map
    from trellis.kernels.opinions.reading.exported import exported_map

    seed = SEED if options.seed is None else options.seed
    if seed < 0:
        raise BadInput("must be a whole number from 0", field="--seed")
    previous = opinions_saved.load(options.previous, version=options.version) if options.previous else None
    if previous is None and options.version == "official" and votes.groups:
        previous = _named(options.votes, lambda: exported_map(conversation, votes.groups, seed=seed))
    return _named(options.votes, lambda: opinion_map(conversation, version=options.version, seed=seed, previous=previous))


def _opened(path: str, read_stream: Any) -> Any:
    def read_it() -> Any:
        with open_input(path) as stream:
            return read_stream(stream)

    return _named(path, read_it)


def _named(path: str, work: Any, *, beside: str | None = None) -> Any:
    """What the work gives; what it finds malformed is told with the file's name, and that of the file beside it that it does not fit."""
    from trellis.kernels.opinions import Malformed

    try:
        return work()
    except Malformed as error:
        reason = f"{error.reason} ({beside})" if beside else error.reason
        name = "standard input" if path == STANDARD_INPUT else path
        raise BadInput(reason, file=name, row=error.line, field=error.field) from error


def _refuse_to_publish_few(made: "OpinionMap") -> None:
    least = min((group.size for group in made.groups), default=FEWEST_PUBLISHED)
    if least < FEWEST_PUBLISHED:
        raise BadInput(f"a group has only {least} of at least {FEWEST_PUBLISHED} people, who might be recognised", field="--published")


def _say_what_was_unclear(votes: "VotesRead") -> None:
    if votes.n_at_once:
        times = "once" if votes.n_at_once == 1 else f"{votes.n_at_once:,} times"
        say(f"Somebody voted in two ways on one statement at the same moment ({times}); the vote further down in the file counts.")
