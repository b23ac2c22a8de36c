"""`trellis serve`: web workers and one job worker, until Ctrl-C.

This process loads the program once; the workers are its forks and share that memory. It opens no database itself.
"""

import argparse
import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from trellis.core.console import BadInput, say

THIS_MACHINE = "127.0.0.1"
EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)
WORKERS = 2
THREADS = 4
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
RESTART_SECONDS = (1, 2, 5, 15, 60)
"""How long to wait before starting a worker again that keeps ending."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="the port to listen on (default: 8000)")
    parser.add_argument(
        "--host", default=THIS_MACHINE, metavar="ADDRESS", help=f"the address to listen on (default: {THIS_MACHINE}, this machine only)"
    )
    parser.add_argument("--workers", type=_positive, default=WORKERS, metavar="N", help=f"web processes (default: {WORKERS})")
    parser.add_argument("--no-jobs", action="store_true", help="start no job worker here, because another node runs it")
    parser.add_argument("--migrate", action="store_true", help="bring a database that is behind up to date first")
    parser.add_argument("--demo", action="store_true", help="fill an empty directory with the demo place first")


def run(options: argparse.Namespace) -> int:
    url = f"http://{_name_in_url(options.host)}:{options.port}/"
    _require_free(options.host, options.port)
    os.environ.setdefault("TRELLIS_URL", url.rstrip("/"))
    if options.host in EVERY_ADDRESS and not os.environ.get("TRELLIS_HOSTS"):
        say("Only the name localhost is answered. For others set TRELLIS_HOSTS, such as TRELLIS_HOSTS=192.168.1.20,clacton.example")
    import django

    django.setup()
    child = os.fork()
    if not child:
        from trellis.interfaces.cli.prepare import prepare

        # The console program around this function tells what goes wrong, and ends the child.
        return prepare(check=not options.migrate, with_demo=options.demo)
    _load_pages()
    prepared = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if prepared:
        return abs(prepared)
    jobs = None if options.no_jobs else JobWorker()
    try:
        _serve_pages(options, url, jobs)
    finally:
        if jobs:
            jobs.stop()
    return 0


def _load_pages() -> None:
    """Import what the pages are made of, while the child prepares the database; the addresses name all of it."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    # What is there now stays; passing it over keeps its memory shared between the workers.
    gc.collect()
    gc.freeze()


def _serve_pages(options: argparse.Namespace, url: str, jobs: "JobWorker | None") -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LOGGING_CONFIG, LogLevels

    handlers = {name: {**handler, "stream": "ext://sys.stderr"} for name, handler in LOGGING_CONFIG["handlers"].items()}
    server = Granian(
        "trellis.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": handlers},
        log_access=False,
        websockets=False,
    )
    if sys.platform == "linux":
        _prepare_children()
    server.on_startup(lambda: say(f"Trellis is at {url}  (Ctrl-C ends it)"))
    if jobs:
        # After the pages: nobody waits for the first job.
        server.on_startup(jobs.start)
    server.serve()


def _prepare_children() -> None:
    """Have every web worker end when told to while it is still loading, and when this process is killed.

    A forked worker starts with this process's signal handlers, which do nothing in it. And a worker whose parent is
    gone would keep the port for ever; the kernel ends it.
    """
    libc = ctypes.CDLL(None)

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(after_in_child=prepare)


class JobWorker:
    """The one job worker: a process of its own, started again when it ends by itself."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._ending = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._watcher.start()

    def stop(self) -> None:
        self._ending.set()
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _watch(self) -> None:
        n_endings = 0
        while True:
            started_at = time.monotonic()
            # Its own session, so that Ctrl-C reaches it only through stop(), after the pages have closed.
            self._process = subprocess.Popen([*_trellis(), "worker", "--with-parent", str(os.getpid())], start_new_session=True)
            self._process.wait()
            if self._ending.is_set():
                return
            if time.monotonic() - started_at > RESTART_SECONDS[-1]:
                n_endings = 0
            pause = RESTART_SECONDS[min(n_endings, len(RESTART_SECONDS) - 1)]
            n_endings += 1
            say(f"The job worker ended by itself; starting it again in {pause} s.")
            if self._ending.wait(pause):
                return


def _trellis() -> list[str]:
    return [sys.executable, "-m", "trellis.config.console"]


def _require_free(host: str, port: int) -> None:
    """Say in one line what the server would say in thirty."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise BadInput(f"'{host}' is not an address of this machine") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise BadInput(f"port {port} needs an administrator; choose one from 1024 with --port") from error
        except OSError as error:
            raise BadInput(f"port {port} on {host} is in use or not of this machine; choose another with --port") from error


def _name_in_url(host: str) -> str:
    if host in EVERY_ADDRESS or host in (THIS_MACHINE, "::1"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port from 1 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 64")
    return int(text)
