"""A real server with the demo place, and a real browser, for journeys through the pages.

The server is `trellis serve` in a process of its own, with data in a folder that goes away. It is started once for all journeys.
Every journey watches what the browser asks for: a request to anybody else, an error in the console or a page that the content
security policy had to mend fails it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

START_SECONDS = 90
PHONE = {"width": 360, "height": 740}
WCAG_FAILURES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
"""Every rule is tried; only what fails is told at length, as what passes is read by nobody and takes axe long to write down."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running place with the demo content."""
    folder = tmp_path_factory.mktemp("place")
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    environment |= {"TRELLIS_DATA": str(folder), "TRELLIS_URL": address, "TRELLIS_LANGUAGES": "en,es,ar"}
    trellis = [sys.executable, "-m", "trellis.config.console"]
    subprocess.run([*trellis, "prepare", "--demo"], env=environment, check=True, capture_output=True, timeout=300)
    with open(Path(folder) / "server.log", "wb") as log:
        process = subprocess.Popen(
            [*trellis, "serve", "--port", str(port), "--workers", "1", "--no-jobs"],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until_served(address, process, Path(folder) / "server.log")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_served(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


class Visit:
    """One person's visit: a page, and a watch over what it asks for and what it complains of."""

    def __init__(self, context: BrowserContext, origin: str, script: bool):
        self.origin = origin
        self.script = script
        self.complaints: list[str] = []
        self.statuses: dict[str, int] = {}
        context.on("request", self._watch_request)
        context.on("response", lambda response: self.statuses.__setitem__(response.url, response.status))
        context.on("weberror", lambda error: self.complaints.append(f"error in a script: {error.error}"))
        context.on("console", self._watch_console)
        self.page: Page = context.new_page()
        self.context = context

    def _watch_request(self, request) -> None:
        if not request.url.startswith((self.origin, "data:", "about:")):
            self.complaints.append(f"asked somebody else: {request.url}")

    def _watch_console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def open(self, path: str) -> Page:
        """Go to a path of the place."""
        self.page.goto(self.origin + path)
        return self.page

    @property
    def path(self) -> str:
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def must_be_accessible(self, *, but: tuple[str, ...] = ()) -> None:
        """axe finds no failure of WCAG 2.2 AA here. Needs script, as axe is one."""
        if not self.script:
            return
        self.page.wait_for_load_state("load")  # a page is there before its stylesheet is
        results = Axe().run(self.page, options=WCAG_FAILURES)
        found = [
            f"{each['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
            for each in results.response["violations"]
            if each["id"] not in but
            for node in each["nodes"]
        ]
        assert not found, f"{self.path}\n" + "\n".join(found)

    def must_fit(self) -> None:
        """Nothing has to be pushed sideways to be read."""
        self.page.wait_for_load_state("load")
        widths = (
            self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]") if self.script else [0, 0]
        )
        assert widths[0] <= widths[1], f"{self.path} is {widths[0]} wide on a screen of {widths[1]}"


@pytest.fixture
def visit(server: str, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Begins a visit: `visit()` on a phone; `script=False`, `width=320`, `locale="ar"` and what else a context takes."""
    contexts: list[tuple[BrowserContext, Visit]] = []

    def begin(*, script: bool = True, width: int = PHONE["width"], height: int = PHONE["height"], **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script, **options)
        begun = Visit(context, server, script)
        contexts.append((context, begun))
        return begun

    yield begin
    complaints = [complaint for _context, begun in contexts for complaint in begun.complaints]
    for context, _begun in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def either_way(request, visit) -> Visit:
    """A visit on a phone, once with script and once without."""
    return visit(script=request.param)
