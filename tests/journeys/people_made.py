"""People for journeys: made in the running place, and signed in by a code from their mail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page


def make(script: str, *, server: str, folder: Path) -> dict[str, str]:
    """Run a script inside the place; what its last line prints, as JSON."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    made = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", script],
        env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


def newest_code(folder: Path, mail: str) -> str:
    """The code in the newest letter to this address, which is then taken out of the outbox."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        for file in (folder / "outbox").glob("*.log"):
            letter = file.read_text()
            code = re.search(r"^\d{4}-\d{4}$", letter, re.MULTILINE)
            if code and f"To: {mail}" in letter:
                file.unlink()
                return code[0]
        time.sleep(0.05)
    pytest.fail(f"no code came to {mail}")


def by_code(who, mail: str, folder: Path) -> Page:
    """Sign a visit in as somebody."""
    who.open("/sign-in/")
    who.page.get_by_label("Your e-mail address").fill(mail)
    who.page.get_by_role("button", name="Send me a code").click()
    who.page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
    who.page.get_by_role("button", name="Sign in").click()
    who.page.wait_for_url(re.compile("/(account|keep)/"))
    return who.page
