"""Ask an index the same mixed questions: python -m making.asking query|page NUMBER."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from statistics import quantiles
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import django

COMMON = ("food", "support", "group", "food support", "support group", "help", "people")
WARM_UP = 30
START_SECONDS = 60
EMPTY = "/bench/empty"


def main() -> None:
    django.setup()
    kind, number = sys.argv[1], int(sys.argv[2])
    questions = made(number)
    print(json.dumps(query(questions) if kind == "query" else page(questions)))


def made(number: int) -> list[tuple[str, tuple[float, float]]]:
    """(words, position): half with common words, half with others down to rare ones; half in the largest towns, half in small ones."""
    from making.services import towns, words_by_use

    chance = random.Random(7)
    places = sorted(towns(), key=lambda town: -town[3])
    dense, sparse = places[:20], places[300:]
    words = words_by_use()
    middle, rare = words[100:800], words[-800:]
    questions = []
    for at in range(number):
        if at % 2:
            text = COMMON[at // 2 % len(COMMON)]
        else:
            text = " ".join(chance.sample(middle, k=chance.choice((1, 2))) if at % 4 else [chance.choice(rare)])
        _name, latitude, longitude, _people = chance.choice(dense if chance.random() < 0.5 else sparse)
        questions.append((text, (round(latitude + chance.gauss(0, 0.02), 3), round(longitude + chance.gauss(0, 0.02), 3))))
    return questions


def query(questions: list[tuple[str, tuple[float, float]]]) -> dict:
    """Times of the search itself, in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from trellis.core.search.finding import find
    from trellis.core.search.query import Query

    now = datetime(2026, 11, 24, 11, 10, tzinfo=ZoneInfo("Europe/London"))
    evening = now.replace(hour=19)

    def ask(question: tuple[str, tuple[float, float]], at: datetime) -> object:
        return find(Query(words=question[0], position=question[1], open_now=True), now=at)

    for question in questions[:WARM_UP]:
        ask(question, now)
    times = [timed(lambda q=question: ask(q, now)) for question in questions]
    evenings = [timed(lambda q=question: ask(q, evening)) for question in questions]
    anywhere = [timed(lambda q=question: find(Query(words=q[0]), now=now)) for question in questions]
    browsing = [timed(lambda q=question: find(Query(position=q[1]), now=now)) for question in questions]
    filtered = [
        timed(lambda q=question: find(Query(words=q[0], position=q[1], filters={"cost": ("free",), "category": ("food",)}), now=now))
        for question in questions
    ]
    with CaptureQueriesContext(connection) as counted:
        ask(questions[1], now)
    slowest = sorted(zip(times, questions, strict=True), reverse=True)[:3]
    return {
        **summary(times),
        "evening": summary(evenings),
        "words_only": summary(anywhere),
        "near_only": summary(browsing),
        "filtered": summary(filtered),
        "statements": len(counted),
        "slowest": [[round(seconds * 1000, 1), *question] for seconds, question in slowest],
    }


def page(questions: list[tuple[str, tuple[float, float]]]) -> dict:
    """Times of the empty page, the page of results, and the same page from memory, in turn, one client, over HTTP."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The same answer from memory needs the same worker each time.
    command = [sys.executable, "-m", "trellis.config.console", "serve", "--port", str(port), "--no-jobs", "--workers", "1"]
    server = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "making.settings"})
    try:
        wait_for(port, server)
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        queries = [urlencode({"q": words, "lat": position[0], "lon": position[1], "open": "now"}) for words, position in questions]
        for query in queries[:WARM_UP]:
            for path in (EMPTY, f"/find?{query}"):
                get(client, path)
        for query in queries:
            get(client, f"/bench/kept?{query}")
        empties, pages, kept = [], [], []
        for query in queries:
            empties.append(timed(lambda: get(client, EMPTY)))
            pages.append(timed(lambda q=query: get(client, f"/find?{q}")))
            kept.append(timed(lambda q=query: get(client, f"/bench/kept?{q}")))
    finally:
        server.terminate()
        server.wait(30)
    report = {"empty": summary(empties), "page": summary(pages), "from_memory": summary(kept)}
    report["times_empty"] = round(report["page"]["p95_ms"] / report["empty"]["p95_ms"], 1)
    report["rate_of_memory"] = round(sum(kept) / sum(pages), 2)
    return report


def get(client: http.client.HTTPConnection, path: str) -> None:
    client.request("GET", path)
    response = client.getresponse()
    response.read()
    if response.status != 200:
        sys.exit(f"{path} gave {response.status}")


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", "/health")
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


def timed(ask: Callable[[], object]) -> float:
    started_at = time.perf_counter()
    ask()
    return time.perf_counter() - started_at


def summary(seconds: Iterable[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return {"p50_ms": round(cuts[49] * 1000, 2), "p95_ms": round(cuts[94] * 1000, 2)}


if __name__ == "__main__":
    main()
