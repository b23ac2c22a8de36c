"""A bar for work that tells how far it is, on a terminal; silent in a pipe."""

import sys
import time

REDRAW_SECONDS = 0.1
WIDTH = 30


class Bar:
    """Called with what is being done and how far it is."""

    def __init__(self) -> None:
        self._drawn_at, self._what = 0.0, ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if what != self._what:
            self.end()
            self._what = what
        elif time.monotonic() - self._drawn_at < REDRAW_SECONDS and done < total:
            return
        self._drawn_at = time.monotonic()
        filled = WIDTH * done // total if total else WIDTH
        sys.stderr.write(f"\r{what} [{'#' * filled}{' ' * (WIDTH - filled)}] {done:,} of {total:,}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._what:
            sys.stderr.write("\n")
            self._what = ""
