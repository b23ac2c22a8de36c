"""Empty database to a served page, and the memory of two web workers and the job worker."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MOST_SECONDS = 10
MOST_MEGABYTES = 300
GIVE_UP_SECONDS = 60
WARM_UP_REQUESTS = 200
TRELLIS = [sys.executable, "-m", "trellis.config.console"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench start", description=__doc__)
    parser.add_argument("--page", default="/", help="the page to wait for (default: /)")
    parser.add_argument("--demo", action="store_true", help="load the demo place first, as script/server does")
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        found = measure(f"http://127.0.0.1:{port}{options.page}", port, {**os.environ, "TRELLIS_DATA": data}, ["--demo"] * options.demo)
    print(json.dumps(found, indent=2))
    return 0 if found["status"] == 200 and found["seconds_to_page"] < MOST_SECONDS and found["megabytes"] < MOST_MEGABYTES else 1


def measure(url: str, port: int, environment: dict[str, str], how: list[str]) -> dict:
    """Start a server on an empty folder; the seconds to its first page, then its memory after some traffic."""
    started_at = time.monotonic()
    server = subprocess.Popen([*TRELLIS, "serve", "--port", str(port), *how], env=environment)
    try:
        status = wait_for(url, server)
        seconds = time.monotonic() - started_at
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: wait_for(url, server), range(WARM_UP_REQUESTS)))
        # The job worker starts beside the web workers and may be a moment behind them.
        time.sleep(5)
        processes = {pid: proportional_megabytes(pid) for pid in family(server.pid)}
    finally:
        stopping_at = time.monotonic()
        server.send_signal(signal.SIGINT)
        server.wait(GIVE_UP_SECONDS)
    return {
        "status": status,
        "seconds_to_page": round(seconds, 2),
        "seconds_to_stop": round(time.monotonic() - stopping_at, 2),
        "processes": len(processes),
        "megabytes": round(sum(processes.values()), 1),
        "megabytes_each": [round(size, 1) for size in processes.values()],
    }


def wait_for(url: str, server: subprocess.Popen) -> int:
    """Ask until there is an answer of any kind; its status."""
    for _ in range(GIVE_UP_SECONDS * 20):
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                response.read()
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"no answer within {GIVE_UP_SECONDS} s")


def family(root: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children.get(found[-1], []))
    return found


def proportional_megabytes(pid: int) -> float:
    """Memory with shared pages counted in shares (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(main())
