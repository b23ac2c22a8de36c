"""The page of results: its rate against the same page from memory, its bytes, and its paint on a slow phone.

    script/bench page                     on the demo place, made for it
    script/bench page --data FOLDER       on a place that is there (TRELLIS_DATA of a server that is not running)

The two addresses are asked in turn, a window each, in one server process; the ratio is the median over neighbouring windows, so that
a noisy machine moves both. Exits 1 when a goal is missed.
"""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT)]

QUESTIONS = (
    "q=peer+group&near=clacton",
    "q=food+bank&near=clacton",
    "near=clacton&open=mon&time=evening&cost=free&step_free=yes",
    "q=advice&near=Colchester&cost=free",
    "near=Maldon",
    "kind=meeting&near=Harwich&sort=soon",
    "q=group",
    "category=company&near=Frinton",
)
FIRST_VIEW = "/find?q=peer+group&near=clacton"
LEAST_RATIO, MOST_BYTES, MOST_PAINT_MS = 0.6, 40_000, 2_500
CONNECTIONS = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench page", description=__doc__.split("\n")[0])
    parser.add_argument("--data", metavar="FOLDER", help="a place's data folder (default: a fresh demo place)")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of one window (default: 1.5)")
    parser.add_argument("--windows", type=int, default=10, help="windows for each of the two (default: 10)")
    parser.add_argument("--no-browser", action="store_true", help="leave out bytes and paint")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder:
        data = options.data or made_demo_place(folder)
        port = free_port()
        server = started(data, port)
        try:
            good = rates(port, options)
            if not options.no_browser:
                good = browsed(port) and good
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    return 0 if good else 1


def made_demo_place(folder: str) -> str:
    environment = {**os.environ, "TRELLIS_DATA": folder}
    for command in ("prepare", "demo"):
        subprocess.run([sys.executable, "-m", "trellis.config.console", command], env=environment, check=True, stdout=sys.stderr)
    return folder


def started(data: str, port: int) -> subprocess.Popen:
    """One web process with one thread for Python, so that a rate is a cost."""
    environment = {**os.environ, "TRELLIS_DATA": data, "TRELLIS_URL": f"http://localhost:{port}", "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "1", "--log-level", "warning", "bench.paged.wsgi:application"]
    server = subprocess.Popen(command, env=environment, cwd=PROJECT, start_new_session=True)
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("bench page: the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rates(port: int, options: argparse.Namespace) -> bool:
    paths = {"searched": "/find", "remembered": "/bench/remembered"}
    for path in paths.values():
        window(port, path, 1.0)
    found: dict[str, list[float]] = {name: [] for name in paths}
    for _turn in range(options.windows):
        for name, path in paths.items():
            found[name].append(window(port, path, options.seconds))
    searched, remembered = (statistics.median(found[name]) for name in paths)
    ratio = statistics.median(one / other for one, other in zip(found["searched"], found["remembered"], strict=True))
    print(f"page of results         {searched:8.1f} a second   {1000 / searched:6.2f} ms   windows {spread(found['searched'])}")
    print(f"the same from memory    {remembered:8.1f} a second   {1000 / remembered:6.2f} ms   windows {spread(found['remembered'])}")
    print(f"ratio                   {ratio:8.2f}            at least {LEAST_RATIO}: {said(ratio >= LEAST_RATIO)}")
    return ratio >= LEAST_RATIO


def window(port: int, path: str, seconds: float) -> float:
    """Pages a second over so many seconds, all questions in turn on each connection."""
    counts = [0] * CONNECTIONS
    end = time.monotonic() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        turn = number
        while time.monotonic() < end:
            connection.request("GET", f"{path}?{QUESTIONS[turn % len(QUESTIONS)]}", headers={"Accept-Encoding": "gzip, br"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            counts[number] += 1
            turn += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - begin)


def browsed(port: int) -> bool:
    from bench.paged.browsing import first_views

    views = first_views(f"http://localhost:{port}", FIRST_VIEW, times=3, kilobits=400, delay_ms=400, slower=4)
    first = views[0]
    paint = statistics.median(view.largest_paint_ms for view in views)
    for path, size in sorted(first.bytes_by_path.items(), key=lambda pair: -pair[1]):
        print(f"    {size:6d} bytes  {path.split(str(port))[-1]}")
    print(f"first view, all of it   {first.total:8d} bytes       at most {MOST_BYTES}: {said(first.total <= MOST_BYTES)}")
    print(f"largest paint, slow 3G  {paint:8.0f} ms          under {MOST_PAINT_MS}: {said(0 < paint < MOST_PAINT_MS)}")
    return first.total <= MOST_BYTES and 0 < paint < MOST_PAINT_MS


def spread(values: list[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}"


def said(good: bool) -> str:
    return "yes" if good else "NO"


if __name__ == "__main__":
    sys.exit(main())
