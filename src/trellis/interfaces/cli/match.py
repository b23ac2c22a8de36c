"""`trellis match`: who could meet whom, best in total, with the proof."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from trellis.core.console import BadInput, open_input, print_json, result
from trellis.interfaces.cli.match_words import of_pair, of_unmatched, summary

if TYPE_CHECKING:
    from trellis.kernels.matching import Graph, Matching

MANY_EDGES = 4_000
"""From so many on NumPy and SciPy are worth loading."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="EDGES.csv",
        help="columns need, offer, cost; if wanted need_capacity, offer_capacity, forbidden; may be gzip-compressed; - is standard input",
    )  # fmt: skip
    parser.add_argument(
        "--unmatched", metavar="COST",
        help="what an empty place costs: it stays empty where that is cheaper (default: most pairs first, whatever they cost)",
    )  # fmt: skip
    parser.add_argument(
        "--needs", metavar="FILE.csv", help="columns need, capacity: how many different offers each need wants (default: 1)"
    )
    parser.add_argument(
        "--offers", metavar="FILE.csv", help="columns offer, capacity: how many different needs each offer can serve (default: 1)"
    )
    parser.add_argument("--forbidden", metavar="FILE.csv", help="columns need, offer: pairs that must never meet")
    parser.add_argument("--explain", action="store_true", help="a sentence for each pair and for each need with an empty place")
    parser.add_argument(
        "--certificate", action="store_true", help="with --json: the values and prices from which anyone can work out the bound"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON document")


def run(options: argparse.Namespace) -> int:
    from trellis.kernels.matching import explain

    started = time.perf_counter()
    if [options.file, options.needs, options.offers, options.forbidden].count("-") > 1:
        raise BadInput("only one file can be standard input", file="-")
    graph = _graph(options)
    found = _solver(graph)(graph)
    seconds = time.perf_counter() - started
    facts = explain(found) if options.explain else None
    if options.json:
        print_json(_document(found, facts, seconds=seconds, certificate=options.certificate))
        return 0
    for line in summary(found):
        result(line)
    if facts is not None:
        for pair in facts[0]:
            result(of_pair(pair, found))
        for need in facts[1]:
            result(of_unmatched(need))
    return 0


def _solver(graph: Graph) -> Callable[[Graph], Matching]:
    if len(graph.costs) < MANY_EDGES:
        from trellis.kernels.matching import solve

        return solve
    from trellis.kernels.matching import fast

    return fast.solve


def _graph(options: argparse.Namespace) -> Graph:
    from trellis.kernels.matching.graph import graph_from_columns
    from trellis.kernels.matching.reading import read_capacities, read_edges, read_forbidden

    edges = _read(options.file, read_edges)
    need_capacity, offer_capacity = edges.need_capacity, edges.offer_capacity
    if options.needs:
        need_capacity = _joined(need_capacity, _read(options.needs, lambda content: read_capacities(content, "need")), options.needs)
    if options.offers:
        offer_capacity = _joined(offer_capacity, _read(options.offers, lambda content: read_capacities(content, "offer")), options.offers)
    forbidden = [*edges.forbidden, *(_read(options.forbidden, read_forbidden) if options.forbidden else [])]
    return graph_from_columns(
        edges.needs, edges.offers, edges.costs, need_capacity=need_capacity or 1, offer_capacity=offer_capacity or 1, forbidden=forbidden,
        unmatched=_number(options.unmatched), needs=need_capacity, offers=offer_capacity,
    )  # fmt: skip


def _read(path: str, reader: Callable[[bytes], Any]) -> Any:
    from trellis.kernels.matching import Malformed
    from trellis.kernels.matching.reading import MOST_BYTES

    try:
        with open_input(path) as stream:
            return reader(stream.read(MOST_BYTES + 1))
    except Malformed as wrong:
        raise BadInput(wrong.reason, file=path, row=wrong.row, field=wrong.field) from wrong
    except (EOFError, OSError, ValueError) as wrong:
        raise BadInput(f"can't be read: {wrong}", file=path) from wrong
    except Exception as wrong:
        if type(wrong).__module__ == "zlib":
            raise BadInput(f"can't be read: {wrong}", file=path) from wrong
        raise


def _joined(known: dict[str, int], told: dict[str, int], path: str) -> dict[str, int]:
    for id, number in told.items():
        if known.get(id, number) != number:
            raise BadInput(f"'{id[:40]}' has {number} here and {known[id]} among the edges", file=path, field="capacity")
    return {**known, **told}


def _number(text: str | None) -> int | Decimal | None:
    from trellis.kernels.matching import Malformed
    from trellis.kernels.matching.reading import read_cost

    if text is None:
        return None
    try:
        return read_cost(text.strip())
    except Malformed as wrong:
        raise BadInput(wrong.reason, field="--unmatched") from wrong


def _document(found: Matching, facts: Any, *, seconds: float, certificate: bool) -> dict[str, Any]:
    graph = found.graph
    document: dict[str, Any] = {
        "n_needs": len(graph.needs),
        "n_offers": len(graph.offers),
        "pairs": [list(pair) for pair in found.pairs],
        "matched": found.matched,
        "total_cost": found.total_cost,
        "optimal": found.optimal,
        "bound": found.bound,
        "unmatched": found.unmatched,
        "seconds": round(seconds, 3),
    }
    if graph.stated:
        document["unmatched_cost"] = graph.amount(graph.penalty)
        document["empty_places"] = sum(found.missing.values())
    if certificate:
        document["certificate"] = {
            "unit": f"1/{graph.scale}",
            "empty_place": graph.penalty,
            "need_values": dict(zip(graph.needs, found.need_values, strict=True)),
            "offer_prices": dict(zip(graph.offers, found.offer_prices, strict=True)),
        }
    if facts is not None:
        document["why"] = [of_pair(each, found) for each in facts[0]]
        document["why_unmatched"] = dict(_whys(facts[1]))
    return document


def _whys(facts: list) -> Iterator[tuple[str, str]]:
    for each in facts:
        yield each.need, of_unmatched(each)
