"""`trellis rota`: who takes which turn, fairly and within every rule, and why."""

import argparse
import time
import zlib
from typing import TYPE_CHECKING

from trellis.core.console import BadInput, open_input, print_json, result
from trellis.interfaces.cli.rota_words import document, explained, summary

if TYPE_CHECKING:
    from trellis.kernels.rota import Rota

SECONDS, MOST_SECONDS = 8.0, 3600.0
FOR_SOLVER, FOR_SEARCH, FOR_BOUND = 0.75, 0.85, 0.92
"""Parts of the processor seconds after which each step ends."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="volunteers and shifts, which may be gzip-compressed; - is standard input")
    parser.add_argument(
        "--seed", default="", metavar="TEXT", help="decides between rotas that are equally good; the same text, the same rota"
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, metavar="S",
        help=f"processor seconds it may take, from the start of the program (default: {SECONDS:g}; most rotas take less than one)",
    )  # fmt: skip
    parser.add_argument(
        "--explain", action="store_true", help="say to each person why these turns and not others, and why a place is empty"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON document")


def run(options: argparse.Namespace) -> int:
    if not 0 < options.seconds <= MOST_SECONDS:
        raise BadInput(f"must be above 0 and at most {MOST_SECONDS:g}", field="--seconds")
    rota = read(options.file)
    # The solver is loaded only when there is a rota to make, never for --help.
    from trellis.kernels.rota.explaining import explain, gaps_of
    from trellis.kernels.rota.solving import solve

    def over(part: float):
        return lambda: time.process_time() > part * options.seconds

    proposal = solve(rota, seed=options.seed, solver_over=over(FOR_SOLVER), over=over(FOR_SEARCH), bound_over=over(FOR_BOUND))
    people, gaps = explain(rota, proposal.turns) if options.explain else ((), gaps_of(rota, proposal.turns))
    if options.json:
        print_json(document(rota, proposal, people, gaps, seconds=time.process_time(), full=options.explain))
        return 0
    for line in summary(rota, proposal, gaps):
        result(line)
    if options.explain:
        for line in explained(rota, people):
            result(line)
    return 0


def read(path: str) -> "Rota":
    """The rota in a file."""
    from trellis.kernels.rota import Malformed, read_rota

    try:
        with open_input(path) as stream:
            return read_rota(stream)
    except Malformed as wrong:
        raise BadInput(wrong.reason, file=path, field=wrong.field) from wrong
    except (EOFError, OSError, zlib.error) as wrong:
        raise BadInput(f"can't be read: {wrong}", file=path) from wrong
