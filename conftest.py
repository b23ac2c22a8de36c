"""What every test shares: a clean cache, and which tests run where.

`browser` tests need Chromium, `postgres` tests a PostgreSQL address in DATABASE_URL. Where that is
missing they are skipped with the reason, except under TRELLIS_TEST_ALL=1, which runs nothing less
than everything, and tries each property on eight times as many examples. Without it a journey is made
once, with script, and what is `long` is left out, so that a run ends within minutes.
TRELLIS_TEST_DATABASE_ONLY=1 keeps only the tests that touch the database.
"""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says more of what else runs on the machine than of the program.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis.register_profile("quick", max_examples=25, **PATIENT)
hypothesis.register_profile("all", max_examples=200, **PATIENT)
hypothesis.load_profile("all" if os.environ.get("TRELLIS_TEST_ALL") == "1" else "quick")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences", "live_server", "client", "admin_user"}
BROWSER_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """The browser that the machine already has."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def touches_database(item: pytest.Item) -> bool:
    asks = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return asks is not None or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TRELLIS_TEST_DATABASE_ONLY") == "1":
        kept = [item for item in items if touches_database(item) and not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    everything = os.environ.get("TRELLIS_TEST_ALL") == "1"
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgresql():
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL; script/test --all brings one"))
        if everything:
            continue
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="needs Chromium; script/test --all brings one"))
        elif "[without script" in item.name:
            item.add_marker(pytest.mark.skip(reason="the same journeys without script: script/test --all runs them"))
        elif item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes long, alone or with its like: script/test --all runs it"))


def pytest_terminal_summary(terminalreporter) -> None:
    """Say what this run left out, and why, before the closing line."""
    reasons = [str(report.longrepr[2]) for report in terminalreporter.getreports("skipped") if isinstance(report.longrepr, tuple)]
    left_out = [f"{reasons.count(reason)} tests: {reason}" for reason in dict.fromkeys(reasons)]
    if os.environ.get("TRELLIS_TEST_LEFT_OUT"):
        left_out.append(os.environ["TRELLIS_TEST_LEFT_OUT"])
    if left_out:
        terminalreporter.section("left out")
        for line in left_out:
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def clean_cache():
    """No rate limit, code or language of one test is seen by the next, nor what this process remembers of a database now undone."""
    from django.core.cache import cache
    from django.utils import translation

    from trellis.apps.directory.queries.calendar import forget_calendar
    from trellis.core.search.zones import forget as forget_zones
    from trellis.interfaces.web.memory import forget_all as forget_pages

    cache.clear()
    translation.deactivate()
    forget_calendar()
    forget_zones()
    forget_pages()
    yield


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The machine's own Chromium; playwright brings none. One for all tests, as there can be only one playwright in a process."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path, "no Chromium on this machine: script/test --all installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield started
        started.close()
