"""What a phone on a slow line gets: bytes over the wire, and when the largest part of the page is painted."""

import shutil
from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

KILOBITS = 1000 / 8
OBSERVER = """
    window.largest = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
"""


@dataclass(slots=True)
class View:
    """One first view of a page."""

    bytes_by_path: dict[str, int] = field(default_factory=dict)
    largest_paint_ms: float = 0

    @property
    def total(self) -> int:
        return sum(self.bytes_by_path.values())


def first_views(address: str, path: str, *, times: int, kilobits: int, delay_ms: int, slower: int) -> list[View]:
    """So many first views, each with an empty cache, over a line and a processor made slow."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        raise SystemExit("bench page: needs Chromium for bytes and paint; apt install chromium")
    views = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
        for _time in range(times):
            views.append(_first_view(browser, address + path, kilobits=kilobits, delay_ms=delay_ms, slower=slower))
        browser.close()
    return views


def _first_view(browser, url: str, *, kilobits: int, delay_ms: int, slower: int) -> View:
    context = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    view, paths = View(), {}
    protocol.on("Network.requestWillBeSent", lambda sent: paths.__setitem__(sent["requestId"], sent["request"]["url"].split("?")[0]))
    protocol.on(
        "Network.loadingFinished", lambda done: view.bytes_by_path.__setitem__(paths[done["requestId"]], int(done["encodedDataLength"]))
    )
    protocol.send("Network.enable")
    protocol.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": delay_ms, "downloadThroughput": kilobits * KILOBITS, "uploadThroughput": kilobits * KILOBITS},
    )
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(OBSERVER)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(500)
    view.largest_paint_ms = page.evaluate("window.largest")
    context.close()
    return view
