"""`trellis tally`: who wins a vote on money, and why, from the published ballots."""

import argparse
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trellis.core.console import BadInput, open_input, print_json, result
from trellis.interfaces.cli.tally_document import document
from trellis.interfaces.cli.tally_words import explained, summary

if TYPE_CHECKING:
    from trellis.kernels.tally import Election

RULES = ("equal-shares", "greedy", "phragmen")
UTILITIES = ("cost", "cardinality", "points", "borda")
COMPLETIONS = ("add1", "none")
STOPS = ("exhaustive", "overspend")
FILLS = ("greedy", "none")
CHEAPEST = "cheapest"
LIMITED = ("category", "neighborhood", "target")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.pb", help="a Pabulib file, which may be gzip-compressed; - is standard input")
    parser.add_argument("--rule", choices=RULES, default=RULES[0], help="how to count (default: equal-shares)")
    parser.add_argument("--utility", choices=UTILITIES, default=UTILITIES[0], help="what a project is worth to a supporter (default: cost)")
    parser.add_argument(
        "--completion", choices=COMPLETIONS, default=COMPLETIONS[0], help="raise everyone's share unit by unit (default: add1)"
    )
    parser.add_argument("--stop", choices=STOPS, default=STOPS[0], help="when add1 stops: nothing more fits, or the next would overspend")
    parser.add_argument("--fill", choices=FILLS, default=FILLS[0], help="what is left goes to the most votes that fit (default: greedy)")
    parser.add_argument(
        "--tie-order", metavar="IDS", default="",
        help=f"who goes first in a tie: ids with commas; or '{CHEAPEST}': least cost, most votes, then by id (default: by id)",
    )  # fmt: skip
    parser.add_argument("--min-votes", type=int, metavar="N", help="only projects with at least so many votes take part")
    parser.add_argument("--min-score", type=int, metavar="N", help="only projects with at least so many points take part")
    parser.add_argument(
        "--min-share", metavar="F",
        help="only projects whose part of the voters is at least F times their part of the budget take part, such as 1/3",
    )  # fmt: skip
    parser.add_argument(
        "--limit", action="append", default=[], metavar="KIND:LABEL=AMOUNT",
        help="the most that projects of one category, neighborhood or target may cost together; may be given more than once",
    )  # fmt: skip
    parser.add_argument("--explain", action="store_true", help="say of each project who paid for it, why it lost and what it needed")
    parser.add_argument(
        "--project", action="append", default=[], metavar="ID", help="explain only this project; may be given more than once"
    )
    parser.add_argument("--by", metavar="COLUMN", help="also group the voters by this column of the ballots (no group under 5 is shown)")
    parser.add_argument(
        "--recounts", type=int, metavar="N",
        help="count again for the N losing projects that came nearest, to say what they needed (default: as many as seconds allow)",
    )  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write it all as one page with charts, too")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON document")


def run(options: argparse.Namespace) -> int:
    # NumPy is loaded only when something is counted, never for --help.
    from trellis.kernels.tally import Malformed, read_pabulib, tally
    from trellis.kernels.tally.explanation import explain
    from trellis.kernels.tally.statistics import statistics

    started = time.perf_counter()
    try:
        with open_input(options.file) as stream:
            election = read_pabulib(stream)
    except Malformed as wrong:
        raise BadInput(wrong.reason, file=options.file, row=wrong.line, field=wrong.field) from wrong
    except (EOFError, OSError) as wrong:
        raise BadInput(f"can't be read: {wrong}", file=options.file) from wrong
    thresholds = _thresholds(options)
    try:
        outcome = tally(
            election, rule=options.rule, utility=options.utility, completion=options.completion, stop=options.stop, fill=options.fill,
            tie_order=_tie_order(options.tie_order, election), thresholds=thresholds, category_limits=_limits(options.limit, election),
        )  # fmt: skip
    except Malformed as wrong:
        raise BadInput(wrong.reason, file=options.file, row=wrong.line, field=wrong.field) from wrong
    for id in options.project:
        _known(id, election, "--project")
    seconds = time.perf_counter() - started
    explanation = None
    if options.explain or options.project or options.by or options.report:
        try:
            explanation = explain(election, outcome, thresholds=thresholds, voter_column=options.by, recounts=_recounts(options))
        except Malformed as wrong:
            raise BadInput(wrong.reason, file=options.file, field="--by") from wrong
    if options.report:
        from trellis.interfaces.cli import tally_report

        tally_report.write(options.report, election, outcome, explanation)
    if options.json:
        print_json(document(election, outcome, explanation, seconds=seconds))
        return 0
    for line in summary(election, outcome, explanation.statistics if explanation else statistics(election, outcome)):
        result(line)
    if explanation:
        for line in explained(election, outcome, explanation, in_full=options.project):
            result(line)
    return 0


def _thresholds(options: argparse.Namespace) -> dict[str, Any]:
    """What a project must have to take part."""
    found: dict[str, Any] = {}
    for name, value in (("min_approvals", options.min_votes), ("min_score", options.min_score)):
        if value is not None:
            if value < 0:
                raise BadInput("must be 0 or more", field="--min-votes" if name == "min_approvals" else "--min-score")
            found[name] = value
    if options.min_share is not None:
        found["min_share"] = _positive(options.min_share, "--min-share")
    return found


def _tie_order(given: str, election: "Election") -> list[str] | None:
    """All ids in the order that decides ties: first those given, then the others by id in code-point order."""
    if not given:
        return None
    if given == CHEAPEST:
        votes = election.votes()
        order = sorted(range(len(election.projects)), key=lambda each: (election.costs[each], -votes[each], election.projects[each].id))
        return [election.projects[each].id for each in order]
    first = [id.strip() for id in given.split(",")]
    for id in first:
        _known(id, election, "--tie-order")
    if len(set(first)) < len(first):
        raise BadInput("names a project twice", field="--tie-order")
    return first + sorted({project.id for project in election.projects} - set(first))


def _limits(given: list[str], election: "Election") -> dict[str, dict[str, Fraction]] | None:
    """KIND:LABEL=AMOUNT, with the amount in currency units."""
    limits: dict[str, dict[str, Fraction]] = {}
    for each in given:
        name, equals, amount = each.rpartition("=")
        kind, colon, label = name.partition(":")
        if not equals or not colon or kind not in LIMITED:
            raise BadInput(f"'{each}' is not KIND:LABEL=AMOUNT with a kind of {', '.join(LIMITED)}", field="--limit")
        attribute = {"category": "categories", "neighborhood": "neighborhoods", "target": "targets"}[kind]
        if not any(label in getattr(project, attribute) for project in election.projects):
            raise BadInput(f"no project has the {kind} '{label}'", field="--limit")
        limits.setdefault(kind, {})[label] = _positive(amount, "--limit")
    return limits or None


def _recounts(options: argparse.Namespace) -> int | list[str] | None:
    """For which losing projects to count again: those asked about, or so many."""
    if options.recounts is not None and options.recounts < 0:
        raise BadInput("must be 0 or more", field="--recounts")
    return options.project if options.project and options.recounts is None else options.recounts


def _positive(text: str, field: str) -> Fraction:
    try:
        number = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadInput(f"'{text}' is not a number", field=field) from None
    if number <= 0:
        raise BadInput("must be above 0", field=field)
    return number


def _known(id: str, election: "Election", field: str) -> None:
    if not any(project.id == id for project in election.projects):
        raise BadInput(f"there is no project '{id}' in this election", field=field)
