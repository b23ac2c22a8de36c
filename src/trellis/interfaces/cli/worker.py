"""`trellis worker`: run waiting jobs until told to stop."""

import argparse
import os
import signal
import threading
import time

from trellis.core.jobs import worker

LOOK_SECONDS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", type=int, metavar="PID", help="end when this process, which started the worker, is gone")


def run(options: argparse.Namespace) -> int:
    if options.with_parent:
        threading.Thread(target=_end_with, args=[options.with_parent], daemon=True).start()
    worker.run()
    return 0


def _end_with(parent: int) -> None:
    """Ask this process to end once it has been orphaned, however its parent went."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
