"""`trellis panel`: the fairest lottery over panels, and a panel drawn from it that anyone can draw again."""

import argparse
import sys
import time
from typing import TYPE_CHECKING

from trellis.core.console import BadInput, print_json, result, say

if TYPE_CHECKING:
    from trellis.interfaces.cli.panel_selection import Selection

OBJECTIVES = ("maximin", "leximin", "nash", "goldilocks")
MOST_PANELS = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pool", nargs="?", metavar="POOL.csv", help="the volunteers: an id and a column for each feature")
    parser.add_argument("quotas", nargs="?", metavar="QUOTAS.csv", help="feature,value,min,max")
    parser.add_argument("--size", type=int, metavar="K", help="seats on the panel")
    parser.add_argument(
        "--objective",
        choices=OBJECTIVES,
        default="maximin",
        help="what is fair: the smallest chance as large as possible (maximin), then the next smallest and so on (leximin), the product "
        "of chances (nash), or neither very small nor very large chances (goldilocks); default: maximin",
    )
    parser.add_argument("--max-panels", type=int, default=1_000, metavar="N", help="at most so many different panels (default: 1000)")
    parser.add_argument("--uniform", type=int, metavar="N", help="exactly N panels, all equally likely: fewer dice, rougher chances")
    parser.add_argument("--households", default="", metavar="COLUMN[,COLUMN]", help="never two people for whom these columns are equal")
    parser.add_argument("--id", metavar="COLUMN", help="the column that tells people apart (default: id, or the first column)")
    parser.add_argument("--population", metavar="FILE", help="census to compare with: feature,value,people")
    parser.add_argument("--relax", action="store_true", help="if no panel meets all quotas, change them as little as possible")
    _add_drawing(parser)
    parser.add_argument("--explain", action="store_true", help="say who has which chance, why not more, and who is missing")
    parser.add_argument("--report", metavar="FILE.html", help="also write a page with charts and tables")
    parser.add_argument("--json", action="store_true", help="print one JSON document; publish it before the draw")


def _add_drawing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", metavar="TEXT", help="draw with a text that nobody could know when the lottery was published")
    parser.add_argument("--dice", metavar="ROLLS", help="draw with rolls made in public, such as '3 0 7 1 9 9'")
    parser.add_argument("--sides", type=int, default=10, metavar="N", help="sides of the die (default: 10, showing 0 to 9)")
    parser.add_argument("--lottery", metavar="FILE.json", help="draw from a lottery published earlier with --json")
    parser.add_argument(
        "--alternates", type=int, default=0, metavar="N", help="with --seed: N people for each seat, to be asked in this order"
    )
    parser.add_argument("--replace", metavar="FILE", help="fill the seats of those who declined: id,answer (stays, declined, unavailable)")


def run(options: argparse.Namespace) -> int:
    _check(options)
    # Only now, because --help should not wait for the solver to load.
    from trellis.interfaces.cli.panel_document import document
    from trellis.interfaces.cli.panel_selection import make_selection
    from trellis.interfaces.cli.panel_sentences import explanation, summary

    if sys.stderr.isatty():
        say("Looking for the fairest lottery …")
    start = time.monotonic()
    selection = make_selection(options)
    seconds = time.monotonic() - start
    if options.report:
        _write_report(options.report, selection)
    if options.json:
        print_json(document(selection, seconds=seconds))
        return 0
    for line in summary(selection):
        result(line)
    if options.explain:
        for line in explanation(selection):
            result(line)
    return 0


def _check(options: argparse.Namespace) -> None:
    if options.lottery is None and (options.pool is None or options.quotas is None or options.size is None):
        raise BadInput("POOL.csv, QUOTAS.csv and --size K are needed (see trellis panel --help)")
    if (options.pool is None) != (options.quotas is None):
        raise BadInput("POOL.csv needs QUOTAS.csv beside it", field="quotas")
    if [options.pool, options.quotas, options.population, options.lottery, options.replace].count("-") > 1:
        raise BadInput("only one file can come from standard input")
    if options.size is not None and options.size < 1:
        raise BadInput("must be at least 1", field="--size")
    for name, number in (("--max-panels", options.max_panels), ("--uniform", options.uniform)):
        if number is not None and not 1 <= number <= MOST_PANELS:
            raise BadInput(f"must be from 1 to {MOST_PANELS:,}", field=name)
    if options.seed is not None and options.dice is not None:
        raise BadInput("draw either with --seed or with --dice, not with both", field="--dice")
    if not 2 <= options.sides <= 1_000:
        raise BadInput("must be from 2 to 1,000", field="--sides")
    if options.alternates and (options.seed is None or options.pool is None):
        raise BadInput("needs --seed and the pool, because the order of alternates is drawn too", field="--alternates")
    if not 0 <= options.alternates <= 100:
        raise BadInput("must be from 0 to 100", field="--alternates")
    if options.lottery is not None:
        _check_published(options)


def _check_published(options: argparse.Namespace) -> None:
    if options.replace is not None:
        raise BadInput("a lottery for replacements is made anew; leave out --lottery or --replace", field="--lottery")
    for name, asked in (("--uniform", options.uniform is not None), ("--relax", options.relax)):
        if asked:
            raise BadInput("can't change a lottery that is published already", field=name)
    for name, asked in (("--population", options.population), ("--households", options.households), ("--id", options.id)):
        if asked and options.pool is None:
            raise BadInput("needs POOL.csv and QUOTAS.csv", field=name)


def _write_report(path: str, selection: "Selection") -> None:
    from trellis.interfaces.cli import panel_report

    # A group of newcomers is not to be held against quotas that are meant for the whole panel.
    whole = selection.vacancies is None
    pool, quotas = (selection.pool, selection.quotas) if whole else (None, None)
    panel_report.write(path, pool, quotas, selection.lottery, selection.drawn, selection.population if whole else None)
