"""Empty database to a served page, and the memory of two web workers and the job worker.

Done once without and once with the demo place. The seconds of processor time say more than those of the clock on a
machine that has other work as well; the load average tells which it is.
"""

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
WAYS = {"empty": [], "demo": ["--demo"]}
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench start", description="Empty database to a served page, and memory.")
    parser.add_argument("--page", default="/", help="the page to wait for (default: /)")
    parser.add_argument("--only", choices=sorted(WAYS), help="do only one of the two starts: without or with the demo place")
    options = parser.parse_args()
    found = {name: start(options.page, how) for name, how in WAYS.items() if options.only in (None, name)}
    print(json.dumps(found, indent=2))
    return 0 if all(is_within(one) for one in found.values()) else 1


def is_within(found: dict) -> bool:
    return found["status"] == 200 and found["seconds_to_page"] < MOST_SECONDS and found["megabytes"] < MOST_MEGABYTES


def start(page: str, how: list[str]) -> dict:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        return measure(f"http://127.0.0.1:{port}{page}", port, {**os.environ, "TRELLIS_DATA": data}, how)


def measure(url: str, port: int, environment: dict[str, str], how: list[str]) -> dict:
    """Start a server on an empty folder; the seconds to its first page, then its memory after some traffic."""
    load = os.getloadavg()[0]
    started_at = time.monotonic()
    server = subprocess.Popen([*TRELLIS, "serve", "--migrate", "--port", str(port), *how], env=environment)
    try:
        status = wait_for(url, server)
        seconds = time.monotonic() - started_at
        processor_seconds = sum(map(processor, family(server.pid)))
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
        "processor_seconds_to_page": round(processor_seconds, 2),
        "load_average_before": round(load, 2),
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
            parent = int(after_name(stat)[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children.get(found[-1], []))
    return found


def processor(pid: int) -> float:
    """Seconds of processor time, of the process and of those children that have ended."""
    return sum(map(int, after_name(Path(f"/proc/{pid}/stat"))[11:15])) / TICKS


def after_name(stat: Path) -> list[str]:
    """What stands in /proc/PID/stat after the name: the state, the parent and so on."""
    return stat.read_text().rsplit(")", 1)[1].split()


def proportional_megabytes(pid: int) -> float:
    """Memory with shared pages counted in shares (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(main())
